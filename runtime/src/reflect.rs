//! What generated types need of the standard traits, by reflection: written once, here, instead
//! of derived for every type.

use std::fmt;

use crate::schema::{Member, SchemaKind, Target, Trait};
use crate::shape::{List, Map, Ref, Shape, Slot};

/// Formats a shape of that type as `derive(Debug)` would, but leaves out absent members and never shows a
/// value that the model calls sensitive.
///
/// # Errors
/// The formatter's.
pub fn debug<T: Shape>(shape: &T, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug_shape(shape, name, f)
}

fn debug_shape(shape: &dyn Shape, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let schema = shape.schema();
    if schema.has(&Trait::Sensitive) {
        return write!(f, "{name}({REDACTED})");
    }
    match schema.kind {
        SchemaKind::Structure | SchemaKind::Error => debug_structure(shape, name, f),
        SchemaKind::Union => debug_union(shape, f),
    }
}

const REDACTED: &str = "*** sensitive ***";

fn debug_structure(shape: &dyn Shape, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(name);
    for (index, member) in shape.schema().members.iter().enumerate() {
        let value = shape.get(index);
        if !matches!(value, Ref::Absent) {
            out.field(member.field(), &Shown { value, member });
        }
    }
    out.finish()
}

fn debug_union(shape: &dyn Shape, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, member) in shape.schema().members.iter().enumerate() {
        let value = shape.get(index);
        if !matches!(value, Ref::Absent) {
            return f.debug_tuple(member.field()).field(&Shown { value, member }).finish();
        }
    }
    f.write_str("Unknown")
}

/// A value in the place of a member.
struct Shown<'a> {
    value: Ref<'a>,
    member: &'a Member,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.member.has(&Trait::Sensitive) {
            return f.write_str(REDACTED);
        }
        match self.value {
            Ref::Absent => f.write_str("None"),
            Ref::Boolean(value) => value.fmt(f),
            Ref::Byte(value) => value.fmt(f),
            Ref::Short(value) => value.fmt(f),
            Ref::Integer(value) => value.fmt(f),
            Ref::Long(value) => value.fmt(f),
            Ref::Float(value) => value.fmt(f),
            Ref::Double(value) => value.fmt(f),
            Ref::String(value) => value.fmt(f),
            Ref::Blob(value) => value.fmt(f),
            Ref::Timestamp(value) => value.fmt(f),
            Ref::Document(value) => value.fmt(f),
            Ref::Stream(value) => value.fmt(f),
            Ref::Events(_) => f.write_str("EventStream"),
            Ref::Shape(value) => debug_shape(value, value.schema().name, f),
            Ref::List(list) => debug_list(list, self.member, f),
            Ref::Map(map) => debug_map(map, self.member, f),
        }
    }
}

fn debug_list(list: &dyn List, member: &Member, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Target::List(element) = member.target() else {
        return Err(fmt::Error);
    };
    let element = &element.member();
    let values = (0..list.len()).map(|index| Shown { value: list.at(index), member: element });
    f.debug_list().entries(values).finish()
}

fn debug_map(map: &dyn Map, member: &Member, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Target::Map((key, value)) = member.target() else {
        return Err(fmt::Error);
    };
    let entries = map.entries().map(|(k, v)| {
        (Shown { value: Ref::String(k), member: key }, Shown { value: v, member: value })
    });
    f.debug_map().entries(entries).finish()
}

/// Whether two shapes of one type have equal members; absent differs from empty.
#[must_use]
pub fn equal<T: Shape>(a: &T, b: &T) -> bool {
    equal_shapes(a, b)
}

fn equal_shapes(a: &dyn Shape, b: &dyn Shape) -> bool {
    let members = a.schema().members.len();
    (0..members).all(|member| equal_values(a.get(member), b.get(member)))
}

/// Whether two values are the same; those of different types are not.
#[must_use]
pub fn equal_values(a: Ref<'_>, b: Ref<'_>) -> bool {
    match (a, b) {
        (Ref::Absent, Ref::Absent) => true,
        (Ref::Boolean(a), Ref::Boolean(b)) => a == b,
        (Ref::Byte(a), Ref::Byte(b)) => a == b,
        (Ref::Short(a), Ref::Short(b)) => a == b,
        (Ref::Integer(a), Ref::Integer(b)) => a == b,
        (Ref::Long(a), Ref::Long(b)) => a == b,
        (Ref::Float(a), Ref::Float(b)) => a == b,
        (Ref::Double(a), Ref::Double(b)) => a == b,
        (Ref::String(a), Ref::String(b)) => a == b,
        (Ref::Blob(a), Ref::Blob(b)) => a == b,
        (Ref::Timestamp(a), Ref::Timestamp(b)) => a == b,
        (Ref::Document(a), Ref::Document(b)) => a == b,
        // What is not in memory is known by nothing.
        (Ref::Stream(a), Ref::Stream(b)) => a.as_bytes().is_some() && a.as_bytes() == b.as_bytes(),
        (Ref::Shape(a), Ref::Shape(b)) => equal_shapes(a, b),
        (Ref::List(a), Ref::List(b)) => {
            a.len() == b.len() && (0..a.len()).all(|i| equal_values(a.at(i), b.at(i)))
        }
        (Ref::Map(a), Ref::Map(b)) => {
            let same = |((ka, va), (kb, vb))| ka == kb && equal_values(va, vb);
            a.len() == b.len() && a.entries().zip(b.entries()).all(same)
        }
        _ => false,
    }
}

