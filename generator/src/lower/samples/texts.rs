//! Texts for samples.

use serde_json::Value;

/// How many characters of a text a sample shows, unless its first word is longer.
pub(super) const LONGEST: usize = 80;

/// The beginning of a text, up to a word. What is a single word stays whole: half of an id or an address is none.
pub(super) fn shortened(text: &str) -> String {
    let Some((longest, _)) = text.char_indices().nth(LONGEST) else { return text.to_owned() };
    let (beginning, rest) = text.split_at(longest);
    let words = match beginning.trim_start().rfind(char::is_whitespace) {
        Some(_) => beginning.rsplit_once(char::is_whitespace).map_or(beginning, |(words, _)| words),
        None => match rest.find(char::is_whitespace) {
            Some(end) => &text[..longest + end],
            None => return text.to_owned(),
        },
    };
    if text[words.len()..].trim().is_empty() { text.to_owned() } else { format!("{words}…") }
}

/// A text of a format; nothing where a text of it can say anything.
pub(super) fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "2026-01-31",
        "date-time" => "2026-01-31T09:30:00Z",
        "time" => "09:30:00Z",
        "uuid" => "018f2b4e-7c1a-7d3e-9a2b-3c4d5e6f7a8b",
        "uri" | "url" => "https://example.com",
        "email" => "ada@example.com",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "aGVsbG8=",
        _ => return None,
    })
}

/// What a body of a media type may be.
pub(super) fn of_media_type(media_type: &str) -> &'static str {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/csv" => "name,email\nAda,ada@example.com\n",
        "text/html" => "<p>Hello</p>",
        "text/markdown" => "# Hello",
        "application/pdf" => "%PDF-2.0",
        "application/yaml" | "application/x-yaml" | "text/yaml" => "key: value\n",
        "application/json" => r#"{"key": "value"}"#,
        "application/xml" | "text/xml" => "<key>value</key>",
        json if json.ends_with("+json") => r#"{"key": "value"}"#,
        xml if xml.ends_with("+xml") => "<key>value</key>",
        lines if ["jsonl", "ndjson", "json-lines"].iter().any(|name| lines.ends_with(name)) => "{\"key\": \"value\"}\n",
        bytes => match bytes.split('/').next().unwrap_or_default() {
            "image" => "bytes of an image",
            "audio" => "bytes of a sound",
            "video" => "bytes of a video",
            _ => "Hello",
        },
    }
}

/// A text that stands for several values, `4,5`, as those, each as JSON unless it is a text anyway.
pub(super) fn separated(text: &str, are_texts: bool) -> Vec<Value> {
    let value = |word: &str| {
        let scalar = serde_json::from_str(word).ok().filter(|_| !are_texts);
        scalar.unwrap_or_else(|| Value::from(word))
    };
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(value).collect()
}

/// Whether a text is one of a format: `date-time` and `date` of RFC 3339, section 5.6, `uuid` of RFC 9562, section 4; of any other, each is.
pub(super) fn is_of_format(text: &str, format: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "date" => is_date(text),
        "uuid" => {
            let is_hex = |digit: char| digit.is_ascii_hexdigit();
            let lengths: Vec<usize> = text.split('-').map(str::len).collect();
            lengths == [8, 4, 4, 4, 12] && text.split('-').all(|group| group.chars().all(is_hex))
        }
        _ => true,
    }
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't']) else { return false };
    let Some(end) = time.find(['Z', 'z', '+', '-']) else { return false };
    let (time, offset) = time.split_at(end);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_offset = match offset.strip_prefix(['+', '-']) {
        Some(offset) => numbers(offset, ':', &[2, 2]).is_some_and(|parts| parts[0] < 24 && parts[1] < 60),
        None => offset.len() == 1,
    };
    let is_fraction = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|digit| digit.is_ascii_digit());
    let is_time = numbers(time, ':', &[2, 2, 2]).is_some_and(|parts| parts[0] < 24 && parts[1] < 60 && parts[2] < 60);
    is_date(date) && is_time && is_fraction && is_offset
}

fn is_date(text: &str) -> bool {
    numbers(text, '-', &[4, 2, 2]).is_some_and(|parts| {
        let (year, month, day) = (parts[0], parts[1], parts[2]);
        let is_leap_year = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if is_leap_year => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1..=days).contains(&day)
    })
}

/// Numbers of so many digits each, with a character between them.
fn numbers(text: &str, between: char, digits: &[usize]) -> Option<Vec<u32>> {
    let parts: Vec<&str> = text.split(between).collect();
    let are_all = parts.iter().map(|part| part.len()).eq(digits.iter().copied());
    let number = |part: &&str| part.bytes().all(|digit| digit.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    if are_all { parts.iter().map(number).collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_format_is_told_from_others() {
        for (format, text, expected) in [
            ("date-time", "1985-04-12T23:20:50.52Z", true),
            ("date-time", "1996-12-19t16:39:57-08:00", true),
            ("date-time", "1990-12-31T23:59:60Z", false),
            ("date-time", "2020-01-01 10:00", false),
            ("date-time", "2020-01-01T10:00:00", false),
            ("date-time", "2020-01-01T10:00:00+1:00", false),
            ("date-time", "2020-01-01T24:00:00Z", false),
            ("date-time", "2020-01-01T10:00:00.Z", false),
            ("date-time", "yesterday", false),
            ("date", "2024-02-29", true),
            ("date", "2023-02-29", false),
            ("date", "1900-02-29", false),
            ("date", "2023-04-31", false),
            ("date", "2023-13-01", false),
            ("date", "01/02/2020", false),
            ("date", "+020-01-01", false),
            ("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true),
            ("uuid", "f81d4fae7dec11d0a76500a0c91e6bf6", false),
            ("uuid", "g81d4fae-7dec-11d0-a765-00a0c91e6bf6", false),
            ("email", "anything", true),
        ] {
            assert_eq!(is_of_format(text, format), expected, "{format}: {text}");
        }
        for format in ["date-time", "date", "uuid"] {
            assert!(of_format(format).is_some_and(|text| is_of_format(text, format)), "{format}");
        }
    }

    #[test]
    fn a_text_is_shortened_at_a_word() {
        let word = "a".repeat(LONGEST + 20);
        for (text, expected) in [
            ("a b".to_owned(), "a b".to_owned()),
            (word.clone(), word.clone()),
            (format!("{word} b"), format!("{word}…")),
            (format!("{word}\n"), format!("{word}\n")),
            (format!("b {word}"), "b…".to_owned()),
            (format!("{}b", "ä ".repeat(LONGEST)), format!("{}ä…", "ä ".repeat(LONGEST / 2 - 1))),
        ] {
            assert_eq!(shortened(&text), expected);
        }
    }

    #[test]
    fn a_text_stands_for_several_values() {
        assert_eq!(separated("4, 5", false), [Value::from(4), Value::from(5)]);
        assert_eq!(separated("4,5,", true), [Value::from("4"), Value::from("5")]);
        assert_eq!(separated("a", false), [Value::from("a")]);
    }
}
