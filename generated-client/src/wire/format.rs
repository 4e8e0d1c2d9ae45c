//! How the body of a successful response is read: as JSON, text, bytes, not at all, or by its status.

#![allow(dead_code, reason = "which formats a generated client needs depends on its description")]

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::wire::content::decode_error::DecodeError;
use crate::wire::content::open::Content;
use crate::wire::decode::ResponseBody;

/// Reads a body as a `T`.
pub trait Decode<T> {
    /// Whether anything of the body is read.
    const IS_READ: bool = true;

    /// Whether what is read is shown nowhere: neither by the `Debug` of its [`Response`](crate::Response) nor by an error.
    const IS_HIDDEN: bool = false;

    /// Reads the body.
    ///
    /// # Errors
    ///
    /// The response is not what the description promises.
    fn decode(body: ResponseBody<'_>) -> Result<T, DecodeError>;
}

/// The body is JSON.
#[derive(Debug)]
pub enum Json {}

impl<T: DeserializeOwned> Decode<T> for Json {
    fn decode(body: ResponseBody<'_>) -> Result<T, DecodeError> {
        body.json()
    }
}

/// The body is JSON, and one that is empty is read as `null`: where no description says whether there is one.
#[derive(Debug)]
pub enum JsonOrEmpty {}

impl<T: DeserializeOwned> Decode<T> for JsonOrEmpty {
    fn decode(body: ResponseBody<'_>) -> Result<T, DecodeError> {
        let null = body.raw().trim_ascii().is_empty().then(|| serde_json::from_slice(b"null").ok()).flatten();
        null.map_or_else(|| body.json(), Ok)
    }
}

/// The body is read in this way, and what it is, is shown nowhere.
#[derive(Debug)]
pub struct Hidden<F>(PhantomData<F>);

impl<T, F: Decode<T>> Decode<T> for Hidden<F> {
    const IS_READ: bool = F::IS_READ;
    const IS_HIDDEN: bool = true;

    fn decode(body: ResponseBody<'_>) -> Result<T, DecodeError> {
        F::decode(body).map_err(DecodeError::without_value)
    }
}

/// The body does not matter.
#[derive(Debug)]
pub enum Empty {}

impl Decode<()> for Empty {
    const IS_READ: bool = false;

    fn decode(_: ResponseBody<'_>) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// The body is text, in the characters that it says.
#[derive(Debug)]
pub enum Text {}

impl Decode<String> for Text {
    fn decode(body: ResponseBody<'_>) -> Result<String, DecodeError> {
        body.text()
    }
}

/// The body is taken as it comes.
#[derive(Debug)]
pub enum Binary {}

impl Decode<Bytes> for Binary {
    fn decode(body: ResponseBody<'_>) -> Result<Bytes, DecodeError> {
        body.bytes()
    }
}

/// The body is JSON, or a text, as its `Content-Type` says.
#[derive(Debug)]
pub enum JsonOrText {}

impl<T: DeserializeOwned> Decode<T> for JsonOrText {
    fn decode(body: ResponseBody<'_>) -> Result<T, DecodeError> {
        body.json_or_text()
    }
}

/// The body is what its `Content-Type` says.
#[derive(Debug)]
pub enum Open {}

impl Decode<Content> for Open {
    fn decode(body: ResponseBody<'_>) -> Result<Content, DecodeError> {
        body.content()
    }
}

/// What the body is depends on the status.
#[derive(Debug)]
pub enum ByStatus {}

impl<T: DecodeByStatus> Decode<T> for ByStatus {
    fn decode(body: ResponseBody<'_>) -> Result<T, DecodeError> {
        T::decode(body)
    }
}

/// A value that is read in one way or another, according to the status.
pub trait DecodeByStatus: Sized {
    /// Reads the body.
    ///
    /// # Errors
    ///
    /// The response is not what the description promises, or has a status that it does not promise.
    fn decode(body: ResponseBody<'_>) -> Result<Self, DecodeError>;
}
