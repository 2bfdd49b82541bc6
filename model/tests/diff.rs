//! The difference of two models: every kind of change, whom it reaches, and what it means.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value, json};
use shapewright_model::diff::{Difference, Kind, Occurrence, Side, Status, diff, rules};
use shapewright_model::ir::Model;
use shapewright_model::load_str;

/// A service of one operation `Call`, whose request has a member of each of these shapes.
fn model(changes: impl Fn(&mut Value)) -> Model {
    let mut text = json!({
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "echo", "serviceId": "Echo",
            "protocol": "rest-json", "signatureVersion": "v4", "serviceFullName": "Echo",
        },
        "operations": {
            "Call": {
                "name": "Call",
                "http": {"method": "POST", "requestUri": "/call"},
                "input": {"shape": "Request"},
                "output": {"shape": "Response"},
                "errors": [{"shape": "Refused"}],
            },
            "Ping": {"name": "Ping", "http": {"method": "GET", "requestUri": "/ping"}},
        },
        "shapes": {
            "Request": {
                "type": "structure",
                "required": ["name"],
                "members": {
                    "name": {"shape": "Name"},
                    "things": {"shape": "Things"},
                    "labels": {"shape": "Labels"},
                },
            },
            "Response": {
                "type": "structure",
                "members": {"thing": {"shape": "Thing"}, "color": {"shape": "Color"}},
            },
            "Refused": {
                "type": "structure",
                "members": {"message": {"shape": "Name"}},
                "exception": true,
                "error": {"httpStatusCode": 409},
            },
            "Thing": {
                "type": "structure",
                "members": {
                    "size": {"shape": "Size"},
                    "color": {"shape": "Color"},
                    "parts": {"shape": "Things"},
                },
            },
            "Things": {"type": "list", "member": {"shape": "Thing"}},
            "Labels": {"type": "map", "key": {"shape": "Color"}, "value": {"shape": "Thing"}},
            "Name": {"type": "string", "min": 1, "max": 10},
            "Size": {"type": "integer"},
            "Color": {"type": "string", "enum": ["red", "green"]},
        },
    });
    changes(&mut text);
    load_str("model.json", &text.to_string()).unwrap().model
}

/// One line for each change, with what the rule says and whom it reaches.
fn lines(difference: &Difference) -> String {
    let mut text = String::new();
    for change in &difference.changes {
        let what = change.what.as_deref().map(|what| format!(" {what}")).unwrap_or_default();
        let reaches = change.reaches.iter().map(|(operation, sides)| {
            let sides: Vec<_> = sides.iter().map(|side| side.name()).collect();
            format!("{operation} ({})", sides.join(", "))
        });
        let reaches: Vec<_> = reaches.collect();
        let effect = change.worst();
        writeln!(
            text,
            "{} {}{what}: {} -> {} | {} {} {}/{} | {}",
            change.at,
            change.kind.name(),
            change.old,
            change.new,
            change.rule.id,
            effect.api.name(),
            effect.old_client.name(),
            effect.new_client.name(),
            reaches.join(", "),
        )
        .unwrap();
    }
    for docs in &difference.docs {
        writeln!(text, "{} docs", docs.at).unwrap();
    }
    text
}

/// The places of an operation, as `side path kind`.
fn places(difference: &Difference, operation: &str) -> Vec<String> {
    let shown = |place: &Occurrence| {
        let kind = difference.changes[place.index].kind.name();
        format!("{} {} {kind}", place.side.name(), place.path)
    };
    difference.operations[operation].changes.iter().map(shown).collect()
}

/// The lines for a change of the model above, and for the reverse.
fn both_ways(changes: impl Fn(&mut Value)) -> String {
    let (old, new) = (model(|_| {}), model(changes));
    format!("{}--- reverse\n{}", lines(&diff(&old, &new)), lines(&diff(&new, &old)))
}

#[test]
fn a_model_does_not_differ_from_itself() {
    let model = model(|_| {});
    let difference = diff(&model, &model);
    assert!(difference.changes.is_empty() && difference.docs.is_empty());
    assert!(difference.operations.is_empty());
}

#[test]
fn members() {
    insta::assert_snapshot!(both_ways(|model| {
        model["shapes"]["Thing"]["members"]["weight"] = json!({"shape": "Size"});
        model["shapes"]["Request"]["members"]["color"] = json!({"shape": "Color"});
        model["shapes"]["Request"]["required"] = json!(["color"]);
        model["shapes"]["Request"]["members"].as_object_mut().unwrap().remove("things");
        model["shapes"]["Response"]["required"] = json!(["thing"]);
    }));
}

