//! What differs in the values of enums.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::found::{Entry, Found, Place};
use super::rules;
use super::traits::deprecation;
use crate::ir::{Deprecation, EnumValue, IntEnumValue};

/// What differs in two enums over text.
pub(super) fn texts(
    found: &mut Found,
    place: &Place<'_>,
    old: &[EnumValue],
    new: &[EnumValue],
) -> Vec<Entry> {
    let rows = |values: &[EnumValue]| -> Vec<Row> {
        let row = |value: &EnumValue| Row {
            value: value.value.as_str().into(),
            deprecated: value.deprecated.clone(),
            docs: value.docs.clone(),
        };
        values.iter().map(row).collect()
    };
    compare(found, place, &rows(old), &rows(new))
}

/// What differs in two enums over integers.
pub(super) fn numbers(
    found: &mut Found,
    place: &Place<'_>,
    old: &[IntEnumValue],
    new: &[IntEnumValue],
) -> Vec<Entry> {
    let rows = |values: &[IntEnumValue]| -> Vec<Row> {
        let row = |value: &IntEnumValue| Row {
            value: value.value.into(),
            deprecated: value.deprecated.clone(),
            docs: value.docs.clone(),
        };
        values.iter().map(row).collect()
    };
    compare(found, place, &rows(old), &rows(new))
}

/// A value of either kind of enum.
struct Row {
    value: Value,
    deprecated: Option<Deprecation>,
    docs: String,
}

fn compare(found: &mut Found, place: &Place<'_>, old: &[Row], new: &[Row]) -> Vec<Entry> {
    // As text, since JSON values have no order.
    let key = |row: &Row| row.value.to_string();
    let by_key = |rows: &'_ [Row]| -> BTreeSet<String> { rows.iter().map(key).collect() };
    let (old_keys, new_keys) = (by_key(old), by_key(new));
    let without = |rows: &[Row], keys: &BTreeSet<String>| -> Vec<Value> {
        let rows = rows.iter().filter(|row| !keys.contains(&key(row)));
        rows.map(|row| row.value.clone()).collect()
    };
    let (removed, added) = (without(old, &new_keys), without(new, &old_keys));
    let common = |rows: &[Row], keys: &BTreeSet<String>| -> Vec<Value> {
        let rows = rows.iter().filter(|row| keys.contains(&key(row)));
        rows.map(|row| row.value.clone()).collect()
    };
    let (before, after) = (common(old, &new_keys), common(new, &old_keys));
    let mut entries = Vec::new();
    if !added.is_empty() {
        entries.push(found.add(place, &rules::ENUM_ADDED, None, Value::Null, added.into()));
    }
    if !removed.is_empty() {
        entries.push(found.add(place, &rules::ENUM_REMOVED, None, removed.into(), Value::Null));
    }
    if before != after {
        let (before, after) = (before.into(), after.into());
        entries.push(found.add(place, &rules::ENUM_REORDERED, None, before, after));
    }
    let known: BTreeMap<String, &Row> = old.iter().map(|row| (key(row), row)).collect();
    for row in new {
        let Some(old) = known.get(&key(row)) else { continue };
        let place = Place { at: format!("{}${}", place.at, text(&row.value)), ..*place };
        let differing = deprecation(old.deprecated.as_ref(), row.deprecated.as_ref());
        entries.extend(found.add_all(&place, differing));
        entries.extend(found.add_docs(&place, &old.docs, &row.docs));
    }
    entries
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
