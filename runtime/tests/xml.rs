//! The XML codec: forms of elements, what is XML and what is not, and where errors are.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::collections::BTreeMap;

use shapewright_runtime::codec::{Codec, MAX_DEPTH};
use shapewright_runtime::schema::{Element, Member, NONE, Schema, Target, Trait};
use shapewright_runtime::shape::{Ref, Shape, Slot, get, slot};
use shapewright_runtime::xml::Xml;
use shapewright_runtime::{Blob, Timestamp, comparable, reflected};

/// A structure with a member of every form.
#[derive(Default)]
struct Thing {
    text: Option<String>,
    count: Option<i32>,
    ratio: Option<f64>,
    on: Option<bool>,
    bytes: Option<Blob>,
    since: Option<Timestamp>,
    names: Option<Vec<String>>,
    flat: Option<Vec<i32>>,
    nested: Option<Box<Thing>>,
    map: Option<BTreeMap<String, String>>,
    flat_map: Option<BTreeMap<String, Vec<i32>>>,
    kind: Option<String>,
    choice: Option<Choice>,
    secret: Option<i32>,
}

static INTEGER: Member = Member::of(Target::Integer);

static THING: Schema = Schema::structure(
    "Thing",
    &[
        Member("text", "text", Target::String, NONE),
        Member("count", "count", Target::Integer, NONE),
        Member("ratio", "ratio", Target::Double, NONE),
        Member("on", "on", Target::Boolean, NONE),
        Member("bytes", "bytes", Target::Blob, NONE),
        Member("since", "since", Target::Timestamp, NONE),
        Member(
            "names",
            "names",
            Target::List(Element::Member(&Member(
                "",
                "",
                Target::String,
                &[Trait::XmlName("name"), Trait::XmlNamespace("", "urn:name")],
            ))),
            NONE,
        ),
        Member(
            "flat",
            "flat",
            Target::List(Element::Member(&INTEGER)),
            &[Trait::Flattened, Trait::XmlName("Flat")],
        ),
        Member(
            "nested",
            "nested",
            Target::Shape(&THING),
            &[Trait::XmlNamespace("x", "urn:nested")],
        ),
        Member(
            "map",
            "map",
            Target::Map(&(Member::of(Target::String), Member::of(Target::String))),
            NONE,
        ),
        Member(
            "flat_map",
            "flatMap",
            Target::Map(&(
                Member("", "", Target::String, &[Trait::XmlName("K")]),
                Member("", "", Target::List(Element::Member(&INTEGER)), &[Trait::XmlName("V")]),
            )),
            &[Trait::Flattened],
        ),
        Member("kind", "kind", Target::String, &[Trait::XmlAttribute, Trait::XmlName("x:kind")]),
        Member("choice", "choice", Target::Shape(&CHOICE), NONE),
        Member("secret", "secret", Target::Integer, &[Trait::Sensitive]),
    ],
);

impl Shape for Thing {
    fn schema(&self) -> &'static Schema {
        &THING
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match member {
            0 => get(&self.text),
            1 => get(&self.count),
            2 => get(&self.ratio),
            3 => get(&self.on),
            4 => get(&self.bytes),
            5 => get(&self.since),
            6 => get(&self.names),
            7 => get(&self.flat),
            8 => get(&self.nested),
            9 => get(&self.map),
            10 => get(&self.flat_map),
            11 => get(&self.kind),
            12 => get(&self.choice),
            13 => get(&self.secret),
            _ => Ref::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        match member {
            0 => slot(&mut self.text),
            1 => slot(&mut self.count),
            2 => slot(&mut self.ratio),
            3 => slot(&mut self.on),
            4 => slot(&mut self.bytes),
            5 => slot(&mut self.since),
            6 => slot(&mut self.names),
            7 => slot(&mut self.flat),
            8 => slot(&mut self.nested),
            9 => slot(&mut self.map),
            10 => slot(&mut self.flat_map),
            11 => slot(&mut self.kind),
            12 => slot(&mut self.choice),
            13 => slot(&mut self.secret),
            _ => Slot::Unknown,
        }
    }
}

