//! The rules that judge changes, as data: what a change means for the API, and for clients and
//! services that know one of the two models each.
//!
//! Rules follow the guide "Evolving models" of the Smithy specification where it has an opinion,
//! and the section on the trait or format in question where it has none.

use super::change::Kind;
use super::names::names;

/// A rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name, which never changes its meaning.
    pub id: &'static str,
    /// The kind of the changes that it judges.
    pub kind: Kind,
    /// What they mean in requests, and where there are no sides.
    pub request: Effect,
    /// What they mean in responses and errors.
    pub response: Effect,
    /// Why, in one or two sentences.
    pub reason: &'static str,
    /// Where one can read more.
    pub reference: &'static str,
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// For those who use the API.
    pub api: Api,
    /// For a client that knows the old model, and a service that knows the new one.
    pub old_client: Wire,
    /// For a client that knows the new model, and a service that knows the old one.
    pub new_client: Wire,
}

/// What a change means for those who use the API, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Api {
    /// Nothing but words changed.
    Documentation,
    /// All that worked works.
    Compatible,
    /// What worked may meet something that it does not expect.
    Dangerous,
    /// Something that worked may not work any more.
    Breaking,
}

/// What happens on the wire, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wire {
    /// The same as before.
    Unaffected,
    /// What the receiver does not know is ignored.
    Ignored,
    /// What the client knows never comes.
    Absent,
    /// Something may come that the client does not know or expect.
    Unexpected,
    /// The service may refuse the call.
    Refused,
    /// The receiver may not be able to read the message, or read it wrongly.
    Unreadable,
    /// The call does not find what it is for.
    Unreachable,
}

impl Effect {
    /// The worse of each.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        Self {
            api: self.api.max(other.api),
            old_client: self.old_client.max(other.old_client),
            new_client: self.new_client.max(other.new_client),
        }
    }
}

impl Wire {
    /// What happens, in a few words.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Unaffected => "unaffected",
            Self::Ignored => "ignored by the receiver",
            Self::Absent => "absent from the answer",
            Self::Unexpected => "unexpected by the client",
            Self::Refused => "refused by the service",
            Self::Unreadable => "unreadable or misread",
            Self::Unreachable => "unreachable, since the call does not find what it is for",
        }
    }
}

names! { Api
    Documentation = "documentation"
    Compatible = "compatible"
    Dangerous = "dangerous"
    Breaking = "breaking"
}

names! { Wire
    Unaffected = "unaffected"
    Ignored = "ignored"
    Absent = "absent"
    Unexpected = "unexpected"
    Refused = "refused"
    Unreadable = "unreadable"
    Unreachable = "unreachable"
}

/// The rule of that id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

const EVOLVING: &str = "https://smithy.io/2.0/guides/evolving-models.html";
const AUTH: &str = "https://smithy.io/2.0/spec/authentication-traits.html";
const BEHAVIOR: &str = "https://smithy.io/2.0/spec/behavior-traits.html";
const CONSTRAINTS: &str = "https://smithy.io/2.0/spec/constraint-traits.html";
const DEPRECATED: &str = "https://smithy.io/2.0/spec/documentation-traits.html";
const ENDPOINT: &str = "https://smithy.io/2.0/spec/endpoint-traits.html";
const HTTP: &str = "https://smithy.io/2.0/spec/http-bindings.html";
const PROTOCOLS: &str = "https://smithy.io/2.0/aws/protocols/index.html";
const REFINEMENT: &str = "https://smithy.io/2.0/spec/type-refinement-traits.html";
const SERIALIZATION: &str = "https://smithy.io/2.0/spec/protocol-traits.html";
const SERVICE_SETTINGS: &str =
    "https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html";
const SIGNING: &str = "https://smithy.io/2.0/aws/aws-auth.html";
const WAITERS: &str = "https://smithy.io/2.0/additional-specs/waiters.html";

