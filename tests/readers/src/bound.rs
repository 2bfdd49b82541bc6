//! A structure whose members stand in every part of an HTTP message, and the operation that sends
//! and receives it.

use std::collections::BTreeMap;

use shapewright_runtime::protocol::REST_JSON_1;
use shapewright_runtime::schema::{
    Element, Location, Member, NONE, STRINGS, Schema, Target, Trait,
};
use shapewright_runtime::shape::{Ref, Shape, Slot, get, slot};
use shapewright_runtime::{OperationSchema, ServiceSchema, ServiceTrait, Timestamp, reflected};

use crate::sample::{Kind, SAMPLE, Sample, members};

/// A structure with members in every part of a message.
#[derive(Default)]
#[expect(missing_docs, reason = "a member in each place, called by its place")]
pub struct Message {
    pub label: String,
    pub greedy: String,
    pub query: Option<i32>,
    pub queries: Option<Vec<Timestamp>>,
    pub query_params: Option<BTreeMap<String, Vec<String>>>,
    pub header: Option<f64>,
    pub headers: Option<Vec<Timestamp>>,
    pub kinds: Option<Vec<Kind>>,
    pub media: Option<String>,
    pub prefixed: Option<BTreeMap<String, String>>,
    pub status: Option<i32>,
    pub body: Option<Sample>,
}

static TIME: Member = Member::of(Target::Timestamp);

static MESSAGE: Schema = Schema::structure(
    "Message",
    &[
        Member(
            "label",
            "label",
            Target::String,
            &[Trait::Required, Trait::Http(Location::Label("label"))],
        ),
        Member(
            "greedy",
            "greedy",
            Target::String,
            &[Trait::Required, Trait::Http(Location::Label("greedy"))],
        ),
        Member("query", "query", Target::Integer, &[Trait::Http(Location::Query("query"))]),
        Member(
            "queries",
            "queries",
            Target::List(Element::Member(&TIME)),
            &[Trait::Http(Location::Query("queries"))],
        ),
        Member(
            "query_params",
            "queryParams",
            Target::Map(&(Member::of(Target::String), Member::of(Target::List(STRINGS)))),
            &[Trait::Http(Location::QueryParams)],
        ),
        Member("header", "header", Target::Double, &[Trait::Http(Location::Header("x-header"))]),
        Member(
            "headers",
            "headers",
            Target::List(Element::Member(&TIME)),
            &[Trait::Http(Location::Header("x-headers"))],
        ),
        Member(
            "kinds",
            "kinds",
            Target::List(STRINGS),
            &[Trait::Http(Location::Header("x-kinds"))],
        ),
        Member(
            "media",
            "media",
            Target::String,
            &[Trait::MediaType("application/json"), Trait::Http(Location::Header("x-media"))],
        ),
        Member(
            "prefixed",
            "prefixed",
            Target::Map(&(Member::of(Target::String), Member::of(Target::String))),
            &[Trait::Http(Location::PrefixHeaders("x-meta-"))],
        ),
        Member("status", "status", Target::Integer, &[Trait::Http(Location::StatusCode)]),
        Member("body", "body", Target::Shape(&SAMPLE), NONE),
    ],
);

members!(Message, MESSAGE:
    0 label, 1 greedy, 2 query, 3 queries, 4 query_params, 5 header, 6 headers, 7 kinds, 8 media,
    9 prefixed, 10 status, 11 body,
);

static SERVICE: ServiceSchema = ServiceSchema {
    id: "Readers",
    name: "Readers",
    version: "2020-01-01",
    endpoint_prefix: "readers",
    signing_name: "readers",
    target_prefix: "Readers",
    protocol: &REST_JSON_1,
    traits: &[ServiceTrait::QueryCompatible],
};

/// The operation whose input and output are [`Message`]s.
pub(crate) static EXCHANGE: OperationSchema = OperationSchema {
    name: "Exchange",
    service: &SERVICE,
    method: "PUT",
    uri: "/messages/{label}/{greedy+}?fixed=1",
    input: &MESSAGE,
    output: &MESSAGE,
    errors: &[],
    traits: &[],
};

/// The operation whose input and output are [`Sample`]s, for protocols without HTTP bindings.
pub(crate) static CALL: OperationSchema = OperationSchema {
    name: "Call",
    service: &SERVICE,
    method: "POST",
    uri: "/",
    input: &SAMPLE,
    output: &SAMPLE,
    errors: &[],
    traits: &[],
};