/// A union, one member of which is a flattened list.
#[derive(Default)]
enum Choice {
    Number(i32),
    Several(Vec<i32>),
    #[default]
    Unknown,
}

static CHOICE: Schema = Schema::union(
    "Choice",
    &[
        Member("Number", "number", Target::Integer, NONE),
        Member("Several", "several", Target::List(Element::Member(&INTEGER)), &[Trait::Flattened]),
    ],
);

impl Shape for Choice {
    fn schema(&self) -> &'static Schema {
        &CHOICE
    }

    fn get(&self, member: usize) -> Ref<'_> {
        match (self, member) {
            (Self::Number(value), 0) => get(value),
            (Self::Several(value), 1) => get(value),
            _ => Ref::Absent,
        }
    }

    fn slot(&mut self, member: usize) -> Slot<'_> {
        *self = match member {
            0 => Self::Number(0),
            1 => Self::Several(Vec::new()),
            _ => return Slot::Unknown,
        };
        match self {
            Self::Number(value) => slot(value),
            Self::Several(value) => slot(value),
            Self::Unknown => Slot::Unknown,
        }
    }
}

reflected! { Choice, Thing }
comparable! { Choice, Thing }

const XML: Xml = Xml { namespace: None };

fn read(text: &str) -> Thing {
    let mut thing = Thing::default();
    XML.read(text.as_bytes(), &mut thing).unwrap();
    thing
}

