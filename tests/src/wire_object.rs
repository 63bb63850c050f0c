//! Objects on the wire, like those of generated crates.

/// Implements `Encode` and `DecodeObject` for a struct, from the wire names of its fields.
#[macro_export]
macro_rules! wire_object {
    ($name:ident { $($wire:literal => $field:ident),* $(,)? } $($constants:tt)*) => {
        impl ::tencent_runtime::wire::Encode for $name {
            fn encode(&self, encoder: &mut dyn ::tencent_runtime::wire::Encoder) {
                encoder.encode_object(stringify!($name), &[$(($wire, &self.$field)),*]);
            }
        }

        impl ::tencent_runtime::wire::DecodeObject for $name {
            const NAME: &'static str = stringify!($name);
            $($constants)*

            fn empty() -> Self {
                Self::default()
            }

            fn slot(&mut self, name: &str) -> Option<&mut dyn ::tencent_runtime::wire::Slot> {
                Some(match name {
                    $($wire => &mut self.$field,)*
                    _ => return None,
                })
            }
        }
    };
}
