//! Bodies that are larger than anybody should hold: what is on the way between the two ends
//! never exceeds a window.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

use s3::config::{Config, Credentials};
use s3::{BlockingClient, ByteStream, Client};
use tokio::runtime::Builder;

/// The size of the bodies.
const SIZE: u64 = 200 << 20;

/// More than the buffers of both clients and of the sockets between, and far less than a body.
const WINDOW: u64 = 24 << 20;

/// How much was written at one end and read at the other, and the most that was in between.
#[derive(Default)]
struct Flow {
    written: AtomicU64,
    read: AtomicU64,
    most: AtomicU64,
}

impl Flow {
    fn write(&self, bytes: usize) {
        let written = self.written.fetch_add(bytes as u64, Ordering::SeqCst) + bytes as u64;
        let between = written.saturating_sub(self.read.load(Ordering::SeqCst));
        self.most.fetch_max(between, Ordering::SeqCst);
    }

    fn read(&self, bytes: usize) {
        self.read.fetch_add(bytes as u64, Ordering::SeqCst);
    }

    /// All of a body has passed, and never much of it at once.
    fn check(&self) {
        assert_eq!(self.written.load(Ordering::SeqCst), SIZE);
        assert_eq!(self.read.load(Ordering::SeqCst), SIZE);
        let most = self.most.load(Ordering::SeqCst);
        assert!(most < WINDOW, "{most} bytes were held");
    }
}

/// A body that is made as it is read.
struct Source {
    flow: Arc<Flow>,
    left: u64,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        buffer[..count].fill(b'x');
        self.left -= count as u64;
        self.flow.write(count);
        Ok(count)
    }
}

fn source(flow: &Arc<Flow>) -> Source {
    Source { flow: Arc::clone(flow), left: SIZE }
}

/// The URL of a server that serves one connection.
fn server(
    serve: impl FnOnce(TcpStream) -> io::Result<()> + Send + 'static,
) -> (String, JoinHandle<io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (url, thread::spawn(move || serve(listener.accept()?.0)))
}

/// A server that takes an upload.
fn taking(flow: &Arc<Flow>) -> (String, JoinHandle<io::Result<()>>) {
    let flow = Arc::clone(flow);
    server(move |mut connection| {
        read_head(&mut connection)?;
        let mut buffer = vec![0; 1 << 16];
        while flow.read.load(Ordering::SeqCst) < SIZE {
            match connection.read(&mut buffer)? {
                0 => break,
                count => flow.read(count),
            }
        }
        connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
    })
}

/// A server that gives a download.
fn giving(flow: &Arc<Flow>) -> (String, JoinHandle<io::Result<()>>) {
    let mut source = source(flow);
    server(move |mut connection| {
        read_head(&mut connection)?;
        write!(connection, "HTTP/1.1 200 OK\r\ncontent-length: {SIZE}\r\n\r\n")?;
        io::copy(&mut source, &mut connection).map(|_| ())
    })
}

/// Reads a request up to its body.
fn read_head(connection: &mut TcpStream) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        connection.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(())
}

fn config(url: &str) -> Config {
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    let config = Config::builder().endpoint_url(url).region("us-east-1").credentials(credentials);
    config.build().unwrap()
}

fn body(flow: &Arc<Flow>) -> ByteStream {
    ByteStream::from_reader(source(flow)).with_length(SIZE)
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

#[test]
fn the_blocking_client_uploads_through_a_window() {
    let flow = Arc::default();
    let (url, server) = taking(&flow);
    let s3 = BlockingClient::new(config(&url));
    s3.put_object("b", "k").body(body(&flow)).send().unwrap();
    server.join().unwrap().unwrap();
    flow.check();
}

#[test]
fn the_async_client_uploads_through_a_window() {
    let flow = Arc::default();
    let (url, server) = taking(&flow);
    wait(async {
        let s3 = Client::new(config(&url));
        s3.put_object("b", "k").body(body(&flow)).send().await.unwrap();
    });
    server.join().unwrap().unwrap();
    flow.check();
}

#[test]
fn the_blocking_client_downloads_through_a_window() {
    let flow = Arc::default();
    let (url, server) = giving(&flow);
    let mut got = BlockingClient::new(config(&url)).get_object("b", "k").send().unwrap();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match got.body.read(&mut buffer).unwrap() {
            0 => break,
            count => flow.read(count),
        }
    }
    server.join().unwrap().unwrap();
    flow.check();
}

#[test]
fn the_async_client_downloads_through_a_window() {
    let flow = Arc::default();
    let (url, server) = giving(&flow);
    wait(async {
        let mut got = Client::new(config(&url)).get_object("b", "k").send().await.unwrap();
        while let Some(chunk) = got.body.next_chunk().await.unwrap() {
            flow.read(chunk.len());
        }
    });
    server.join().unwrap().unwrap();
    flow.check();
}
