//! What readers may refuse, each with the reason: `tests/contract.toml`.

use std::fmt;

use anyhow::Result;
use serde::Deserialize;

use crate::{pattern::fits, project::Project};

/// Something that a reader refuses.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Refusal {
    /// The client's package.
    pub client: String,
    /// Who refuses it.
    pub reader: &'static str,
    /// The operation's id.
    pub operation: String,
    /// What the example is called.
    pub example: String,
    /// What is refused.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { client, reader, operation, example, message } = self;
        write!(formatter, "{client}: {operation}")?;
        if !example.is_empty() {
            write!(formatter, " `{example}`")?;
        }
        write!(formatter, ": {reader}: {message}")
    }
}

/// The list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Allowed {
    #[serde(rename = "refusal")]
    refusals: Vec<Kind>,
}

/// A kind of refusals, in which `…` stands for whatever differs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    /// Who refuses.
    reader: String,
    /// The client's package; without it, any.
    client: Option<String>,
    /// The operation's id; without it, any.
    operation: Option<String>,
    /// What is refused.
    says: String,
    /// Why that is right as it is.
    #[expect(dead_code, reason = "it is written for people, and has to be there")]
    reason: String,
}

impl Allowed {
    /// Reads the project's list.
    ///
    /// # Errors
    ///
    /// A list that can't be read, or is not as described.
    pub fn of(project: &Project) -> Result<Self> {
        project.toml("tests/contract.toml")
    }

    /// Those that the list does not allow.
    #[must_use]
    pub fn unexpected<'r>(&self, refusals: &'r [Refusal]) -> Vec<&'r Refusal> {
        refusals.iter().filter(|refusal| !self.refusals.iter().any(|kind| kind.is_of(refusal))).collect()
    }

    /// What the list allows in vain, of these readers and clients.
    #[must_use]
    pub fn left_over(&self, readers: &[&str], clients: &[&str], refusals: &[Refusal]) -> Vec<String> {
        let is_client = |pattern: &String| clients.iter().any(|client| fits(pattern, client));
        let asked = self
            .refusals
            .iter()
            .filter(|kind| readers.contains(&kind.reader.as_str()) && kind.client.as_ref().is_none_or(is_client));
        let idle = asked.filter(|kind| !refusals.iter().any(|refusal| kind.is_of(refusal)));
        idle.map(ToString::to_string).collect()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let any = |name: &Option<String>| name.clone().unwrap_or_else(|| "…".to_owned());
        write!(formatter, "{}: {}: {}: {}", any(&self.client), any(&self.operation), self.reader, self.says)
    }
}

impl Kind {
    fn is_of(&self, refusal: &Refusal) -> bool {
        self.reader == refusal.reader
            && self.client.as_ref().is_none_or(|client| fits(client, &refusal.client))
            && self.operation.as_ref().is_none_or(|operation| fits(operation, &refusal.operation))
            && fits(&self.says, &refusal.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(operation: &str, message: &str) -> Refusal {
        let (operation, message) = (operation.to_owned(), message.to_owned());
        Refusal { client: "pets".to_owned(), reader: "schema", operation, example: String::new(), message }
    }

    #[test]
    fn what_is_not_listed_is_unexpected_and_what_never_comes_is_left_over() {
        let allowed: Allowed = toml::from_str(
            "[[refusal]]\nreader = \"schema\"\noperation = \"add…\"\nsays = \"body: …\"\nreason = \"It is odd.\"\n\n\
             [[refusal]]\nreader = \"schema\"\nsays = \"never\"\nreason = \"It was.\"\n\n\
             [[refusal]]\nreader = \"schema\"\nclient = \"pe…\"\noperation = \"no\"\nsays = \"x\"\nreason = \"It was.\"\n\n\
             [[refusal]]\nreader = \"schema\"\nclient = \"whole\"\nsays = \"far\"\nreason = \"It is.\"\n\n\
             [[refusal]]\nreader = \"prism\"\nsays = \"elsewhere\"\nreason = \"It is.\"\n",
        )
        .expect("it is a list");
        let refusals =
            [refusal("addPet", "body: a"), refusal("addPet", "query `b`: it is missing"), refusal("getPet", "body: a")];
        let unexpected: Vec<String> = allowed.unexpected(&refusals).into_iter().map(ToString::to_string).collect();
        assert_eq!(unexpected, ["pets: addPet: schema: query `b`: it is missing", "pets: getPet: schema: body: a"]);
        assert_eq!(allowed.left_over(&["schema"], &["pets"], &refusals), ["…: …: schema: never", "pe…: no: schema: x"]);
    }
}
