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

    /// Whether an item is shown nowhere, so that no error quotes one that does not decode.
    const HIDES_ITEMS: bool = false;

    /// Whether the data of an event of this type ([`Events::event_type`](crate::Events::event_type)) is described as text, and not as
    /// JSON, where an item is an event as a whole.
    #[must_use]
    fn is_text(_event: &str) -> bool {
        false
    }
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

/// The item is the event itself: an object with `data`, `event`, `id` and `retry`, as far as it has them. Its data is JSON, or a text where
/// it is [described as one](Streamed::is_text) or is no JSON. Where an event has nothing but data, and that is such an object, this may be
/// the item. `[DONE]` ends the stream where it is no text.
#[derive(Debug)]
pub enum EventFrame {}

impl<T: DeserializeOwned> Framing<T> for EventFrame {
    const CUT: Cut = Cut::Events;

    fn read(frame: &Frame, policy: DecodePolicy) -> ReadItem<T> {
        if is_done(frame) && !frame.is_text {
            return Ok(None);
        }
        let data = if frame.is_text { None } else { serde_json::from_slice::<Value>(&frame.data).ok() };
        let within = data.as_ref().and_then(Value::as_object).filter(|data| is_event(data) && is_bare(frame));
        let (is_within, says_its_type) = (within.is_some(), within.is_some_and(|event| event.contains_key("event")));
        let whole = object(frame, data.unwrap_or_else(|| Value::String(text(&frame.data)))).to_string().into();
        // What says of which type it is is the event; nothing else would say that.
        let mut readings: Vec<&Bytes> = [&whole].into_iter().chain(is_within.then_some(&frame.data)).collect();
        if says_its_type {
            readings.reverse();
        }
        let read = |policy| readings.iter().map(move |reading| json(reading, policy).map(Some));
        let strict = read(DecodePolicy::Strict).find(Result::is_ok);
        strict.or_else(|| read(policy).find(Result::is_ok)).unwrap_or_else(|| json(&whole, policy).map(Some))
    }
}

/// Whether an object can be an event.
fn is_event(object: &Map<String, Value>) -> bool {
    object.contains_key("data") && object.keys().all(|name| ["data", "event", "id", "retry"].contains(&name.as_str()))
}

/// Whether an event has nothing but data.
const fn is_bare(frame: &Frame) -> bool {
    frame.event.is_none() && frame.id.is_none() && frame.retry.is_none()
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
