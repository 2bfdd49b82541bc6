//! Differences that are found, and those that do not count.

use super::*;

const MODEL: &str = r#"{
    "version": "2.0",
    "metadata": {"apiVersion": "2024-02-29", "protocol": "json"},
    "operations": {
        "Open": {
            "name": "Open",
            "http": {"method": "POST", "requestUri": "/"},
            "input": {"shape": "Door"},
            "errors": [{"shape": "Stuck"}, {"shape": "Locked"}],
            "documentation": "<p>Opens.</p>"
        },
        "Paint": {"name": "Paint", "input": {"shape": "Brush"}}
    },
    "shapes": {
        "Brush": {"type": "structure", "members": {}},
        "Colour": {"type": "string", "enum": ["red", "green", "blue"]},
        "Door": {
            "type": "structure",
            "required": ["colour"],
            "members": {
                "colour": {"shape": "Colour", "documentation": "<p>Its colour.</p>"},
                "width": {"shape": "Width"},
                "shape": {"shape": "Text"},
                "documentation": {"shape": "Text"}
            },
            "documentation": "<p>A door.</p>"
        },
        "Locked": {"type": "structure", "members": {}, "exception": true},
        "Stuck": {"type": "structure", "members": {}, "exception": true},
        "Text": {"type": "string"},
        "Width": {"type": "integer", "box": true}
    }
}"#;

fn model() -> Json {
    Json::parse(MODEL).unwrap()
}

