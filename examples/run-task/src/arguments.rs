//! The command line.

use std::time::Duration;

pub(crate) const USAGE: &str =
    "usage: run-task --task-definition NAME [--cluster NAME] [--timeout SECONDS]";

/// What is asked for.
pub(crate) struct Arguments {
    /// Where to run the task.
    pub(crate) cluster: String,
    /// What to run.
    pub(crate) task_definition: String,
    /// How long to wait until it runs.
    pub(crate) limit: Duration,
}

impl Arguments {
    /// Reads the words behind the program's name, or says what is wrong with them.
    pub(crate) fn parse() -> Result<Self, String> {
        let (mut cluster, mut task_definition, mut seconds) = ("default".to_owned(), None, 300);
        let mut words = std::env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned());
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                "--cluster" => cluster = value?,
                "--task-definition" => task_definition = Some(value?),
                "--timeout" => {
                    seconds = value?.parse().map_err(|error| format!("{name}: {error}"))?;
                }
                _ => return Err(format!("there is no option {name}")),
            }
        }
        let task_definition = task_definition.ok_or("--task-definition is missing")?;
        Ok(Self { cluster, task_definition, limit: Duration::from_secs(seconds) })
    }
}
