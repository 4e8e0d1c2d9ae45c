//! Examples through the generated models: a program for each client decodes them by the way that a response takes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
};

use anyhow::{Context as _, Result, bail};
use intercom_codegen::ir::{ErrorResponse, Operation, Output, OutputVariant, StatusPattern, Type};
use intercom_codegen::{Api, naming::FeatureName};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    examples::{Example, examples},
    lossless,
    member::Member,
};
use crate::{spelled::spelled, workspace::Workspace};

/// What became of a description's examples.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Decoded {
    /// How many there are.
    pub examples: usize,
    /// How many of them the default policy accepts.
    pub accepted: usize,
    /// How many of them the tolerant policy accepts.
    pub tolerated: usize,
    /// How many of those that the default policy accepts are the same JSON when they are written again.
    pub lossless: usize,
    /// Why the program that decodes them does not compile.
    pub broken: Option<String>,
    /// What is not as it should be.
    pub failures: Vec<Failure>,
}

impl Decoded {
    /// Whether no example is lost: the tolerant policy takes all of them.
    pub(super) fn is_fine(&self) -> bool {
        self.broken.is_none() && self.tolerated == self.examples
    }
}

/// An example that was not accepted, or came back as something else.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Failure {
    /// `default`, `tolerant` or `lossless`.
    pub check: &'static str,
    /// The operation's id.
    pub operation: String,
    /// The status as the description writes it.
    pub status: String,
    /// What the example is called.
    pub example: String,
    /// Where in its JSON.
    pub path: String,
    /// Why.
    pub reason: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { check, operation, status, example, path, reason } = self;
        write!(formatter, "{check}: {operation} {status}")?;
        if !example.is_empty() {
            write!(formatter, " `{example}`")?;
        }
        if !path.is_empty() {
            write!(formatter, " at `{path}`")?;
        }
        write!(formatter, ": {reason}")
    }
}

/// The program's word on a response under one policy.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Verdict {
    /// The model, written back, where it was read.
    pub written: Option<Value>,
    /// The paths of what was repaired.
    pub repaired: Vec<String>,
    /// Where it could not be read.
    pub path: Option<String>,
    /// Why it could not be read.
    pub reason: Option<String>,
    /// What the model, written back, says otherwise than the response, or lacks of what is described: each with its
    /// place.
    pub differences: Vec<String>,
}

/// The package of the program that decodes a client's examples.
pub(super) fn program_name(package: &str) -> String {
    format!("{package}-examples")
}

/// Writes the program of a client that decodes the examples of its description.
pub(super) fn add_examples(workspace: &Workspace, member: &Member) -> Result<()> {
    let features: BTreeSet<&FeatureName> = member.generated.api.features().collect();
    add_program(workspace, &member.package, &member.generated.api, &features, &decoders(member).0)
}

