//! The words of a name, as people read it.
//!
//! A word ends where the case says so (`taskArn`, `DBSnapshot`) or where no letter or digit
//! follows. Beyond that:
//!
//! - An acronym keeps its plural (`ARNs`) and loses its version (`DBv2` is db v2). Acronyms that
//!   models write together come apart (`JDBCURL`).
//! - A number belongs to the word before it, and so do small letters behind it: `ec2`, `sha256`,
//!   `line1`, `m3u8`. It is a word of its own if it counts what follows (`Last24Hours`), with the
//!   unit if that is a letter or two (`Use2DSolver` is use 2d solver).
//! - What people read in yet another way stands in [`SPELLED`].
//!
//! Types and fields are made of the same words. The rule for numbers is that of the AWS SDKs
//! (botocore's `xform_name`, smithy-rs), except for what is counted: they write `last24_hours` and
//! `use2_d_solver`.

use heck::ToUpperCamelCase;

/// Names and terms whose words their case does not show: as models write them, and as types do,
/// with `_` between words. Fields have the same in small letters: `github`, `lorawan`. Sorted by
/// the first letter, large or small.
const SPELLED: [(&str, &str); 64] = [
    ("3DLUT", "3d_Lut"),
    ("AmazonSThree", "Amazon_S3"),
    ("BBox", "Bbox"),
    ("DDoS", "Ddos"),
    ("Db2zOs", "Db2_Zos"),
    ("DynamoDB", "DynamoDb"),
    ("DynamoDb", "DynamoDb"),
    ("ETag", "Etag"),
    ("FSx", "Fsx"),
    ("GBps", "Gbps"),
    ("GiB", "Gib"),
    ("GitHub", "GitHub"),
    ("GitLab", "GitLab"),
    ("GraphQL", "GraphQl"),
    ("ICMPV4", "Icmpv4"),
    ("ICMPV6", "Icmpv6"),
    ("IPV4", "Ipv4"),
    ("IPV6", "Ipv6"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("IaC", "Iac"),
    ("InfluxDB", "InfluxDb"),
    ("IoT", "Iot"),
    ("IpV4", "Ipv4"),
    ("IpV6", "Ipv6"),
    ("iSCSI", "Iscsi"),
    ("KiB", "Kib"),
    ("LoRa", "LoRa"),
    ("LoRaWAN", "LoRaWan"),
    ("MACSec", "MacSec"),
    ("MBps", "Mbps"),
    ("MLflow", "Mlflow"),
    ("MacSec", "MacSec"),
    ("MiB", "Mib"),
    ("MiBps", "Mibps"),
    ("MofN", "M_Of_N"),
    ("MongoDB", "MongoDb"),
    ("MongoDb", "MongoDb"),
    ("MySQL", "MySql"),
    ("MySql", "MySql"),
    ("NaN", "Nan"),
    ("OAuth", "Oauth"),
    ("OTel", "Otel"),
    ("OpenZFS", "OpenZfs"),
    ("PiB", "Pib"),
    ("PostgreSQL", "PostgreSql"),
    ("PostgreSql", "PostgreSql"),
    ("QnA", "Qna"),
    ("RStudio", "RStudio"),
    ("SAPOData", "Sap_Odata"),
    ("SaaS", "Saas"),
    ("SandP", "S_And_P"),
    ("SerDe", "SerDe"),
    ("TiB", "Tib"),
    ("TtL", "Ttl"),
    ("VCPU", "Vcpu"),
    ("VCenter", "Vcenter"),
    ("VCpu", "Vcpu"),
    ("VMotion", "Vmotion"),
    ("VSan", "Vsan"),
    ("VTep", "Vtep"),
    ("VoIP", "Voip"),
    ("WebRTC", "WebRtc"),
    ("WiFi", "WiFi"),
];

/// Acronyms that models write right behind each other.
const ACRONYMS: [&str; 30] = [
    "ACL", "AI", "API", "ARN", "AWS", "CIDR", "CT", "DB", "DDB", "DNS", "DSSE", "EBS", "EC2",
    "EFS", "ELT", "IAM", "ID", "IO", "IP", "JDBC", "KMS", "ML", "NOT", "RDS", "S3", "SMB",
    "SNOMED", "SSE", "URL", "VPC",
];

/// The longest text that is taken for several acronyms.
const MAX_ACRONYMS: usize = 16;

/// What is counted in words of its own.
const UNITS: [&str; 9] =
    ["Bit", "Call", "Day", "Hour", "Minute", "Month", "Second", "Week", "Year"];

/// What is counted in the word of its number: `2D`, `4k`, `3LO` (the parties of OAuth), `4XX`.
const SHORT_UNITS: [&str; 5] = ["D", "K", "LO", "XX", "X"];

/// Numbers that are names: of a status of HTTP, and of two standards of captions.
const NUMBERS: [&str; 3] = ["420", "608", "708"];

/// The words of a name as types write them.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()) {
        let mut of_part = Vec::new();
        let mut rest = part;
        while !rest.is_empty() {
            rest = next(rest, rest.len() == part.len(), &mut of_part);
        }
        words.append(&mut of_part);
    }
    words
}

