//! Wire name -> Rust identifier. Identifiers are made here and nowhere else, typed by their use.

mod identifiers;
mod letters;
mod scope;

use std::collections::HashMap;

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

use self::letters::{
    KEYWORDS, ascii, checksum, is_identifier, needs_prefix, plural_acronyms, spell_signs, spell_symbols,
};
use self::scope::short;
pub use self::{
    identifiers::{FeatureName, FieldName, MethodName, ModuleName, TypeName, VariantName},
    scope::Scope,
};

/// How names are spelled: words that must stay whole, and the identifiers themselves.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    words: Vec<Word>,
}

/// A word that must stay whole.
#[derive(Clone, Debug)]
struct Word {
    /// As it is written: `WhatsApp`.
    written: String,
    /// At the start of a name, its first letter may be small: `whatsApp`.
    small_start: String,
    /// `whatsapp`.
    small: String,
    /// `Whatsapp`.
    camel: String,
}

impl Word {
    fn new(written: String) -> Self {
        let small = written.to_lowercase();
        let first = written.chars().take(1).flat_map(char::to_lowercase);
        let small_start = first.chain(written.chars().skip(1)).collect();
        Self { small_start, camel: small.to_upper_camel_case(), small, written }
    }
}

impl Naming {
    /// `words` are spelled as one word each, whatever capitals stand inside: `WhatsApp` -> `whatsapp`.
    #[must_use]
    pub fn new(words: Vec<String>) -> Self {
        Self { words: words.into_iter().map(Word::new).collect() }
    }

    /// The name of a type, unique in `scope`.
    pub fn type_name(&self, wire: &str, scope: &mut Scope) -> TypeName {
        TypeName(scope.claim(&[self.upper_camel(wire, "T")]))
    }

    /// The name of a variant, unique in `scope`. Values that begin with a digit get a `V`: `2.16` -> `V2_16`. Values that
    /// differ by their symbols are told apart by them: `A`, `A+` -> `A`, `APlus`.
    pub fn variant(&self, wire: &str, scope: &mut Scope) -> VariantName {
        let plain = self.upper_camel(wire, "V");
        let has_symbols =
            wire.chars().any(|character| !is_identifier(character) && character != '-' && character != ' ');
        let spelled = has_symbols.then(|| self.upper_camel(&spell_symbols(wire), "V"));
        VariantName(match spelled {
            Some(spelled) => scope.claim(&[plain.clone(), spelled, plain]),
            None => scope.claim(&[plain]),
        })
    }

    /// The name of a field, unique in `scope`.
    pub fn field(&self, wire: &str, scope: &mut Scope) -> FieldName {
        FieldName(scope.claim(&self.snake_names(wire, scope)))
    }

    /// The name of a method or parameter, unique in `scope`.
    pub fn method(&self, wire: &str, scope: &mut Scope) -> MethodName {
        MethodName(scope.claim(&self.snake_names(wire, scope)))
    }

    /// The name of a module, unique in `scope`. A file of a module is ASCII: other letters become their code points.
    pub fn module(&self, wire: &str, scope: &mut Scope) -> ModuleName {
        let names = self.snake_names(&ascii(wire), scope).into_iter().map(of_file);
        ModuleName(scope.claim(&names.collect::<Vec<_>>()))
    }