/// The messages for a model in which some text has been replaced.
fn messages_after(changes: &[(&str, &str)]) -> Vec<String> {
    let mut text = MODEL.to_owned();
    for (from, to) in changes {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    let changed = Json::parse(&text).unwrap();
    differences(&model(), &changed).iter().map(Difference::to_string).collect()
}

#[test]
fn a_model_agrees_with_itself() {
    assert_eq!(messages_after(&[]), [""; 0]);
}

#[test]
fn documentation_does_not_count() {
    assert_eq!(messages_after(&[("<p>Its colour.</p>", "<p>How it is painted.</p>")]), [""; 0]);
    assert_eq!(messages_after(&[(r#", "documentation": "<p>Its colour.</p>""#, "")]), [""; 0]);
}

#[test]
fn a_member_called_documentation_does_count() {
    assert_eq!(
        messages_after(&[(
            r#""documentation": {"shape": "Text"}"#,
            r#""documentation": {"shape": "Width"}"#
        )]),
        [r#"/shapes/Door/members/documentation/shape: expected "Text", found "Width""#]
    );
}

#[test]
fn a_changed_type_is_reported() {
    assert_eq!(
        messages_after(&[(r#""type": "integer""#, r#""type": "long""#)]),
        [r#"/shapes/Width/type: expected "integer", found "long""#]
    );
}

#[test]
fn a_lost_box_is_reported() {
    assert_eq!(
        messages_after(&[(r#", "box": true"#, "")]),
        ["/shapes/Width/box: missing, expected true"]
    );
}

#[test]
fn a_missing_member_is_reported() {
    assert_eq!(
        messages_after(&[(r#""width": {"shape": "Width"},"#, "")]),
        [r#"/shapes/Door/members/width: missing, expected {"shape": "Width"}"#]
    );
}

#[test]
fn a_missing_shape_is_reported() {
    assert_eq!(
        messages_after(&[(r#""Brush": {"type": "structure", "members": {}},"#, "")]),
        [r#"/shapes/Brush: missing, expected {"type": "structure", "members": {}}"#]
    );
}

#[test]
fn an_extra_enum_value_is_reported() {
    assert_eq!(
        messages_after(&[(r#""red", "green""#, r#""red", "grey", "green""#)]),
        [r#"/shapes/Colour/enum/1: not expected, found "grey""#]
    );
}

#[test]
fn a_repeated_enum_value_is_reported() {
    assert_eq!(
        messages_after(&[(r#""red", "green""#, r#""red", "red", "green""#)]),
        [r#"/shapes/Colour/enum/1: not expected, found "red""#]
    );
}

#[test]
fn reordered_enum_values_are_reported() {
    assert_eq!(
        messages_after(&[(r#""red", "green""#, r#""green", "red""#)]),
        [
            r#"/shapes/Colour/enum: expected the order "red", "green", "blue", found "green", "red", "blue""#
        ]
    );
}

#[test]
fn reordered_members_are_reported() {
    assert_eq!(
        messages_after(&[
            (r#""width": {"shape": "Width"},"#, ""),
            (
                r#""documentation": {"shape": "Text"}"#,
                r#""documentation": {"shape": "Text"}, "width": {"shape": "Width"}"#
            ),
        ]),
        ["/shapes/Door/members: expected the order colour, width, shape, documentation, \
          found colour, shape, documentation, width"]
    );
}

#[test]
fn a_member_that_is_no_longer_required_is_reported() {
    assert_eq!(
        messages_after(&[(r#"["colour"]"#, "[]")]),
        [r#"/shapes/Door/required/0: missing, expected "colour""#]
    );
}

#[test]
fn errors_are_compared() {
    assert_eq!(
        messages_after(&[(r#", {"shape": "Locked"}"#, "")]),
        [r#"/operations/Open/errors/1: missing, expected {"shape": "Locked"}"#]
    );
    assert_eq!(
        messages_after(&[(
            r#"{"shape": "Stuck"}, {"shape": "Locked"}"#,
            r#"{"shape": "Locked"}, {"shape": "Stuck"}"#
        )]),
        [
            r#"/operations/Open/errors/0/shape: expected "Stuck", found "Locked""#,
            r#"/operations/Open/errors/1/shape: expected "Locked", found "Stuck""#
        ]
    );
}

#[test]
fn all_differences_are_reported() {
    assert_eq!(
        messages_after(&[
            (r#""requestUri": "/""#, r#""requestUri": "/open""#),
            (r#""protocol": "json""#, r#""protocol": "query""#),
            (r#""version": "2.0","#, r#""version": "2.0", "a/b~c": 1,"#),
            (r#""Text": {"type": "string"}"#, r#""Text": {"type": []}"#),
        ]),
        [
            r#"/metadata/protocol: expected "json", found "query""#,
            r#"/operations/Open/http/requestUri: expected "/", found "/open""#,
            r#"/shapes/Text/type: expected "string", found []"#,
            "/a~1b~0c: not expected, found 1",
        ]
    );
}

#[test]
fn pruning_keeps_what_the_operations_reach() {
    let pruned = prune(&model(), &["Open"]).unwrap();
    let found: Vec<_> =
        differences(&model(), &pruned).into_iter().map(|difference| difference.pointer).collect();
    assert_eq!(found, ["/operations/Paint", "/shapes/Brush"]);
}

#[test]
fn pruning_notices_what_is_absent() {
    let error = prune(&model(), &["Close"]).unwrap_err();
    assert_eq!(error.pointer, "/operations/Close");
    let broken = MODEL.replace(r#""Text": {"type": "string"},"#, "");
    let error = prune(&Json::parse(&broken).unwrap(), &["Open"]).unwrap_err();
    assert_eq!(error.pointer, "/shapes/Text");
}

#[test]
fn missing_documentation_is_found() {
    let bare = MODEL.replace(r#", "documentation": "<p>Its colour.</p>""#, "");
    let bare = bare.replace("<p>A door.</p>", "");
    assert_eq!(
        undocumented(&model(), &Json::parse(&bare).unwrap()),
        ["/shapes/Door", "/shapes/Door/members/colour"]
    );
    assert_eq!(undocumented(&model(), &model()), [""; 0]);
}

#[test]
fn repeated_keys_are_refused() {
    let error = Json::parse(r#"{"a": 1, "a": 2}"#).unwrap_err();
    assert!(error.to_string().contains(r#"the key "a" occurs twice"#), "{error}");
}
