//! The one root through which generated code reaches the runtime: re-exports, nothing else.

#![allow(unused_imports, reason = "which of these a generated client needs depends on its description")]

pub(crate) use bytes::Bytes;
pub(crate) use http::Method;
pub(crate) use serde_json::Value;

pub(crate) use crate::api::{Api, Scheme};
pub(crate) use crate::call::request::Request;
pub(crate) use crate::client::api_error::{ApiError, fakes};
pub(crate) use crate::client::builder::ClientBuilder;
pub(crate) use crate::client::client::Client;
pub(crate) use crate::client::error::Error;
pub(crate) use crate::credentials::token_source::TokenSource;
pub(crate) use crate::json::sent::is_withheld;
pub(crate) use crate::lists::described::{PageParameter, Paginated, Pagination};
#[cfg(feature = "mock")]
pub(crate) use crate::mock::{Encode, EncodeByStatus, MockResponse, expectations, mock_of};
pub(crate) use crate::streams::described::{EventData, EventFrame, EventText, JsonLines, JsonSequence, Streamed};
pub(crate) use crate::tables::enums::{integer_enum, string_enum};
pub(crate) use crate::tables::objects::choice::choice;
pub(crate) use crate::tables::objects::model::model;
pub(crate) use crate::tables::objects::required::{Complete, Without, markers};
pub(crate) use crate::tables::samples::sample;
pub(crate) use crate::tables::servers::servers;
pub(crate) use crate::tables::tuples::tuple;
pub(crate) use crate::tables::unions::{hidden, tagged_union, union, webhooks};
pub(crate) use crate::tables::when::when;
pub(crate) use crate::values::nullable::Nullable;
pub(crate) use crate::values::one_or_many::OneOrMany;
pub(crate) use crate::values::string_or_integer::StringOrInteger;
pub(crate) use crate::values::time::UnixTime;
pub(crate) use crate::values::words::{Finite, words};
pub(crate) use crate::wire::content::decode_error::DecodeError;
pub(crate) use crate::wire::content::open::Content;
pub(crate) use crate::wire::decode::ResponseBody;
pub(crate) use crate::wire::format::{
    Binary, ByStatus, Decode, DecodeByStatus, Empty, Hidden, Json, JsonOrText, Open, Text,
};
pub(crate) use crate::wire::operation::Operation;
pub(crate) use crate::wire::sent::expansion::Expansion;
pub(crate) use crate::wire::sent::fields::FieldStyle;
pub(crate) use crate::wire::sent::form_data::{File, FormData};
pub(crate) use crate::wire::sent::query::{ListStyle, ObjectStyle};
pub(crate) use crate::wire::sent::upload::Upload;
