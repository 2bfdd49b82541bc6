//! From the names of a model to Rust identifiers, one name at a time.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// The type, or the operation, that goes by that name in the model.
#[must_use]
pub fn type_name(name: &str) -> String {
    match not_a_digit_first(unspelled(name).to_upper_camel_case(), 'N') {
        name if name == "Self" => "SelfValue".to_owned(),
        name if is_identifier(&name) => name,
        _ => "Unnamed".to_owned(),
    }
}

/// The field, method or module that goes by that name in the model; a keyword becomes a raw
/// identifier.
#[must_use]
pub fn snake_name(name: &str) -> String {
    let name = joined(&joined(name, &PROPER_NAMES), &TERMS);
    escaped(not_a_digit_first(name.to_snake_case(), 'n'))
}

/// The static that goes with the type of that Rust name.
#[must_use]
pub fn static_name(type_name: &str) -> String {
    match type_name.to_shouty_snake_case() {
        // Of one letter: a link to either would be ambiguous.
        name if name == type_name => format!("{name}_SCHEMA"),
        name => name,
    }
}

/// The variant for an enum value, whatever characters it has.
///
/// Digits that punctuation kept apart stay apart: `5.6.1` and `56.1` are different versions.
#[must_use]
pub fn variant_name(value: &str) -> String {
    let mut name = String::new();
    for word in unspelled(value).split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_upper_camel_case();
        if ends_in_digit(&name) && word.starts_with(|c: char| c.is_ascii_digit()) {
            name.push('_');
        }
        name.push_str(&word);
    }
    match name.as_str() {
        "" if value.is_empty() => "Empty".to_owned(),
        "" => "Symbol".to_owned(),
        // `Self` is a keyword, `Unknown` the variant for values that the model does not name.
        "Self" | "Unknown" => format!("{name}Value"),
        _ => match not_a_digit_first(name, 'V') {
            name if is_identifier(&name) => name,
            _ => "Unnamed".to_owned(),
        },
    }
}

/// The constant for the value of an integer enum that goes by that name.
#[must_use]
pub fn constant_name(name: &str) -> String {
    variant_name(name).to_shouty_snake_case()
}

fn ends_in_digit(name: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_digit())
}

fn not_a_digit_first(name: String, prefix: char) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("{prefix}{name}") } else { name }
}

/// Makes a keyword usable as an identifier.
fn escaped(name: String) -> String {
    match name.as_str() {
        // These four cannot be raw identifiers.
        "self" | "super" | "crate" | "_" => format!("{name}_"),
        // A keyword since the edition of generated crates, which syn does not look at.
        "gen" => "r#gen".to_owned(),
        _ if is_identifier(&name) => name,
        _ if is_identifier(&format!("r#{name}")) => format!("r#{name}"),
        // Nothing but punctuation.
        _ => "unnamed".to_owned(),
    }
}

/// Whether Rust takes the text for an identifier (`r#type` is one, `type` is not).
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    text != "gen" && syn::parse_str::<syn::Ident>(text).is_ok()
}

/// Terms of mixed case that are one word, in types (`IotThing`) as in fields (`iot_thing`); of two
/// with one beginning the longer stands first.
const TERMS: [&str; 24] = [
    "DDoS", "ETag", "FSx", "GBps", "GiB", "IaC", "IoT", "KiB", "MBps", "MiBps", "MiB", "NaN",
    "OAuth", "oAuth", "OTel", "PiB", "QnA", "SaaS", "TiB", "TtL", "vCPU", "vCpu", "VCpu", "VoIP",
];

/// Proper names that keep the capitals inside them in types (`GitHubLocation`) and are one word in
/// fields (`github_location`).
const PROPER_NAMES: [&str; 12] = [
    "GitHub",
    "GitLab",
    "GraphQL",
    "LoRaWAN",
    "LoRa",
    "MLflow",
    "MySQL",
    "MySql",
    "PostgreSQL",
    "PostgreSql",
    "SerDe",
    "WiFi",
];

/// What splits in the wrong place, or nowhere, wherever it stands.
const RESPELLED: [(&str, &str); 4] =
    [("AWSKMS", "AwsKms"), ("DSSEKMS", "DsseKms"), ("SSEKMS", "SseKms"), ("iSCSI", "Iscsi")];

/// The name with its acronyms spelled as words, so that splitting at capitals finds the words
/// that people see: `jobIDs` reads as job ids, not as job, i, ds.
fn unspelled(name: &str) -> String {
    joined(name, &TERMS)
}

