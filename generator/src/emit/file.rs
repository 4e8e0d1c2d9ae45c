//! A file before it is rendered: its items, each with what its layout depends on.

use std::fmt;

use proc_macro2::TokenStream;

/// A file before it is rendered. Tokens can't leave the thread that makes them, so a file only knows how to make its own.
pub struct File<'a> {
    /// Its path below the folder of generated code.
    pub path: String,
    content: Box<dyn Fn() -> Content + Send + Sync + 'a>,
}

impl<'a> File<'a> {
    pub(super) fn new(path: impl Into<String>, content: impl Fn() -> Content + Send + Sync + 'a) -> Self {
        Self { path: path.into(), content: Box::new(content) }
    }

    /// Emits its content.
    #[must_use]
    pub fn content(&self) -> Content {
        (self.content)()
    }
}

impl fmt::Debug for File<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("File").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What a file says.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// What is said of the file itself: inner attributes, or nothing.
    pub docs: TokenStream,
    /// Its items.
    pub items: Vec<Item>,
}

impl From<Vec<Item>> for Content {
    fn from(items: Vec<Item>) -> Self {
        Self { docs: TokenStream::new(), items }
    }
}

/// One or more items that stand together, apart from those around them.
#[derive(Clone, Debug)]
pub enum Item {
    /// What is laid out as it is: a type, a block of imports, or nothing.
    Plain(TokenStream),
    /// An `impl`: its constants and types in a block, its methods apart.
    Impl {
        /// What stands before the brace.
        head: TokenStream,
        /// Its constants and types.
        declarations: TokenStream,
        /// Its methods.
        methods: Vec<Method>,
    },
    /// What a macro of the runtime is told: `name!(arguments);`, in lines that are filled.
    Facts {
        /// The runtime's macro.
        name: &'static str,
        /// What it takes.
        arguments: TokenStream,
    },
    /// A table that a macro of the runtime turns into items: `name! { rows }`.
    Table {
        /// The runtime's macro.
        name: &'static str,
        /// Items, without blank lines between them.
        rows: TokenStream,
    },
    /// A struct as `model!` takes it: `model! { pub struct Pet { rows } rest constructors }`.
    Model {
        /// Docs of the struct, as text.
        docs: String,
        /// What stands before the brace.
        head: TokenStream,
        /// Its fields, each ended by a comma.
        fields: Vec<Row>,
        /// What is said of the struct, each ended by a semicolon.
        rest: Vec<TokenStream>,
        /// The ways to build it.
        constructors: Vec<Constructor>,
    },
    /// Statements that stand in no function, for rustdoc alone: the file has nothing else.
    Statements(TokenStream),
    /// Items that are compiled with any of these features: `when! { #![cfg(any(…))] … }`.
    When {
        /// The features.
        features: Vec<String>,
        /// Items without blank lines between them.
        items: Vec<Item>,
    },
    /// A module.
    Module {
        /// What stands before the brace.
        head: TokenStream,
        /// What stands in it.
        items: Vec<Item>,
    },
}

/// A method of an [`impl`](Item::Impl).
#[derive(Clone, Debug)]
pub struct Method {
    /// What is said of it.
    pub said: Said,
    /// The method, with its other attributes.
    pub item: TokenStream,
}

impl From<TokenStream> for Method {
    fn from(item: TokenStream) -> Self {
        Self { said: Said::default(), item }
    }
}

/// What stands above a method, or a part of a [model](Item::Model). It is text: there are more of these than of anything else in a
/// file, and none needs a parser to be laid out.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Docs, or nothing.
    pub docs: String,
    /// Whether `#[deprecated]` follows.
    pub is_deprecated: bool,
}

/// A line of a [model](Item::Model), which is no Rust by itself: `pub name?: String`.
#[derive(Clone, Debug)]
pub struct Row {
    /// What is said of it.
    pub said: Said,
    /// The line.
    pub line: TokenStream,
}

/// A function of a [model](Item::Model) that begins to build it.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// What is said of it.
    pub said: Said,
    /// Its signature.
    pub line: TokenStream,
    /// What the builder asks for, each ended by a semicolon, where that does not follow from the fields.
    pub asks: Option<Vec<TokenStream>>,
}

impl Item {
    /// An `impl` of methods alone.
    pub(crate) fn implementation<M: Into<Method>>(head: TokenStream, methods: impl IntoIterator<Item = M>) -> Self {
        Self::Impl { head, declarations: TokenStream::new(), methods: methods.into_iter().map(Into::into).collect() }
    }
}
