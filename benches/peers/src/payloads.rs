//! What services answer, made here.

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};

/// The containers of a RunTask request.
pub const OVERRIDES: usize = 5;

/// The task definition of that request.
pub const TASK_DEFINITION: &str = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:42";

/// The cluster of that request.
pub const CLUSTER: &str = "arn:aws:ecs:eu-west-1:123456789012:cluster/production";

/// The name of a container.
pub fn container(index: usize) -> String {
    format!("container-{index}")
}

/// The environment of each container: ten entries.
pub fn environment() -> impl Iterator<Item = (String, String)> {
    (0..10).map(|entry| {
        (
            format!("APPLICATION_SETTING_{entry}"),
            format!("the value of the setting of number {entry}"),
        )
    })
}

/// A response that is always the same.
#[derive(Clone)]
pub struct Canned {
    /// Its body.
    pub body: Bytes,
    /// The media type of the body.
    pub content_type: HeaderValue,
    /// The other headers that the protocol needs.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

fn canned(body: impl Into<Bytes>, content_type: &'static str) -> Canned {
    Canned {
        body: body.into(),
        content_type: HeaderValue::from_static(content_type),
        headers: Vec::new(),
    }
}

/// The answer of RunTask without tasks.
pub fn no_tasks() -> Canned {
    canned(r#"{"tasks":[],"failures":[]}"#, "application/x-amz-json-1.1")
}

/// The answer of DescribeTasks: 100 tasks, 178 KB.
pub fn tasks() -> Canned {
    let tasks: Vec<_> = (0..100).map(task).collect();
    canned(json!({"tasks": tasks, "failures": []}).to_string(), "application/x-amz-json-1.1")
}

fn task(index: usize) -> Value {
    let id = format!("{:032x}", (index as u128 + 1) * 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let arn = format!("arn:aws:ecs:eu-west-1:123456789012:task/production/{id}");
    // One or two.
    let containers = 1 + index % 2;
    let overrides: Vec<_> =
        (0..containers).map(|number| json!({"name": container(number)})).collect();
    let containers: Vec<_> = (0..containers)
        .map(|number| {
            json!({
                "containerArn": format!("arn:aws:ecs:eu-west-1:123456789012:container/{id}/{number}"),
                "taskArn": arn,
                "name": container(number),
                "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2026-11-22",
                "runtimeId": format!("{id}-{number}"),
                "lastStatus": "RUNNING",
                "networkBindings": [],
                "networkInterfaces": [{
                    "attachmentId": "1f6b3c2e-7b0a-4c38-9d62-0b5c8a3f9e11",
                    "privateIpv4Address": format!("10.0.{}.{number}", index % 256),
                }],
                "healthStatus": "HEALTHY",
                "cpu": "256",
                "memory": "512",
            })
        })
        .collect();
    json!({
        "attachments": [{
            "id": "1f6b3c2e-7b0a-4c38-9d62-0b5c8a3f9e11",
            "type": "ElasticNetworkInterface",
            "status": "ATTACHED",
            "details": [
                {"name": "subnetId", "value": "subnet-0a1b2c3d4e5f60718"},
                {"name": "networkInterfaceId", "value": "eni-0f1e2d3c4b5a69788"},
                {"name": "privateIPv4Address", "value": format!("10.0.{}.7", index % 256)},
            ],
        }],
        "availabilityZone": "eu-west-1a",
        "clusterArn": CLUSTER,
        "connectivity": "CONNECTED",
        "connectivityAt": 1_763_800_000.123,
        "containers": containers,
        "cpu": "512",
        "createdAt": 1_763_799_990.5,
        "desiredStatus": "RUNNING",
        "enableExecuteCommand": false,
        "group": "service:web",
        "healthStatus": "HEALTHY",
        "lastStatus": "RUNNING",
        "launchType": "FARGATE",
        "memory": "1024",
        "overrides": {"containerOverrides": overrides},
        "startedAt": 1_763_800_010.75,
        "tags": [],
        "taskArn": arn,
        "taskDefinitionArn": TASK_DEFINITION,
        "version": 4,
    })
}

/// The answer of S3's ListObjectsV2: 1,000 keys.
pub fn objects() -> Canned {
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>\
         <Prefix>logs/</Prefix><KeyCount>1000</KeyCount><MaxKeys>1000</MaxKeys>\
         <IsTruncated>true</IsTruncated><NextContinuationToken>1ueGcxLPRx1Tr</NextContinuationToken>",
    );
    for index in 0..1000 {
        body += &format!(
            "<Contents><Key>logs/2026/11/22/part-{index:05}.json.gz</Key>\
             <LastModified>2026-11-22T07:03:03.000Z</LastModified>\
             <ETag>&quot;9b2cf535f27731c974343645a39{index:05}&quot;</ETag>\
             <Size>{}</Size><StorageClass>STANDARD</StorageClass></Contents>",
            index * 977
        );
    }
    canned(body + "</ListBucketResult>", "application/xml")
}

/// The answer of EC2's DescribeInstances: 100 instances.
pub fn instances() -> Canned {
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
         <requestId>8f7724cf-496f-496e-8fe3-example</requestId><reservationSet>",
    );
    for index in 0..100 {
        body += &format!(
            "<item><reservationId>r-{index:017x}</reservationId><ownerId>123456789012</ownerId>\
             <groupSet/><instancesSet><item><instanceId>i-{index:017x}</instanceId>\
             <imageId>ami-0abcdef1234567890</imageId>\
             <instanceState><code>16</code><name>running</name></instanceState>\
             <privateDnsName>ip-10-0-0-{index}.eu-west-1.compute.internal</privateDnsName>\
             <dnsName/><keyName>key</keyName><amiLaunchIndex>0</amiLaunchIndex><productCodes/>\
             <instanceType>m7g.large</instanceType><launchTime>2026-11-22T07:03:03.000Z</launchTime>\
             <placement><availabilityZone>eu-west-1a</availabilityZone><groupName/>\
             <tenancy>default</tenancy></placement><monitoring><state>disabled</state></monitoring>\
             <subnetId>subnet-0a1b2c3d4e5f60718</subnetId><vpcId>vpc-0123456789abcdef0</vpcId>\
             <privateIpAddress>10.0.0.{index}</privateIpAddress>\
             <sourceDestCheck>true</sourceDestCheck><groupSet><item>\
             <groupId>sg-0123456789abcdef0</groupId><groupName>web</groupName></item></groupSet>\
             <architecture>arm64</architecture><rootDeviceType>ebs</rootDeviceType>\
             <rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item>\
             <deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-{index:017x}</volumeId>\
             <status>attached</status><attachTime>2026-11-22T07:03:05.000Z</attachTime>\
             <deleteOnTermination>true</deleteOnTermination></ebs></item></blockDeviceMapping>\
             <virtualizationType>hvm</virtualizationType><tagSet><item><key>Name</key>\
             <value>web-{index}</value></item></tagSet><hypervisor>xen</hypervisor>\
             <ebsOptimized>false</ebsOptimized></item></instancesSet></item>"
        );
    }
    canned(body + "</reservationSet></DescribeInstancesResponse>", "text/xml;charset=UTF-8")
}

/// The answer of DynamoDB's Query: 100 items.
pub fn items() -> Canned {
    let items: Vec<_> = (0..100)
        .map(|index| {
            json!({
                "Artist": {"S": format!("The artist of number {index}")},
                "SongTitle": {"S": "A song with a title of usual length"},
                "Year": {"N": format!("{}", 1900 + index)},
                "Live": {"BOOL": index % 2 == 0},
                "Genres": {"SS": ["jazz", "swing", "bebop"]},
                "Cover": {"B": "aGVsbG8gd29ybGQsIHRoaXMgaXMgYSBjb3Zlcg=="},
                "Credits": {"M": {
                    "Producer": {"S": "somebody"},
                    "Tracks": {"L": [{"N": "1"}, {"N": "2"}, {"NULL": true}]},
                }},
            })
        })
        .collect();
    let body = json!({"Count": 100, "ScannedCount": 100, "Items": items}).to_string();
    let mut canned = canned(body, "application/x-amz-json-1.0");
    // DynamoDB's clients compare it with the body.
    let checksum = HeaderValue::from(crc32(&canned.body));
    canned.headers.push((HeaderName::from_static("x-amz-crc32"), checksum));
    canned
}

/// The checksum of RFC 1952, bit by bit: it is computed once.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    !crc
}

/// The answer of CloudWatch's ListMetrics in CBOR: as large as that of DescribeTasks.
///
/// # Panics
/// Never: memory takes every byte.
pub fn metrics() -> Canned {
    let metrics: Vec<_> = (0..1220)
        .map(|index| {
            json!({
                "Namespace": "AWS/ECS",
                "MetricName": format!("MemoryUtilizationOfService{index:04}"),
                "Dimensions": [
                    {"Name": "ClusterName", "Value": "production"},
                    {"Name": "ServiceName", "Value": format!("service-{index:04}")},
                ],
            })
        })
        .collect();
    let mut body = Vec::new();
    let value = json!({"Metrics": metrics, "NextToken": "next"});
    ciborium::into_writer(&value, &mut body).expect("memory takes every byte");
    let mut canned = canned(body, "application/cbor");
    let protocol = HeaderName::from_static("smithy-protocol");
    canned.headers.push((protocol, HeaderValue::from_static("rpc-v2-cbor")));
    canned
}
