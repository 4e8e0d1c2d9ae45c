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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::LibraryType;

    #[test]
    fn a_library_reads_the_text_of_its_format() {
        for ty in [LibraryType::JiffTimestamp, LibraryType::ChronoDate, LibraryType::Uuid] {
            assert!(of_format(ty.format()).is_some_and(|text| ty.reads(text)), "{ty:?}");
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
