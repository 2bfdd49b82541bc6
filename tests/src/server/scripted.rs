//! A server that answers as it is told, well or badly.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Sends a whole response.
    Response {
        /// Its status code.
        status: u16,
        /// Its headers, beside the length of the body.
        headers: Vec<(String, String)>,
        /// Its body.
        body: String,
    },
    /// Sends these bytes and closes the connection.
    Cut(&'static str),
    /// Keeps the connection open and says nothing.
    Silence,
}

impl Reply {
    /// A response without headers of its own.
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self::Response { status, headers: Vec::new(), body: body.into() }
    }

    /// The same response with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let Self::Response { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// A server that gives one reply after the other. When there are none left it cuts connections.
///
/// It ends when it is dropped; connections that are still open end when the client closes them.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    listening: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct State {
    log: Mutex<Log>,
    logged: Condvar,
    ended: AtomicBool,
}

#[derive(Debug, Default)]
struct Log {
    replies: VecDeque<Reply>,
    connections: usize,
    requests: Vec<String>,
}

impl Server {
    /// Starts a server with these replies.
    pub fn start(replies: impl IntoIterator<Item = Reply>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let state = Arc::<State>::default();
        state.log().replies.extend(replies);
        let shared = Arc::clone(&state);
        let listening = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                shared.log().connections += 1;
                let shared = Arc::clone(&shared);
                thread::spawn(move || shared.serve(stream));
            }
        });
        Ok(Self { address, state, listening: Some(listening) })
    }

    /// Where it listens, as `http://127.0.0.1:1234`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made so far.
    pub fn connections(&self) -> usize {
        self.state.log().connections
    }

    /// The requests so far, head and body.
    pub fn requests(&self) -> Vec<String> {
        self.state.log().requests.clone()
    }

    /// Waits until there are so many requests, and returns whether there are.
    pub fn wait_for_requests(&self, count: usize) -> bool {
        let missing = |log: &mut Log| log.requests.len() < count;
        let patience = Duration::from_secs(30);
        let waited = self.state.logged.wait_timeout_while(self.state.log(), patience, missing);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        if TcpStream::connect(self.address).is_ok()
            && let Some(listening) = self.listening.take()
        {
            let _ = listening.join();
        }
    }
}

impl State {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers the requests of a connection. One that breaks is the client's to complain about.
    fn serve(&self, mut stream: TcpStream) {
        while let Ok(request) = read_request(&mut stream) {
            let mut log = self.log();
            log.requests.push(request);
            let reply = log.replies.pop_front();
            drop(log);
            self.logged.notify_all();
            let sent = match reply.unwrap_or(Reply::Cut("")) {
                Reply::Response { status, headers, body } => {
                    stream.write_all(response(status, &headers, &body).as_bytes())
                }
                Reply::Cut(bytes) => {
                    let _ = stream.write_all(bytes.as_bytes());
                    return;
                }
                // Until the client closes the connection.
                Reply::Silence => stream.read(&mut [0]).map(drop),
            };
            if sent.is_err() {
                return;
            }
        }
    }
}

fn response(status: u16, headers: &[(String, String)], body: &str) -> String {
    let mut text = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text + "\r\n" + body
}

/// Reads the head of a request and as much body as it announces.
fn read_request(stream: &mut TcpStream) -> io::Result<String> {
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&received);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0) {
                return Ok(text.into_owned());
            }
        }
        let length = stream.read(&mut buffer)?;
        if length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        received.extend_from_slice(buffer.get(..length).unwrap_or_default());
    }
}
