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
    escaped(not_a_digit_first(unspelled(name).to_snake_case(), 'n'))
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

/// The name with its acronyms spelled as words, so that splitting at capitals finds the words
/// that people see: `jobIDs` reads as job ids, not as job, i, ds.
fn unspelled(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let length = special_word(rest).or_else(|| plural_acronym(rest));
        let starts_word = !out.ends_with(|c: char| c.is_ascii_uppercase());
        let taken = match length {
            Some(length) if starts_word => length,
            _ => first.len_utf8(),
        };
        let (word, tail) = rest.split_at(taken);
        if taken > first.len_utf8() {
            out.push(first.to_ascii_uppercase());
            out.push_str(&word.get(1..).unwrap_or_default().to_ascii_lowercase());
        } else {
            out.push(first);
        }
        rest = tail;
    }
    out
}

/// Words of mixed case that are one word, with the length that each takes.
fn special_word(text: &str) -> Option<usize> {
    const WORDS: [&str; 11] =
        ["KiB", "MiB", "GiB", "TiB", "PiB", "IPv4", "IPv6", "IoT", "OAuth", "iSCSI", "VoIP"];
    let found = WORDS.iter().find(|word| text.starts_with(**word))?;
    let behind = text.get(found.len()..).and_then(|tail| tail.chars().next());
    (!behind.is_some_and(|c| c.is_ascii_lowercase())).then_some(found.len())
}

/// The length of an acronym in the plural at the start of the text: `IDs`, `ARNs`, `ACLs`.
fn plural_acronym(text: &str) -> Option<usize> {
    let capitals = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let mut behind = text.bytes().skip(capitals);
    let plural = capitals >= 2 && behind.next() == Some(b's');
    (plural && !behind.next().is_some_and(|c| c.is_ascii_lowercase())).then_some(capitals + 1)
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
            ("SSEKMSKeyId", "ssekms_key_id"),
            ("ETag", "e_tag"),
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
