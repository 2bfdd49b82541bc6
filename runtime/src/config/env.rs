//! Environment variables, so that nothing else asks the process for them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use super::ConfigError;

/// Where environment variables are read from: the process, or a fixed set that a test brings along.
#[derive(Clone)]
pub struct Env(Source);

#[derive(Clone)]
enum Source {
    Process,
    Fixed(Arc<BTreeMap<String, String>>),
}

impl Env {
    /// The variables of this process, as they are at the moment of each look.
    pub fn process() -> Self {
        Self(Source::Process)
    }

    /// Just these variables, whatever the process has.
    pub fn fixed<K: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = variables.into_iter().map(|(k, v)| (k.into(), v.into()));
        Self(Source::Fixed(Arc::new(variables.collect())))
    }

    /// No variables at all.
    pub fn empty() -> Self {
        Self::fixed::<String, String>([])
    }

    /// The variable's value; absent when it is unset or empty, as the AWS tools have it.
    ///
    /// # Errors
    /// [`ConfigError::NotUnicode`] when the value is no Unicode text.
    pub fn get(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let value = match &self.0 {
            Source::Process => {
                std::env::var_os(name).map(|value| unicode(name, value)).transpose()?
            }
            Source::Fixed(variables) => variables.get(name).cloned(),
        };
        Ok(value.filter(|value| !value.is_empty()))
    }

    /// All variables whose name begins so, by their whole name, those that are empty left out.
    ///
    /// # Errors
    /// [`ConfigError::NotUnicode`] when the value of one of them is no Unicode text.
    pub fn with_prefix(&self, prefix: &str) -> Result<BTreeMap<String, String>, ConfigError> {
        let names: Vec<String> = match &self.0 {
            Source::Process => {
                std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).collect()
            }
            Source::Fixed(variables) => variables.keys().cloned().collect(),
        };
        let mut found = BTreeMap::new();
        for name in names.into_iter().filter(|name| name.starts_with(prefix)) {
            if let Some(value) = self.get(&name)? {
                found.insert(name, value);
            }
        }
        Ok(found)
    }
}

fn unicode(name: &str, value: OsString) -> Result<String, ConfigError> {
    value.into_string().map_err(|_| ConfigError::NotUnicode { variable: name.to_owned() })
}

/// Names only: a value may be a secret.
impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Process => f.write_str("Env::process()"),
            Source::Fixed(variables) => f.debug_set().entries(variables.keys()).finish(),
        }
    }
}
