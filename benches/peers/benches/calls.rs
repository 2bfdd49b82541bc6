//! Calls to a canned server in the same process, over loopback: how long one takes, and how many
//! are made in a second. Prints a line of JSON for each client and number in flight.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use peers::payloads;
use shapewright_runtime::config::{Config, Credentials};
use tokio::net::TcpListener;

/// How long each figure is measured, and how long before it the client runs unmeasured.
const MEASURED: Duration = Duration::from_secs(5);
const WARM_UP: Duration = Duration::from_secs(1);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(serve(listener));
    for in_flight in [1, 16, 256] {
        let client = our_client(address);
        measure("ours", in_flight, || async {
            client.describe_tasks(["task"]).send().await.is_ok()
        })
        .await;
        let client = official_client(address);
        measure("official", in_flight, || async {
            client.describe_tasks().tasks("task").send().await.is_ok()
        })
        .await;
    }
    Ok(())
}

/// Answers every request with the same small response.
async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let answer = payloads::no_tasks().body;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let answer = answer.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let answer = answer.clone();
            async move {
                let _ = request.into_body().collect().await;
                let response = hyper::Response::builder()
                    .header("content-type", "application/x-amz-json-1.1")
                    .body(Full::<Bytes>::from(answer))
                    .unwrap_or_default();
                Ok::<_, Infallible>(response)
            }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

fn our_client(address: SocketAddr) -> shapewright_ecs::Client {
    let [id, secret] = peers::KEY;
    let config = Config::builder()
        .region(peers::REGION)
        .credentials(Credentials::new(id, secret))
        .endpoint_url(format!("http://{address}"))
        .build()
        .expect("the settings are complete");
    shapewright_ecs::Client::new(config)
}

fn official_client(address: SocketAddr) -> aws_sdk_ecs::Client {
    let config = aws_sdk_ecs::Config::builder()
        .behavior_version(aws_sdk_ecs::config::BehaviorVersion::latest())
        .region(aws_sdk_ecs::config::Region::new(peers::REGION))
        .credentials_provider(peers::official::credentials())
        .endpoint_url(format!("http://{address}"))
        .build();
    aws_sdk_ecs::Client::from_conf(config)
}

/// Keeps that many calls going, and prints the times they took.
async fn measure<F: Future<Output = bool>>(whose: &str, in_flight: usize, call: impl Fn() -> F) {
    let start = Instant::now();
    let lanes = (0..in_flight).map(|_| async {
        let mut times = Vec::new();
        while start.elapsed() < WARM_UP + MEASURED {
            let begun = Instant::now();
            assert!(call().await, "{whose}: the call failed");
            if begun.duration_since(start) >= WARM_UP {
                times.push(begun.elapsed());
            }
        }
        times
    });
    let mut times = futures::future::join_all(lanes).await.concat();
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1e6;
    let line = serde_json::json!({
        "whose": whose,
        "in_flight": in_flight,
        "calls_per_second": times.len() as f64 / MEASURED.as_secs_f64(),
        "p50_us": at(0.50),
        "p99_us": at(0.99),
    });
    println!("{line}");
}