    /// The names of the cargo features of these tags, each unique among them. They are ASCII as a module's file is: cargo
    /// would take other letters, but registries don't. A name that is reserved gets `-tag`: `default` -> `default-tag`.
    /// Names that are one otherwise end with a checksum of what each is called in the description: a number would become
    /// another tag's when a tag comes or goes, and apps that name the feature would compile something else without a word.
    #[must_use]
    pub fn features(&self, wires: &[&str], reserved: &str) -> Vec<FeatureName> {
        let reserved = Scope::reserving(reserved.to_owned());
        let plain = |wire: &&str| match self.join(&ascii(wire), "-", |part| part.to_kebab_case()) {
            name if name.is_empty() => "unnamed".to_owned(),
            name if short(&name) != name => short(&name).trim_end_matches('-').to_owned(),
            name if reserved.is_reserved(&name) => format!("{name}-tag"),
            name => name,
        };
        let names: Vec<String> = wires.iter().map(plain).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
        let is_alone = |name: &String| counts[name.as_str()] == 1;
        let mut scope = Scope::default();
        names.iter().filter(|name| is_alone(name)).for_each(|name| scope.take(name));
        let own = |(wire, name): (&&str, &String)| match is_alone(name) {
            true => FeatureName(name.clone()),
            false => FeatureName(scope.claim(&[format!("{name}-{}", checksum(wire))])),
        };
        wires.iter().zip(&names).map(own).collect()
    }

    /// The words of a name, in small letters.
    #[must_use]
    pub fn words(&self, wire: &str) -> Vec<String> {
        let name = self.join(wire, "_", |part| part.to_snake_case());
        name.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// A name, and if it is reserved, the name with an underscore.
    fn snake_names(&self, wire: &str, scope: &Scope) -> Vec<String> {
        let name = self.snake(wire);
        if scope.is_reserved(&name) { vec![format!("{}_", name.trim_start_matches("r#"))] } else { vec![name] }
    }

    /// Words in `UpperCamelCase`, for putting a longer name together.
    #[must_use]
    pub fn camel(&self, wire: &str) -> String {
        self.join(wire, "_", |part| if is_snake(part) { capitalized(part) } else { part.to_upper_camel_case() })
    }

    fn upper_camel(&self, wire: &str, before_digit: &str) -> String {
        let name = self.camel(wire);
        let name = if needs_prefix(&name) { format!("{before_digit}{name}") } else { name };
        match name.as_str() {
            "" => "Unnamed".to_owned(),
            "Self" => "SelfValue".to_owned(),
            _ => name,
        }
    }

    fn snake(&self, wire: &str) -> String {
        let name = self.join(wire, "_", |part| if is_snake(part) { part.to_owned() } else { part.to_snake_case() });
        match name.as_str() {
            "" => "unnamed".to_owned(),
            "self" | "super" | "crate" => format!("{name}_"),
            keyword if KEYWORDS.contains(&keyword) => format!("r#{name}"),
            _ if needs_prefix(&name) => format!("_{name}"),
            _ => name,
        }
    }

    /// Splits a wire name into words and joins them; a separator between two digits stays visible, so that `2.1` and
    /// `21` differ.
    fn join(&self, wire: &str, between_digits: &str, convert: impl Fn(&str) -> String) -> String {
        let mut text = plural_acronyms(spell_signs(wire));
        for word in &self.words {
            if text.contains(&word.written) {
                text = text.replace(&word.written, &word.camel);
            }
            if let Some(rest) = text.strip_prefix(&word.small_start) {
                text = format!("{}{rest}", word.small);
            }
        }
        if !text.chars().all(is_identifier) {
            text = text.chars().map(|character| if is_identifier(character) { character } else { ' ' }).collect();
        }
        match split_between_digits(&text).as_slice() {
            [whole] => convert(whole),
            parts => parts.iter().map(|part| convert(part)).collect::<Vec<_>>().join(between_digits),
        }
    }
}

/// The parts of a text between the separators that stand between two digits.
fn split_between_digits(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_between = |at: &usize| matches!(bytes[*at], b' ' | b'_') && *at > 0 && is_digit(at - 1) && is_digit(at + 1);
    let ends = (0..bytes.len()).filter(is_between).chain([bytes.len()]);
    let mut start = 0;
    let part = |end: usize| {
        let part = &text[start..end];
        start = end + 1;
        part
    };
    ends.map(part).collect()
}

/// Words in `snake_case` as they are in `UpperCamelCase`.
fn capitalized(text: &str) -> String {
    let mut capital = true;
    let letters = text.chars().filter_map(|letter| {
        let is_first = std::mem::replace(&mut capital, letter == '_');
        (letter != '_').then(|| if is_first { letter.to_ascii_uppercase() } else { letter })
    });
    letters.collect()
}

/// A name as the stem of a file. On Windows some stand for devices, with whatever ending: they get an underscore.
#[must_use]
pub fn of_file(name: String) -> String {
    let is_numbered = |name: &str| name.len() == 1 && name.bytes().all(|digit| (b'1'..=b'9').contains(&digit));
    let port = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    let is_device = ["aux", "con", "nul", "prn"].contains(&name.as_str()) || port.is_some_and(is_numbered);
    if is_device { format!("{name}_") } else { name }
}

/// Whether a text is in `snake_case` already, as most names of properties are: `heck` would look at each letter.
fn is_snake(text: &str) -> bool {
    text.split('_')
        .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// The place of an item in words: 0 -> `first`, 12 -> `13th`.
#[must_use]
pub fn ordinal(index: usize) -> String {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    let number = index + 1;
    let ending = match (number % 10, number % 100) {
        (1, last) if last != 11 => "st",
        (2, last) if last != 12 => "nd",
        (3, last) if last != 13 => "rd",
        _ => "th",
    };
    WORDS.get(index).map_or_else(|| format!("{number}{ending}"), |word| (*word).to_owned())
}

/// The singular of an English plural, for the items of a list: `errors` -> `error`. A word that is none gets `item`.
#[must_use]
pub fn singular(plural: &str) -> String {
    let last_word = plural.rfind(|character: char| character.is_uppercase() || !character.is_alphanumeric());
    let (start, word) = plural.split_at(last_word.unwrap_or(0));
    let singular = pluralizer::pluralize(word, 1, false);
    // Nobody calls an item of `data` a datum.
    if singular == word || word.eq_ignore_ascii_case("data") {
        format!("{plural} item")
    } else {
        format!("{start}{singular}")
    }
}

/// Whether two English words, in small letters, are one but for their number: `reply` and `replies`.
#[must_use]
pub fn is_same_word(one: &str, other: &str) -> bool {
    one == other || pluralizer::pluralize(one, 1, false) == pluralizer::pluralize(other, 1, false)
}

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
        check_field("userIDs", "user_ids");
        check_field("URLs", "urls");
        check_field("HTTPStatus", "http_status");
        check_field("_a__b_", "a_b");
        check_field("a_b2c_3d", "a_b2c_3d");
    }

