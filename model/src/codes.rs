//! The codes of diagnostics, each with what it means and what to do.
//!
//! A code is stable: once released, it keeps its meaning and is not used again for another.

use miette::Severity;

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Such as `SW0103`.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters and how to mend it, in a few sentences.
    pub explanation: &'static str,
    /// How bad it is, unless the place where it occurs makes it harmless.
    pub severity: Severity,
}

/// The code of that id, such as `SW0103`; case does not matter.
#[must_use]
pub fn find(id: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.id.eq_ignore_ascii_case(id))
}

macro_rules! codes {
    ($($name:ident = $id:literal $severity:ident $title:literal $explanation:literal)*) => {
        $(
            #[doc = concat!($id, ": ", $title, ". ", $explanation)]
            pub static $name: Code = Code {
                id: $id,
                title: $title,
                explanation: $explanation,
                severity: Severity::$severity,
            };
        )*

        /// Every code, in the order of ids.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    UNREADABLE = "SW0001" Error
        "a file cannot be read"
        "The operating system refused to open or read the file. The message says why."
    NOT_UTF8 = "SW0002" Error
        "a file is not UTF-8"
        "JSON is exchanged in UTF-8 (RFC 8259, section 8.1). A file in another encoding has to \
         be converted first."
    SYNTAX = "SW0003" Error
        "a file is not valid JSON"
        "The text breaks the grammar of RFC 8259 at the place shown. Comments and trailing \
         commas, for example, are not part of it."
    TRUNCATED = "SW0004" Error
        "a file ends too early"
        "The text is the beginning of valid JSON, but brackets are still open. Most often an \
         interrupted download or copy."
    TOO_DEEP = "SW0005" Error
        "values are nested too deeply"
        "Values inside of more than 127 arrays and objects are refused, so that no file can \
         exhaust the stack. Real models nest about ten levels."
    REPEATED_KEY = "SW0006" Error
        "a key is defined twice"
        "RFC 8259, section 4, leaves open which of two equal keys in an object counts, and \
         programs differ. One of the definitions would be lost without notice."
    BYTE_ORDER_MARK = "SW0007" Warning
        "a file begins with a byte order mark"
        "RFC 8259, section 8.1, forbids to write one and allows to ignore it. It is ignored; \
         other programs may refuse the file."
    DAMAGED_GZIP = "SW0008" Error
        "compressed data is damaged"
        "The file begins like gzip data (RFC 1952), but cannot be decompressed."
    UNKNOWN_FORMAT = "SW0009" Error
        "a file is JSON, but no service model"
        "A botocore model has the keys `metadata` and `operations` at its top, a Smithy JSON AST \
         has `smithy`."
    UNSUPPORTED_VERSION = "SW0010" Error
        "a file has a version of its format that is not supported"
        "The JSON AST of Smithy is read in the versions 1 and 2."
    TOO_LARGE = "SW0011" Error
        "a model becomes too large"
        "What shapes take from mixins is copied to each of them. All together it may be 64 MiB, so \
         that no small file can exhaust the memory."
    TOO_LONG = "SW0012" Error
        "a text is too long"
        "Names, documentation and other texts of models may have 1 MiB each. What is longer was not \
         written by anybody, and would be carried over to many places."
    HIDDEN_CHARACTER = "SW0013" Error
        "a text holds a character that nobody sees"
        "Control characters and overrides of the direction of writing can make a text look like \
         another one. Documentation and values of enums become comments in Rust, whose reviewers are \
         to see what is there."

    WRONG_TYPE = "SW0101" Error
        "a value has the wrong type"
        "The format gives every key that it defines a type, such as string or array."
    MISSING_KEY = "SW0102" Error
        "a required key is missing"
        "Without it the description is incomplete, and there is no default to assume."
    DANGLING_REFERENCE = "SW0103" Error
        "a shape is referenced, but not defined"
        "Every `shape` (botocore) or `target` (Smithy) names an entry of `shapes` or a shape of \
         Smithy's prelude, such as `smithy.api#String`. Names are compared exactly, case included."
    UNKNOWN_SHAPE_TYPE = "SW0104" Error
        "a shape has an unknown type"
        "Each format has a fixed set of types, which the message lists."
    UNKNOWN_PROTOCOL = "SW0105" Error
        "the service speaks no known protocol"
        "Requests and responses cannot be written without one. The message lists those that are \
         known, by the names that the format has for them."
    UNKNOWN_VALUE = "SW0106" Error
        "a value is none of those that the format defines"
        "The key takes one of a few values only, or a number from a range."
    INVALID_NAME = "SW0107" Error
        "a name has characters that names may not have"
        "Names begin with a letter or an underscore and continue with letters, digits and, in \
         botocore's format, any of `_ . # : -`, all ASCII and at most 160 of them. In Smithy's, shapes have a namespace: \
         `example.weather#Forecast`."
    NOT_ONE_SERVICE = "SW0108" Error
        "a file describes no service, or several"
        "A crate is generated for one service. A Smithy model may hold any number; to have one \
         chosen, give each a file of its own."

    INVALID_TEXT = "SW0109" Error
        "a text has not the form that its place needs"
        "What becomes part of a request must not bring anything else with it: methods and names of \
         headers are tokens (RFC 9110, section 5.6.2), paths and namespaces consist of the \
         characters of URIs (RFC 3986), elements have names of XML. Names of services and values \
         of enums stand on one line."

    NOT_A_STRUCTURE = "SW0201" Error
        "the input, output or error of an operation is not a structure"
        "Inputs and outputs consist of named members. A list, for example, has to be wrapped in \
         a structure with the list as its member."
    UNKNOWN_MEMBER = "SW0202" Error
        "a member is named that the structure does not have"
        "The keys `required` and `payload` of botocore models name members of the structure that \
         they stand in; an `apply` of Smithy models may name a member of a shape."
    MAP_KEY_NOT_STRING = "SW0203" Error
        "the keys of a map are not strings"
        "All protocols write keys of maps as text, and models describe them as strings."
    IMPOSSIBLE_LOCATION = "SW0204" Error
        "a member is bound to a place that cannot hold it"
        "Labels, headers and query parameters hold text, numbers, booleans, timestamps, and \
         (labels aside) lists of them; query parameters and header prefixes also hold maps. A \
         status code is an integer. A payload is a blob, a string, a document, a structure, a \
         union, a list or a map."
    UNBOUND_LABEL = "SW0205" Error
        "a label of the path or host name has no member, or a member no label"
        "Each `{label}` of the request's path is filled by the member whose location is `uri` \
         and whose name on the wire is the label's, and each label of the host prefix by a \
         member with `hostLabel`."
    UNINHABITED = "SW0206" Error
        "a structure requires itself"
        "If a structure requires a member that in turn requires the structure, directly or by a \
         detour, then no finite value of it exists. Make one of the members optional, or a list. A \
         union needs one member that does not lead back to it."
    REPEATED_VALUE = "SW0207" Error
        "an enum names a value twice"
        "Each value becomes a variant of the Rust enum, and there can be only one for it."
    WRONG_SHAPE = "SW0208" Error
        "a reference leads to the wrong type of shape"
        "Services consist of operations and resources, members have values, and shapes are mixed \
         into shapes of their own type."
    NOT_A_MIXIN = "SW0209" Error
        "a shape is mixed in that is no mixin"
        "Only shapes with the trait `smithy.api#mixin` can be mixed into others."
    MIXIN_CYCLE = "SW0210" Error
        "a shape mixes itself in"
        "A shape has the members of its mixins, and those of theirs. If it is among them, there \
         is no end to it."
    REPEATED_NAME = "SW0211" Error
        "two shapes or operations of a service have the same name"
        "Types are named by the part of a shape's id after the `#`. Within one service these \
         names have to differ; its `rename` can give other names to shapes."

    EMPTY_RANGE = "SW0212" Error
        "no value is as the model wants it"
        "A length or number that has to be at least one value and at most a smaller one does not \
         exist. Most often the two are exchanged."
    ENDLESS = "SW0213" Error
        "a list or map is one of itself"
        "A list of itself, directly or by other lists and maps, has no Rust type, and Smithy does \
         not allow it (section *Recursive shape definitions* of its specification). A structure or \
         union among them makes it one that has."

    UNKNOWN_OPERATION = "SW0301" Warning
        "an operation is named that the model does not have"
        "A paginator, waiter or example is for an operation that the model lacks. It is left out."
    COPIED_OPERATION = "SW0302" Warning
        "two operations have the same `name`"
        "Requests carry the key of an operation and not its `name`, so that both can be called. But \
         one was probably copied from the other and is not finished."
    NO_OPERATIONS = "SW0303" Warning
        "the service has no operations"
        "A crate of it has no calls, and no types but those of errors that all operations have."
}
