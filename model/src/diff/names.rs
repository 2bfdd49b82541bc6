//! Names for variants: the same in every output, and in the schema of the data.

/// Gives a list of all variants and a name for each, which is also how it is serialized.
macro_rules! names {
    ($type:ident $($variant:ident = $name:literal)*) => {
        impl $type {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name that outputs have it by.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

pub(super) use names;