/// Writes the program of a client, which compiles only these features of its tags.
pub(super) fn add_program(
    workspace: &Workspace,
    client: &str,
    api: &Api,
    features: &BTreeSet<&FeatureName>,
    decoders: &[String],
) -> Result<()> {
    let package = program_name(client);
    let features: String = features.iter().map(|feature| format!(", \"{feature}\"")).collect();
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nclient = {{ package = \
         \"{client}\", path = \"../{client}\", default-features = false, features = [\"rustls\"{features}] }}\nserde = \
         \"1\"\nserde_json = \"1\"\n"
    );
    let token = if api.authentication().is_none() { "" } else { ".token(\"token\")" };
    let decoders = format!(
        "//! How each operation's responses are decoded.\n\n#![allow(unused_imports, deprecated)]\n\nuse client::{{Client, \
         ClientBuilder}};\n\nuse super::{{Decoder, error_response, json, success}};\n\npub fn client() -> ClientBuilder \
         {{\n    Client::builder(){token}\n}}\n\npub const DECODERS: &[Decoder] = &[\n{}];\n",
        decoders.iter().map(|decoder| format!("    {decoder},\n")).collect::<String>()
    );
    let files = BTreeMap::from([
        ("Cargo.toml", manifest),
        ("src/main.rs", include_str!("../../program/main.rs").to_owned()),
        ("src/decoders.rs", decoders),
    ]);
    workspace.add_crate(&package, &files)
}

/// The decoders that a client's examples need, and which of them each example needs.
fn decoders(member: &Member) -> (Vec<String>, Vec<(usize, Example<'_>)>) {
    let mut decoders: Vec<String> = Vec::new();
    let mut positions: BTreeMap<String, usize> = BTreeMap::new();
    let mut needed = Vec::new();
    for example in examples(member) {
        let operation = &member.generated.api.operations[example.operation];
        let decoder = decoder(operation, example.status, example.key);
        let position = *positions.entry(decoder).or_insert_with_key(|decoder| {
            decoders.push(decoder.clone());
            decoders.len() - 1
        });
        needed.push((position, example));
    }
    (decoders, needed)
}

/// The expression that decodes an operation's responses of a status, which the description writes as `key`.
pub(super) fn decoder(operation: &Operation, status: u16, key: &str) -> String {
    let name = format!("client::operations::{}", operation.type_name);
    if (200..300).contains(&status) || operation.redirects.contains(&status) {
        let write = writer(&operation.output, status);
        return format!("|client, status, body| success::<{name}>(client, status, body, {write})");
    }
    let own = operation.errors.iter().find(|ErrorResponse { status, .. }| status == key);
    let ty = own.and_then(|response| response.ty.as_ref()).map_or_else(|| "client::Value".to_owned(), spelled);
    format!("error_response::<{name}, {ty}>")
}

/// The expression that makes the JSON of an output.
fn writer(output: &Output, status: u16) -> String {
    match output {
        Output::Json(_) | Output::JsonOrText(_) | Output::Text | Output::Empty => "|output| json(output)".to_owned(),
        Output::Bytes | Output::Open => "|_| client::Value::Null".to_owned(),
        Output::ByStatus { name, variants } => match variants.iter().find(|variant| holds(variant, status)) {
            Some(OutputVariant { name: variant, output: Output::Json(_) | Output::JsonOrText(_), .. }) => format!(
                "|output| match output {{ client::operations::{name}::{variant}(value) => json(value), _ => client::Value::Null }}"
            ),
            Some(_) | None => "|_| client::Value::Null".to_owned(),
        },
    }
}

fn holds(variant: &OutputVariant, status: u16) -> bool {
    match variant.status {
        StatusPattern::Code(code) => code == status,
        StatusPattern::Class(class) => class == status / 100,
        StatusPattern::Default => true,
    }
}

/// The type of the JSON that an output holds for a status.
pub(super) fn output_type(output: &Output, status: u16) -> Option<&Type> {
    match output {
        Output::Json(ty) | Output::JsonOrText(ty) => Some(ty),
        Output::ByStatus { variants, .. } => {
            let variant = variants.iter().find(|variant| holds(variant, status))?;
            output_type(&variant.output, status)
        }
        Output::Text | Output::Bytes | Output::Open | Output::Empty => None,
    }
}

/// Decodes the examples of a client.
pub(super) fn decode(workspace: &Workspace, member: &Member) -> Result<Decoded> {
    let (_, needed) = decoders(member);
    let input: Vec<(usize, u16, &Value)> =
        needed.iter().map(|(decoder, example)| (*decoder, example.status, example.value)).collect();
    let mut decoded = Decoded { examples: needed.len(), ..Decoded::default() };
    let verdicts = match run(workspace, &member.package, &input)? {
        Ok(verdicts) => verdicts,
        Err(broken) => {
            decoded.broken = Some(broken);
            return Ok(decoded);
        }
    };
    for ((_, example), [default, tolerant]) in needed.iter().zip(verdicts) {
        decoded.count(member, example, default, tolerant);
    }
    Ok(decoded)
}

/// Runs the program of a client on responses, each with the index of its decoder and its status: what came of each under
/// the default policy and under the tolerant one; or what cargo says where the program does not compile.
pub(super) fn run(
    workspace: &Workspace,
    client: &str,
    responses: &[(usize, u16, &Value)],
) -> Result<Result<Vec<[Verdict; 2]>, String>> {
    let package = program_name(client);
    let path = workspace.folder().join(&package).join("examples.json");
    fs::write(&path, serde_json::to_string(responses)?)
        .with_context(|| format!("error: can't write {}", path.display()))?;
    let mut cargo = workspace.cargo(&["run", "--quiet", "--package", &package, "--"]);
    let output = cargo.arg(&path).output().context("error: can't start cargo")?;
    if !output.status.success() {
        return Ok(Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()));
    }
    let verdicts: Vec<[Verdict; 2]> =
        serde_json::from_slice(&output.stdout).context("error: the program does not print JSON")?;
    if verdicts.len() != responses.len() {
        bail!("error: the program did not decode every example");
    }
    Ok(Ok(verdicts))
}

impl Decoded {
    fn count(&mut self, member: &Member, example: &Example<'_>, default: Verdict, tolerant: Verdict) {
        let mut fail = |check, path: String, reason: String| {
            self.failures.push(Failure {
                check,
                operation: member.generated.api.operations[example.operation].id.clone(),
                status: example.key.to_owned(),
                example: example.name.to_owned(),
                path,
                reason,
            });
        };
        match (default.reason, default.written) {
            (None, written) => {
                self.accepted += 1;
                let written = written.unwrap_or_default();
                let differences = lossless::differences(&member.document, example.schema, example.value, &written);
                self.lossless += usize::from(differences.is_empty());
                differences.into_iter().for_each(|(path, reason)| fail("lossless", path, reason));
            }
            (Some(reason), _) => fail("default", default.path.unwrap_or_default(), reason),
        }
        match tolerant.reason {
            None => self.tolerated += 1,
            Some(reason) => fail("tolerant", tolerant.path.unwrap_or_default(), reason),
        }
    }
}
