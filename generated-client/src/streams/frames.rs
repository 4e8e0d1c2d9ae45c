//! From the bytes of a stream to the frames that its items stand in.

use std::time::Duration;

use bytes::Bytes;

use crate::streams::lines::Lines;
use crate::streams::records::{Broken, Records};

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
    /// Whether its data is described as text ([`Streamed::is_text`](crate::Streamed::is_text)).
    pub is_text: bool,
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

/// Why there is no frame, where something has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Unframed {
    /// It is larger than the limit, so that what follows is not looked for.
    TooLarge,
    /// It is no record of a JSON sequence.
    Broken(Broken),
}

/// What comes of a body: a frame, or why there is none.
pub(super) type Found = Result<Frame, Unframed>;

/// The frames of a body that is still coming.
#[derive(Debug)]
pub(super) struct Frames {
    cut: Cut,
    /// How many bytes the data of a frame may have.
    limit: usize,
    lines: Lines,
    event: Event,
    records: Records,
}

impl Frames {
    pub(super) fn new(cut: Cut, limit: usize) -> Self {
        Self { cut, limit, lines: Lines::default(), event: Event::default(), records: Records::default() }
    }

    /// Adds a piece of the body.
    pub(super) fn push(&mut self, piece: &[u8]) {
        match self.cut {
            Cut::Events | Cut::Lines => self.lines.push(piece),
            Cut::Records => self.records.push(piece),
        }
    }

    /// What the body has said of the stream since somebody asked, in events that are none since they have no data, and in lines of an
    /// event that is still coming: an id holds with the empty line behind it, a time to wait at once.
    pub(super) fn take_said(&mut self) -> (Option<String>, Option<Duration>) {
        std::mem::take(&mut self.event.said)
    }

    /// The next frame that is whole. In which pieces the body has come makes no difference.
    pub(super) fn next(&mut self) -> Option<Found> {
        loop {
            let found = match self.cut {
                Cut::Events => self.lines.next(b"\n\r").map(|line| self.event_line(&line)),
                Cut::Lines => self.lines.next(b"\n").map(|line| self.json_line(&line)),
                Cut::Records => self.records.next().map(|found| self.record(found).map(Some)),
            };
            match found {
                // What is waiting can only become larger.
                None => return (self.waiting() > self.line_limit()).then_some(Err(Unframed::TooLarge)),
                Some(found) => {
                    if let Some(found) = found.transpose() {
                        return Some(found);
                    }
                }
            }
        }
    }

    /// The last frame, at the end of the body. An event without the empty line behind it is none.
    pub(super) fn last(&mut self) -> Option<Found> {
        match self.cut {
            Cut::Events => None,
            Cut::Lines => {
                let rest = self.lines.rest();
                self.json_line(&rest).transpose()
            }
            Cut::Records => self.records.last().map(|found| self.record(found)),
        }
    }

    /// How many bytes have come of what is not whole yet.
    fn waiting(&self) -> usize {
        match self.cut {
            Cut::Events | Cut::Lines => self.lines.waiting(),
            Cut::Records => self.records.waiting(),
        }
    }

    /// How many bytes a line may have.
    const fn line_limit(&self) -> usize {
        match self.cut {
            Cut::Events => self.limit.saturating_add(b"data: ".len()),
            Cut::Lines | Cut::Records => self.limit,
        }
    }

    /// A record of a JSON sequence.
    fn record(&self, found: Result<Bytes, Broken>) -> Found {
        let (Ok(data) | Err(Broken::CutOff(data) | Broken::Stray(data))) = &found;
        if data.len() > self.limit {
            return Err(Unframed::TooLarge);
        }
        found.map(|data| Frame { data, ..Frame::default() }).map_err(Unframed::Broken)
    }

    /// A line of JSON; nothing where there is only white space.
    fn json_line(&self, line: &Bytes) -> Result<Option<Frame>, Unframed> {
        if line.len() > self.limit {
            return Err(Unframed::TooLarge);
        }
        let trimmed = line.trim_ascii();
        Ok((!trimmed.is_empty()).then(|| Frame { data: line.slice_ref(trimmed), ..Frame::default() }))
    }

    /// A line of an event; the event where it ends with that.
    fn event_line(&mut self, line: &[u8]) -> Result<Option<Frame>, Unframed> {
        if line.len() > self.line_limit() {
            return Err(Unframed::TooLarge);
        }
        let event = self.event.line(line);
        // Each line of data has a line feed behind it, of which the last one goes.
        if self.event.data.len() > self.limit.saturating_add(1) {
            return Err(Unframed::TooLarge);
        }
        Ok(event)
    }
}

/// An event whose lines are coming.
#[derive(Debug, Default)]
struct Event {
    frame: Frame,
    data: Vec<u8>,
    /// The id of events without data, and the time to wait.
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
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                if let Ok(milliseconds) = text().parse() {
                    let retry = Some(Duration::from_millis(milliseconds));
                    (self.frame.retry, self.said.1) = (retry, retry);
                }
            }
            // A comment, or a field that nobody knows.
            _ => {}
        }
        None
    }

    fn ends(&mut self) -> Option<Frame> {
        let mut frame = std::mem::take(&mut self.frame);
        if self.data.pop().is_none() {
            self.said.0 = frame.id.or(self.said.0.take());
            return None;
        }
        frame.data = std::mem::take(&mut self.data).into();
        Some(frame)
    }
}