    #[test]
    fn what_is_in_snake_case_already_is_what_heck_makes_of_it() {
        for name in ["a", "pet_name", "a1_b22_c", "1a_b", "x_1", "2_2"] {
            assert!(is_snake(name), "{name}");
            assert_eq!((name.to_snake_case(), name.to_upper_camel_case()), (name.to_owned(), capitalized(name)));
        }
        for name in ["", "_a", "a_", "a__b", "aB", "a b", "a-b", "\u{e9}"] {
            assert!(!is_snake(name), "{name}");
        }
    }

    #[test]
    fn known_words_stay_whole() {
        check_field("RetrieveWhatsAppMessageStatus", "retrieve_whatsapp_message_status");
        check_field("whatsAppId", "whatsapp_id");
        assert_eq!(
            naming().type_name("RetrieveWhatsAppMessageStatus", &mut Scope::default()).as_str(),
            "RetrieveWhatsappMessageStatus"
        );
    }

    /// The Rust reference, "Keywords".
    #[test]
    fn every_keyword_is_known() {
        let reference = "abstract as async await become box break const continue crate do dyn else enum extern false final \
                         fn for gen if impl in let loop macro match mod move mut override priv pub ref return self \
                         static struct super trait true try type typeof unsafe unsized use virtual where while yield";
        for keyword in reference.split_whitespace() {
            let name = naming().field(keyword, &mut Scope::default()).to_string();
            assert!(name == format!("r#{keyword}") || name == format!("{keyword}_"), "{keyword}: {name}");
        }
        assert_eq!(reference.split_whitespace().count(), KEYWORDS.len() + "self super crate".split(' ').count());
    }

