//! Writing requests and reading responses: whole calls over canned transports, and codecs alone.

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use peers::payloads::{self, Canned};
use peers::{derived, official, official_client, ours, rusoto};
use rusoto_ecs::Ecs;
use shapewright_runtime::Operation;
use shapewright_runtime::protocol::RPC_V2_CBOR;
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// A group of benchmarks over a payload of that size.
fn group<'a>(bench: &'a mut Criterion, name: &str, bytes: usize) -> BenchmarkGroup<'a, WallTime> {
    let mut group = bench.benchmark_group(name);
    group.throughput(Throughput::Bytes(bytes as u64));
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    group
}

/// The call of one operation by ours, with these settings, and by the official SDK.
macro_rules! calls {
    ($bench:expr, $name:literal, $canned:expr, $config:expr, $ours:ident, $official:ident, $call:ident($($argument:expr),*) $(.$setter:ident($value:expr))*) => {{
        let runtime = runtime();
        let canned: Canned = $canned;
        let mut group = group($bench, $name, canned.body.len());
        let client = $ours::Client::with_transport($config, ours::transport(canned.clone()));
        group.bench_function("ours", |bencher| {
            bencher.iter(|| runtime.block_on(client.$call($($argument),*).send()).expect("an answer"));
        });
        let client = official_client!($official, canned);
        group.bench_function("official", |bencher| {
            bencher.iter(|| {
                runtime.block_on(client.$call()$(.$setter($value))*.send()).expect("an answer")
            });
        });
        group.finish();
    }};
}

fn write_run_task(bench: &mut Criterion) {
    let runtime = runtime();
    let request = ours::run_task().to_request().expect("a request");
    let mut group = group(bench, "write RunTask", request.body().len());
    let answer = payloads::no_tasks;
    let client = shapewright_ecs::Client::with_transport(ours::config(), ours::transport(answer()));
    group.bench_function("ours", |bencher| {
        bencher.iter_batched(
            ours::run_task,
            |input| runtime.block_on(client.send(input)).expect("an answer"),
            criterion::BatchSize::SmallInput,
        );
    });
    let client = official_client!(aws_sdk_ecs, answer());
    group.bench_function("official", |bencher| {
        bencher.iter_batched(
            official::run_task,
            |input| runtime.block_on(input.send_with(&client)).expect("an answer"),
            criterion::BatchSize::SmallInput,
        );
    });
    let client = rusoto::client(&answer());
    group.bench_function("rusoto", |bencher| {
        bencher.iter_batched(
            rusoto::run_task,
            |input| runtime.block_on(client.run_task(input)).expect("an answer"),
            criterion::BatchSize::SmallInput,
        );
    });
    let input = ours::run_task();
    group.bench_function("ours, codec alone", |bencher| {
        bencher.iter(|| black_box(&input).to_request().expect("a request"));
    });
    let input = derived::run_task();
    group.bench_function("serde derive", |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&input)).expect("JSON"));
    });
    group.finish();
}

fn read_describe_tasks(bench: &mut Criterion) {
    let runtime = runtime();
    let canned = payloads::tasks();
    let body = canned.body.clone();
    let mut group = group(bench, "read DescribeTasks", body.len());
    let client =
        shapewright_ecs::Client::with_transport(ours::config(), ours::transport(canned.clone()));
    group.bench_function("ours", |bencher| {
        bencher
            .iter(|| runtime.block_on(client.describe_tasks(["task"]).send()).expect("an answer"));
    });
    let client = official_client!(aws_sdk_ecs, canned.clone());
    group.bench_function("official", |bencher| {
        bencher.iter(|| {
            runtime.block_on(client.describe_tasks().tasks("task").send()).expect("an answer")
        });
    });
    let client = rusoto::client(&canned);
    let request =
        rusoto_ecs::DescribeTasksRequest { tasks: vec!["task".to_owned()], ..Default::default() };
    group.bench_function("rusoto", |bencher| {
        bencher
            .iter(|| runtime.block_on(client.describe_tasks(request.clone())).expect("an answer"));
    });
    let response = http::Response::new(body.clone());
    group.bench_function("ours, codec alone", |bencher| {
        bencher.iter(|| {
            shapewright_ecs::operations::DescribeTasks::read_response(black_box(&response))
                .expect("an answer")
        });
    });
    group.bench_function("serde derive", |bencher| {
        bencher.iter(|| {
            serde_json::from_slice::<derived::DescribeTasksOutput>(black_box(&body))
                .expect("an answer")
        });
    });
    group.bench_function("limit: sonic-rs, derive", |bencher| {
        bencher.iter(|| {
            sonic_rs::from_slice::<derived::DescribeTasksOutput>(black_box(&body))
                .expect("an answer")
        });
    });
    group.bench_function("limit: simd-json, tape", |bencher| {
        bencher.iter_batched_ref(
            || body.to_vec(),
            |text| black_box(simd_json::to_tape(text).expect("JSON").0.len()),
            criterion::BatchSize::SmallInput,
        );
    });
    group.bench_function("limit: memcpy", |bencher| {
        bencher.iter(|| black_box(&body).to_vec());
    });
    group.finish();
}

fn read_xml(bench: &mut Criterion) {
    calls!(
        bench,
        "read ListObjectsV2",
        payloads::objects(),
        ours::config(),
        shapewright_s3,
        aws_sdk_s3,
        list_objects_v2("bucket").bucket("bucket")
    );
    tokens(bench, "read ListObjectsV2", &payloads::objects());
    #[cfg(feature = "ec2")]
    calls!(
        bench,
        "read DescribeInstances",
        payloads::instances(),
        ours::config(),
        shapewright_ec2,
        aws_sdk_ec2,
        describe_instances()
    );
    tokens(bench, "read DescribeInstances", &payloads::instances());
}

/// What quick-xml needs for the events alone.
fn tokens(bench: &mut Criterion, name: &str, canned: &Canned) {
    let mut group = group(bench, name, canned.body.len());
    group.bench_function("limit: quick-xml, events", |bencher| {
        bencher.iter(|| {
            let mut reader = quick_xml::Reader::from_reader(&black_box(&canned.body)[..]);
            let mut events = 0;
            while !matches!(reader.read_event().expect("XML"), quick_xml::events::Event::Eof) {
                events += 1;
            }
            events
        });
    });
    group.finish();
}

fn read_items(bench: &mut Criterion) {
    calls!(
        bench,
        "read Query",
        payloads::items(),
        ours::config(),
        shapewright_dynamodb,
        aws_sdk_dynamodb,
        query("table").table_name("table")
    );
}

fn read_cbor(bench: &mut Criterion) {
    calls!(
        bench,
        "read ListMetrics",
        payloads::metrics(),
        ours::config_in(&RPC_V2_CBOR),
        shapewright_cloudwatch,
        aws_sdk_cloudwatch,
        list_metrics()
    );
}

criterion_group!(wire, write_run_task, read_describe_tasks, read_xml, read_items, read_cbor);
criterion_main!(wire);
