//! From the bytes of a stream to the frames that its items stand in.

use std::time::Duration;

use bytes::Bytes;

use crate::streams::lines::Lines;

/// What an item of a stream stands in, as it came: an event, or a piece of JSON.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Frame {
    /// What it carries. Of an event with several lines of data, these with a line feed between them.
    pub data: Bytes,
    /// The type of the event, where it has one.
    pub event: Option<String>,
    /// The id of the event, where it has one. An empty one takes back those before it.
    pub id: Option<String>,
    /// How long to wait before the stream is asked for again, where it says so.
    pub retry: Option<Duration>,
}

/// How the body of a stream is cut up into frames.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cut {
    /// Server-sent events (`text/event-stream`): HTML Living Standard, section 9.2.
    Events,
    /// A line for each (`application/x-ndjson`, `application/jsonl`).
    Lines,
    /// A record separator before each (`application/json-seq`): RFC 7464.
    Records,
}

/// The frames of a body that is still coming.
#[derive(Debug)]
pub(super) struct Frames {
    cut: Cut,
    lines: Lines,
    event: Event,
}

impl Frames {
    pub(super) fn new(cut: Cut) -> Self {
        Self { cut, lines: Lines::default(), event: Event::default() }
    }

    /// Adds a piece of the body.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.lines.push(piece);
    }

    /// The id and the time to wait that events without data have said since somebody asked: such events are none, but what they say of
    /// the stream holds.
    pub(super) fn take_said(&mut self) -> (Option<String>, Option<Duration>) {
        std::mem::take(&mut self.event.said)
    }

    /// How many bytes of a frame have come that is not whole yet.
    pub(super) fn waiting(&self) -> usize {
        self.lines.waiting() + self.event.data.len()
    }

    /// The next frame that is whole.
    pub(super) fn next(&mut self) -> Option<Frame> {
        loop {
            let found = match self.cut {
                Cut::Events => self.lines.next(b"\n\r").map(|line| self.event.line(&line)),
                Cut::Lines => self.lines.next(b"\n").map(|line| json(&line)),
                Cut::Records => self.lines.next(b"\x1e").map(|record| json(&record)),
            };
            match found {
                None => return None,
                Some(None) => {}
                Some(frame) => return frame,
            }
        }
    }

    /// The last frame, at the end of the body. An event without the empty line behind it is none.
    pub(super) fn last(&mut self) -> Option<Frame> {
        let rest = self.lines.rest();
        match self.cut {
            Cut::Events => None,
            Cut::Lines | Cut::Records => json(&rest),
        }
    }
}

/// A piece of JSON; nothing where there is only white space.
fn json(bytes: &Bytes) -> Option<Frame> {
    let trimmed = bytes.trim_ascii();
    (!trimmed.is_empty()).then(|| Frame { data: bytes.slice_ref(trimmed), ..Frame::default() })
}

/// An event whose lines are coming.
#[derive(Debug, Default)]
struct Event {
    frame: Frame,
    data: Vec<u8>,
    /// The id and the time to wait of events without data.
    said: (Option<String>, Option<Duration>),
    /// Whether the first line has come, before which a byte order mark may stand.
    is_begun: bool,
}

impl Event {
    /// Takes the next line (HTML, section 9.2.6); returns the event where it ends with that.
    fn line(&mut self, line: &[u8]) -> Option<Frame> {
        let line = if self.is_begun { line } else { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) };
        self.is_begun = true;
        if line.is_empty() {
            return self.ends();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = colon.map_or((line, &[][..]), |at| (&line[..at], &line[at + 1..]));
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || String::from_utf8_lossy(value).into_owned();
        match field {
            b"data" => {
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => self.frame.event = Some(text()),
            b"id" if !value.contains(&0) => self.frame.id = Some(text()),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                self.frame.retry = text().parse().ok().map(Duration::from_millis);
            }
            // A comment, or a field that nobody knows.
            _ => {}
        }
        None
    }

    fn ends(&mut self) -> Option<Frame> {
        let mut frame = std::mem::take(&mut self.frame);
        if self.data.pop().is_none() {
            let (id, retry) = std::mem::take(&mut self.said);
            self.said = (frame.id.or(id), frame.retry.or(retry));
            return None;
        }
        frame.data = std::mem::take(&mut self.data).into();
        Some(frame)
    }
}
