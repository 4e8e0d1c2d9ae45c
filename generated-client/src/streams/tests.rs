//! Streams as the HTML Living Standard and RFC 7464 have them.

use std::time::Duration;

use super::frames::{Cut, Found, Frame, Frames, Unframed};
use super::records::Broken;

/// The data, type, id and retry of a frame.
type Expected<'t> = (&'t str, Option<&'t str>, Option<&'t str>, Option<u64>);

/// All frames of a body, however it is cut up on the way.
#[track_caller]
fn check(cut: Cut, body: &str, expected: &[Expected<'_>]) {
    check_within(1_000, cut, body, &expected.iter().map(frame).collect::<Vec<_>>());
}

fn frame((data, event, id, retry): &Expected<'_>) -> Found {
    Ok(Frame {
        data: data.as_bytes().to_vec().into(),
        event: event.map(str::to_owned),
        id: id.map(str::to_owned),
        retry: retry.map(Duration::from_millis),
        is_text: false,
    })
}

/// All that comes of a body under a limit of so many bytes.
#[track_caller]
fn check_within(limit: usize, cut: Cut, body: &str, expected: &[Found]) {
    for size in 1..=body.len() {
        let mut frames = Frames::new(cut, limit);
        let mut pieces = body.as_bytes().chunks(size);
        let mut found = Vec::new();
        // What is too large ends all.
        while found.last() != Some(&Err(Unframed::TooLarge)) {
            if let Some(next) = frames.next() {
                found.push(next);
            } else if let Some(piece) = pieces.next() {
                frames.push(piece);
            } else {
                found.extend(frames.last());
                break;
            }
        }
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

/// The values of a JSON sequence, and what is none.
#[track_caller]
fn check_records(body: &str, expected: &[Result<&'static str, Broken>]) {
    let found = |record: &Result<&'static str, Broken>| match record {
        Ok(data) => frame(&(data, None, None, None)),
        Err(broken) => Err(Unframed::Broken(broken.clone())),
    };
    check_within(1_000, Cut::Records, body, &expected.iter().map(found).collect::<Vec<_>>());
}

#[test]
fn a_value_that_does_not_show_its_own_end_needs_white_space() {
    let cut_off = |data: &'static str| Err(Broken::CutOff(data.into()));
    // RFC 7464, section 2.4, has these three: the first may have been 1234, the second `trueish`, the third is no JSON at all.
    check_records("\u{1e}123\u{1e}true\u{1e}truefalse\u{1e}", &[cut_off("123"), cut_off("true"), cut_off("truefalse")]);
    check_records(
        "\u{1e}null\n\u{1e}-1.5e3 \u{1e}false\t\u{1e}12",
        &[Ok("null"), Ok("-1.5e3"), Ok("false"), cut_off("12")],
    );
    // A text, a list and an object show it by themselves.
    check_records(
        "\u{1e}\"foo\"\u{1e}[[1], \"]\"]\u{1e}{\"a\": {\"}\\\"\": 1}}",
        &[Ok("\"foo\""), Ok("[[1], \"]\"]"), Ok("{\"a\": {\"}\\\"\": 1}}")],
    );
}

#[test]
fn a_record_that_is_no_value_ends_no_sequence() {
    // RFC 7464, section 2.1: it is reported, and the next one read. What lacks its end is left to the reader of JSON.
    let stray = |data: &'static str| Err(Broken::Stray(data.into()));
    check_records("\u{1e}{\"a\": \u{1e}[1\n\u{1e}2\n", &[Ok("{\"a\": "), Ok("[1\n"), Ok("2")]);
    check_records("\u{1e}{} x\n\u{1e}1\n2\n\u{1e}3\n", &[Ok("{}"), stray("x\n"), Ok("1"), stray("2\n"), Ok("3")]);
}

#[test]
fn a_record_is_there_before_the_next_one_begins() {
    let mut frames = Frames::new(Cut::Records, 1_000);
    frames.push(b"\x1e{\"a\": [1, {\"b\": \"}\"}]}");
    assert_eq!(frames.next(), Some(frame(&("{\"a\": [1, {\"b\": \"}\"}]}", None, None, None))));
    frames.push(b"\n\x1e7");
    assert_eq!(frames.next(), None);
    frames.push(b"\n");
    assert_eq!(frames.next(), Some(frame(&("7", None, None, None))));
}

#[test]
fn a_wait_holds_as_soon_as_it_is_read_and_an_id_with_its_event() {
    // HTML, section 9.2.6: `retry` sets the time at once; what is no number of digits, or of more than fits, is passed over.
    let mut frames = Frames::new(Cut::Events, 1_000);
    frames.push(b"id: 7\nretry: 2500\nretry: 99999999999999999999\nretry:\nretry: +1\ndata: x\n");
    assert_eq!(frames.next(), None);
    assert_eq!(frames.take_said(), (None, Some(Duration::from_millis(2_500))));
    frames.push(b"\n");
    assert_eq!(frames.next(), Some(frame(&("x", None, Some("7"), Some(2_500)))));
    // An event without data is none, but its id holds.
    frames.push(b"id: 8\n\n");
    assert_eq!((frames.next(), frames.take_said()), (None, (Some("8".to_owned()), None)));
}

#[test]
fn the_limit_is_that_of_an_item_whatever_the_pieces() {
    let item = |data| frame(&(data, None, None, None));
    let too_large = || Err(Unframed::TooLarge);
    check_within(4, Cut::Events, "data: 1234\n\ndata: 12345\n\n", &[item("1234"), too_large()]);
    check_within(4, Cut::Events, "data:12\ndata:3\n\ndata:12\ndata:34\n\n", &[item("12\n3"), too_large()]);
    check_within(4, Cut::Lines, "1234\n12345\n6\n", &[item("1234"), too_large()]);
    check_within(4, Cut::Lines, "12345", &[too_large()]);
    check_within(4, Cut::Records, "\u{1e}1234\n\u{1e}[123]\n\u{1e}6\n", &[item("1234"), too_large()]);
    check_within(4, Cut::Records, "\u{1e}[12]\n\u{1e}12345\u{1e}", &[item("[12]"), too_large()]);
}