#[test]
fn types() {
    insta::assert_snapshot!(both_ways(|model| {
        model["shapes"]["Size"] = json!({"type": "long"});
        model["shapes"]["Name"] = json!({"type": "timestamp"});
        model["shapes"]["Things"] = json!({
            "type": "map", "key": {"shape": "Color"}, "value": {"shape": "Thing"},
        });
    }));
}

#[test]
fn enums() {
    insta::assert_snapshot!(both_ways(|model| {
        model["shapes"]["Color"]["enum"] = json!(["green", "red", "blue"]);
        model["shapes"]["Name"] = json!({"type": "string", "enum": ["a", "b"]});
    }));
}

#[test]
fn targets_are_renamed() {
    insta::assert_snapshot!(both_ways(|model| {
        let shapes = model["shapes"].as_object_mut().unwrap();
        let thing = shapes["Thing"].clone();
        shapes.insert("Item".to_owned(), thing);
        shapes.insert("Length".to_owned(), json!({"type": "integer", "max": 9}));
        shapes["Item"]["members"]["size"]["shape"] = json!("Length");
        shapes["Things"]["member"]["shape"] = json!("Item");
        shapes.insert("CallRequest".to_owned(), shapes["Request"].clone());
        model["operations"]["Call"]["input"]["shape"] = json!("CallRequest");
    }));
}

#[test]
fn constraints() {
    insta::assert_snapshot!(both_ways(|model| {
        model["shapes"]["Name"] = json!({"type": "string", "min": 0, "max": 20});
        model["shapes"]["Size"]["min"] = json!(0);
        model["shapes"]["Things"]["min"] = json!(0);
        model["shapes"]["Color"]["pattern"] = json!("[a-z]+");
    }));
}

#[test]
fn traits() {
    insta::assert_snapshot!(both_ways(|model| {
        let request = &mut model["shapes"]["Request"];
        request["members"]["name"] = json!({"shape": "Name", "locationName": "Name"});
        request["members"]["things"]["sensitive"] = json!(true);
        request["members"] = json!({
            "things": request["members"]["things"],
            "name": request["members"]["name"],
            "labels": {
                "shape": "Labels", "deprecated": true, "deprecatedMessage": "Use names.",
                "xmlAttribute": true,
            },
        });
        model["shapes"]["Refused"]["error"] = json!({"httpStatusCode": 400, "code": "no"});
        model["shapes"]["Labels"]["sparse"] = json!(true);
        model["shapes"]["Size"]["invented"] = json!([1, 2]);
    }));
}

#[test]
fn operations() {
    insta::assert_snapshot!(both_ways(|model| {
        let operations = model["operations"].as_object_mut().unwrap();
        let call = operations.remove("Call").unwrap();
        operations.insert("Again".to_owned(), call);
        operations["Again"]["name"] = json!("Again");
        operations["Ping"] = json!({
            "name": "Ping",
            "http": {"method": "POST", "requestUri": "/pong", "responseCode": 201},
            "input": {"shape": "Request"},
            "output": {"shape": "Response"},
            "errors": [{"shape": "Refused"}],
            "authtype": "none",
            "endpoint": {"hostPrefix": "ping."},
        });
    }));
}

#[test]
fn the_service() {
    insta::assert_snapshot!(both_ways(|model| {
        let metadata = &mut model["metadata"];
        metadata["protocol"] = json!("json");
        metadata["jsonVersion"] = json!("1.0");
        metadata["targetPrefix"] = json!("Echo_");
        metadata["endpointPrefix"] = json!("echoes");
        metadata["serviceFullName"] = json!("Echo Service");
        metadata["invented"] = json!(1);
    }));
}

