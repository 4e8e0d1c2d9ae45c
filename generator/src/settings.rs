//! `codegen.toml`: what is particular to one API and stands in no description of it.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use crate::{
    error::{Diagnostic, Diagnostics, Errors, Source, meant::choices},
    origin::{is_origin, no_origin},
    quoted::code,
    versions::Versions,
};

/// The settings of a project. All of them have a neutral default, so any description can be read without a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The version that the project's client speaks.
    pub api_version: String,
    /// All known versions, oldest first.
    pub api_versions: Vec<String>,
    /// The tags that the client has, each with the versions that have it.
    pub tags: IndexMap<String, Versions>,
    /// Overlay documents, relative to the settings' folder, in the order in which they are applied.
    pub overlays: Vec<String>,
    /// Whether an overlay action that selects nothing is an error, and not a warning: it is where the overlays were written for
    /// these descriptions.
    pub strict_overlays: bool,
    /// Facts for the client.
    pub client: ClientSettings,
    /// Whether responses have what their schemas call `required`.
    pub required_in_responses: RequiredInResponses,
    /// Of which library the types of texts are that have a format.
    pub formats: FormatSettings,
    /// Facts about error responses.
    pub error: ErrorSettings,
    /// In which headers responses say how many calls are left.
    pub rate_limit: RateLimitSettings,
    /// How names are spelled.
    pub names: NameSettings,
    /// Which versions are compared.
    pub drift: DriftSettings,
}

/// Which versions are compared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DriftSettings {
    /// The version that apps move to from one, where that is not the next one in the order.
    pub next: IndexMap<String, String>,
}

impl Settings {
    /// Reads settings, TOML.
    ///
    /// # Errors
    ///
    /// A text that is malformed, origins that are none, or steps between versions that are not listed.
    pub fn read(source: &Arc<Source>) -> Result<Self, Errors> {
        let malformed = |error: toml::de::Error| {
            let diagnostic = Diagnostic::error(format!("these are no settings: {}", error.message()));
            match error.span() {
                Some(span) => diagnostic.at_offset(source, span.start),
                None => diagnostic,
            }
        };
        let mut settings: Self = toml::from_str(&source.text).map_err(malformed)?;
        settings.names.source = Some(Arc::clone(source));
        let Placed { client, drift } = toml::from_str(&source.text).map_err(malformed)?;
        let mut diagnostics = Diagnostics::default();
        for entry in client.credential_origins.iter().filter(|entry| !is_origin(entry.get_ref())) {
            diagnostics.push(no_origin(entry.get_ref()).at_offset(source, entry.span().start));
        }
        for (from, to) in &drift.next {
            for version in [from, to.get_ref()].into_iter().filter(|version| !settings.api_versions.contains(version)) {
                let message = format!("`drift.next` of codegen.toml names the version {}", code(version));
                let fault = Diagnostic::error(format!("{message}, which is none of `api-versions`"));
                let known: Vec<&str> = settings.api_versions.iter().map(String::as_str).collect();
                let fault = fault.help(choices(version, "versions", &known));
                diagnostics.push(fault.at_offset(source, to.span().start));
            }
        }
        diagnostics.finish().map(|_| settings)
    }

    /// The settings for a crate that is generated as a whole, with its manifest: what it has unless they say otherwise.
    #[must_use]
    pub fn of_whole_crate(mut self) -> Self {
        self.client.tag_features.get_or_insert(true);
        self
    }

    /// The steps that apps take from version to version, oldest first.
    #[must_use]
    pub fn steps(&self) -> Vec<(&str, &str)> {
        let versions = &self.api_versions;
        let following = versions.iter().zip(versions.iter().skip(1));
        let named = |version: &str| self.drift.next.get(version).map(String::as_str);
        following.map(|(from, to)| (from.as_str(), named(from).unwrap_or(to))).collect()
    }

    /// The version that comes before one, in the steps from version to version.
    #[must_use]
    pub fn version_before(&self, version: &str) -> Option<&str> {
        let is_step = |(from, to): &(&str, &str)| *to == version && !self.drift.next.contains_key(*from);
        self.steps().into_iter().find(is_step).map(|(from, _)| from)
    }
}

/// Facts for the client.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClientSettings {
    /// The environment variables that the token is read from; the first that is set and not empty counts.
    pub token_variables: Vec<String>,
    /// Whether each tag is a cargo feature, so that an app compiles only those it asks for. A crate that is generated as a
    /// whole has them unless this says no; generated code that goes into a crate with a manifest of its own has them only
    /// if this says yes. With one tag there is nothing to choose.
    pub tag_features: Option<bool>,
    /// Header parameters that belong to the client, with the name of their setter. A header that nine of ten operations
    /// declare (of three at least) with the same default or single value is lifted without being named here.
    pub headers: IndexMap<String, String>,
    /// The header that names the version of the API. The client sends `info.version` in it.
    pub version_header: Option<String>,
    /// Other names of versions: a server that is asked for the one may respond with the other.
    pub version_aliases: IndexMap<String, String>,
    /// Origins besides that of the client's server to which credentials go with operations that have a server there:
    /// `https://files.example.com`.
    pub credential_origins: Vec<String>,
}

