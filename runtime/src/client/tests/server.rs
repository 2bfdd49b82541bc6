//! A server on this machine that answers as it is told.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What the server does with a request.
#[derive(Clone)]
pub(super) enum Reply {
    /// Answers with a status and this body.
    Status(u16, &'static str),
    /// Sends these bytes, then closes the connection.
    Raw(&'static str),
    /// Never answers.
    Hang,
}

/// A server for one test. Once it has no more replies it answers 200 `ok`.
pub(super) struct Server {
    pub(super) url: String,
    state: Arc<State>,
}

struct State {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<String>>,
    connections: AtomicUsize,
}

impl Server {
    pub(super) fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::listen("http://127.0.0.1", replies, |state, stream| state.serve(stream))
    }

    /// The same over TLS, as `localhost`, with this configuration.
    pub(super) fn start_tls(tls: Arc<ServerConfig>) -> Self {
        Self::listen("https://localhost", [], move |state, stream| {
            let connection = ServerConnection::new(Arc::clone(&tls)).unwrap();
            state.serve(StreamOwned::new(connection, stream));
        })
    }

    fn listen(
        host: &str,
        replies: impl IntoIterator<Item = Reply>,
        serve: impl Fn(&State, TcpStream) + Clone + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{host}:{}", listener.local_addr().unwrap().port());
        let state = Arc::new(State {
            replies: Mutex::new(replies.into_iter().collect()),
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                state.connections.fetch_add(1, Ordering::SeqCst);
                let serve = serve.clone();
                thread::spawn(move || serve(&state, stream));
            }
        });
        Self { url, state }
    }

    /// The requests received so far, as text.
    pub(super) fn requests(&self) -> Vec<String> {
        self.state.requests.lock().unwrap().clone()
    }

    /// How many connections were made so far.
    pub(super) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }
}

impl State {
    fn serve(&self, mut stream: impl Read + Write) {
        while let Some(request) = read_request(&mut stream) {
            self.requests.lock().unwrap().push(request);
            let reply = self.replies.lock().unwrap().pop_front();
            let sent = match reply.unwrap_or(Reply::Status(200, "ok")) {
                Reply::Status(status, body) => {
                    let length = body.len();
                    write!(stream, "HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n\r\n{body}")
                }
                Reply::Raw(bytes) => {
                    let _ = stream.write_all(bytes.as_bytes());
                    return;
                }
                Reply::Hang => {
                    let _ = stream.read(&mut [0]);
                    return;
                }
            };
            if sent.is_err() {
                return;
            }
        }
    }
}

/// What the first byte of a TLS handshake is.
const TLS_HANDSHAKE: u8 = 0x16;

/// A request's head and body; absent when the client has closed the connection, or wants TLS.
fn read_request(stream: &mut (impl Read + Write)) -> Option<String> {
    let mut received = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).ok()?;
        received.extend_from_slice(buffer.get(..read)?);
        if received.first() == Some(&TLS_HANDSHAKE) {
            let _ = stream.write_all(b"HTTP/1.1 400 no TLS here\r\n\r\n");
            return None;
        }
        let text = String::from_utf8_lossy(&received);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|it| it.lines().next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text.into_owned());
            }
        }
        if read == 0 {
            return None;
        }
    }
}
