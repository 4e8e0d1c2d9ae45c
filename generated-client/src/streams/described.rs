//! An operation that responds with a stream of items, as the description has it, and how such an item is read.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::json::policy::{DecodePolicy, Mismatch};
use crate::streams::frames::{Cut, Frame};
use crate::wire::content::decode_error::DecodeError;
use crate::wire::decode::json;
use crate::wire::operation::Operation;

/// An operation whose success can be a stream of items. Generated code implements it.
pub trait Streamed: Operation + 'static {
    /// What comes, one by one.
    type Item;

    /// How the items stand in the stream.
    type Framing: Framing<Self::Item>;

    /// The media type of the stream, as the header `Accept` asks for it.
    const MEDIA_TYPE: &'static str;
}

/// An item as it was read, with what had to be repaired; nothing where the frame says that the stream has ended.
pub type ReadItem<T> = Result<Option<(T, Vec<Mismatch>)>, DecodeError>;

/// How items stand in a stream.
pub trait Framing<T> {
    /// How the body is cut up.
    const CUT: Cut;

    /// Reads an item.
    ///
    /// # Errors
    ///
    /// The frame is not what the description promises.
    fn read(frame: &Frame, policy: DecodePolicy) -> ReadItem<T>;
}

/// Whether the data of an event says that there are no more.
fn is_done(frame: &Frame) -> bool {
    *frame.data == *b"[DONE]"
}

/// The item is the data of an event, as JSON. `[DONE]`, which is none, ends the stream: many APIs send it last.
#[derive(Debug)]
pub enum EventData {}

impl<T: DeserializeOwned> Framing<T> for EventData {
    const CUT: Cut = Cut::Events;

    fn read(frame: &Frame, policy: DecodePolicy) -> ReadItem<T> {
        if is_done(frame) {
            return Ok(None);
        }
        json(&frame.data, policy).map(Some).or_else(|error| {
            // A text, such as a value of an enum, is sent as it is.
            let text = Value::String(text(&frame.data));
            serde_json::from_value(text).map_or(Err(error), |item| Ok(Some((item, Vec::new()))))
        })
    }
}

/// The item is the event itself: an object with `data`, `event`, `id` and `retry`, as far as it has them. Its data is read as JSON, or as
/// text, whichever it is described as; where neither fits, the data itself may be such an object. `[DONE]` ends the stream where it fits no item.
#[derive(Debug)]
pub enum EventFrame {}

impl<T: DeserializeOwned> Framing<T> for EventFrame {
    const CUT: Cut = Cut::Events;

    fn read(frame: &Frame, policy: DecodePolicy) -> ReadItem<T> {
        let text = Value::String(text(&frame.data));
        let of = |data: Value, policy| json(object(frame, data).to_string().as_bytes(), policy).map(Some);
        let Ok(data) = serde_json::from_slice::<Value>(&frame.data) else {
            return of(text, policy).or_else(|error| if is_done(frame) { Ok(None) } else { Err(error) });
        };
        let strict = of(data.clone(), DecodePolicy::Strict).or_else(|_| of(text, DecodePolicy::Strict));
        // What is described as the event may be what stands in its data.
        let strict = strict.or_else(|_| json(&frame.data, DecodePolicy::Strict).map(Some));
        strict.or_else(|_| of(data, policy))
    }
}

/// An event as an object.
fn object(frame: &Frame, data: Value) -> Value {
    let texts = [("event", &frame.event), ("id", &frame.id)].into_iter();
    let texts = texts.filter_map(|(name, text)| Some((name.to_owned(), Value::String(text.clone()?))));
    let retry = frame.retry.and_then(|retry| u64::try_from(retry.as_millis()).ok());
    let retry = retry.map(|retry| ("retry".to_owned(), Value::from(retry)));
    Value::Object(Map::from_iter([("data".to_owned(), data)].into_iter().chain(texts).chain(retry)))
}

/// The item is the data of an event, as text.
#[derive(Debug)]
pub enum EventText {}

impl Framing<String> for EventText {
    const CUT: Cut = Cut::Events;

    fn read(frame: &Frame, _: DecodePolicy) -> ReadItem<String> {
        Ok(Some((text(&frame.data), Vec::new())))
    }
}

fn text(bytes: &Bytes) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Each item is JSON in a line of its own.
#[derive(Debug)]
pub enum JsonLines {}

impl<T: DeserializeOwned> Framing<T> for JsonLines {
    const CUT: Cut = Cut::Lines;

    fn read(frame: &Frame, policy: DecodePolicy) -> ReadItem<T> {
        json(&frame.data, policy).map(Some)
    }
}

/// Each item is JSON behind a record separator (RFC 7464).
#[derive(Debug)]
pub enum JsonSequence {}

impl<T: DeserializeOwned> Framing<T> for JsonSequence {
    const CUT: Cut = Cut::Records;

    fn read(frame: &Frame, policy: DecodePolicy) -> ReadItem<T> {
        json(&frame.data, policy).map(Some)
    }
}
