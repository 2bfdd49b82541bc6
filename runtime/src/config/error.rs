//! What can be wrong with a configuration.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// A configuration that cannot be used. Found before anything is sent; never contains a secret.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConfigError {
    /// No region is set, neither in code nor in the environment nor in the profile.
    MissingRegion,
    /// A setting has a value that cannot be used.
    Invalid {
        /// Where it was set, e.g. ``AWS_MAX_ATTEMPTS`` or ``region of profile `dev` ``.
        setting: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A profile was asked for by name, in code or by `AWS_PROFILE`, and is in neither file.
    ProfileNotFound {
        /// The name asked for.
        profile: String,
    },
    /// An environment variable holds something other than Unicode text.
    NotUnicode {
        /// The variable's name.
        variable: String,
    },
    /// A profile file is there but cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: Arc<io::Error>,
    },
    /// A profile file is not in the format of the AWS tools. The line itself is not repeated here: it
    /// may hold a secret.
    Syntax {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingRegion => f.write_str(
                "no region is set: set it in code, in AWS_REGION, or as `region` of the profile",
            ),
            Self::Invalid { setting, problem } => write!(f, "{setting} {problem}"),
            Self::ProfileNotFound { profile } => write!(
                f,
                "the profile `{profile}` is neither in the config file nor in the credentials file"
            ),
            Self::NotUnicode { variable } => write!(f, "{variable} is not Unicode text"),
            Self::Read { path, source } => write!(f, "cannot read {}: {source}", path.display()),
            Self::Syntax { path, line, problem } => {
                write!(f, "{}:{line}: {problem}", path.display())
            }
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(&**source),
            _ => None,
        }
    }
}
