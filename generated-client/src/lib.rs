#![doc = include_str!("../README.md")]

mod api;
mod api_error;
mod builder;
mod client;
mod config;
mod credentials;
mod decode;
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
mod request;
mod response;
mod runtime;
mod shape;
mod string_enum;
mod time;
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
pub use error::{Error, InvalidRequest, TimeoutError, TransportError};
pub use generated::*;
pub use nullable::Nullable;
pub use one_or_many::OneOrMany;
pub use operation::Operation;
pub use request::Request;
pub use response::Response;
pub use time::{TimeOutOfRange, UnixTime};
