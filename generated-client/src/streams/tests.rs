//! Streams as the HTML Living Standard and RFC 7464 have them.

use std::time::Duration;

use super::frames::{Cut, Frame, Frames};

/// The data, type, id and retry of a frame.
type Expected<'t> = (&'t str, Option<&'t str>, Option<&'t str>, Option<u64>);

/// All frames of a body, however it is cut up on the way.
#[track_caller]
fn check(cut: Cut, body: &str, expected: &[Expected<'_>]) {
    let expected: Vec<Frame> = expected
        .iter()
        .map(|(data, event, id, retry)| Frame {
            data: data.as_bytes().to_vec().into(),
            event: event.map(str::to_owned),
            id: id.map(str::to_owned),
            retry: retry.map(Duration::from_millis),
        })
        .collect();
    for size in 1..=body.len() {
        let mut frames = Frames::new(cut);
        let mut found = Vec::new();
        for piece in body.as_bytes().chunks(size) {
            frames.push(piece);
            found.extend(std::iter::from_fn(|| frames.next()));
        }
        found.extend(frames.last());
        assert_eq!(found, expected, "{size} bytes at a time");
    }
}

#[test]
fn the_examples_of_the_standard() {
    // HTML, section 9.2.6.
    let stock = "data: YHOO\ndata: +2\ndata: 10\n\n";
    check(Cut::Events, stock, &[("YHOO\n+2\n10", None, None, None)]);
    let four = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
    let first = ("first event", None, Some("1"), None);
    check(Cut::Events, four, &[first, ("second event", None, Some(""), None), (" third event", None, None, None)]);
    // The last block is not ended by an empty line, so it is no event.
    check(Cut::Events, "data\n\ndata\ndata\n\ndata:", &[("", None, None, None), ("\n", None, None, None)]);
    check(Cut::Events, "data:test\n\ndata: test\n\n", &[("test", None, None, None), ("test", None, None, None)]);
}

#[test]
fn lines_end_in_three_ways_and_a_byte_order_mark_is_none_of_the_first() {
    check(Cut::Events, "\u{feff}data: a\r\ndata: b\rdata: c\n\r\n", &[("a\nb\nc", None, None, None)]);
    check(Cut::Events, "data: a\r\rdata: b\r\r", &[("a", None, None, None), ("b", None, None, None)]);
    check(Cut::Events, "\u{feff}\u{feff}data: a\n\n", &[]);
}

#[test]
fn fields_that_say_nothing_are_passed_over() {
    let body = "event: add\nid: a\u{0}b\nretry: 1s\nretry: 2500\ndata: x\nother: y\nData: z\n\n";
    check(Cut::Events, body, &[("x", Some("add"), None, Some(2_500))]);
    // Without data there is no event.
    check(Cut::Events, "event: ping\nid: 7\nretry: 10\n\ndata: x\n\n", &[("x", None, None, None)]);
}

#[test]
fn lines_and_records_of_json() {
    let body = "{\"a\": 1}\r\n\n  \n[2]\n3";
    check(Cut::Lines, body, &[("{\"a\": 1}", None, None, None), ("[2]", None, None, None), ("3", None, None, None)]);
    // RFC 7464: a record may have line feeds in it, and empty ones are none.
    let body = "\u{1e}{\"a\":\n1}\n\u{1e}\u{1e}[2]\n";
    check(Cut::Records, body, &[("{\"a\":\n1}", None, None, None), ("[2]", None, None, None)]);
}

#[test]
fn what_waits_for_its_end_is_counted() {
    let mut frames = Frames::new(Cut::Events);
    frames.push(b"data: 1234\ndata: 56");
    assert_eq!((frames.next(), frames.waiting()), (None, "1234\n".len() + "data: 56".len()));
}
