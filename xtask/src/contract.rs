//! `cargo xtask contract`: every operation is called as the description's examples say, and what is sent is held against the
//! description by readers of it. Of what the generator makes of it they know which operations there are, and where they stand.

pub mod allowed;
mod bodies;
pub(crate) mod calls;
pub mod others;
pub(crate) mod program;
pub(crate) mod reader;
pub(crate) mod rust;
mod sample;
mod schema;
mod styles;
pub(crate) mod written;

pub use self::program::Request;

use std::{fs, path::Path};

use anyhow::Result;
use intercom_codegen::{Api, Input, Settings, Source, Tags};
use serde_json::Value;

use self::{
    allowed::{Allowed, Refusal},
    calls::{Call, calls},
    others::Other,
    program::{Caller, Sent},
    reader::Reader,
};
pub use crate::workspace::package_of;
use crate::{
    golden, input,
    outcome::{Outcome, print},
    project::Project,
    workspace::Workspace,
};

/// The golden cases whose requests are read: a description each for the styles of parameters and the kinds of bodies.
pub const CASES: [&str; 16] = [
    "bodies-of-every-kind",
    "body-form-with-deep-objects",
    "body-multipart",
    "body-multipart-of-a-component",
    "body-multipart-of-parts-of-all-kinds",
    "body-multipart-with-encodings",
    "body-of-form-with-encodings",
    "cookies-beside-a-credential",
    "operation-with-servers-of-its-own",
    "parameter-with-content-of-json",
    "parameters-in-every-style",
    "path-parameter-that-stands-twice",
    "path-with-a-query",
    "query-arrays-are-repeated-or-joined",
    "query-object-without-explode",
    "query-objects-are-deep-or-form",
];

/// The version of which the whole description is read, where it stands beside the project.
const WHOLE: &str = "2.16";

/// The reader that is always there.
const SCHEMA: &str = "schema";

/// Who reads.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Arguments {
    /// Ask another reader, too.
    #[arg(long = "reader", value_name = "READER")]
    pub readers: Vec<Other>,
}

/// A client whose requests are read.
pub struct Member {
    /// Its package.
    pub package: String,
    /// What it is.
    pub api: Api,
    /// The description that it was generated from.
    pub document: Value,
}

/// Runs the command.
///
/// # Errors
///
/// A client that can't be generated or compiled, or a reader that can't be asked.
pub fn run(project: &Project, arguments: &Arguments) -> Result<Outcome> {
    let inputs = inputs(project)?;
    let package = "client-requests";
    let names: Vec<&str> = inputs.iter().map(|(name, ..)| name.as_str()).chain([package]).collect();
    let workspace = Workspace::new(project, &project.target()?.join("contract"), &names)?;
    let member = |(name, input, settings): &(String, Input, Settings)| member(&workspace, name, input, settings);
    let members: Vec<Member> = inputs.iter().map(member).collect::<Result<_>>()?;
    let sending = Sending::new(&workspace, package, &members)?;
    let refusals = sending.refusals(project, workspace.folder(), &arguments.readers)?;
    let allowed = Allowed::of(project)?;
    let unexpected = allowed.unexpected(&refusals);
    unexpected.iter().for_each(|refusal| eprintln!("{refusal}"));
    let readers: Vec<&str> = arguments.readers.iter().map(|reader| reader.name()).chain([SCHEMA]).collect();
    let clients: Vec<&str> = members.iter().map(|member| member.package.as_str()).collect();
    let left_over = allowed.left_over(&readers, &clients, &refusals);
    left_over.iter().for_each(|kind| eprintln!("nothing needs the reason for: {kind}"));
    let count: usize = sending.callers.iter().map(|caller| caller.calls.len()).sum();
    print(&format!(
        "{count} calls of {} clients, read by {}: {} refusals, {} of them without a reason\n",
        members.len(),
        readers.join(", "),
        refusals.len(),
        unexpected.len()
    ));
    Ok(if unexpected.is_empty() && left_over.is_empty() { Outcome::Fine } else { Outcome::CheckFailed })
}

