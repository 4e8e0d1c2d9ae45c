//! Recorded responses through the client of a whole description, of which only what they need is compiled, and a program
//! that decodes them.

use std::path::Path;

use anyhow::{Result, bail};
use intercom_codegen::{
    Api, Input, Settings, Tags, generate,
    ir::{Operation, Selection},
    naming::FeatureName,
};
use serde_json::Value;

pub use super::decode::Verdict;
use super::{decode, examples, lossless::differences};
use crate::{project::Project, workspace::Workspace};

/// A response of a server.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// The method of the request.
    pub method: &'a str,
    /// Its path, without a query.
    pub path: &'a str,
    /// The status of the response.
    pub status: u16,
    /// Its body.
    pub body: &'a Value,
}

/// Reads responses under the default policy, by a client in a workspace of its own; nothing for one whose operation the
/// description lacks.
///
/// # Errors
///
/// A description that can't be generated from, a file that can't be written, or a crate that does not compile.
pub fn decode(
    (project, folder): (&Project, &Path),
    client: &str,
    input: &Input,
    settings: &Settings,
    responses: &[Recorded<'_>],
) -> Result<Vec<Option<Verdict>>> {
    // Models that requests send are read otherwise, so it is the whole client; only what the responses need is compiled.
    let input = Input { tags: Tags::All, ..input.clone() };
    let generated = generate(&input, &settings.clone().of_whole_crate())?;
    let workspace = Workspace::new(project, &folder.join(client), &[client, &decode::program_name(client)])?;
    workspace.add_generated(client, &generated)?;
    let found: Vec<Option<&Operation>> = responses.iter().map(|response| operation(&generated.api, response)).collect();
    let known = || responses.iter().zip(&found).filter_map(|(response, operation)| Some((response, (*operation)?)));
    let decoders: Vec<String> = known()
        .map(|(response, operation)| decode::decoder(operation, response.status, &response.status.to_string()))
        .collect();
    let features = known().filter_map(|(_, operation)| feature(operation)).collect();
    decode::add_program(&workspace, client, &generated.api, &features, &decoders)?;
    let inputs: Vec<(usize, u16, &Value)> =
        known().enumerate().map(|(index, (response, _))| (index, response.status, response.body)).collect();
    let mut verdicts = match decode::run(&workspace, client, &inputs)? {
        Ok(verdicts) => verdicts.into_iter().map(|[default, _]| default),
        Err(broken) => bail!("error: the client does not compile\n{broken}"),
    };
    let document = intercom_codegen::document(&input, settings)?;
    let told = |(operation, response): (&Operation, &Recorded<'_>), verdict: Verdict| {
        let schema = examples::response_schema(&document, operation, response.status);
        let differences =
            verdict.written.as_ref().map(|written| differences(&document, schema, response.body, written));
        let differences = differences.into_iter().flatten().map(|(path, how)| format!("{path}: {how}"));
        Verdict { differences: differences.collect(), ..verdict }
    };
    let of = |(operation, response): (&Option<&Operation>, _)| Some(told(((*operation)?, response), verdicts.next()?));
    Ok(found.iter().zip(responses).map(of).collect())
}

/// A feature that compiles an operation; none where it needs none.
fn feature(operation: &Operation) -> Option<&FeatureName> {
    match &operation.selection {
        Selection::Always => None,
        Selection::Any(features) => features.first(),
    }
}

/// The operation that a response is of: the one whose path has the most literal segments.
fn operation<'a>(api: &'a Api, response: &Recorded<'_>) -> Option<&'a Operation> {
    let candidates = api.operations.iter().filter(|operation| operation.method == response.method);
    let literal = |operation: &&Operation| literal_segments(&operation.path, response.path);
    candidates.filter(|operation| literal(operation).is_some()).max_by_key(literal)
}

/// How many segments of a template are those of a path, where it is a path of that template.
fn literal_segments(template: &str, path: &str) -> Option<usize> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let fits = template.iter().zip(&path).all(|(one, other)| one == other || one.starts_with('{'));
    (template.len() == path.len() && fits)
        .then(|| template.iter().zip(&path).filter(|(one, other)| one == other).count())
}
