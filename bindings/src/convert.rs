//! How records cross: [`Out`] from the core's to ours, [`In`] from ours to the core's.
//!
//! The macros write a record once, with its words of explanation, and both conversions take
//! the core's record apart field by field. So a field, variant or type that changes in the
//! core stops this crate from compiling; nothing gets lost on the way.

use handrail_core::error::{Error, Reason, Result};
use zeroize::Zeroizing;

/// A value of ours made of one of the core's.
pub(crate) trait Out<C> {
    /// Takes the core's value over.
    fn out(core: C) -> Self;
}

/// A value of ours that the core takes.
pub(crate) trait In<C> {
    /// Hands it over. `field` names it in the error, if it cannot be read.
    fn taken(self, field: &'static str) -> Result<C>;
}

/// Types that are the same on both sides.
macro_rules! same {
    ($($ty:ty),+) => { $(
        impl Out<$ty> for $ty {
            fn out(core: $ty) -> Self { core }
        }

        impl In<$ty> for $ty {
            fn taken(self, _: &'static str) -> Result<$ty> { Ok(self) }
        }
    )+ };
}

same!((), bool, u8, u32, i32, u64, i64, f64, String);

impl<C, T: Out<C>> Out<Option<C>> for Option<T> {
    fn out(core: Option<C>) -> Self {
        core.map(T::out)
    }
}

impl<C, T: In<C>> In<Option<C>> for Option<T> {
    fn taken(self, field: &'static str) -> Result<Option<C>> {
        self.map(|value| value.taken(field)).transpose()
    }
}

impl<C, T: Out<C>> Out<Vec<C>> for Vec<T> {
    fn out(core: Vec<C>) -> Self {
        core.into_iter().map(T::out).collect()
    }
}

impl<C, T: In<C>> In<Vec<C>> for Vec<T> {
    fn taken(self, field: &'static str) -> Result<Vec<C>> {
        self.into_iter().map(|value| value.taken(field)).collect()
    }
}

impl Out<&'static str> for String {
    fn out(core: &'static str) -> Self {
        core.to_owned()
    }
}

/// Names that the core has in its own text.
impl Out<&'static [&'static str]> for Vec<String> {
    fn out(core: &'static [&'static str]) -> Self {
        core.iter().map(|name| (*name).to_owned()).collect()
    }
}

