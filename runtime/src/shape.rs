//! Values that codecs can walk without knowing their types.
//!
//! A generated structure tells its [`Schema`], lends the value of each member to whoever writes
//! it ([`Shape::get`]), and lends the place of each member to whoever reads into it
//! ([`Shape::slot`]). Everything that loops over members stands once, in this crate.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

#[cfg(feature = "event-stream")]
use crate::codec::Codec;
#[cfg(feature = "event-stream")]
use crate::event_stream::{Message, Messages, Next, Seal};
use crate::schema::Schema;
use crate::{Blob, ByteStream, Document, Timestamp};

/// A value with members: a structure, a union or an error.
pub trait Shape: Send + Sync {
    /// The description of its members.
    fn schema(&self) -> &'static Schema;

    /// The value of the member at that index of the schema; [`Ref::Absent`] if it has none.
    fn get(&self, member: usize) -> Ref<'_>;

    /// The place of the member at that index, made present with a default value if it was
    /// absent. A union drops what it held before. [`Slot::Unknown`] if there is no such member.
    fn slot(&mut self, member: usize) -> Slot<'_>;
}

/// A borrowed value.
#[derive(Clone, Copy)]
pub enum Ref<'a> {
    /// No value.
    Absent,
    /// A boolean.
    Boolean(bool),
    /// An integer of 8 bits.
    Byte(i8),
    /// An integer of 16 bits.
    Short(i16),
    /// An integer of 32 bits.
    Integer(i32),
    /// An integer of 64 bits.
    Long(i64),
    /// A floating-point number of 32 bits.
    Float(f32),
    /// A floating-point number of 64 bits.
    Double(f64),
    /// Text, an enum's value included.
    String(&'a str),
    /// Bytes.
    Blob(&'a Blob),
    /// A point in time.
    Timestamp(Timestamp),
    /// Untyped data.
    Document(&'a Document),
    /// Streamed bytes.
    Stream(&'a ByteStream),
    /// A stream of events, which clients send: protocols meet none.
    Events(&'a dyn Events),
    /// A structure or union.
    Shape(&'a dyn Shape),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
}

/// A place that a value can be read into. It holds a default value until then.
pub enum Slot<'a> {
    /// No member has that index.
    Unknown,
    /// A boolean.
    Boolean(&'a mut bool),
    /// An integer of 8 bits.
    Byte(&'a mut i8),
    /// An integer of 16 bits.
    Short(&'a mut i16),
    /// An integer of 32 bits.
    Integer(&'a mut i32),
    /// An integer of 64 bits.
    Long(&'a mut i64),
    /// A floating-point number of 32 bits.
    Float(&'a mut f32),
    /// A floating-point number of 64 bits.
    Double(&'a mut f64),
    /// Text.
    String(&'a mut String),
    /// An enum over text.
    Enum(&'a mut dyn EnumSlot),
    /// Bytes.
    Blob(&'a mut Blob),
    /// A point in time.
    Timestamp(&'a mut Timestamp),
    /// Untyped data.
    Document(&'a mut Document),
    /// Streamed bytes.
    Stream(&'a mut ByteStream),
    /// A stream of events, which clients receive: protocols leave it alone.
    Events(&'a mut dyn Events),
    /// A structure or union.
    Shape(&'a mut dyn Shape),
    /// A list.
    List(&'a mut dyn List),
    /// A map.
    Map(&'a mut dyn Map),
}

/// An enum over text that can be read into, whichever it is.
pub trait EnumSlot {
    /// Becomes the variant of that value on the wire.
    fn set(&mut self, text: &str);
}

impl<T: for<'a> From<&'a str>> EnumSlot for T {
    fn set(&mut self, text: &str) {
        *self = T::from(text);
    }
}

/// The variant of that value on the wire: one of `values`, which are sorted by what they are
/// there, or the one that `unknown` makes of it. What [`open_enums!`](crate::open_enums) reads
/// text with.
#[must_use]
pub fn variant<T: Field + Clone>(values: &[T], text: &str, unknown: fn(String) -> T) -> T {
    let found = values.binary_search_by(|value| match value.get() {
        Ref::String(known) => known.cmp(text),
        _ => Ordering::Less,
    });
    match found {
        Ok(index) => values[index].clone(),
        Err(_) => unknown(text.to_owned()),
    }
}

/// Fills in an event, of whatever type it is; tells whether there is one.
#[cfg(feature = "event-stream")]
pub type FillEvent = dyn FnMut(&mut dyn Shape) -> bool + Send;

/// A stream of events of any type.
///
/// `EventStream` (feature `event-stream`) implements it.
pub trait Events: Send + Sync {
    /// Whether there is no stream.
    fn is_empty(&self) -> bool;

    /// Takes the events out: the bytes of their messages, after those of a first one.
    #[cfg(feature = "event-stream")]
    fn send(&mut self, codec: &'static dyn Codec, first: Option<Message>, seal: Seal)
    -> ByteStream;

    /// Becomes the stream of the events in these messages.
    #[cfg(feature = "event-stream")]
    fn receive(&mut self, messages: Messages, codec: &'static dyn Codec);

    /// Becomes the stream of the events that a function fills in, until it says that there is
    /// none.
    #[cfg(feature = "event-stream")]
    fn fill(&mut self, next: Box<FillEvent>);

    /// The next event, which is waited for in the thread; none at the end.
    #[cfg(feature = "event-stream")]
    fn read(&mut self) -> Next<Box<dyn Shape>>;
}

/// A list of any element type.
pub trait List: Send + Sync {
    /// The number of elements.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at that index; [`Ref::Absent`] for a null of a sparse list or beyond the end.
    fn at(&self, index: usize) -> Ref<'_>;

    /// Removes all elements.
    fn clear(&mut self);

    /// Appends an element and lends its place.
    fn push(&mut self) -> Slot<'_>;

    /// Appends a null if the list is sparse; tells whether it is.
    fn push_null(&mut self) -> bool;
}

/// A map from text (or an enum over text) to any type of value.
pub trait Map: Send + Sync {
    /// The number of entries.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries in the order of their keys; [`Ref::Absent`] for a null of a sparse map.
    fn entries(&self) -> Box<dyn Iterator<Item = (&str, Ref<'_>)> + '_>;

    /// Removes all entries.
    fn clear(&mut self);

    /// Inserts an entry, in the place of one with the same key, and lends its value's place.
    fn insert(&mut self, key: String) -> Slot<'_>;

    /// Inserts a null if the map is sparse; tells whether it is.
    fn insert_null(&mut self, key: String) -> bool;
}

/// The type of a member: what generated code calls in [`Shape::get`] and [`Shape::slot`].
pub trait Field: Send + Sync {
    /// Whether null is one of its values.
    const NULLABLE: bool = false;

    /// Lends the value.
    fn get(&self) -> Ref<'_>;

    /// Lends the place, made present if it was absent.
    fn slot(&mut self) -> Slot<'_>;
}

/// Lends the value of a member.
#[inline]
pub fn get<T: Field>(field: &T) -> Ref<'_> {
    field.get()
}

/// Lends the place of a member.
#[inline]
pub fn slot<T: Field>(field: &mut T) -> Slot<'_> {
    field.slot()
}

macro_rules! scalar_fields {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl Field for $type {
            #[inline]
            fn get(&self) -> Ref<'_> {
                Ref::$variant(*self)
            }

            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::$variant(self)
            }
        }
    )*};
}

scalar_fields! {
    bool => Boolean,
    i8 => Byte,
    i16 => Short,
    i32 => Integer,
    i64 => Long,
    f32 => Float,
    f64 => Double,
    Timestamp => Timestamp,
}

macro_rules! owned_fields {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl Field for $type {
            #[inline]
            fn get(&self) -> Ref<'_> {
                Ref::$variant(self)
            }

            #[inline]
            fn slot(&mut self) -> Slot<'_> {
                Slot::$variant(self)
            }
        }
    )*};
}

owned_fields! {
    String => String,
    Blob => Blob,
}

/// An empty stream is absent.
impl Field for ByteStream {
    #[inline]
    fn get(&self) -> Ref<'_> {
        if self.is_empty() { Ref::Absent } else { Ref::Stream(self) }
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Stream(self)
    }
}

impl Field for Document {
    // Null is a document, and its default.
    const NULLABLE: bool = true;

    #[inline]
    fn get(&self) -> Ref<'_> {
        Ref::Document(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Document(self)
    }
}

impl<T: Shape> Field for T {
    #[inline]
    fn get(&self) -> Ref<'_> {
        Ref::Shape(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Shape(self)
    }
}

/// A boxed shape is the shape: boxes only break recursion.
impl<T: Shape + ?Sized> Shape for Box<T> {
    #[inline]
    fn schema(&self) -> &'static Schema {
        (**self).schema()
    }

    #[inline]
    fn get(&self, member: usize) -> Ref<'_> {
        (**self).get(member)
    }

    #[inline]
    fn slot(&mut self, member: usize) -> Slot<'_> {
        (**self).slot(member)
    }
}

impl<T: Field + Default> Field for Option<T> {
    const NULLABLE: bool = true;

    #[inline]
    fn get(&self) -> Ref<'_> {
        match self {
            Some(value) => value.get(),
            None => Ref::Absent,
        }
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        self.get_or_insert_default().slot()
    }
}

impl<T: Field + Default> Field for Vec<T> {
    #[inline]
    fn get(&self) -> Ref<'_> {
        Ref::List(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<T: Field + Default> List for Vec<T> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn at(&self, index: usize) -> Ref<'_> {
        <[T]>::get(self, index).map_or(Ref::Absent, Field::get)
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn push(&mut self) -> Slot<'_> {
        Vec::push(self, T::default());
        self.last_mut().map_or(Slot::Unknown, Field::slot)
    }

    fn push_null(&mut self) -> bool {
        if T::NULLABLE {
            Vec::push(self, T::default());
        }
        T::NULLABLE
    }
}

/// The type of a map's keys: text, or an enum over text.
pub trait Key: Ord + Send + Sync {
    /// The key on the wire.
    fn as_str(&self) -> &str;

    /// The key of that text.
    fn from_text(text: String) -> Self;
}

impl Key for String {
    fn as_str(&self) -> &str {
        self
    }

    fn from_text(text: String) -> Self {
        text
    }
}

impl<K: Key, T: Field + Default> Field for BTreeMap<K, T> {
    #[inline]
    fn get(&self) -> Ref<'_> {
        Ref::Map(self)
    }

    #[inline]
    fn slot(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

impl<K: Key, T: Field + Default> Map for BTreeMap<K, T> {
    fn len(&self) -> usize {
        BTreeMap::len(self)
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (&str, Ref<'_>)> + '_> {
        Box::new(self.iter().map(|(key, value)| (key.as_str(), value.get())))
    }

    fn clear(&mut self) {
        BTreeMap::clear(self);
    }

    fn insert(&mut self, key: String) -> Slot<'_> {
        match self.entry(K::from_text(key)) {
            Entry::Vacant(entry) => entry.insert(T::default()).slot(),
            Entry::Occupied(entry) => {
                let value = entry.into_mut();
                *value = T::default();
                value.slot()
            }
        }
    }

    fn insert_null(&mut self, key: String) -> bool {
        if T::NULLABLE {
            BTreeMap::insert(self, K::from_text(key), T::default());
        }
        T::NULLABLE
    }
}

/// A list of whatever its elements are made from.
#[inline]
pub fn list<T>(elements: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    elements.into_iter().map(Into::into).collect()
}

/// The elements of a list, none if it is absent.
#[must_use]
#[inline]
pub fn slice<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

/// A map of whatever its entries are made from.
#[inline]
pub fn map<K: Ord, V>(
    entries: impl IntoIterator<Item = (impl Into<K>, impl Into<V>)>,
) -> BTreeMap<K, V> {
    entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}