/// The name with these terms, and with acronyms, spelled as words.
fn joined(name: &str, terms: &[&str]) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let before = out.chars().next_back().unwrap_or(' ');
        let starts_word = !before.is_ascii_uppercase()
            && (first.is_ascii_uppercase() || !before.is_alphanumeric());
        let respelled = RESPELLED.iter().find(|(term, _)| rest.starts_with(term));
        let length = if let Some((term, spelled)) = respelled {
            out.push_str(spelled);
            term.len()
        } else if let Some(length) = starts_word.then(|| word(rest, terms)).flatten() {
            out.push(first.to_ascii_uppercase());
            out.push_str(&rest.get(1..length).unwrap_or_default().to_ascii_lowercase());
            length
        } else {
            out.push(first);
            first.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// The length of what the text starts with and is one word, whatever its capitals.
fn word(text: &str, terms: &[&str]) -> Option<usize> {
    let term = terms.iter().find(|term| text.starts_with(**term));
    let length = term.and_then(|term| {
        let behind = text.get(term.len()..)?;
        let is_plural = behind.strip_prefix('s').is_some_and(|behind| !starts_lower(behind));
        let length = if is_plural { term.len() + 1 } else { term.len() };
        (is_plural || !starts_lower(behind)).then_some(length)
    });
    length.or_else(|| acronym(text))
}

fn starts_lower(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// The length of an acronym at the start of the text whose end is not where its capitals end: in
/// the plural (`IDs`, `ARNs`) or with its version (`IPv6`, `DBv2`); `aWSKey` has it behind a
/// capital that someone made small.
fn acronym(text: &str) -> Option<usize> {
    let capitals = |text: &str| text.bytes().take_while(u8::is_ascii_uppercase).count();
    if starts_lower(text) {
        let capitals = capitals(text.get(1..)?);
        let is_last_word = !starts_lower(text.get(1 + capitals..)?);
        return (capitals >= 2).then_some(if is_last_word { 1 + capitals } else { capitals });
    }
    let capitals = capitals(text);
    let behind = text.get(capitals..).filter(|_| capitals >= 2)?;
    let plural = behind.strip_prefix('s').is_some_and(|behind| !starts_lower(behind));
    let version =
        behind.strip_prefix('v').is_some_and(|v| v.starts_with(|c: char| c.is_ascii_digit()));
    (plural || version).then_some(capitals + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_read_as_people_write_them() {
        for (name, expected) in [
            ("taskDefinitionArn", "task_definition_arn"),
            ("jobIDs", "job_ids"),
            ("sizeInMiB", "size_in_mib"),
            ("TargetGroupARNs", "target_group_arns"),
            ("DescribeACLs", "describe_acls"),
            ("privateIpv4Address", "private_ipv4_address"),
            ("IPv6Addresses", "ipv6_addresses"),
            ("bindIP", "bind_ip"),
            ("DBSnapshot", "db_snapshot"),
            ("VPCSecurityGroups", "vpc_security_groups"),
            ("SSEKMSKeyId", "sse_kms_key_id"),
            ("ETag", "etag"),
            ("modelDataETags", "model_data_etags"),
            ("AvailableVCpus", "available_vcpus"),
            ("vCPUHour", "vcpu_hour"),
            ("aWSOwnedKey", "aws_owned_key"),
            ("dynamoDBv2", "dynamo_dbv2"),
            ("ThroughputInMBps", "throughput_in_mbps"),
            ("LoRaWANGatewayId", "lorawan_gateway_id"),
            ("AntiDDoSRules", "anti_ddos_rules"),
            ("GitHubLocation", "github_location"),
            ("PostgreSQLSettings", "postgresql_settings"),
            ("XRayEnabled", "x_ray_enabled"),
            ("topK", "top_k"),
            ("iPhone", "i_phone"),
            ("CachediSCSIVolumes", "cached_iscsi_volumes"),
            ("NoAuth", "no_auth"),
            ("x-amz-date", "x_amz_date"),
            ("type", "r#type"),
            ("self", "self_"),
            ("gen", "r#gen"),
            ("4kVideo", "n4k_video"),
        ] {
            assert_eq!(snake_name(name), expected, "{name}");
        }
    }

    #[test]
    fn types_count_an_acronym_as_one_word() {
        for (name, expected) in [
            ("ContainerOverride", "ContainerOverride"),
            ("AWSAccount", "AwsAccount"),
            ("IPv6Range", "Ipv6Range"),
            ("FSxVolume", "FsxVolume"),
            ("DSSEKMSFilter", "DsseKmsFilter"),
            ("LoRaWANDevice", "LoRaWanDevice"),
            ("GitHubLocation", "GitHubLocation"),
            ("awsVpcConfiguration", "AwsVpcConfiguration"),
            ("self", "SelfValue"),
        ] {
            assert_eq!(type_name(name), expected, "{name}");
        }
    }

    #[test]
    fn any_value_has_a_variant() {
        for (value, expected) in [
            ("EC2", "Ec2"),
            ("FARGATE", "Fargate"),
            ("distinctInstance", "DistinctInstance"),
            ("memberOf", "MemberOf"),
            ("a1.medium", "A1Medium"),
            ("0.5", "V0_5"),
            ("TLSv1.2", "Tlsv1_2"),
            ("5.6.1", "V5_6_1"),
            ("Linux/UNIX (Amazon VPC)", "LinuxUnixAmazonVpc"),
            ("s3:ObjectCreated:*", "S3ObjectCreated"),
            ("LunAlreadyAllocated ", "LunAlreadyAllocated"),
            ("", "Empty"),
            ("*", "Symbol"),
            ("Self", "SelfValue"),
            ("UNKNOWN", "UnknownValue"),
        ] {
            assert_eq!(variant_name(value), expected, "{value}");
        }
    }
}
