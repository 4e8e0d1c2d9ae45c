//! What a request sends: parameters and bodies.

use serde_json::Value;

use super::{Declared, Type};
use crate::{naming::MethodName, place::Pointer};

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Where the description has it.
    pub place: Pointer,
    /// The argument or setter.
    pub name: MethodName,
    /// Where it goes.
    pub location: ParameterIn,
    /// The part whose header it is, by its name on the wire.
    pub part: Option<String>,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// How it is written.
    pub style: ParameterStyle,
    /// Whether reserved characters of its values pass as they are.
    pub allow_reserved: bool,
    /// Whether the server knows by it a call that is sent again: with the same key, it acts once.
    pub is_idempotency_key: bool,
    /// What it is.
    pub docs: String,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// A value that the description gives as an example.
    pub example: Option<Value>,
    /// What the description says of it, word by word.
    pub declared: Declared,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ParameterIn {
    /// Into the path, as one segment or a part of one.
    Path,
    /// Behind the question mark.
    Query,
    /// Into a header.
    Header,
    /// Into the header `Cookie`, beside others.
    Cookie,
    /// Into the body, as a part of a form (`multipart/form-data`).
    Part,
    /// Into a header of a part.
    PartHeader,
}

/// How a parameter is written (OpenAPI 3.0.4, section 4.8.12).
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ParameterStyle {
    /// As it is.
    Scalar,
    /// A list.
    List(ListStyle),
    /// An object.
    Object(ObjectStyle),
    /// By an expansion of URI templates: in a path, but for a word as it is; objects in headers, too.
    Expanded(Words, Expansion),
    /// A JSON document.
    Json,
    /// A list of JSON documents, each a part of a form.
    JsonList,
    /// Text of a media type.
    Text(String),
    /// A file, or several of them.
    File {
        /// Whether there may be several.
        is_list: bool,
        /// The media type of one that does not know its own; where there are several, separated by commas.
        media_type: Option<String>,
    },
}

/// What is written in words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Words {
    /// A single one.
    One,
    /// A list of them.
    List,
    /// The fields of an object.
    Object,
}

/// How a list is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ListStyle {
    /// `a=1&a=2` (form, explode).
    Repeat,
    /// `a=1,2` (form or simple).
    Comma,
    /// `a=1%202`.
    Space,
    /// `a=1|2`.
    Pipe,
}

/// How an object is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ObjectStyle {
    /// `a[b]=1`.
    Deep,
    /// `b=1` (form, explode).
    Form,
    /// `a=b,1` (form).
    Comma,
    /// `a=b%201`.
    Space,
    /// `a=b|1`.
    Pipe,
}

/// How a value stands in the place of its name (RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expansion {
    /// `5`, `3,4`, `R,100,G,200`.
    Simple,
    /// `R=100,G=200`; of a word or a list, the same as without explode.
    SimpleExploded,
    /// `.5`, `.3,4`, `.R,100,G,200`.
    Label,
    /// `.5`, `.3.4`, `.R=100.G=200`.
    LabelExploded,
    /// `;x=5`, `;x=3,4`, `;x=R,100,G,200`.
    Matrix,
    /// `;x=5`, `;x=3;x=4`, `;R=100;G=200`.
    MatrixExploded,
}

impl ParameterStyle {
    /// What is written in words, if that is how it is written.
    #[must_use]
    pub fn words(&self) -> Option<Words> {
        match self {
            Self::Scalar => Some(Words::One),
            Self::List(_) => Some(Words::List),
            Self::Object(_) => Some(Words::Object),
            Self::Expanded(words, _) => Some(*words),
            Self::Json | Self::JsonList | Self::Text(_) | Self::File { .. } => None,
        }
    }
}