/// A copy of a shape, member by member. Streams that there is only one of are left out.
///
/// A derived `Clone` is faster, but every generated crate pays for it when it is compiled (the
/// measurement is in ARCHITECTURE.md); few programs clone what they send and receive.
#[must_use]
pub fn clone<T: Shape + Default>(shape: &T) -> T {
    let mut copy = T::default();
    copy_members(shape, &mut copy);
    copy
}

pub(crate) fn copy_members(from: &dyn Shape, to: &mut dyn Shape) {
    for member in 0..from.schema().members.len() {
        let value = from.get(member);
        if !matches!(value, Ref::Absent) {
            copy_value(value, to.slot(member));
        }
    }
}

/// Copies a value into a place of its own type.
fn copy_value(value: Ref<'_>, place: Slot<'_>) {
    match (value, place) {
        (Ref::Boolean(value), Slot::Boolean(place)) => *place = value,
        (Ref::Byte(value), Slot::Byte(place)) => *place = value,
        (Ref::Short(value), Slot::Short(place)) => *place = value,
        (Ref::Integer(value), Slot::Integer(place)) => *place = value,
        (Ref::Long(value), Slot::Long(place)) => *place = value,
        (Ref::Float(value), Slot::Float(place)) => *place = value,
        (Ref::Double(value), Slot::Double(place)) => *place = value,
        (Ref::String(value), Slot::String(place)) => value.clone_into(place),
        (Ref::String(value), Slot::Enum(place)) => place.set(value),
        (Ref::Blob(value), Slot::Blob(place)) => place.clone_from(value),
        (Ref::Timestamp(value), Slot::Timestamp(place)) => *place = value,
        (Ref::Document(value), Slot::Document(place)) => place.clone_from(value),
        (Ref::Stream(value), Slot::Stream(place)) => *place = value.try_clone().unwrap_or_default(),
        (Ref::Shape(value), Slot::Shape(place)) => copy_members(value, place),
        (Ref::List(value), Slot::List(place)) => copy_list(value, place),
        (Ref::Map(value), Slot::Map(place)) => copy_map(value, place),
        // A value and the place of the same member have the same type.
        _ => {}
    }
}

fn copy_list(from: &dyn List, to: &mut dyn List) {
    for index in 0..from.len() {
        match from.at(index) {
            Ref::Absent => {
                to.push_null();
            }
            value => copy_value(value, to.push()),
        }
    }
}

fn copy_map(from: &dyn Map, to: &mut dyn Map) {
    for (key, value) in from.entries() {
        match value {
            Ref::Absent => {
                to.insert_null(key.to_owned());
            }
            value => copy_value(value, to.insert(key.to_owned())),
        }
    }
}

/// Gives shapes that hold streams their `Debug`, by reflection.
#[macro_export]
macro_rules! reflected_streams {
    ($($shape:ident),* $(,)?) => {$(
        impl ::std::fmt::Debug for $shape {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::reflect::debug(self, stringify!($shape), f)
            }
        }
    )*};
}

/// Gives shapes their `Clone` and `Debug`, by reflection.
#[macro_export]
macro_rules! reflected {
    ($($shape:ident),* $(,)?) => {
        $crate::reflected_streams!($($shape),*);
    $(
        impl ::std::clone::Clone for $shape {
            #[inline]
            fn clone(&self) -> Self {
                $crate::reflect::clone(self)
            }
        }
    )*};
}

/// Gives shapes their `PartialEq`, by reflection.
#[macro_export]
macro_rules! comparable {
    ($($shape:ty),* $(,)?) => {$(
        impl ::std::cmp::PartialEq for $shape {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::reflect::equal(self, other)
            }
        }
    )*};
}

/// Gives generated enums what all of them have: equality by what stands on the wire, a default
/// (the unknown value without text), `Debug`, `Display` and the conversions from text.
///
/// Each has the variant `Unknown(String)`, the constant `VALUES` and the method `as_str`.
#[macro_export]
macro_rules! open_enums {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::shape::Field for $name {
            #[inline]
            fn get(&self) -> $crate::shape::Ref<'_> {
                $crate::shape::Ref::String(self.as_str())
            }

            #[inline]
            fn slot(&mut self) -> $crate::shape::Slot<'_> {
                $crate::shape::Slot::Enum(self)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::std::cmp::Eq for $name {}

        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::std::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        impl<T: ::std::convert::AsRef<str>> ::std::convert::From<T> for $name {
            #[inline]
            fn from(text: T) -> Self {
                $crate::shape::variant(Self::VALUES, text.as_ref(), Self::Unknown)
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self.as_str(), f)
            }
        }
    )*};
}

/// Lets generated enums be the keys of maps, in the order of what stands on the wire.
#[macro_export]
macro_rules! enum_keys {
    ($($name:ident),* $(,)?) => {$(
        impl ::std::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }

        impl ::std::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl $crate::shape::Key for $name {
            #[inline]
            fn as_str(&self) -> &str {
                self.as_str()
            }

            #[inline]
            fn from_text(text: ::std::string::String) -> Self {
                text.into()
            }
        }
    )*};
}

/// Gives generated enums over integers what all of them have: `Debug`, `Display` and the
/// conversions from and to integers.
#[macro_export]
macro_rules! int_enums {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::shape::Field for $name {
            #[inline]
            fn get(&self) -> $crate::shape::Ref<'_> {
                $crate::shape::Ref::Integer(self.0)
            }

            #[inline]
            fn slot(&mut self) -> $crate::shape::Slot<'_> {
                $crate::shape::Slot::Integer(&mut self.0)
            }
        }

        impl ::std::convert::From<i32> for $name {
            #[inline]
            fn from(value: i32) -> Self {
                Self(value)
            }
        }

        impl ::std::convert::From<$name> for i32 {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    )*};
}
