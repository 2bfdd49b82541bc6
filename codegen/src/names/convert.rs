//! From the names of a model to Rust identifiers, one name at a time.

use heck::ToShoutySnakeCase;

use super::words::words;

/// The types, traits and variants of the preludes of all editions.
const PRELUDE: [&str; 41] = [
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// The type, or the operation, that goes by that name in the model.
#[must_use]
pub fn type_name(name: &str) -> String {
    match not_a_digit_first(camel(name), 'N') {
        name if name == "Self" => "SelfValue".to_owned(),
        name if is_identifier(&name) => name,
        _ => "Unnamed".to_owned(),
    }
}

/// The type of the shape that goes by that name in the model.
///
/// What every Rust file has in scope keeps its meaning: a shape `Option` is an `OptionValue`, or
/// each optional member of its crate would have to be a `::std::option::Option`.
#[must_use]
pub(super) fn shape_name(name: &str) -> String {
    match type_name(name) {
        name if PRELUDE.contains(&&*name) => format!("{name}Value"),
        name => name,
    }
}

/// The field, method or module that goes by that name in the model; a keyword becomes a raw
/// identifier.
#[must_use]
pub fn snake_name(name: &str) -> String {
    escaped(not_a_digit_first(snake(name), 'n'))
}

/// The static that goes with the type of that Rust name.
#[must_use]
pub fn static_name(type_name: &str) -> String {
    match shouty(type_name) {
        // Of one letter: a link to either would be ambiguous.
        name if name == type_name => format!("{name}_SCHEMA"),
        name => name,
    }
}

/// The variant for an enum value, whatever characters it has.
#[must_use]
pub fn variant_name(value: &str) -> String {
    let name = camel(value);
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
    shouty(&variant_name(name))
}

/// `UpperCamelCase`. Digits of two words stay apart: `5.6.1` and `56.1` are different versions.
fn camel(name: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    words(name).iter().fold(String::new(), |mut camel, word| {
        if camel.ends_with(is_digit) && word.starts_with(is_digit) {
            camel.push('_');
        }
        camel.push_str(word);
        camel
    })
}

/// `snake_case`.
fn snake(name: &str) -> String {
    words(name).join("_").to_lowercase()
}

/// `SHOUTY_SNAKE_CASE`.
fn shouty(name: &str) -> String {
    snake(name).to_shouty_snake_case()
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
            ("dynamoDBv2", "dynamodb_v2"),
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

    /// Fields and types are made of the same words.
    #[test]
    fn words_are_what_people_read() {
        for (name, field, ty) in [
            // Case.
            ("ContainerOverride", "container_override", "ContainerOverride"),
            ("awsVpcConfiguration", "aws_vpc_configuration", "AwsVpcConfiguration"),
            ("AWSAccount", "aws_account", "AwsAccount"),
            // Acronyms right behind each other.
            ("CIDRIP", "cidr_ip", "CidrIp"),
            ("ClusterJDBCURL", "cluster_jdbc_url", "ClusterJdbcUrl"),
            ("SMBACLEnabled", "smb_acl_enabled", "SmbAclEnabled"),
            ("SNOMEDCTDetails", "snomed_ct_details", "SnomedCtDetails"),
            (
                "DynamoDBELTConnectorSource",
                "dynamodb_elt_connector_source",
                "DynamoDbEltConnectorSource",
            ),
            ("DSSEKMSFilter", "dsse_kms_filter", "DsseKmsFilter"),
            ("AutoMLS3DataSource", "auto_ml_s3_data_source", "AutoMlS3DataSource"),
            ("NOTSSE", "not_sse", "NotSse"),
            ("DASHManifests", "dash_manifests", "DashManifests"),
            // A number belongs to the word before it,
            ("EC2InstanceId", "ec2_instance_id", "Ec2InstanceId"),
            ("S3Bucket", "s3_bucket", "S3Bucket"),
            ("ChecksumSHA256", "checksum_sha256", "ChecksumSha256"),
            ("ChecksumCRC64NVME", "checksum_crc64nvme", "ChecksumCrc64nvme"),
            ("MD5OfBody", "md5_of_body", "Md5OfBody"),
            ("H264Settings", "h264_settings", "H264Settings"),
            ("Base64String", "base64_string", "Base64String"),
            ("AddressLine1", "address_line1", "AddressLine1"),
            ("Phase1DHGroup", "phase1_dh_group", "Phase1DhGroup"),
            ("m3u8Settings", "m3u8_settings", "M3u8Settings"),
            ("AbpV1_0_x", "abp_v1_0_x", "AbpV1_0X"),
            // unless it counts what is behind it, or is a name itself.
            ("SentLast24Hours", "sent_last_24_hours", "SentLast24Hours"),
            ("canStart11Call", "can_start_11_call", "CanStart11Call"),
            ("Supports32BitFCnt", "supports_32_bit_f_cnt", "Supports32BitFCnt"),
            ("HTTPCode4XXCount", "http_code_4xx_count", "HttpCode4xxCount"),
            ("Use2DSolver", "use_2d_solver", "Use2dSolver"),
            (
                "ColorConversion3DLUTSettings",
                "color_conversion_3d_lut_settings",
                "ColorConversion3dLutSettings",
            ),
            ("Convert608To708", "convert_608_to_708", "Convert608To708"),
            // Versions.
            ("IPv6Range", "ipv6_range", "Ipv6Range"),
            ("DestinationIpV4", "destination_ipv4", "DestinationIpv4"),
            ("InfluxDBv3Core", "influxdb_v3_core", "InfluxDbV3Core"),
            ("requireMMDSV2", "require_mmds_v2", "RequireMmdsV2"),
            ("EMV2000", "emv2000", "Emv2000"),
            // Terms and proper names.
            ("FSxVolume", "fsx_volume", "FsxVolume"),
            ("eTag", "etag", "Etag"),
            ("qnAIntentConfiguration", "qna_intent_configuration", "QnaIntentConfiguration"),
            ("RouteBBox", "route_bbox", "RouteBbox"),
            ("MofN", "m_of_n", "MOfN"),
            ("SandPGMIAction", "s_and_p_gmi_action", "SAndPGmiAction"),
            ("LoRaWANDevice", "lorawan_device", "LoRaWanDevice"),
            ("gitHubLocation", "github_location", "GitHubLocation"),
        ] {
            assert_eq!(
                (snake_name(name).as_str(), type_name(name).as_str()),
                (field, ty),
                "{name}"
            );
        }
    }

    #[test]
    fn long_names_take_no_longer_than_they_are() {
        let name = format!("{}X", "DDBDB".repeat(100_000));
        assert_eq!(snake_name(&name), name.to_lowercase());
    }

    #[test]
    fn shapes_leave_the_prelude_alone() {
        for (name, expected) in [
            ("Option", "OptionValue"),
            ("String", "StringValue"),
            ("Vec", "VecValue"),
            ("None", "NoneValue"),
            ("Default", "DefaultValue"),
            ("self", "SelfValue"),
            // Not in the prelude: files that import another say which is meant.
            ("HashMap", "HashMap"),
            ("Document", "Document"),
        ] {
            assert_eq!(shape_name(name), expected, "{name}");
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
            ("TLSv1.2", "TlsV1_2"),
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
