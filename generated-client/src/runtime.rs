//! The one root through which generated code reaches the runtime: re-exports, nothing else.

#![allow(unused_imports, reason = "which of these a generated client needs depends on its description")]

pub(crate) use bytes::Bytes;
pub(crate) use http::Method;
pub(crate) use serde_json::Value;

pub(crate) use crate::api::{Api, Scheme};
pub(crate) use crate::builder::{Complete, Missing, Without, builder, required_fields};
pub(crate) use crate::choice::choice;
pub(crate) use crate::client::{Client, ClientBuilder};
pub(crate) use crate::decode::{DecodeError, ResponseBody};
pub(crate) use crate::deserialize::deserialize;
pub(crate) use crate::form_data::{File, FormData};
pub(crate) use crate::format::{Binary, ByStatus, Decode, DecodeByStatus, Empty, Json, Text};
#[cfg(feature = "mock")]
pub(crate) use crate::mock::{Answer, Encode, EncodeByStatus, expectations};
pub(crate) use crate::nullable::Nullable;
pub(crate) use crate::one_or_many::OneOrMany;
pub(crate) use crate::operation::Operation;
pub(crate) use crate::pagination::{PageParameter, Paginated, Pagination};
pub(crate) use crate::query::{ListStyle, ObjectStyle};
pub(crate) use crate::request::Request;
pub(crate) use crate::servers::servers;
pub(crate) use crate::string_enum::{integer_enum, string_enum};
pub(crate) use crate::string_or_integer::StringOrInteger;
pub(crate) use crate::time::UnixTime;
pub(crate) use crate::token_source::TokenSource;
pub(crate) use crate::union::{tagged_union, union};
pub(crate) use crate::when::when;
