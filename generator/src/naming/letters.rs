//! What a wire name has that no identifier can have: symbols, foreign letters, digits at the start.

/// A text whose letters beyond ASCII are their code points, each a word.
pub(super) fn ascii(text: &str) -> String {
    let code_point = |character: char| match character {
        letter if letter.is_ascii() || !letter.is_alphanumeric() => letter.to_string(),
        letter => format!(" u{:x} ", u32::from(letter)),
    };
    text.chars().map(code_point).collect()
}

/// A text in eight letters and digits: its CRC-32 (ISO 3309), in hexadecimal digits.
pub(super) fn checksum(text: &str) -> String {
    let step = |register: u32, _| (register >> 1) ^ (0xedb8_8320 & (register & 1).wrapping_neg());
    let register = text.bytes().fold(u32::MAX, |register, byte| (0..8).fold(register ^ u32::from(byte), step));
    format!("{:08x}", !register)
}

/// The plural of an acronym is one word: `userIDs` -> `userIds`.
pub(super) fn plural_acronyms(text: String) -> String {
    let is_capital = |byte: &u8| byte.is_ascii_uppercase();
    if text.is_ascii() && !text.as_bytes().windows(2).any(|pair| pair.iter().all(is_capital)) {
        return text;
    }
    let characters: Vec<char> = text.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or(' ');
    let ends_acronym = |index: usize| {
        index >= 2
            && at(index) == 's'
            && !at(index + 1).is_lowercase()
            && at(index - 1).is_uppercase()
            && at(index - 2).is_uppercase()
    };
    let inside = |index: usize| {
        let end = (index..characters.len()).find(|&end| !at(end).is_uppercase());
        index > 0 && at(index).is_uppercase() && at(index - 1).is_uppercase() && end.is_some_and(ends_acronym)
    };
    (0..characters.len()).map(|index| if inside(index) { at(index).to_ascii_lowercase() } else { at(index) }).collect()
}

pub(super) fn is_identifier(character: char) -> bool {
    character == '_' || unicode_ident::is_xid_continue(character)
}

/// Whether a name can't begin an identifier: with a digit, for example.
pub(super) fn needs_prefix(name: &str) -> bool {
    name.starts_with(|first: char| first != '_' && !unicode_ident::is_xid_start(first))
}

/// A sign before a digit is part of the value: `-1` -> `minus 1`. A value of symbols alone is spelled out.
pub(super) fn spell_signs(wire: &str) -> String {
    if wire.is_empty() {
        return "empty".to_owned();
    }
    if !wire.chars().any(char::is_alphanumeric) {
        return spell_symbols(wire);
    }
    let mut characters = wire.chars();
    match (characters.next(), characters.next()) {
        (Some('-'), Some(digit)) if digit.is_ascii_digit() => format!("minus {}", &wire[1..]),
        (Some('+'), Some(digit)) if digit.is_ascii_digit() => format!("plus {}", &wire[1..]),
        _ => wire.to_owned(),
    }
}

pub(super) fn spell_symbols(wire: &str) -> String {
    wire.chars()
        .map(|character| symbol(character).map_or_else(|| character.to_string(), |word| format!(" {word} ")))
        .collect()
}

pub(super) fn symbol(character: char) -> Option<&'static str> {
    Some(match character {
        '=' => "equal",
        '!' => "not",
        '<' => "less",
        '>' => "greater",
        '~' => "tilde",
        '^' => "caret",
        '$' => "dollar",
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '#' => "hash",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '(' => "open",
        ')' => "close",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        '\'' => "quote",
        '"' => "double quote",
        '`' => "backtick",
        '_' => "underscore",
        ' ' => "space",
        _ => return None,
    })
}

/// The keywords that can be written as raw identifiers, strict and reserved (Rust reference, "Keywords", edition 2024).
pub(super) const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];
