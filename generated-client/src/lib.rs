#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
mod api_error;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod choice;
mod client;
mod config;
mod connections;
mod credentials;
mod decode;
mod decode_policy;
mod deserialize;
mod elsewhere;
mod error;
mod escaped;
mod execute;
mod explain;
mod field_name;
mod form_data;
mod format;
#[rustfmt::skip]
mod generated;
#[cfg(feature = "middleware")]
mod middleware;
#[cfg(feature = "mock")]
pub mod mock;
mod nullable;
mod one_or_many;
mod operation;
mod pages;
mod pagination;
mod partial;
mod path;
mod pointer;
mod query;
mod rate_limit;
mod repair;
mod request;
mod response;
mod retry;
mod runtime;
mod security;
mod servers;
mod shape;
mod shared_token;
mod spans;
mod string_enum;
mod string_or_integer;
mod telemetry;
mod time;
mod token_error;
pub mod token_source;
mod transport;
mod union;
mod version;
mod when;

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use reqwest;
#[cfg(feature = "middleware")]
pub use reqwest_middleware;
pub use secrecy::{ExposeSecret, SecretString};
pub use serde_json::Value;

pub use crate::time::{TimeOutOfRange, UnixTime};
pub use api_error::ApiError;
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use client::{Client, ClientBuilder};
pub use config::{BaseUrlProblem, ConfigError};
pub use decode::{DecodeError, DecodeFailure, UnreadableItem};
pub use decode_policy::{DecodePolicy, Mismatch};
pub use error::{Error, InvalidRequest, TimeoutError, TransportError};
pub use form_data::{File, FormData};
pub use generated::*;
pub use nullable::Nullable;
pub use one_or_many::OneOrMany;
pub use operation::{Operation, OperationName};
pub use pages::{Items, Pages};
pub use pagination::{PageParameter, Paginated, Pagination, PaginationError};
pub use rate_limit::RateLimit;
pub use request::Request;
pub use response::Response;
pub use retry::Retry;
pub use string_or_integer::StringOrInteger;
pub use token_error::TokenError;
pub use token_source::{TokenFuture, TokenSource};
pub use transport::{Transport, TransportBody, TransportFuture, TransportPieces, TransportRequest, TransportResponse};
pub use url::Url;