/// Adds what the text starts with, as words or to the last one; the text behind that.
fn next<'a>(text: &'a str, is_first: bool, words: &mut Vec<String>) -> &'a str {
    if let Some((spelled, behind)) = spelled(text, is_first) {
        let (plural, behind) = behind.split_at(plural(behind));
        words.extend(spelled.split('_').map(str::to_owned));
        words.last_mut().into_iter().for_each(|last| last.push_str(plural));
        return behind;
    }
    if let Some(last) = words.last_mut().filter(|_| text.starts_with(is_digit)) {
        let (length, is_apart) = number(text, last);
        let (number, behind) = text.split_at(length);
        let number = number.to_lowercase();
        if is_apart {
            words.push(number);
        } else {
            last.push_str(&number);
        }
        return behind;
    }
    let (word, behind) = text.split_at(letters(text, is_first));
    match acronyms(word) {
        Some(acronyms) => words.extend(acronyms.into_iter().map(capitalised)),
        None => words.push(capitalised(word)),
    }
    behind
}

/// What [`SPELLED`] has for the start of the text, and the text behind that.
fn spelled(text: &str, is_first: bool) -> Option<(&'static str, &str)> {
    let first = initial(text);
    // Nearly no row begins like the text: this is asked for each word of a model.
    let start = SPELLED.partition_point(|(written, _)| initial(written) < first);
    let rows = SPELLED[start..].iter().take_while(|(written, _)| initial(written) == first);
    let rows = rows.filter_map(|(written, spelled)| {
        let (head, behind) = text.split_at_checked(written.len())?;
        // The first letter of a name may be small, whatever it is elsewhere.
        let is_decapitalised = is_first && head.get(1..) == written.get(1..);
        let is_same = head == *written || is_decapitalised && head.eq_ignore_ascii_case(written);
        let is_end = (is_version(behind) || !behind[plural(behind)..].starts_with(is_small))
            && !(written.ends_with(is_digit) && behind.starts_with(is_digit));
        (is_same && is_end).then_some((*spelled, behind))
    });
    rows.min_by_key(|(_, behind)| behind.len())
}

/// What [`SPELLED`] is sorted by.
fn initial(text: &str) -> Option<u8> {
    text.as_bytes().first().map(u8::to_ascii_lowercase)
}

/// The length of the number that the text starts with, and of what belongs to it; and whether it
/// is apart from the word before it.
fn number(text: &str, word: &str) -> (usize, bool) {
    let (number, behind) = text.split_at(count(text, is_digit));
    // `s3` and `v2` are one word whatever follows.
    if word.len() > 1 {
        let counted = &behind[..letters(behind, false)];
        if SHORT_UNITS.contains(&&*counted.to_uppercase()) {
            return (number.len() + counted.len(), true);
        }
        let unit = counted.strip_suffix('s').unwrap_or(counted);
        if NUMBERS.contains(&number) || UNITS.contains(&unit) {
            return (number.len(), true);
        }
    }
    (number.len() + small_letters(behind), false)
}

