//! Tests that stand for several: texts with parameters in them, by the specification of
//! `smithy.test#httpMalformedRequestTests`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value;

/// The values of parameters in one of the cases of a test.
type Values<'a> = BTreeMap<&'a str, &'a str>;

/// Each case of a test, with what its id has beside the test's: nothing if there is only one.
pub(super) fn cases(test: &Value) -> Vec<(String, Value)> {
    let parameters: Vec<(&str, Vec<&str>)> = super::entries(test, "testParameters")
        .map(|(name, values)| {
            let values = values.as_array().map_or(&[][..], Vec::as_slice);
            (&**name, values.iter().filter_map(Value::as_str).collect())
        })
        .collect();
    let number = parameters.iter().map(|(_, values)| values.len()).max();
    let Some(number) = number else {
        return vec![(String::new(), filled(test, &Values::new()))];
    };
    let values_of = |index: usize| -> Values<'_> {
        parameters.iter().filter_map(|(name, all)| Some((*name, *all.get(index)?))).collect()
    };
    (0..number).map(|index| (format!("_case{index}"), filled(test, &values_of(index)))).collect()
}

/// The same value with the parameters in all its texts filled in.
fn filled(value: &Value, values: &Values<'_>) -> Value {
    match value {
        Value::String(text) => Value::String(filled_text(text, values)),
        Value::Array(elements) => elements.iter().map(|element| filled(element, values)).collect(),
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), filled(value, values))).collect()
        }
        other => other.clone(),
    }
}

/// The text with `$name:L` replaced by a value, `$name:S` by the value as a string, and `$$` by
/// a dollar sign. What is no parameter stays as it is.
fn filled_text(text: &str, values: &Values<'_>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('$') {
        out.push_str(before);
        rest = match parameter(behind, values) {
            Some((value, behind)) => {
                out.push_str(&value);
                behind
            }
            None => {
                out.push('$');
                behind.strip_prefix('$').unwrap_or(behind)
            }
        };
    }
    out.push_str(rest);
    out
}

/// The value of the parameter that the text begins with, and the text behind it.
fn parameter<'a>(text: &'a str, values: &Values<'a>) -> Option<(Cow<'a, str>, &'a str)> {
    let (name, behind) = text.split_once(':')?;
    let value = *values.get(name)?;
    if let Some(behind) = behind.strip_prefix('L') {
        return Some((value.into(), behind));
    }
    let behind = behind.strip_prefix('S')?;
    Some((Value::from(value).to_string().into(), behind))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn there_is_a_case_for_each_value() {
        let test = json!({
            "body": "{ \"a\": $value:L, \"b\": $value:S }",
            "testParameters": { "value": ["1", "x\"y"], "tag": ["t"] },
            "tags": ["$tag:L"],
        });
        let cases = cases(&test);
        let ids: Vec<_> = cases.iter().map(|(id, _)| &**id).collect();
        assert_eq!(ids, ["_case0", "_case1"]);
        assert_eq!(cases[0].1["body"], r#"{ "a": 1, "b": "1" }"#);
        assert_eq!(cases[1].1["body"], r#"{ "a": x"y, "b": "x\"y" }"#);
        assert_eq!(cases[0].1["tags"], json!(["t"]));
    }

    #[test]
    fn dollars_that_are_no_parameters_stay() {
        for (text, expected) in [
            ("^[a-m]+$$", "^[a-m]+$"),
            ("^[a-m]+$\"", "^[a-m]+$\""),
            ("$other:L", "$other:L"),
            ("$a", "$a"),
            ("$a:X", "$a:X"),
            ("$", "$"),
        ] {
            assert_eq!(filled_text(text, &Values::from([("a", "1")])), expected);
        }
    }

    #[test]
    fn a_test_without_parameters_is_one_case() {
        assert_eq!(cases(&json!({ "id": "A" })), [(String::new(), json!({ "id": "A" }))]);
    }
}