fn text(thing: &Thing) -> String {
    let mut out = Vec::new();
    XML.write(thing, None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn problem(bytes: &[u8]) -> String {
    XML.read(bytes, &mut Thing::default()).unwrap_err().to_string()
}

fn of_text(text: &str) -> Thing {
    Thing { text: Some(text.to_owned()), ..Thing::default() }
}

/// A value, and the document that it is written as.
fn examples() -> Vec<(Thing, &'static str)> {
    vec![
        (Thing::default(), ""),
        (of_text(""), "<text></text>"),
        (of_text(" <a & \"b\"> "), "<text> &lt;a &amp; \"b\"&gt; </text>"),
        (of_text("\r\n\t\u{1}"), "<text>&#xD;\n\t&#x1;</text>"),
        (Thing { count: Some(-7), ..Thing::default() }, "<count>-7</count>"),
        (Thing { ratio: Some(f64::NEG_INFINITY), ..Thing::default() }, "<ratio>-Infinity</ratio>"),
        (Thing { ratio: Some(0.1), ..Thing::default() }, "<ratio>0.1</ratio>"),
        (Thing { on: Some(false), ..Thing::default() }, "<on>false</on>"),
        (Thing { bytes: Some(Blob::from("hi")), ..Thing::default() }, "<bytes>aGk=</bytes>"),
        (
            Thing { since: Timestamp::from_epoch(1, 0), ..Thing::default() },
            "<since>1970-01-01T00:00:01Z</since>",
        ),
        (Thing { names: Some(Vec::new()), ..Thing::default() }, "<names></names>"),
        (
            Thing { names: Some(vec!["a".to_owned(), String::new()]), ..Thing::default() },
            "<names><name xmlns=\"urn:name\">a</name><name xmlns=\"urn:name\"></name></names>",
        ),
        (Thing { flat: Some(vec![1, 2]), ..Thing::default() }, "<Flat>1</Flat><Flat>2</Flat>"),
        (
            Thing { nested: Some(Box::new(of_text("a"))), ..Thing::default() },
            "<nested xmlns:x=\"urn:nested\"><text>a</text></nested>",
        ),
        (
            Thing {
                nested: Some(Box::new(Thing {
                    kind: Some("<\"\n&>".to_owned()),
                    ..Thing::default()
                })),
                ..Thing::default()
            },
            "<nested xmlns:x=\"urn:nested\" x:kind=\"&lt;&quot;&#xA;&amp;&gt;\"></nested>",
        ),
        (
            Thing { map: Some([("k".to_owned(), "v".to_owned())].into()), ..Thing::default() },
            "<map><entry><key>k</key><value>v</value></entry></map>",
        ),
        (
            Thing {
                flat_map: Some([("a".to_owned(), vec![1]), ("b".to_owned(), vec![])].into()),
                ..Thing::default()
            },
            "<flatMap><K>a</K><V><member>1</member></V></flatMap>\
             <flatMap><K>b</K><V></V></flatMap>",
        ),
        (
            Thing { choice: Some(Choice::Several(vec![1, 2])), ..Thing::default() },
            "<choice><several>1</several><several>2</several></choice>",
        ),
    ]
}

#[test]
fn members_are_elements() {
    for (thing, expected) in examples() {
        assert_eq!(text(&thing), format!("<Thing>{expected}</Thing>"));
    }
}

#[test]
fn elements_are_members() {
    for (thing, document) in examples() {
        assert_eq!(read(&format!("<Thing>{document}</Thing>")), thing);
    }
}

#[test]
fn the_root_is_called_as_the_member_says() {
    static RENAMED: &[Trait] = &[Trait::XmlName("A"), Trait::XmlNamespace("p", "urn:p")];
    let plain = Member("a", "a", Target::Shape(&THING), NONE);
    let named = Member("a", "a", Target::Shape(&THING), RENAMED);
    let service = Xml { namespace: Some(("", "urn:s")) };
    for (xml, member, expected) in [
        (XML, None, "<Thing></Thing>"),
        (XML, Some(&plain), "<Thing></Thing>"),
        (XML, Some(&named), "<A xmlns:p=\"urn:p\"></A>"),
        (service, Some(&plain), "<Thing xmlns=\"urn:s\"></Thing>"),
        (service, Some(&named), "<A xmlns:p=\"urn:p\"></A>"),
    ] {
        let mut out = Vec::new();
        xml.write(&Thing::default(), member, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}

#[test]
fn text_is_put_together() {
    for (content, expected) in [
        ("a b", "a b"),
        ("  ", "  "),
        ("a<!-- x -->b<?pi x?>c", "abc"),
        ("<![CDATA[<a>&amp;]]>", "<a>&amp;"),
        ("a<![CDATA[]]>b", "ab"),
        ("&lt;&gt;&amp;&apos;&quot;", "<>&'\""),
        ("&#65;&#x42;&#x1F600;", "AB😀"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("größe", "größe"),
    ] {
        assert_eq!(read(&format!("<Thing><text>{content}</text></Thing>")), of_text(expected));
    }
}

#[test]
fn what_says_nothing_is_passed_over() {
    for document in [
        "<Thing><text>a</text></Thing>",
        "<Other><text>a</text></Other>",
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Thing>\n <text>a</text>\n</Thing>\n",
        "<!-- a --><?a b?><Thing><!-- b --><text>a</text></Thing><!-- c -->",
        "<p:Thing xmlns:p=\"urn:p\"><q:text q:a=\"1\">a</q:text></p:Thing>",
        "<Thing>mixed &amp; <![CDATA[text]]><text>a</text> more</Thing>",
        "<Thing><unknown><text>b</text><a/></unknown><text>a</text><unknown/></Thing>",
        "<Thing><text>b</text><text>a</text></Thing>",
        "<Thing ><text >a</text ></Thing >",
        "<Thing kinder=\"1\" xmlns:kind=\"2\"><text>a</text></Thing>",
        "<Thing><text>a</text><count/><on> </on><ratio></ratio><since/></Thing>",
    ] {
        assert_eq!(read(document), of_text("a"), "{document}");
    }
}

#[test]
fn what_is_empty_is_present() {
    let empty = Thing {
        text: Some(String::new()),
        bytes: Some(Blob::default()),
        names: Some(Vec::new()),
        nested: Some(Box::default()),
        map: Some(BTreeMap::new()),
        choice: Some(Choice::Unknown),
        ..Thing::default()
    };
    for form in [|name| format!("<{name}/>"), |name| format!("<{name}></{name}>")] {
        let members: String =
            ["text", "bytes", "names", "nested", "map", "choice"].into_iter().map(form).collect();
        assert_eq!(read(&format!("<Thing>{members}</Thing>")), empty);
    }
}

#[test]
fn scalars_may_have_space_around_them() {
    let document = "<Thing><count> 7\n</count><ratio>\t1e3 </ratio><on> true </on>\
                    <bytes> aG\n k= </bytes><since> 1970-01-01T01:00:00+01:00 </since></Thing>";
    let expected = Thing {
        count: Some(7),
        ratio: Some(1000.0),
        on: Some(true),
        bytes: Some(Blob::from("hi")),
        since: Some(Timestamp::default()),
        ..Thing::default()
    };
    assert_eq!(read(document), expected);
}

#[test]
fn flattened_elements_may_stand_apart() {
    let thing = read(
        "<Thing><Flat>1</Flat><flatMap><K>a</K><V/></flatMap><Flat>2</Flat><Flat>3</Flat>\
         <flatMap><V><x>1</x></V><K>b</K></flatMap></Thing>",
    );
    let expected = Thing {
        flat: Some(vec![1, 2, 3]),
        flat_map: Some([("a".to_owned(), vec![]), ("b".to_owned(), vec![1])].into()),
        ..Thing::default()
    };
    assert_eq!(thing, expected);
}

#[test]
fn members_may_come_in_any_order() {
    let orders: [&[&str]; 5] = [
        &["on", "count", "text"],
        &["text", "count", "on"],
        &["on", "text", "count"],
        &["on", "count", "text", "count"],
        &["count"],
    ];
    let mut document = String::from("<Thing>");
    for order in orders {
        document.push_str("<nested>");
        for member in order {
            let value = if *member == "on" { "true" } else { "1" };
            document += &format!("<{member}>{value}</{member}>");
        }
    }
    document += &"</nested>".repeat(orders.len());
    document += "</Thing>";
    let mut expected = Thing::default();
    for order in orders.iter().rev() {
        let has = |member| order.contains(&member);
        let inner = std::mem::take(&mut expected);
        expected = Thing {
            text: has("text").then(|| "1".to_owned()),
            count: has("count").then_some(1),
            on: has("on").then_some(true),
            nested: (inner != Thing::default()).then(|| Box::new(inner)),
            ..Thing::default()
        };
    }
    let expected = Thing { nested: Some(Box::new(expected)), ..Thing::default() };
    assert_eq!(read(&document), expected);
}

#[test]
fn errors_name_the_place() {
    let deep = format!("<Thing>{}", "<nested>".repeat(MAX_DEPTH));
    let unknown = format!("<Thing>{}", "<a>".repeat(MAX_DEPTH));
    for (document, expected) in [
        ("", "expected an element at byte 0"),
        (" <!-- --> ", "expected an element at byte 10"),
        ("a", "text outside the root at byte 0"),
        ("<Thing/>a", "text outside the root at byte 8"),
        ("<Thing/><a/>", "a second root at byte 8"),
        ("<Thing>", "the document ends inside an element at byte 7"),
        ("<Thing><text>a", "text: the document ends inside an element at byte 14"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><Thing/>", "a document type is refused at byte 0"),
        ("<Thing><text>&b;</text></Thing>", "text: unknown entity &b; at byte 13"),
        ("<Thing><text>&#xD800;</text></Thing>", "text: unknown entity &#xD800; at byte 13"),
        ("<Thing><text><b/></text></Thing>", "text: expected text, found the element b at byte 13"),
        (
            "<Thing><count>x</count></Thing>",
            "count: expected an integer of 32 bits, found \"x\" at byte 14",
        ),
        (
            "<Thing><count>2147483648</count></Thing>",
            "count: expected an integer of 32 bits, found \"2147483648\" at byte 14",
        ),
        (
            "<Thing><ratio>inf</ratio></Thing>",
            "ratio: expected a number of 64 bits, found \"inf\" at byte 14",
        ),
        ("<Thing><on>yes</on></Thing>", "on: expected true or false, found \"yes\" at byte 11"),
        ("<Thing><bytes>!</bytes></Thing>", "bytes: expected base64, found \"!\" at byte 14"),
        (
            "<Thing><since>now</since></Thing>",
            "since: expected a timestamp, found \"now\" at byte 14",
        ),
        (
            "<Thing><Flat>1</Flat><Flat>b</Flat></Thing>",
            "flat[1]: expected an integer of 32 bits, found \"b\" at byte 27",
        ),
        (
            "<Thing><nested><flatMap><K>a</K><V><m>b</m></V></flatMap></nested></Thing>",
            "nested.flatMap[\"a\"][0]: expected an integer of 32 bits, found \"b\" at byte 38",
        ),
        (
            "<Thing><map><entry><value>1</value></entry></map></Thing>",
            "map: a map entry without a key at byte 19",
        ),
        (
            "<Thing><choice><number>1</number><number>2</number></choice></Thing>",
            "choice.number: a second member of the union Choice at byte 33",
        ),
        (
            "<Thing><secret>x</secret></Thing>",
            "secret: the sensitive value is not of the expected kind at byte 15",
        ),
        (&unknown, &format!("nested more than {MAX_DEPTH} levels deep at byte 388")),
    ] {
        assert_eq!(problem(document.as_bytes()), expected, "{document}");
    }
    assert!(problem(deep.as_bytes()).ends_with("nested more than 128 levels deep at byte 1023"));
}

/// An element that holds nothing but text is read in one step if its tag is plain, and by the events
/// of quick-xml if there is a space in it: the outcome is the same.
#[test]
fn elements_of_text_are_read_alike_in_one_step_and_by_events() {
    for content in [
        "",
        "a",
        " a ",
        "ü",
        "a\nb",
        "a\r\nb",
        "a]]>b",
        "&lt;a&#38;&#x42;&gt;",
        "&amp;",
        "&",
        "&amp",
        "&;",
        "&a;",
        "&amp;&a;",
        "&#xD800;",
        "a&lt",
        "<b/>",
        "a<b/>",
        "a<!-- b -->c",
        "<![CDATA[a]]>b",
    ] {
        for element in ["text", "count", "nested", "names", "map", "Flat", "unknown"] {
            let outcome = |tag: &str| {
                let mut thing = Thing::default();
                let document =
                    format!("<Thing>\n {tag}{content}</{element}><kind>k</kind></Thing>");
                let outcome = XML.read(document.as_bytes(), &mut thing);
                // Behind the tag, offsets differ by what it is longer.
                let tags = 9 + tag.len();
                let place = |offset: usize| offset.checked_sub(tags).ok_or(offset);
                let problem = outcome.map_err(|error| {
                    let offset = error.offset().map(place);
                    let text = error.to_string();
                    (text.split(" at byte").next().map(str::to_owned), offset)
                });
                problem.map(|()| text(&thing))
            };
            let (plain, spaced) =
                (outcome(&format!("<{element}>")), outcome(&format!("<{element} >")));
            assert_eq!(plain, spaced, "{content:?} in {element}");
        }
    }
}

#[test]
fn ill_formed_text_is_refused() {
    for bytes in [
        &b"<Thing><text>\xff</text></Thing>"[..],
        b"<Thing",
        b"<Thing></Other>",
        b"</Thing>",
        b"<Thing><text>a & b</text></Thing>",
        b"<Thing><text>a &amp b</text></Thing>",
        b"<Thing><!-- a</Thing>",
        b"<Thing><![CDATA[a</Thing>",
        b"<Thing kind=a/>",
        b"<Thing kind=\"&b;\"/>",
    ] {
        let problem = problem(bytes);
        assert!(problem.contains("invalid XML"), "{}: {problem}", bytes.escape_ascii());
    }
}

#[test]
fn a_value_too_deep_is_not_written() {
    let mut thing = Thing::default();
    for _ in 1..MAX_DEPTH {
        thing = Thing { nested: Some(Box::new(thing)), ..Thing::default() };
    }
    assert_eq!(read(&text(&thing)), thing);
    let thing = Thing { nested: Some(Box::new(thing)), ..Thing::default() };
    let error = XML.write(&thing, None, &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "nested more than 128 levels deep");
}

#[test]
fn a_union_without_member_is_not_written() {
    let thing = Thing { choice: Some(Choice::Unknown), ..Thing::default() };
    let error = XML.write(&thing, None, &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "the union Choice has no known member");
}

#[test]
fn what_xml_cannot_hold_is_not_written() {
    let error = XML.write(&of_text("\0"), None, &mut Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "XML has no way to write the character U+0000");
}
