//! A server that behaves like AWS, as far as [moto](https://docs.getmoto.org) knows it.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use shapewright_python::{PythonError, executable, virtualenv};

/// moto with what its server and these tests need, boto3, and all that these depend on.
const PACKAGES: &[&str] = &[
    "blinker==1.9.0",
    "boto3==1.44.5",
    "botocore==1.44.5",
    "certifi==2026.10.18",
    "cffi==2.1.1",
    "charset-normalizer==3.5.2",
    "click==8.5.1",
    "cryptography==50.0.2",
    "flask-cors==6.0.5",
    "Flask==3.1.3",
    "idna==3.20",
    "itsdangerous==2.2.0",
    "Jinja2==3.1.6",
    "jmespath==1.1.0",
    "MarkupSafe==3.0.4",
    "moto==5.2.5",
    "py-partiql-parser==0.6.3",
    "pycparser==3.12",
    "python-dateutil==2.9.0.post0",
    "PyYAML==6.0.3",
    "requests==2.34.2",
    "responses==0.26.3",
    "s3transfer==0.19.3",
    "six==1.17.0",
    "urllib3==2.8.0",
    "Werkzeug==3.1.9",
    "xmltodict==1.0.4",
];

/// Long enough for a busy machine; only a server that hangs takes as long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A moto server in a process of its own, and boto3 beside it.
///
/// The process ends when this is dropped, and also when the process of the test is killed.
#[derive(Debug)]
pub struct Moto {
    process: Child,
    input: ChildStdin,
    output: Receiver<io::Result<String>>,
    url: String,
}

impl Moto {
    /// Starts a server, and returns once it accepts connections. The packages are installed the
    /// first time.
    pub fn start() -> Result<Self, PythonError> {
        let environment = virtualenv("moto", PACKAGES)?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/moto_server.py");
        let mut command = Command::new(executable(&environment, "python"));
        command.arg("-I").arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| failed("start moto", error))?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(failed("start moto", "it has no standard input and output"));
        };
        let (sender, receiver) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut moto = Self { process, input, output: receiver, url: String::new() };
        moto.url = moto.line("start moto")?;
        Ok(moto)
    }

    /// Where it listens, as `http://127.0.0.1:1234`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes a call with boto3, in the region `us-east-1`, and returns its result. Service,
    /// operation and arguments are named as there: `"ecs"`, `"create_cluster"`,
    /// `json!({"clusterName": "default"})`.
    pub fn boto3(
        &mut self,
        service: &str,
        operation: &str,
        arguments: Value,
    ) -> Result<Value, PythonError> {
        let task = format!("call {operation} with boto3");
        let call = json!([service, operation, arguments]);
        writeln!(self.input, "{call}").map_err(|error| failed(&task, error))?;
        let line = self.line(&task)?;
        let mut answer: Value =
            serde_json::from_str(&line).map_err(|error| failed(&task, error))?;
        match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(failed(&task, answer["error"].as_str().unwrap_or(&line))),
        }
    }

    /// The next line of output, waited for with patience.
    fn line(&self, task: &str) -> Result<String, PythonError> {
        let problem = match self.output.recv_timeout(PATIENCE) {
            Ok(Ok(line)) => return Ok(line),
            Ok(Err(error)) => error.to_string(),
            Err(RecvTimeoutError::Timeout) => format!("nothing happened for {PATIENCE:?}"),
            Err(RecvTimeoutError::Disconnected) => {
                "moto has ended; what it says is in the output above".to_owned()
            }
        };
        Err(failed(task, problem))
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // Either fails only if the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn failed(task: &str, output: impl ToString) -> PythonError {
    PythonError::Failed { task: task.to_owned(), output: output.to_string() }
}
