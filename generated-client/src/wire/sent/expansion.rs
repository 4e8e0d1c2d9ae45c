//! The styles of path parameters, and of objects in headers: the expansions of a URI template (RFC 6570, sections 3.2.2, 3.2.5 and
//! 3.2.7; OpenAPI 3.0.4, Parameter Object, "Style Examples").

/// How a value stands in the place of its parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(dead_code, reason = "which of them a generated client needs depends on its description")]
pub(crate) enum Expansion {
    /// `5`, `3,4`, `R,100,G,200`: `simple`, not exploded.
    Simple,
    /// `5`, `3,4`, `R=100,G=200`: `simple`, exploded.
    SimpleExploded,
    /// `.5`, `.3,4`, `.R,100,G,200`: `label`, not exploded.
    Label,
    /// `.5`, `.3.4`, `.R=100.G=200`: `label`, exploded.
    LabelExploded,
    /// `;x=5`, `;x=3,4`, `;x=R,100,G,200`: `matrix`, not exploded.
    Matrix,
    /// `;x=5`, `;x=3;x=4`, `;R=100;G=200`: `matrix`, exploded.
    MatrixExploded,
}

impl Expansion {
    /// What a word, or a list of words, becomes. The name and the words are encoded already.
    pub(super) fn words(self, name: &str, words: &[String]) -> String {
        match self {
            Self::Simple | Self::SimpleExploded => words.join(","),
            Self::Label => format!(".{}", words.join(",")),
            Self::LabelExploded => words.iter().map(|word| format!(".{word}")).collect(),
            Self::Matrix => matrix(name, &words.join(",")),
            Self::MatrixExploded => words.iter().map(|word| matrix(name, word)).collect(),
        }
    }

    /// What an object becomes. The name, the keys and the words are encoded already.
    pub(crate) fn pairs(self, name: &str, pairs: &[(String, String)]) -> String {
        let flat = || pairs.iter().flat_map(|(key, word)| [key.as_str(), word]).collect::<Vec<_>>().join(",");
        let named = |(key, word): &(String, String)| format!("{key}={word}");
        match self {
            Self::Simple => flat(),
            Self::SimpleExploded => pairs.iter().map(named).collect::<Vec<_>>().join(","),
            Self::Label => format!(".{}", flat()),
            Self::LabelExploded => pairs.iter().map(|pair| format!(".{}", named(pair))).collect(),
            Self::Matrix => matrix(name, &flat()),
            Self::MatrixExploded => pairs.iter().map(|(key, word)| matrix(key, word)).collect(),
        }
    }
}

/// `;name=value`; of an empty value, the name alone.
fn matrix(name: &str, value: &str) -> String {
    if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line of the table "Style Examples" of OpenAPI 3.0.4: an empty word, a word, a list, an object.
    #[track_caller]
    fn check(expansion: Expansion, [empty, word, list, object]: [&str; 4]) {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(expansion.words("color", &words(&[""])), empty);
        assert_eq!(expansion.words("color", &words(&["blue"])), word);
        assert_eq!(expansion.words("color", &words(&["blue", "black", "brown"])), list);
        let pairs = [("R", "100"), ("G", "200"), ("B", "150")].map(|(key, word)| (key.to_owned(), word.to_owned()));
        assert_eq!(expansion.pairs("color", &pairs), object);
    }

    #[test]
    fn values_stand_as_the_table_of_styles_has_them() {
        let flat = "R,100,G,200,B,150";
        check(Expansion::Simple, ["", "blue", "blue,black,brown", flat]);
        check(Expansion::SimpleExploded, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]);
        check(Expansion::Label, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]);
        check(Expansion::LabelExploded, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
        let object = ";color=R,100,G,200,B,150";
        check(Expansion::Matrix, [";color", ";color=blue", ";color=blue,black,brown", object]);
        let list = ";color=blue;color=black;color=brown";
        check(Expansion::MatrixExploded, [";color", ";color=blue", list, ";R=100;G=200;B=150"]);
    }
}
