//! The shapes that every model has without defining them (specification "Smithy model", section
//! "Prelude").

/// The empty structure, which as an input or output stands for none.
pub(super) const UNIT: &str = "smithy.api#Unit";

/// The numbers and booleans that are never absent.
pub(super) const PRIMITIVE: &str = "smithy.api#Primitive";

/// The absolute ids of the shapes with their types.
pub(super) const SHAPES: [(&str, &str); 21] = [
    ("smithy.api#BigDecimal", "bigDecimal"),
    ("smithy.api#BigInteger", "bigInteger"),
    ("smithy.api#Blob", "blob"),
    ("smithy.api#Boolean", "boolean"),
    ("smithy.api#Byte", "byte"),
    ("smithy.api#Document", "document"),
    ("smithy.api#Double", "double"),
    ("smithy.api#Float", "float"),
    ("smithy.api#Integer", "integer"),
    ("smithy.api#Long", "long"),
    ("smithy.api#PrimitiveBoolean", "boolean"),
    ("smithy.api#PrimitiveByte", "byte"),
    ("smithy.api#PrimitiveDouble", "double"),
    ("smithy.api#PrimitiveFloat", "float"),
    ("smithy.api#PrimitiveInteger", "integer"),
    ("smithy.api#PrimitiveLong", "long"),
    ("smithy.api#PrimitiveShort", "short"),
    ("smithy.api#Short", "short"),
    ("smithy.api#String", "string"),
    ("smithy.api#Timestamp", "timestamp"),
    (UNIT, "structure"),
];

/// The type of the shape of that id.
pub(super) fn kind(id: &str) -> Option<&'static str> {
    SHAPES.iter().find_map(|(known, kind)| (*known == id).then_some(*kind))
}
