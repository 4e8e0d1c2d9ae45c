#![doc = include_str!("../README.md")]

mod api;
mod api_error;
mod builder;
mod client;
mod config;
mod credentials;
mod decode;
mod decode_policy;
mod deserialize;
mod error;
mod execute;
mod explain;
mod field_name;
mod format;
#[rustfmt::skip]
mod generated;
mod nullable;
mod one_or_many;
mod operation;
mod path;
mod query;
mod rate_limit;
mod repair;
mod request;
mod response;
mod retry;
mod runtime;
mod shape;
mod string_enum;
mod time;
mod transport;
mod union;

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use reqwest;
pub use secrecy::SecretString;
pub use serde_json::Value;

pub use api_error::ApiError;
pub use client::{Client, ClientBuilder};
pub use config::{BaseUrlProblem, ConfigError};
pub use decode::{DecodeError, DecodeFailure};
pub use decode_policy::{DecodePolicy, Mismatch};
pub use error::{Error, InvalidRequest, TimeoutError, TransportError};
pub use generated::*;
pub use nullable::Nullable;
pub use one_or_many::OneOrMany;
pub use operation::Operation;
pub use rate_limit::RateLimit;
pub use request::Request;
pub use response::Response;
pub use retry::Retry;
pub use time::{TimeOutOfRange, UnixTime};
pub use transport::{Transport, TransportBody, TransportFuture, TransportPieces, TransportRequest, TransportResponse};
pub use url::Url;
