#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// rustdoc shows what a type can do in the order of modules. The page of a request begins with `send` and its options; last come the
// setters of single operations.
mod call;

mod api;
#[cfg(feature = "blocking")]
mod blocking;
mod client;
mod credentials;
mod json;
mod lists;
#[cfg(feature = "mock")]
pub mod mock;
mod runtime;
mod streams;
mod tables;
mod transport;
mod values;
mod wire;

#[rustfmt::skip]
mod generated;

// Of this crate alone: a crate that codegen makes has the rest of this file.
#[cfg(doc)]
pub mod guide;

/// How the body of a successful response is read, for an [`Operation`] that an app describes itself.
pub mod formats {
    pub use crate::streams::described::{EventData, EventFrame, EventText, Framing, JsonLines, JsonSequence, ReadItem};
    pub use crate::streams::frames::{Cut, Frame};
    pub use crate::wire::decode::ResponseBody;
    pub use crate::wire::format::{
        Binary, ByStatus, Decode, DecodeByStatus, Empty, Hidden, Json, JsonOrEmpty, JsonOrText, Open, Text,
    };
}

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
#[cfg(feature = "reqwest")]
pub use reqwest;
#[cfg(feature = "middleware")]
pub use reqwest_middleware;
pub use secrecy::{ExposeSecret, SecretString};
pub use serde_json::Value;

#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use call::dry_run::DryRun;
pub use call::execute::download::Download;
pub use call::request::Request;
pub use call::untyped::Untyped;
pub use client::api_error::ApiError;
pub use client::builder::ClientBuilder;
pub use client::client::Client;
pub use client::config::{BaseUrlProblem, ConfigError};
pub use client::error::Error;
pub use client::limiter::RateLimiter;
pub use client::observer::{ObservedCall, Observer, Outcome, TraceContext};
pub use client::retry::Retry;
pub use credentials::token_error::TokenError;
pub use credentials::token_source::{self, TokenFuture, TokenSource};
pub use generated::*;
pub use json::policy::{DecodePolicy, Mismatch};
pub use lists::described::{PageParameter, Paginated, Pagination};
pub use lists::items::Items;
pub use lists::pages::Pages;
pub use lists::progress::Progress;
pub use streams::described::Streamed;
pub use streams::events::Events;
pub use transport::transport::{
    Transport, TransportBody, TransportFuture, TransportPieces, TransportRequest, TransportResponse,
};
pub use url::Url;
pub use values::nullable::Nullable;
pub use values::one_or_many::OneOrMany;
pub use values::string_or_integer::StringOrInteger;
pub use values::time::{TimeOutOfRange, UnixTime};
pub use wire::content::decode_error::DecodeError;
pub use wire::content::open::Content;
pub use wire::failure::{DecodeFailure, UnreadableItem};
pub use wire::operation::{Endpoint, Operation, OperationName};
pub use wire::problems::{InvalidRequest, PaginationError, RateLimitError, TimeoutError, TransportError};
pub use wire::rate_limit::RateLimit;
pub use wire::response::Response;
pub use wire::sent::form_data::{File, FormData};
pub use wire::sent::upload::{Upload, UploadBody, UploadPieces};