/// The pinned version, the whole one where it is here, and the cases.
fn inputs(project: &Project) -> Result<Vec<(String, Input, Settings)>> {
    let settings = project.settings()?;
    let pinned = input::of_version(project, &settings.api_version, &settings)?;
    let mut inputs = vec![(package_of(&settings.api_version), pinned, settings)];
    if let Some(upstream) = project.shared("upstream") {
        let name = format!("{WHOLE}.yaml");
        let description = Source::new(&name, fs::read_to_string(upstream.join(&name))?);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: name };
        inputs.push(("client-whole".to_owned(), input, Settings::default()));
    }
    for case in CASES {
        let (input, settings) = golden::case(&project.golden().join("cases").join(case))?;
        inputs.push((case.to_owned(), input, settings));
    }
    Ok(inputs)
}

/// Generates a client into a workspace.
///
/// # Errors
///
/// A description that can't be generated from, or a file that can't be written.
pub fn member(workspace: &Workspace, package: &str, input: &Input, settings: &Settings) -> Result<Member> {
    let generated = workspace.add_client(package, input, settings)?;
    let document = intercom_codegen::document(input, settings)?;
    Ok(Member { package: package.to_owned(), api: generated.api, document })
}

/// The calls of clients, and what each of them sends.
pub struct Sending<'a> {
    members: &'a [Member],
    callers: Vec<Caller<'a>>,
    sent: Vec<Vec<Sent>>,
}

impl<'a> Sending<'a> {
    /// Makes the calls of clients that are in a workspace, by a program that is a member of it, too.
    ///
    /// # Errors
    ///
    /// A client that does not compile.
    pub fn new(workspace: &Workspace, package: &str, members: &'a [Member]) -> Result<Self> {
        let callers: Vec<Caller<'a>> = members
            .iter()
            .map(|Member { package, api, document }| Caller { package, api, calls: calls(document, api) })
            .collect();
        let written = program::add(workspace, package, &callers)?;
        let sent = program::run(workspace, package, written)?;
        Ok(Self { members, callers, sent })
    }

    /// The requests of a client, each with its operation, or why there is none.
    pub fn requests(&self, client: &str) -> impl Iterator<Item = (&str, Result<&Request, &str>)> {
        let of_client = self.callers.iter().zip(&self.sent).filter(move |(caller, _)| caller.package == client);
        of_client.flat_map(|(caller, sent)| {
            let operations = caller.calls.iter().map(|call| call.operation.id.as_str());
            operations.zip(sent.iter().map(|sent| sent.request.as_ref().map_err(String::as_str)))
        })
    }

    /// What readers refuse: the one that knows the description alone, and others, for whom a file is written into a folder.
    ///
    /// # Errors
    ///
    /// A reader that can't be asked.
    pub fn refusals(&self, project: &Project, folder: &Path, others: &[Other]) -> Result<Vec<Refusal>> {
        let mut refusals = Vec::new();
        for ((member, caller), sent) in self.members.iter().zip(&self.callers).zip(&self.sent) {
            let reader = Reader::new(&member.document)?;
            let told = caller.calls.iter().zip(sent).map(|(call, sent)| reader.refusals(call, sent)).collect();
            refusals.extend(named(caller, SCHEMA, told));
            for other in others {
                let told = other.refusals(project, folder, &member.document, &caller.calls, sent)?;
                refusals.extend(named(caller, other.name(), told));
            }
        }
        Ok(refusals)
    }
}

/// What a reader refuses, by the calls of a client.
fn named(caller: &Caller<'_>, reader: &'static str, told: Vec<Vec<String>>) -> Vec<Refusal> {
    let of_call = |(call, messages): (&Call<'_>, Vec<String>)| {
        let refusal = |message| Refusal {
            client: caller.package.to_owned(),
            reader,
            operation: call.operation.id.clone(),
            example: call.example.clone(),
            message,
        };
        messages.into_iter().map(refusal).collect::<Vec<_>>()
    };
    caller.calls.iter().zip(told).flat_map(of_call).collect()
}
