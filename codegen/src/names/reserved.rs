//! Names that Rust or a generated crate reserves.

/// All strict, reserved and contextual keywords of edition 2024.
pub(super) const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that the prelude and generated code use without a path.
pub(super) const TYPES: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "K",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// Names that client methods and the client's example use without a path.
pub(super) const CALL_TYPES: &[&str] = &[
    "Arc",
    "Backend",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "Error",
    "ResponseFuture",
    "Stub",
    "Transport",
];

/// Methods that every object has, and methods behind operators: a setter of the same name would hide
/// them, or be mistaken for them.
pub(super) const FIELDS: &[&str] = &[
    "add",
    "bitand",
    "bitor",
    "bitxor",
    "build",
    "clone",
    "decode_warnings",
    "default",
    "div",
    "eq",
    "fmt",
    "into",
    "mul",
    "new",
    "rem",
    "report",
    "serialize",
    "shl",
    "shr",
    "sub",
    "to_owned",
    "try_into",
    "validate",
    "warnings",
];

/// Methods that every client has besides its actions, and methods of pointers to a stub, which would be
/// called instead.
pub(super) const METHODS: &[&str] = &[
    "action",
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "builder",
    "call_json",
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "deref",
    "drop",
    "eq",
    "fmt",
    "from",
    "from_stub",
    "into",
    "new",
    "paginate",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "with_options",
];

/// Modules must not have the name of their parent.
pub(super) const MODULES: &[&str] = &["model"];