#[test]
fn documentation_is_apart() {
    let new = model(|model| {
        model["documentation"] = json!("<p>A service.</p>");
        model["shapes"]["Thing"]["members"]["size"]["documentation"] = json!("<p>Large.</p>");
        model["operations"]["Ping"]["documentation"] = json!("<p>Pong.</p>");
    });
    let difference = diff(&model(|_| {}), &new);
    insta::assert_snapshot!(lines(&difference), @r"
    Echo docs
    Ping docs
    Thing$size docs
    ");
    let statuses: Vec<_> = difference.operations.values().map(|op| op.status).collect();
    assert_eq!(statuses, [Status::DocsOnly, Status::DocsOnly]);
}

#[test]
fn paths_name_members_elements_keys_and_values() {
    let new = model(|model| {
        model["shapes"]["Color"]["enum"] = json!(["red"]);
        model["shapes"]["Thing"]["members"]["weight"] = json!({"shape": "Size"});
    });
    let difference = diff(&model(|_| {}), &new);
    // `parts` leads back to `Things`, which is on the way already.
    insta::assert_snapshot!(places(&difference, "Call").join("\n"), @r"
    request labels{key} enum-removed
    request labels{}.color enum-removed
    request labels{}.weight member-added
    request things[].color enum-removed
    request things[].weight member-added
    response color enum-removed
    response thing.color enum-removed
    response thing.weight member-added
    ");
}

#[test]
fn new_operations_list_their_root_members() {
    let old = model(|model| {
        model["operations"].as_object_mut().unwrap().remove("Call");
    });
    let difference = diff(&old, &model(|_| {}));
    assert_eq!(difference.operations["Call"].status, Status::New);
    insta::assert_snapshot!(places(&difference, "Call").join("\n"), @r"
    operation  new
    request labels member-added
    request name member-added
    request things member-added
    response color member-added
    response thing member-added
    ");
    // They count with the operation.
    let counted: Vec<_> = difference.changes.iter().filter(|change| !change.is_detail).collect();
    assert_eq!(counted.len(), 1, "{}", lines(&difference));
}

#[test]
fn fingerprints_outlive_other_changes() {
    let of = |difference: &Difference, at: &str| {
        let found = difference.changes.iter().find(|change| change.at == at);
        found.unwrap().fingerprint("Echo")
    };
    let one = |model: &mut Value| {
        model["shapes"]["Thing"]["members"]["weight"] = json!({"shape": "Size"});
        model["shapes"]["Response"]["members"]["other"] = json!({"shape": "Thing"});
    };
    let more = |model: &mut Value| {
        one(model);
        model["shapes"]["Thing"]["members"]["age"] = json!({"shape": "Size"});
        model["operations"].as_object_mut().unwrap().remove("Ping");
    };
    let (alone, among) = (diff(&model(|_| {}), &model(one)), diff(&model(|_| {}), &model(more)));
    let expected = of(&alone, "Thing$weight");
    assert_eq!(of(&among, "Thing$weight"), expected);
    assert_eq!(of(&among, "Response$other"), of(&alone, "Response$other"));
    let all: BTreeSet<_> = among.changes.iter().map(|change| change.fingerprint("Echo")).collect();
    assert_eq!(all.len(), among.changes.len());
    assert_ne!(alone.changes[1].fingerprint("Other"), expected);
}

/// Each structure holds the next one twice, so that the ways double with each.
#[test]
fn a_model_of_too_many_ways_is_cut() {
    let wide = |last: &'static str| {
        model(move |model| {
            for level in 0..60 {
                let below = format!("Level{}", level + 1);
                model["shapes"][format!("Level{level}")] = json!({
                    "type": "structure",
                    "members": {"a": {"shape": below}, "b": {"shape": below}},
                });
            }
            model["shapes"]["Level60"] = json!({"type": last});
            model["shapes"]["Request"]["members"]["name"] = json!({"shape": "Level0"});
        })
    };
    let difference = diff(&wide("string"), &wide("long"));
    assert_eq!(difference.changes.len(), 1, "{}", lines(&difference));
    let call = &difference.operations["Call"];
    assert!(call.is_cut && call.changes.len() > 1_000);
    assert_eq!(difference.changes[0].reaches["Call"], BTreeSet::from([Side::Request]));
}

/// A chain that is deeper than any stack.
#[test]
fn a_model_of_great_depth_is_compared() {
    let deep = |last: &'static str| {
        model(move |model| {
            for level in 0..5_000 {
                let below = format!("Level{}", level + 1);
                model["shapes"][format!("Level{level}")] =
                    json!({"type": "structure", "members": {"a": {"shape": below}}});
            }
            model["shapes"]["Level5000"] = json!({"type": last});
            model["shapes"]["Request"]["members"]["name"] = json!({"shape": "Level0"});
        })
    };
    let difference = diff(&deep("string"), &deep("long"));
    assert_eq!(difference.changes[0].at, "Level5000");
    assert!(difference.operations["Call"].is_cut);
}

#[test]
fn every_kind_has_a_rule_and_every_rule_its_own_id() {
    let ids: BTreeSet<_> = rules::ALL.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules::ALL.len());
    let kinds: BTreeSet<_> = rules::ALL.iter().map(|rule| rule.kind).collect();
    assert_eq!(kinds, Kind::ALL.iter().copied().collect());
    for rule in rules::ALL {
        assert_eq!(rules::find(rule.id), Some(*rule));
        assert!(rule.reason.ends_with('.') && rule.reference.starts_with("https://"), "{rule:?}");
    }
}
