//! Bytes as they come, cut where something ends.

use bytes::{Buf as _, Bytes, BytesMut};

/// Bytes as they come, cut at what ends a line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    bytes: BytesMut,
    /// How many of them are known to end nothing.
    looked_at: usize,
    /// A line has ended with a carriage return: a line feed behind it belongs to its end.
    is_after_return: bool,
}

impl Lines {
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
    }

    /// How many bytes are waiting for an end.
    pub(super) fn waiting(&self) -> usize {
        self.bytes.len()
    }

    /// The next line without its end, which is one of these bytes, or a carriage return and a line feed.
    pub(super) fn next(&mut self, ends: &[u8]) -> Option<Bytes> {
        if self.is_after_return && !self.bytes.is_empty() {
            self.is_after_return = false;
            if self.bytes[0] == b'\n' {
                self.bytes.advance(1);
            }
        }
        let Some(at) = self.bytes[self.looked_at..].iter().position(|byte| ends.contains(byte)) else {
            self.looked_at = self.bytes.len();
            return None;
        };
        let line = self.bytes.split_to(self.looked_at + at).freeze();
        self.is_after_return = self.bytes[0] == b'\r';
        self.bytes.advance(1);
        self.looked_at = 0;
        Some(line)
    }

    /// What has come behind the last end, at the end of all.
    pub(super) fn rest(&mut self) -> Bytes {
        self.looked_at = 0;
        self.bytes.split().freeze()
    }
}