/// The length of the word or of the acronyms that the text starts with.
fn letters(text: &str, is_first: bool) -> usize {
    let small = small_letters(text);
    // `aWSKey`: an acronym whose first letter someone made small.
    let start = if is_first && small == 1 && count(&text[1..], is_capital) > 1 { 1 } else { 0 };
    if small > start {
        return small;
    }
    let text = &text[start..];
    let (run, behind) = text.split_at(capitals(text));
    let length = if let Some(acronym) = without_version(run) {
        acronym.len()
    } else if run.ends_with(is_digit) {
        run.len() + small_letters(behind)
    } else if run.chars().nth(1).is_some() && (plural(behind) > 0 || is_version(behind)) {
        run.len() + plural(behind)
    } else if behind.starts_with(is_small) {
        // The last capital is that of the next word.
        let last = run.chars().next_back().map_or(0, char::len_utf8);
        let is_word = run.len() == last;
        if is_word { last + small_letters(behind) } else { run.len() - last }
    } else {
        run.len()
    };
    start + length
}

/// The length of the capitals that the text starts with, with digits before and between them.
fn capitals(text: &str) -> usize {
    let mut end = 0;
    loop {
        end += count(&text[end..], is_capital);
        let digits = count(&text[end..], is_digit);
        end += digits;
        let behind = &text[end..];
        if digits == 0 || !behind.starts_with(is_capital) || spelled(behind, false).is_some() {
            return end;
        }
    }
}

/// The acronym before a version, as in `IMDSV2`.
fn without_version(run: &str) -> Option<&str> {
    let acronym = run.strip_suffix(is_digit)?.strip_suffix('V')?;
    acronym.chars().nth(1).is_some().then_some(acronym)
}

/// Whether the text is a version, such as `v2`.
fn is_version(text: &str) -> bool {
    text.strip_prefix('v').is_some_and(|version| version.starts_with(is_digit))
}

/// The length of the plural that the text starts with.
fn plural(text: &str) -> usize {
    usize::from(text.strip_prefix('s').is_some_and(|behind| !behind.starts_with(is_small)))
}

/// The length of the small letters that the text starts with, up to an `iSCSI` among them.
fn small_letters(text: &str) -> usize {
    let end = count(text, is_small);
    let inside = end.checked_sub(1).filter(|at| {
        let behind = text.get(*at..);
        behind.is_some_and(|behind| behind.starts_with("iSCSI"))
    });
    inside.unwrap_or(end)
}

/// The acronyms that a text is made of, if it is made of nothing else.
fn acronyms(text: &str) -> Option<Vec<&'static str>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    // No acronym ends in a small letter, but most words do.
    if text.len() > MAX_ACRONYMS || text.ends_with(is_small) {
        return None;
    }
    ACRONYMS.iter().find_map(|acronym| {
        let mut acronyms = acronyms(text.strip_prefix(acronym)?)?;
        acronyms.insert(0, acronym);
        Some(acronyms)
    })
}

/// The word with a capital first and small letters behind it.
fn capitalised(word: &str) -> String {
    let mut word = word.to_lowercase();
    match word.get_mut(..1) {
        // Nearly always. To ask heck for each word takes a tenth of the review of EC2.
        Some(first) => first.make_ascii_uppercase(),
        // In small letters it is one word to heck, too.
        None => word = word.to_upper_camel_case(),
    }
    word
}

/// The length of the characters of that kind that the text starts with.
fn count(text: &str, kind: fn(char) -> bool) -> usize {
    text.len() - text.trim_start_matches(kind).len()
}

fn is_capital(c: char) -> bool {
    c.is_uppercase()
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_small(c: char) -> bool {
    !is_capital(c) && !is_digit(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_first_letter() {
        assert!(SPELLED.is_sorted_by_key(|(written, _)| initial(written)));
    }
}