    #[test]
    fn keywords_become_raw_or_get_an_underscore() {
        check_field("type", "r#type");
        check_field("self", "self_");
        assert_eq!(naming().field("build", &mut Scope::reserving("build")).as_str(), "build_");
        check_variants(&["Self", "self"], &["SelfValue", "SelfValue2"]);
    }

    /// Microsoft's "Naming Files, Paths, and Namespaces": CON, PRN, AUX, NUL, COM1 to COM9, LPT1 to LPT9.
    #[test]
    fn files_are_not_called_like_devices() {
        for (wire, expected) in [
            ("con", "con_"),
            ("AUX", "aux_"),
            ("nul", "nul_"),
            ("prn", "prn_"),
            ("com1", "com1_"),
            ("lpt9", "lpt9_"),
            ("com0", "com0"),
            ("com10", "com10"),
            ("company", "company"),
            ("contact", "contact"),
        ] {
            assert_eq!(naming().module(wire, &mut Scope::default()).as_str(), expected);
            assert_eq!(of_file(wire.to_lowercase()), expected);
        }
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
        check_field("m²", "m");
        check_field("٣abc", "_٣abc");
        check_variants(&["²", "٣"], &["Unnamed", "V٣"]);
    }

    #[test]
    fn modules_are_ascii() {
        assert_eq!(naming().module("動物 a", &mut Scope::default()).as_str(), "u52d5_u7269_a");
    }

    #[test]
    fn plurals_lose_their_ending() {
        let words = [
            ("errors", "error"),
            ("entries", "entry"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("houses", "house"),
            ("movies", "movie"),
            ("people", "person"),
            ("PetHouses", "PetHouse"),
            ("status", "status item"),
            ("StatusData", "StatusData item"),
        ];
        for (plural, expected) in words {
            assert_eq!(singular(plural), expected);
        }
    }

    #[test]
    fn places_are_counted_in_words() {
        let words = [0, 1, 2, 11, 12, 20, 21, 22, 110, 111].map(ordinal);
        let expected = ["first", "second", "third", "twelfth", "13th", "21st", "22nd", "23rd", "111th", "112th"];
        assert_eq!(words, expected);
    }

    #[test]
    fn a_word_is_the_same_in_singular_and_plural() {
        for (one, other) in [("reply", "replies"), ("news", "news"), ("status", "statuses"), ("people", "person")] {
            assert!(is_same_word(one, other), "{one} {other}");
        }
        for (one, other) in [("tag", "ticket"), ("message", "messaging"), ("new", "news")] {
            assert!(!is_same_word(one, other), "{one} {other}");
        }
    }

    #[test]
    fn features_are_ascii_words_that_cargo_takes() {
        let tags = ["AI Content", "WhatsApp", "Q&A", "2FA", "default", "Time", "Über", "v 2.1", "★"];
        let features = naming().features(&tags, "default time");
        let features: Vec<&str> = features.iter().map(FeatureName::as_str).collect();
        let expected =
            ["ai-content", "whatsapp", "q-a", "2fa", "default-tag", "time-tag", "udc-ber", "v-2-1", "unnamed"];
        assert_eq!(features, expected);
    }

    /// The checksums are CRC-32 of the texts, as `python3 -c 'import zlib; print(hex(zlib.crc32(b"Q&A")))'` prints them.
    #[test]
    fn features_of_one_name_belong_to_their_tags_whoever_else_is_there() {
        let names = |tags: &[&str]| naming().features(tags, "").iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(&["Q&A", "q-a"]), ["q-a-503a6fb7", "q-a-b0edd054"]);
        assert_eq!(names(&["Q A", "Q&A", "pets", "q-a"]), ["q-a-0660c831", "q-a-503a6fb7", "pets", "q-a-b0edd054"]);
    }
}
