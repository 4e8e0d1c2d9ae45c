//! The values of a JSON sequence (RFC 7464), each as soon as it is whole.

use bytes::{Buf as _, Bytes, BytesMut};

/// What is no value, or may be none.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Broken {
    /// A number, `true`, `false` or `null` without the white space that shows that it is whole (RFC 7464, section 2.4).
    CutOff(Bytes),
    /// What stands behind a value, where the next record separator should be.
    Stray(Bytes),
}

/// What stands before each record.
const SEPARATOR: u8 = 0x1e;

/// A JSON sequence as it comes.
///
/// An object, a list and a text show by themselves where they end, so none of them waits for what comes behind it. White space ends the
/// other values, of which nobody knows without it whether they are whole (section 2.4).
#[derive(Debug, Default)]
pub(super) struct Records {
    bytes: BytesMut,
    /// How many of them have been looked at.
    looked_at: usize,
    state: State,
}

/// Where the next byte stands.
#[derive(Clone, Copy, Debug, Default)]
enum State {
    /// Before a value.
    #[default]
    Before,
    /// In so many objects and lists, and in a text or not.
    Within(usize, Quoted),
    /// In a number, or in what is none of those.
    Word,
    /// Behind a value.
    Behind,
}

/// Whether the next byte belongs to a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Quoted {
    No,
    Yes,
    /// Behind a backslash.
    Escaped,
}

impl Records {
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
    }

    /// How many bytes are waiting for an end.
    pub(super) fn waiting(&self) -> usize {
        self.bytes.len()
    }

    /// The next value that is whole, or what cannot be one: a separator ends whatever stands before it.
    pub(super) fn next(&mut self) -> Option<Result<Bytes, Broken>> {
        while let Some(byte) = self.bytes.get(self.looked_at).copied() {
            if byte == SEPARATOR {
                let found = self.last();
                self.bytes.advance(1);
                self.state = State::Before;
                if found.is_some() {
                    return found;
                }
                continue;
            }
            if self.looked_at == 0 && is_white_space(byte) {
                self.bytes.advance(1);
                continue;
            }
            self.looked_at += 1;
            match (self.state, behind(self.state, byte)) {
                // The white space is no part of it.
                (State::Word, State::Behind) => return Some(Ok(self.taken(self.looked_at - 1, State::Behind))),
                (State::Before | State::Within(..), State::Behind) => {
                    return Some(Ok(self.taken(self.looked_at, State::Behind)));
                }
                (_, state) => self.state = state,
            }
        }
        None
    }

    /// What stands before the separator, or the end of the body, that has been reached.
    pub(super) fn last(&mut self) -> Option<Result<Bytes, Broken>> {
        let state = self.state;
        let bytes = self.taken(self.looked_at, State::Before);
        if bytes.is_empty() {
            return None;
        }
        Some(match state {
            // It lacks its end, and its reader says so.
            State::Before | State::Within(..) => Ok(bytes),
            State::Word => Err(Broken::CutOff(bytes)),
            State::Behind => Err(Broken::Stray(bytes)),
        })
    }

    fn taken(&mut self, length: usize, state: State) -> Bytes {
        (self.looked_at, self.state) = (0, state);
        self.bytes.split_to(length).freeze()
    }
}

/// Where the byte behind this one stands. A value has ended where that is behind one.
const fn behind(state: State, byte: u8) -> State {
    match (state, byte) {
        (State::Before, b'{' | b'[') => State::Within(1, Quoted::No),
        (State::Before, b'"') => State::Within(0, Quoted::Yes),
        (State::Before, _) => State::Word,
        (State::Word, _) if is_white_space(byte) => State::Behind,
        (State::Within(depth, Quoted::Escaped), _) => State::Within(depth, Quoted::Yes),
        (State::Within(depth, Quoted::Yes), b'\\') => State::Within(depth, Quoted::Escaped),
        (State::Within(0, Quoted::Yes), b'"') => State::Behind,
        (State::Within(depth, Quoted::Yes), b'"') => State::Within(depth, Quoted::No),
        (State::Within(depth, Quoted::No), b'"') => State::Within(depth, Quoted::Yes),
        (State::Within(depth, Quoted::No), b'{' | b'[') => State::Within(depth + 1, Quoted::No),
        (State::Within(0 | 1, Quoted::No), b'}' | b']') => State::Behind,
        (State::Within(depth, Quoted::No), b'}' | b']') => State::Within(depth - 1, Quoted::No),
        (State::Word | State::Behind | State::Within(..), _) => state,
    }
}

/// White space of JSON (RFC 8259, section 2).
const fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