/// What the argument or the setter of a parameter takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Argument<'a> {
    /// Whatever has a text, ids that are numbers elsewhere included.
    Displayed,
    /// What becomes a text.
    Text,
    /// The type, or what becomes one.
    Converted(&'a Type),
    /// The type itself.
    Own(&'a Type),
    /// Values of whatever has a text.
    DisplayedItems,
    /// Values of the type.
    Items(&'a Type),
    /// A file.
    File,
    /// Files.
    Files,
}

impl Parameter {
    /// What its argument or setter takes. An integer in a path is an id: it is taken as a text, too, since vendors describe ids as
    /// integers that are none.
    #[must_use]
    pub fn argument(&self) -> Argument<'_> {
        match (&self.style, self.style.words(), &self.ty) {
            (ParameterStyle::Text(_), _, _) => Argument::Text,
            (ParameterStyle::File { is_list: false, .. }, _, _) => Argument::File,
            (ParameterStyle::File { is_list: true, .. }, _, _) => Argument::Files,
            (_, Some(Words::One), Type::String | Type::Value) => Argument::Displayed,
            (_, Some(Words::One), Type::Integer | Type::Unsigned) if self.location == ParameterIn::Path => {
                Argument::Displayed
            }
            (_, Some(Words::One), Type::Named(_)) => Argument::Converted(&self.ty),
            // A tuple: no other type of a name is a list of words.
            (_, Some(Words::List), Type::Named(_)) => Argument::Own(&self.ty),
            (_, Some(Words::List), list) => match list.inner() {
                Some(item @ (Type::Named(_) | Type::Number | Type::Library(_))) => Argument::Items(item),
                Some(_) | None => Argument::DisplayedItems,
            },
            (_, Some(Words::One | Words::Object) | None, ty) => Argument::Own(ty),
        }
    }
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// How it is written.
    pub kind: BodyKind,
    /// Where the description has it.
    pub place: Pointer,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// What it is.
    pub docs: String,
    /// A value that the description gives as an example.
    pub example: Option<Value>,
    /// The media types that the server takes.
    pub media_types: Vec<String>,
    /// What the description says of what an app writes by itself, as JSON without prose: bytes and texts, and how the parts
    /// of a form are encoded.
    pub written: Option<String>,
    /// What the description says of it, word by word.
    pub declared: Declared,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyKind {
    /// As JSON, with its media type where that is not `application/json`.
    Json(Type, Option<String>),
    /// As `application/x-www-form-urlencoded`.
    Form(Type, FormEncoding),
    /// As text.
    Text(ContentType),
    /// As bytes.
    Bytes(ContentType),
    /// As a form whose parts nobody describes (`multipart/form-data`). Those that somebody does are parameters.
    FormData,
}

/// How the fields of a form are written, where that is not by default.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FormEncoding {
    /// The media type, where it has parameters.
    pub media_type: Option<String>,
    /// The fields that have a style of their own.
    pub styles: Vec<(String, FieldStyle)>,
    /// The fields in which reserved characters pass as they are.
    pub reserved: Vec<String>,
}

/// How a field of a form is written (OpenAPI 3.0.4, Encoding Object).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FieldStyle {
    /// `a[b]=1&a[0]=2`.
    Deep,
    /// `a=1&a=2`, of an object `b=1`.
    Form,
    /// `a=1,2`, of an object `a=b,1`.
    Comma,
    /// `a=1%202`.
    Space,
    /// `a=1|2`.
    Pipe,
    /// As JSON.
    Json,
}

/// The media type of a body that an app writes by itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ContentType {
    /// This one.
    Fixed(String),
    /// One that the app names, of this range, or with what the range cannot know (the boundary of a `multipart/mixed`).
    Asked(String),
}

impl Body {
    /// The media type that the app names, as the description has it.
    #[must_use]
    pub fn asks_for(&self) -> Option<&str> {
        match &self.kind {
            BodyKind::Text(ContentType::Asked(range)) | BodyKind::Bytes(ContentType::Asked(range)) => Some(range),
            BodyKind::Json(..) | BodyKind::Form(..) | BodyKind::Text(_) | BodyKind::Bytes(_) | BodyKind::FormData => {
                None
            }
        }
    }

    /// The type that it is written from.
    #[must_use]
    pub fn held(&self) -> Option<&Type> {
        match &self.kind {
            BodyKind::Json(ty, _) | BodyKind::Form(ty, _) => Some(ty),
            BodyKind::Text(_) | BodyKind::Bytes(_) | BodyKind::FormData => None,
        }
    }
}
