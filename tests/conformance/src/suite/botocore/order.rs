//! The order of members, which XML shows and `serde_json` forgets.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The names of a shape's members in the order of the file.
#[derive(Debug, Default)]
pub(super) struct MemberOrder(Vec<String>);

#[derive(serde::Deserialize)]
struct Suite {
    #[serde(default)]
    shapes: BTreeMap<String, Shape>,
}

#[derive(serde::Deserialize)]
struct Shape {
    #[serde(default)]
    members: MemberOrder,
}

/// The order of the members of all shapes, by suite and shape.
///
/// # Errors
/// If the text is no list of suites.
pub(super) fn of_members(text: &str) -> Result<Vec<BTreeMap<String, MemberOrder>>, String> {
    let suites: Vec<Suite> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let members = |(name, shape): (String, Shape)| (name, shape.members);
    Ok(suites.into_iter().map(|suite| suite.shapes.into_iter().map(members).collect()).collect())
}

/// A shape as JSON, its members in that order.
pub(super) fn text(shape: &Value, order: Option<&MemberOrder>) -> String {
    let (Some(entries), Some(order)) = (shape.as_object(), order) else {
        return shape.to_string();
    };
    let entries = entries.iter().map(|(key, value)| match value.as_object() {
        Some(members) if key == "members" => {
            let members = order.0.iter().filter_map(|name| Some((name, members.get(name)?)));
            entry(key, &object(members.map(|(name, member)| entry(name, &member.to_string()))))
        }
        _ => entry(key, &value.to_string()),
    });
    object(entries)
}

fn entry(key: &str, value: &str) -> String {
    format!("{}:{value}", Value::from(key))
}

fn object(entries: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
}

impl<'de> Deserialize<'de> for MemberOrder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = MemberOrder;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of members")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<MemberOrder, A::Error> {
                let mut names = Vec::new();
                while let Some((name, IgnoredAny)) = map.next_entry()? {
                    names.push(name);
                }
                Ok(MemberOrder(names))
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_stay_in_the_order_of_the_file() {
        let suites = r#"[{"shapes": {"S": {"members": {"b": {"shape": "T"}, "a": {}}}}}]"#;
        let orders = of_members(suites).unwrap();
        let shape = json!({ "type": "structure", "members": { "a": {}, "b": { "shape": "T" } } });
        assert_eq!(
            text(&shape, orders[0].get("S")),
            r#"{"members":{"b":{"shape":"T"},"a":{}},"type":"structure"}"#
        );
    }
}
