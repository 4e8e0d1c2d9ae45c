//! Wire name -> Rust identifier. Identifiers are made here and nowhere else, typed by their use.

use std::{collections::HashSet, fmt};

use heck::{ToSnakeCase, ToUpperCamelCase};

macro_rules! identifiers {
    ($($(#[$docs:meta])* $name:ident;)*) => { $(
        $(#[$docs])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(String);

        impl $name {
            /// The identifier as it stands in Rust source; a keyword bears the prefix `r#`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    )* };
}

identifiers! {
    /// A struct, enum or alias: `ExternalPage`.
    TypeName;
    /// A variant of an enum: `InApp`.
    VariantName;
    /// A field, and the setter of the same name: `source_id`.
    FieldName;
    /// A method or a parameter of one: `create_message`.
    MethodName;
    /// A module, and the file of the same name: `ai_content`.
    ModuleName;
}

impl ModuleName {
    /// The name of the module's file, without its ending.
    pub fn file_stem(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

/// How names are spelled: words that must stay whole, and the identifiers themselves.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    words: Vec<String>,
}

impl Naming {
    /// `words` are spelled as one word each, whatever capitals stand inside: `WhatsApp` -> `whatsapp`.
    pub fn new(words: Vec<String>) -> Self {
        Self { words }
    }

    /// The name of a type, unique in `scope`.
    pub fn type_name(&self, wire: &str, scope: &mut Scope) -> TypeName {
        TypeName(scope.claim(wire, |text| self.upper_camel(text, "T")))
    }

    /// The name of a variant, unique in `scope`. Values that begin with a digit get a `V`: `2.16` -> `V2_16`.
    pub fn variant(&self, wire: &str, scope: &mut Scope) -> VariantName {
        VariantName(scope.claim(wire, |text| self.upper_camel(text, "V")))
    }

    /// The name of a field, unique in `scope`.
    pub fn field(&self, wire: &str, scope: &mut Scope) -> FieldName {
        FieldName(scope.claim(wire, |text| self.snake(text)))
    }

    /// The name of a method or parameter, unique in `scope`.
    pub fn method(&self, wire: &str, scope: &mut Scope) -> MethodName {
        MethodName(scope.claim(wire, |text| self.snake(text)))
    }

    /// The name of a module, unique in `scope`.
    pub fn module(&self, wire: &str, scope: &mut Scope) -> ModuleName {
        ModuleName(scope.claim(wire, |text| self.snake(text)))
    }

    /// Words in `UpperCamelCase`, for putting a longer name together.
    pub fn camel(&self, wire: &str) -> String {
        self.join(wire, "_", |part| part.to_upper_camel_case())
    }

    fn upper_camel(&self, wire: &str, before_digit: &str) -> String {
        let name = self.camel(wire);
        let name =
            if name.starts_with(|first: char| first.is_ascii_digit()) { format!("{before_digit}{name}") } else { name };
        if name == "Self" { "Self_".to_owned() } else { name }
    }

    fn snake(&self, wire: &str) -> String {
        let name = self.join(wire, "_", |part| part.to_snake_case());
        match name.as_str() {
            "self" | "super" | "crate" => format!("{name}_"),
            keyword if KEYWORDS.contains(&keyword) => format!("r#{name}"),
            _ if name.starts_with(|first: char| first.is_ascii_digit()) => format!("_{name}"),
            _ => name,
        }
    }

    /// Splits a wire name into words and joins them; a separator between two digits stays visible, so that `2.1` and
    /// `21` differ.
    fn join(&self, wire: &str, between_digits: &str, convert: impl Fn(&str) -> String) -> String {
        let mut text = spell_signs(wire);
        for word in &self.words {
            text = text.replace(word.as_str(), &word.to_lowercase().to_upper_camel_case());
        }
        let characters: Vec<char> =
            text.chars().map(|character| if is_identifier(character) { character } else { ' ' }).collect();
        let mut parts = vec![String::new()];
        for (index, &character) in characters.iter().enumerate() {
            let digit = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(char::is_ascii_digit);
            if matches!(character, ' ' | '_') && digit(index.checked_sub(1)) && digit(Some(index + 1)) {
                parts.push(String::new());
            } else {
                parts.last_mut().expect("there is a first part").push(character);
            }
        }
        parts.iter().map(|part| convert(part)).collect::<Vec<_>>().join(between_digits)
    }
}

/// The names that are taken already, in one namespace.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which these names can't be given any more.
    pub fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { taken: names.into_iter().map(str::to_owned).collect() }
    }

    /// Whether a name is given already.
    pub fn contains(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The first free one of: the name, the name with its symbols spelled out, the name with a number.
    fn claim(&mut self, wire: &str, convert: impl Fn(&str) -> String) -> String {
        let preferred = [convert(wire), convert(&spell_symbols(wire))];
        let numbered = (2..).map(|number| format!("{}{number}", convert(&format!("{wire} "))));
        let name = preferred
            .into_iter()
            .chain(numbered)
            .find(|name| !name.is_empty() && !self.taken.contains(name))
            .expect("numbers never run out");
        self.taken.insert(name.clone());
        name
    }
}

/// The singular of an English plural, for the items of a list: `errors` -> `error`. A word that is none gets `item`.
pub fn singular(plural: &str) -> String {
    let lower = plural.to_lowercase();
    if let Some(stem) = plural.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if ["sses", "shes", "ches", "xes", "uses"].iter().any(|ending| lower.ends_with(ending)) {
        return plural[..plural.len() - 2].to_owned();
    }
    if lower.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| lower.ends_with(ending)) {
        return plural[..plural.len() - 1].to_owned();
    }
    format!("{plural} item")
}

fn is_identifier(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// A sign before a digit is part of the value: `-1` -> `minus 1`. A value of symbols alone is spelled out.
fn spell_signs(wire: &str) -> String {
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

fn spell_symbols(wire: &str) -> String {
    wire.chars()
        .map(|character| symbol(character).map_or_else(|| character.to_string(), |word| format!(" {word} ")))
        .collect()
}

fn symbol(character: char) -> Option<&'static str> {
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
const KEYWORDS: [&str; 47] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn naming() -> Naming {
        Naming::new(vec!["WhatsApp".to_owned()])
    }

    #[track_caller]
    fn check_field(wire: &str, expected: &str) {
        assert_eq!(naming().field(wire, &mut Scope::default()).as_str(), expected);
    }

    #[track_caller]
    fn check_variants(wires: &[&str], expected: &[&str]) {
        let mut scope = Scope::default();
        let variants: Vec<_> = wires.iter().map(|wire| naming().variant(wire, &mut scope).to_string()).collect();
        assert_eq!(variants, expected);
    }

    #[test]
    fn words_become_snake_case() {
        check_field("externalId", "external_id");
        check_field("pt-BR", "pt_br");
        check_field("X-Trace", "x_trace");
    }

    #[test]
    fn known_words_stay_whole() {
        check_field("RetrieveWhatsAppMessageStatus", "retrieve_whatsapp_message_status");
        assert_eq!(
            naming().type_name("RetrieveWhatsAppMessageStatus", &mut Scope::default()).as_str(),
            "RetrieveWhatsappMessageStatus"
        );
    }

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        check_field("type", "r#type");
        check_field("self", "self_");
        check_variants(&["Self", "self"], &["Self_", "Self_2"]);
    }

    #[test]
    fn leading_digits_get_a_prefix() {
        check_field("3d", "_3d");
        check_variants(&["2.16", "2.1", "21", "3rd_party_error"], &["V2_16", "V2_1", "V21", "V3rdPartyError"]);
    }

    #[test]
    fn symbols_are_spelled_out() {
        check_variants(
            &["=", "!=", "<", "<=", ">", ">=", "~", "!~", "^", "$", "IN", "NIN"],
            &[
                "Equal",
                "NotEqual",
                "Less",
                "LessEqual",
                "Greater",
                "GreaterEqual",
                "Tilde",
                "NotTilde",
                "Caret",
                "Dollar",
                "In",
                "Nin",
            ],
        );
        check_variants(&["+1", "-1", "1", ""], &["Plus1", "Minus1", "V1", "Empty"]);
    }

    #[test]
    fn colliding_names_are_told_apart_by_their_symbols_then_by_a_number() {
        check_variants(&["A", "A+", "a"], &["A", "APlus", "A2"]);
    }

    #[test]
    fn letters_of_any_script_stay() {
        check_field("größe", "größe");
        check_field("名前", "名前");
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (plural, expected) in [
            ("errors", "error"),
            ("entries", "entry"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("status", "status item"),
            ("data", "data item"),
        ] {
            assert_eq!(singular(plural), expected);
        }
    }
}
