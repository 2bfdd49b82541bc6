//! The two shared files taken together: which properties a profile has.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ini::{self, Property, Section, Sections};
use super::{ConfigError, Env};

/// The largest file read, in bytes. Some hundred profiles take 100 KiB; without a limit, a path such as
/// `/dev/zero` would take all memory.
const MAX_FILE: u64 = 4 << 20;

/// What `~/.aws/config` and `~/.aws/credentials` say, or the files named by `AWS_CONFIG_FILE` and
/// `AWS_SHARED_CREDENTIALS_FILE`. A file that isn't there is as good as an empty one, as the AWS tools
/// have it.
#[derive(Default)]
pub(super) struct Profiles {
    config: Sections,
    credentials: Sections,
}

impl Profiles {
    /// Reads both files.
    pub(super) fn load(env: &Env) -> Result<Self, ConfigError> {
        Ok(Self {
            config: read(env, "AWS_CONFIG_FILE", "config")?,
            credentials: read(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials")?,
        })
    }

    /// The profile's sections, that of the credentials file first: its properties win.
    pub(super) fn sections(&self, profile: &str) -> impl Iterator<Item = &Section> {
        let config = named(&self.config, "profile", profile)
            .or_else(|| (profile == "default").then(|| self.config.get("default"))?);
        [self.credentials.get(profile), config].into_iter().flatten()
    }

    /// A property of a profile; absent when it is unset or empty.
    pub(super) fn get(&self, profile: &str, name: &str) -> Option<&str> {
        self.sections(profile)
            .filter_map(|section| section.get(name))
            .map(|property| property.text.as_str())
            .find(|text| !text.is_empty())
    }

    /// What the `[services …]` section that the profile names says of this property, by the service's key
    /// in there, e.g. `elastic_beanstalk`.
    pub(super) fn services(&self, profile: &str, property: &str) -> BTreeMap<String, String> {
        self.get(profile, "services")
            .and_then(|services| named(&self.config, "services", services))
            .into_iter()
            .flatten()
            .filter_map(|(service, Property { nested, .. })| {
                Some((service.clone(), nested.get(property)?.clone()))
            })
            .collect()
    }
}

/// The section `[kind name]`; the name may stand in quotes.
fn named<'a>(sections: &'a Sections, kind: &str, name: &str) -> Option<&'a Section> {
    let quoted = format!("{kind} \"{name}\"");
    sections.get(&format!("{kind} {name}")).or_else(|| sections.get(&quoted))
}

fn read(env: &Env, variable: &str, default: &str) -> Result<Sections, ConfigError> {
    let path = match (env.get(variable)?, home(env)?) {
        (Some(path), home) => match (path.strip_prefix("~/"), home) {
            (Some(below), Some(home)) => home.join(below),
            _ => PathBuf::from(path),
        },
        (None, Some(home)) => home.join(".aws").join(default),
        (None, None) => return Ok(Sections::new()),
    };
    let text = match read_text(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Sections::new()),
        Err(error) => {
            return Err(ConfigError::Read { path, source: Arc::new(error) });
        }
    };
    ini::parse(&text).map_err(|error| ConfigError::Syntax {
        path,
        line: error.line,
        problem: error.problem,
    })
}

fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let read = File::open(path)?.take(MAX_FILE + 1).read_to_string(&mut text)?;
    if read as u64 > MAX_FILE {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("larger than {MAX_FILE} bytes"),
        ));
    }
    Ok(text)
}

fn home(env: &Env) -> Result<Option<PathBuf>, ConfigError> {
    let home = match env.get("HOME")? {
        Some(home) => Some(home),
        None => env.get("USERPROFILE")?,
    };
    Ok(home.map(PathBuf::from))
}