/// Four words to compare aloud, and other texts of our own.
impl<const N: usize> Out<[&'static str; N]> for Vec<String> {
    fn out(core: [&'static str; N]) -> Self {
        core.map(str::to_owned).to_vec()
    }
}

/// A secret that a person sees, types or scans. Moved, not copied; whoever asked for it lets go of it soon.
impl Out<Zeroizing<String>> for String {
    fn out(mut core: Zeroizing<String>) -> Self {
        std::mem::take(&mut *core)
    }
}

impl In<Zeroizing<String>> for String {
    fn taken(self, _: &'static str) -> Result<Zeroizing<String>> {
        Ok(Zeroizing::new(self))
    }
}

impl Out<std::path::PathBuf> for String {
    fn out(core: std::path::PathBuf) -> Self {
        core.to_string_lossy().into_owned()
    }
}

/// Sizes cross as 64 bits.
impl Out<usize> for u64 {
    fn out(core: usize) -> Self {
        Self::try_from(core).unwrap_or(Self::MAX)
    }
}

impl In<usize> for u64 {
    fn taken(self, field: &'static str) -> Result<usize> {
        usize::try_from(self).map_err(|_| Error::invalid(field, Reason::OutOfRange { min: 0, max: i64::MAX }))
    }
}

/// A record that shows its name and nothing of what is in it: who logs one by mistake logs no word of the person's. In the languages
/// outside our `uniffi-bindgen` sees to that.
macro_rules! closed {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

/// A record that goes out.
macro_rules! view {
    ($(#[$meta:meta])* $name:ident from $core:path { $($(#[$fmeta:meta])* $field:ident: $ty:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, uniffi::Record)]
        pub struct $name { $($(#[$fmeta])* pub $field: $ty),+ }

        $crate::convert::closed!($name);

        impl $crate::convert::Out<$core> for $name {
            fn out(core: $core) -> Self {
                use $core as Core;
                let Core { $($field),+ } = core;
                Self { $($field: $crate::convert::Out::out($field)),+ }
            }
        }
    };
}

/// A record that comes in.
macro_rules! edit {
    ($(#[$meta:meta])* $name:ident into $core:path { $($(#[$fmeta:meta])* $field:ident: $ty:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, uniffi::Record)]
        pub struct $name { $($(#[$fmeta])* pub $field: $ty),+ }

        $crate::convert::closed!($name);

        impl $crate::convert::In<$core> for $name {
            fn taken(self, _: &'static str) -> handrail_core::Result<$core> {
                use $core as Core;
                let Self { $($field),+ } = self;
                Ok(Core { $($field: $crate::convert::In::taken($field, stringify!($field))?),+ })
            }
        }
    };
}

/// A record that comes in, and goes out again as it is.
macro_rules! both {
    ($(#[$meta:meta])* $name:ident = $core:path { $($(#[$fmeta:meta])* $field:ident: $ty:ty),+ $(,)? }) => {
        $crate::convert::edit! { $(#[$meta])* $name into $core { $($(#[$fmeta])* $field: $ty),+ } }

        impl $crate::convert::Out<$core> for $name {
            fn out(core: $core) -> Self {
                use $core as Core;
                let Core { $($field),+ } = core;
                Self { $($field: $crate::convert::Out::out($field)),+ }
            }
        }
    };
}

/// A choice some of whose cases carry something, the same on both sides.
macro_rules! cases {
    ($(#[$meta:meta])* $name:ident = $core:path {
        $($(#[$vmeta:meta])* $variant:ident $({ $($(#[$fmeta:meta])* $field:ident: $ty:ty),+ $(,)? })?),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, uniffi::Enum)]
        pub enum $name { $($(#[$vmeta])* $variant $({ $($(#[$fmeta])* $field: $ty),+ })?),+ }

        $crate::convert::closed!($name);

        impl $crate::convert::Out<$core> for $name {
            fn out(core: $core) -> Self {
                use $core as Core;
                match core {
                    $(Core::$variant { $($($field),+)? } => {
                        Self::$variant { $($($field: $crate::convert::Out::out($field)),+)? }
                    })+
                }
            }
        }

        impl $crate::convert::In<$core> for $name {
            fn taken(self, _: &'static str) -> handrail_core::Result<$core> {
                use $core as Core;
                Ok(match self {
                    $(Self::$variant { $($($field),+)? } => {
                        Core::$variant { $($($field: $crate::convert::In::taken($field, stringify!($field))?),+)? }
                    })+
                })
            }
        }
    };
}

/// A choice, the same on both sides.
macro_rules! choice {
    ($(#[$meta:meta])* $name:ident = $core:path { $($(#[$vmeta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $crate::convert::Out<$core> for $name {
            fn out(core: $core) -> Self {
                use $core as Core;
                match core { $(Core::$variant => Self::$variant),+ }
            }
        }

        impl $crate::convert::In<$core> for $name {
            fn taken(self, _: &'static str) -> handrail_core::Result<$core> {
                use $core as Core;
                Ok(match self { $(Self::$variant => Core::$variant),+ })
            }
        }
    };
}

/// The id of a record: 22 characters of text outside, a type of its own in the core.
macro_rules! id {
    ($(#[$meta:meta])* $name:ident = $core:path) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(pub String);

        uniffi::custom_newtype!($(#[$meta])* $name, String);

        impl $crate::convert::Out<$core> for $name {
            fn out(core: $core) -> Self {
                Self(core.to_string())
            }
        }

        impl $crate::convert::In<$core> for $name {
            fn taken(self, field: &'static str) -> handrail_core::Result<$core> {
                handrail_core::ids::Id::parse(field, &self.0).map($core)
            }
        }
    };
}

pub(crate) use {both, cases, choice, closed, edit, id, view};