macro_rules! rules {
    (
        $(
            $name:ident = $id:literal $kind:ident
            $([$api:ident $old:ident $new:ident])?
            $(
                request [$req_api:ident $req_old:ident $req_new:ident]
                response [$res_api:ident $res_old:ident $res_new:ident]
            )?
            $reason:literal $reference:ident
        )*
    ) => {
        $(
            #[doc = concat!("`", $id, "`: ", $reason)]
            pub static $name: Rule = Rule {
                id: $id,
                kind: Kind::$kind,
                $(request: effect!($api $old $new), response: effect!($api $old $new),)?
                $(
                    request: effect!($req_api $req_old $req_new),
                    response: effect!($res_api $res_old $res_new),
                )?
                reason: $reason,
                reference: $reference,
            };
        )*

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name),*];
    };
}

macro_rules! effect {
    ($api:ident $old:ident $new:ident) => {
        Effect { api: Api::$api, old_client: Wire::$old, new_client: Wire::$new }
    };
}

// Each row: name, id, kind; then [API, old client and new service, new client and old service],
// for requests and responses apart where they differ; then the reason and the reference.
rules! {
    // Operations
    OPERATION_ADDED = "operation-added" New
        [Compatible Unaffected Unreachable]
        "An operation that nobody calls yet does not disturb anybody." EVOLVING
    OPERATION_REMOVED = "operation-removed" Removed
        [Breaking Unreachable Unaffected]
        "Who calls the operation cannot do so any more." EVOLVING
    HTTP_METHOD_CHANGED = "http-method-changed" HttpChanged
        [Breaking Unreachable Unreachable]
        "A call with the other method finds no operation, or another one." HTTP
    URI_CHANGED = "uri-changed" HttpChanged
        [Breaking Unreachable Unreachable]
        "A call to the other path finds no operation, or another one." HTTP
    LABEL_RENAMED = "label-renamed" HttpChanged
        [Compatible Unaffected Unaffected]
        "A label stands for the value of a member, and its name is not in the path." HTTP
    HTTP_STATUS_CHANGED = "http-status-changed" HttpChanged
        [Compatible Unaffected Unaffected]
        "Clients take every status code of success for success." HTTP
    UNREAD_HTTP_CHANGED = "unread-http-changed" HttpChanged
        [Compatible Unaffected Unaffected]
        "No protocol of the service reads the HTTP binding of operations." PROTOCOLS
    INPUT_ADDED = "input-added" InputAdded
        [Compatible Unaffected Ignored]
        "The operation took nothing, and requires nothing now." EVOLVING
    REQUIRED_INPUT_ADDED = "required-input-added" InputAdded
        [Breaking Refused Ignored]
        "The operation took nothing, and requires something now." EVOLVING
    INPUT_REMOVED = "input-removed" InputRemoved
        [Breaking Ignored Refused]
        "The operation does not take any more what callers give it." EVOLVING
    OUTPUT_ADDED = "output-added" OutputAdded
        [Compatible Ignored Absent]
        "The operation answers more than before." EVOLVING
    OUTPUT_REMOVED = "output-removed" OutputRemoved
        [Breaking Absent Ignored]
        "The operation does not give any more what callers read." EVOLVING
    ERROR_ADDED = "error-added" ErrorAdded
        [Dangerous Unexpected Absent]
        "Callers meet an error that they do not handle by name." EVOLVING
    ERROR_REMOVED = "error-removed" ErrorRemoved
        [Dangerous Absent Unexpected]
        "Callers may wait in vain for the error, or meet another in its place." EVOLVING
    AUTH_CHANGED = "auth-changed" TraitChanged
        [Dangerous Refused Refused]
        "A request that proves its sender in the other way may not be accepted." AUTH
    HOST_PREFIX_CHANGED = "host-prefix-changed" TraitChanged
        [Breaking Unreachable Unreachable]
        "Requests go to another host." ENDPOINT
    WIRE_NAME_CHANGED = "operation-name-changed" TraitChanged
        [Breaking Unreachable Unreachable]
        "The service knows the operation by another name." PROTOCOLS
    RESULT_WRAPPER_CHANGED = "result-wrapper-changed" TraitChanged
        [Breaking Unreadable Unreadable]
        "The output stands in another element of the response." PROTOCOLS
    ROOT_ELEMENT_CHANGED = "root-element-changed" TraitChanged
        [Breaking Unreadable Unreadable]
        "The document has another element or namespace at its root." SERIALIZATION
    CHECKSUM_CHANGED = "checksum-changed" TraitChanged
        [Dangerous Refused Unaffected]
        "A request without the checksum that the service expects may not be accepted." BEHAVIOR
    COMPRESSION_CHANGED = "compression-changed" TraitChanged
        [Dangerous Unaffected Refused]
        "A service may not know the coding that a client compresses the body with." BEHAVIOR
    PAYLOAD_SIGNING_CHANGED = "payload-signing-changed" TraitChanged
        [Dangerous Refused Refused]
        "The signature covers the body in one model, and does not in the other." SIGNING
    PAGINATION_ADDED = "pagination-added" TraitChanged
        [Compatible Unaffected Unaffected]
        "Clients learn to fetch all pages." BEHAVIOR
    PAGINATION_CHANGED = "pagination-changed" TraitChanged
        [Dangerous Unaffected Unaffected]
        "Who fetches all pages may find other items, or stop at another page." BEHAVIOR
    WAITER_ADDED = "waiter-added" TraitChanged
        [Compatible Unaffected Unaffected]
        "Clients learn to wait for a state." WAITERS
    WAITER_CHANGED = "waiter-changed" TraitChanged
        [Dangerous Unaffected Unaffected]
        "Who waits may wait for something else, or for longer, or not at all." WAITERS

    // Members
    MEMBER_ADDED = "member-added" MemberAdded
        request [Compatible Unaffected Ignored]
        response [Compatible Ignored Absent]
        "Who does not know the member leaves it out, or does not look at it." EVOLVING
    REQUIRED_MEMBER_ADDED = "required-member-added" MemberAdded
        request [Breaking Refused Ignored]
        response [Compatible Ignored Absent]
        "A request that was complete lacks a member now." EVOLVING
    VARIANT_ADDED = "union-member-added" MemberAdded
        request [Compatible Unaffected Refused]
        response [Dangerous Unexpected Unaffected]
        "A union holds something now that those who read it do not know." EVOLVING
    MEMBER_REMOVED = "member-removed" MemberRemoved
        request [Breaking Ignored Unaffected]
        response [Breaking Absent Ignored]
        "What callers set has no effect any more, or what they read does not come." EVOLVING
    REQUIRED_MEMBER_REMOVED = "required-member-removed" MemberRemoved
        request [Breaking Ignored Refused]
        response [Breaking Absent Ignored]
        "What callers have to set has no effect any more, or what they rely on does not come."
        EVOLVING
    REQUIRED_ADDED = "required-added" RequiredAdded
        request [Breaking Refused Unaffected]
        response [Compatible Unaffected Absent]
        "A request without the member was complete; in a response the member is a promise."
        REFINEMENT
    REQUIRED_REMOVED = "required-removed" RequiredRemoved
        request [Compatible Unaffected Refused]
        response [Breaking Absent Unaffected]
        "A request may leave the member out now; in a response a promise is taken back."
        REFINEMENT
    DEFAULT_ADDED = "default-added" TraitChanged
        [Compatible Unaffected Unaffected]
        "The value that stands for an absent member was the service's affair, and is known now."
        REFINEMENT
    DEFAULT_CHANGED = "default-changed" TraitChanged
        [Dangerous Unexpected Unexpected]
        "Who leaves the member out means something else than before." REFINEMENT
    NULLABILITY_CHANGED = "nullability-changed" TraitChanged
        request [Compatible Unaffected Unaffected]
        response [Dangerous Unexpected Unaffected]
        "A value that was always there may be absent, or the reverse." REFINEMENT
    MEMBERS_REORDERED = "members-reordered" MembersReordered
        [Compatible Unaffected Unaffected]
        "Members are known by their names. Their order matters to binary interfaces only."
        EVOLVING

    // Types
    TYPE_CHANGED = "type-changed" TypeChanged
        [Breaking Unreadable Unreadable]
        "Values of the one type are no values of the other." EVOLVING
    NUMBER_WIDENED = "number-widened" TypeChanged
        request [Compatible Unaffected Refused]
        response [Dangerous Unreadable Unaffected]
        "Every value of the old type is one of the new, but not the reverse." EVOLVING
    NUMBER_NARROWED = "number-narrowed" TypeChanged
        request [Breaking Refused Unaffected]
        response [Compatible Unaffected Unreadable]
        "Not every value of the old type is one of the new." EVOLVING
    TARGET_RENAMED = "target-renamed" TargetRenamed
        [Compatible Unaffected Unaffected]
        "The names of shapes are not on the wire; what differs in their content is told apart."
        EVOLVING
    SPARSE_CHANGED = "sparse-changed" TraitChanged
        [Breaking Unreadable Unreadable]
        "Elements may be null in the one model, and not in the other." REFINEMENT

    // Enums
    ENUM_ADDED = "enum-value-added" EnumAdded
        request [Compatible Unaffected Refused]
        response [Dangerous Unexpected Unaffected]
        "Who reads values meets one that is not known, unless the client keeps those." EVOLVING
    ENUM_REMOVED = "enum-value-removed" EnumRemoved
        request [Breaking Refused Unaffected]
        response [Dangerous Absent Unexpected]
        "A value that callers send may not be accepted any more, or never come." EVOLVING
    ENUM_REORDERED = "enum-reordered" EnumReordered
        [Compatible Unaffected Unaffected]
        "Values are known by their text. Their order matters to generated numbers only." EVOLVING
    ENUM_INTRODUCED = "enum-introduced" EnumIntroduced
        request [Dangerous Refused Unaffected]
        response [Compatible Unaffected Unexpected]
        "Any text was a value, and only some is now." EVOLVING
    ENUM_DROPPED = "enum-dropped" EnumDropped
        request [Compatible Unaffected Refused]
        response [Dangerous Unexpected Unaffected]
        "Only some text was a value, and any may be now." EVOLVING

    // Constraints
    CONSTRAINT_TIGHTENED = "constraint-tightened" ConstraintChanged
        request [Breaking Refused Unaffected]
        response [Compatible Unaffected Unexpected]
        "Some values that were allowed are not any more." CONSTRAINTS
    CONSTRAINT_LOOSENED = "constraint-loosened" ConstraintChanged
        request [Compatible Unaffected Refused]
        response [Dangerous Unexpected Unaffected]
        "Some values are allowed that were not." CONSTRAINTS
    CONSTRAINT_MOVED = "constraint-moved" ConstraintChanged
        request [Breaking Refused Refused]
        response [Dangerous Unexpected Unexpected]
        "Some values that were allowed are not any more, and the reverse." CONSTRAINTS
    CONSTRAINT_RESTATED = "constraint-restated" ConstraintChanged
        [Compatible Unaffected Unaffected]
        "The same values are allowed, said in another way." CONSTRAINTS
    PATTERN_CHANGED = "pattern-changed" ConstraintChanged
        request [Dangerous Refused Refused]
        response [Dangerous Unexpected Unexpected]
        "Which values the other pattern allows is for a reader to judge." CONSTRAINTS

    // Traits
    WIRE_FORM_CHANGED = "wire-form-changed" TraitChanged
        [Breaking Unreadable Unreadable]
        "The value stands elsewhere in the message, under another name or in another form."
        SERIALIZATION
    UNREAD_TRAIT_CHANGED = "unread-trait-changed" TraitChanged
        [Compatible Unaffected Unaffected]
        "Neither a protocol of the service nor a client reads the trait." SERIALIZATION
    SENSITIVE_ADDED = "sensitive-added" TraitChanged
        [Compatible Unaffected Unaffected]
        "The value does not appear in logs any more." DEPRECATED
    SENSITIVE_REMOVED = "sensitive-removed" TraitChanged
        [Dangerous Unaffected Unaffected]
        "The value may appear in logs." DEPRECATED
    DEPRECATION_CHANGED = "deprecation-changed" TraitChanged
        [Compatible Unaffected Unaffected]
        "What is deprecated works, and compilers may warn of its use." DEPRECATED
    IDEMPOTENCY_TOKEN_ADDED = "idempotency-token-added" TraitChanged
        [Compatible Unaffected Unaffected]
        "Clients fill in the member, so that a repeated call is one call." BEHAVIOR
    IDEMPOTENCY_TOKEN_REMOVED = "idempotency-token-removed" TraitChanged
        [Dangerous Unaffected Unaffected]
        "Clients do not fill in the member any more, so that a repeated call may be two." BEHAVIOR
    ERROR_CODE_CHANGED = "error-code-changed" TraitChanged
        [Breaking Unexpected Unexpected]
        "The error is not recognized by the other code." PROTOCOLS
    ERROR_STATED = "error-stated" TraitChanged
        [Compatible Unaffected Unaffected]
        "The model says of the error what clients assumed, or leaves it open again."
        BEHAVIOR
    ERROR_TRAIT_CHANGED = "error-trait-changed" TraitChanged
        [Dangerous Unaffected Unaffected]
        "Clients may repeat a call that they gave up, or the reverse." BEHAVIOR

    // The service
    PROTOCOL_ADDED = "protocol-added" MetadataChanged
        [Compatible Unaffected Refused]
        "The service speaks all that it spoke." PROTOCOLS
    PROTOCOL_REPLACED = "protocol-replaced" MetadataChanged
        [Breaking Unreadable Unreadable]
        "The model does not promise any more that the service understands the old protocol."
        PROTOCOLS
    ENDPOINT_CHANGED = "endpoint-changed" MetadataChanged
        [Breaking Unreachable Unreachable]
        "Requests go to another host or path." ENDPOINT
    SIGNING_CHANGED = "signing-changed" MetadataChanged
        [Breaking Refused Refused]
        "A signature for the other name or by the other scheme may not be accepted." SIGNING
    SERVICE_ID_CHANGED = "service-id-changed" MetadataChanged
        [Dangerous Unaffected Unaffected]
        "Settings for the service in the environment and in configuration files go by its id."
        SERVICE_SETTINGS
    NAMESPACE_CHANGED = "namespace-changed" MetadataChanged
        [Compatible Unaffected Unaffected]
        "Errors have absolute ids, of which clients read the name alone." PROTOCOLS
    VERSION_CHANGED = "version-changed" MetadataChanged
        [Dangerous Refused Refused]
        "Another version of the API, which the query protocols send along." PROTOCOLS
    SERVICE_WIRE_FORM_CHANGED = "service-wire-form-changed" MetadataChanged
        [Breaking Unreadable Unreadable]
        "Messages have another form." SERIALIZATION
    QUERY_COMPATIBILITY_CHANGED = "query-compatibility-changed" MetadataChanged
        [Dangerous Unexpected Unexpected]
        "Errors go by other codes." PROTOCOLS
    UNREAD_METADATA_CHANGED = "unread-metadata-changed" MetadataChanged
        [Compatible Unaffected Unaffected]
        "What people or other tools read of the service; clients do not." EVOLVING

    // Words
    DOCS_CHANGED = "docs-changed" DocsChanged
        [Documentation Unaffected Unaffected]
        "Nothing but the documentation changed." DEPRECATED
}