/// Whether responses have what their schemas call `required`: a word for all schemas, or one for each component schema that
/// does not keep to it. That holds of its model, of inline schemas in it, and of what it requires where it is a part of
/// others. Requests are asked for it all the same.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged, expecting = "`required`, `optional`, or a table of component schemas, each with one of these")]
pub enum RequiredInResponses {
    /// Of all schemas.
    All(Presence),
    /// Of some; the others keep to it.
    Named(IndexMap<String, Presence>),
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// It is.
    Required,
    /// It may not be.
    Optional,
}

impl Default for RequiredInResponses {
    fn default() -> Self {
        Self::All(Presence::Required)
    }
}

impl RequiredInResponses {
    /// Whether responses may lack what a schema requires that stands in this component, or in none.
    pub(crate) fn may_be_missing(&self, component: Option<&str>) -> bool {
        let presence = match self {
            Self::All(presence) => Some(*presence),
            Self::Named(schemas) => component.and_then(|component| schemas.get(component)).copied(),
        };
        presence == Some(Presence::Optional)
    }
}

/// Of which library the type of a text is that has a format; without one it is a `String`, as that of any other format. An API has to
/// keep to a format that is named here: another text does not decode.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FormatSettings {
    /// `date-time`: a point in time, RFC 3339.
    pub date_time: Option<TimeLibrary>,
    /// `date`: a day, the `full-date` of RFC 3339.
    pub date: Option<TimeLibrary>,
    /// `uuid`, RFC 9562.
    pub uuid: Option<UuidLibrary>,
}

/// A library of points in time and days whose types read and write RFC 3339 by themselves.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum TimeLibrary {
    /// The crate `jiff`.
    Jiff,
    /// The crate `chrono`.
    Chrono,
}

/// A library of UUIDs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub enum UuidLibrary {
    /// The crate `uuid`.
    Uuid,
}

/// Facts about error responses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ErrorSettings {
    /// The component schema of error bodies; without it, the one that most error responses refer to.
    pub schema: Option<Spanned<String>>,
    /// JSON pointers to a machine-readable code.
    pub code: Vec<String>,
    /// JSON pointers to a text for people.
    pub message: Vec<String>,
    /// JSON pointers to the id of the request.
    pub request_id: Vec<String>,
}

/// The headers of a response with the rate limit; without a name, the client looks for none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateLimitSettings {
    /// How many calls a window of time allows.
    pub limit: Option<String>,
    /// How many calls are left in it.
    pub remaining: Option<String>,
    /// When the next one begins, in **seconds** since 1970-01-01T00:00:00Z.
    pub reset: Option<String>,
}

/// How names are spelled.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NameSettings {
    /// Words that stay whole: `WhatsApp`.
    pub words: Vec<String>,
    /// Component schema -> Rust type, where the plain translation would mislead.
    pub schemas: IndexMap<Spanned<String>, String>,
    /// Operation, by its id or as `GET /path` -> method, where the rule gives no good one. `Mock` goes on to call it by its id.
    pub methods: IndexMap<Spanned<String>, MethodSetting>,
    /// Enum -> the enums that become it, by the names that their types have otherwise. All of them have the same values. The words of
    /// the first count.
    pub enums: IndexMap<String, Vec<Spanned<String>>>,
    /// The text of these settings, for the places of what is listed.
    #[serde(skip)]
    pub(crate) source: Option<Arc<Source>>,
}

/// What an operation's method is called.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged, expecting = "the name of a method, or a table of tags, each with one")]
pub enum MethodSetting {
    /// In all groups.
    All(String),
    /// In those of some tags.
    Tags(IndexMap<String, String>),
}

impl MethodSetting {
    /// The name in the group of a tag, if it is said.
    pub(crate) fn in_group(&self, tag: &str) -> Option<&str> {
        match self {
            Self::All(name) => Some(name),
            Self::Tags(names) => names.get(tag).map(String::as_str),
        }
    }
}

/// What of the settings is checked with its place.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Placed {
    client: PlacedClient,
    drift: PlacedDrift,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PlacedDrift {
    next: IndexMap<String, Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct PlacedClient {
    credential_origins: Vec<Spanned<String>>,
}
