//! The macro by which generated crates describe their lists. It expands to nothing without a client.

/// Implements `Paginate` for a request of a generated crate.
#[doc(hidden)]
#[macro_export]
#[allow(
    clippy::crate_in_macro_def,
    reason = "the stubs are in the generated crate, which calls the macro"
)]
macro_rules! paginate {
    (
        $request:ident { $method:ident => $item:ty, }
        pages: $pages:expr;
        position: $position:ident;
        items: $items:expr;
    ) => {
        #[cfg(any(feature = "client", feature = "blocking"))]
        #[allow(deprecated)]
        impl $crate::client::Paginate for $request {
            type Item = $item;

            const PAGINATION: $crate::client::Pagination = $pages;

            #[inline]
            fn set_position(&mut self, position: $crate::client::Position) {
                self.$position = $crate::client::FromPosition::from_position(position);
            }

            #[inline]
            fn into_items(response: Self::Response) -> Option<Vec<Self::Item>> {
                let items: fn(Self::Response) -> Option<Vec<Self::Item>> = $items;
                items(response)
            }
        }

        #[cfg(feature = "client")]
        #[allow(deprecated)]
        impl $crate::client::StubbedBy<dyn crate::stub::Stub> for $request {
            const METHOD: $crate::client::StubMethod<dyn crate::stub::Stub, Self> =
                crate::stub::Stub::$method;
        }

        #[cfg(feature = "blocking")]
        #[allow(deprecated)]
        impl $crate::client::blocking::StubbedBy<dyn crate::blocking::Stub> for $request {
            const METHOD: $crate::client::blocking::StubMethod<dyn crate::blocking::Stub, Self> =
                crate::blocking::Stub::$method;
        }
    };
}
