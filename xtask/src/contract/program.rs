//! A program that makes every call of some clients and prints what each of them sends.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use intercom_codegen::{
    Api,
    ir::{Argument, Authentication, Body, BodyKind, Parameter, ParameterIn, ParameterStyle, Type},
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    calls::{Call, Given},
    rust::{UNDESCRIBED, Writer},
    written::{Writing, Written, said},
};
use crate::workspace::Workspace;

/// A client whose calls are made.
pub(crate) struct Caller<'a> {
    /// Its package.
    pub(crate) package: &'a str,
    /// What it is.
    pub(crate) api: &'a Api,
    /// Its calls.
    pub(crate) calls: Vec<Call<'a>>,
}

/// What became of a call.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// The request, or why there is none.
    pub(crate) request: Result<Request, String>,
    /// What no builder could say: JSON pointers, each with why.
    pub(crate) lost: Vec<String>,
}

/// A request as a transport sees it.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body, of which all samples are text.
    pub body: Option<String>,
}

impl Request {
    /// The value of a header, which has no capitals.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What the program prints of a call.
#[derive(Deserialize)]
#[serde(untagged)]
enum Printed {
    Sent(Request),
    Failed { failed: String },
}

/// Writes the program of some clients of a workspace; what each call could not say, by client.
///
/// # Errors
///
/// A file that can't be written.
pub(crate) fn add(workspace: &Workspace, package: &str, callers: &[Caller<'_>]) -> Result<Vec<Vec<Writing>>> {
    let mut dependencies = String::new();
    let mut modules = String::new();
    let mut files = BTreeMap::new();
    let mut writings = Vec::new();
    for Caller { package, api, calls } in callers {
        let module = package.replace('-', "_");
        dependencies.push_str(&format!("{package} = {{ path = \"../{package}\" }}\n"));
        modules.push_str(&format!("    ({package:?}, {module}::record),\n"));
        let writer = Writer::new(api);
        let written: Vec<Writing> = calls.iter().map(|call| request(&writer, api, call)).collect();
        let text = include_str!("../../program/client.rs").replace("the_client", &format!("::{module}"));
        files.insert(format!("src/{module}.rs"), text + &functions(api, &written));
        writings.push(written);
    }
    let declared: String = files
        .keys()
        .map(|path| format!("mod {};\n", path.trim_start_matches("src/").trim_end_matches(".rs")))
        .collect();
    let main = include_str!("../../program/requests.rs")
        .replace("// The clients.\n", &declared)
        .replace("    // Their calls.\n", &modules);
    files.insert("src/main.rs".to_owned(), main);
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nserde_json = \
         \"1\"\ntokio = {{ version = \"1\", features = [\"rt\"] }}\n{dependencies}"
    );
    files.insert("Cargo.toml".to_owned(), manifest);
    workspace.add_crate(package, &files.iter().map(|(path, text)| (path.as_str(), text.clone())).collect())?;
    Ok(writings)
}

/// Makes the calls: for each client what became of each of them.
///
/// # Errors
///
/// A program that does not compile, or does not say of each call what it sent.
pub(crate) fn run(workspace: &Workspace, package: &str, writings: Vec<Vec<Writing>>) -> Result<Vec<Vec<Sent>>> {
    let output =
        workspace.cargo(&["run", "--quiet", "--package", package]).output().context("error: can't start cargo")?;
    if !output.status.success() {
        bail!("error: the calls do not compile, or fail\n{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    let printed: Vec<Vec<Printed>> =
        serde_json::from_slice(&output.stdout).context("error: the program prints no JSON")?;
    let of_client = |(writings, printed): (Vec<Writing>, Vec<Printed>)| {
        let mut printed = printed.into_iter();
        let sent = writings.into_iter().map(|writing| match writing {
            Ok(Written { lost, .. }) => {
                let request = match printed.next() {
                    Some(Printed::Sent(request)) => Ok(request),
                    Some(Printed::Failed { failed }) => Err(failed),
                    None => Err("the program says nothing of it".to_owned()),
                };
                Sent { request, lost }
            }
            Err(reason) => Sent { request: Err(format!("it cannot be built: {reason}")), lost: Vec::new() },
        });
        sent.collect()
    };
    Ok(writings.into_iter().zip(printed).map(of_client).collect())
}

/// The functions of a client's calls, and the list of them.
fn functions(api: &Api, writings: &[Writing]) -> String {
    let mut text = format!("\nfn build() -> ClientBuilder {{\n    Client::builder(){}\n}}\n", credentials(api));
    let mut list = String::new();
    for (index, written) in writings.iter().enumerate() {
        let Ok(Written { code, .. }) = written else { continue };
        text.push_str(&format!(
            "\nasync fn call_{index}(api: &Client) -> Result<(), client::Error> {{\n    {code}.send_raw().await.map(drop)\n}}\n"
        ));
        list.push_str(&format!("    |api| Box::pin(call_{index}(api)),\n"));
    }
    format!("{text}\npub const CALLS: &[Call] = &[\n{list}];\n")
}

/// What sets a credential of each scheme.
fn credentials(api: &Api) -> String {
    let of_scheme = |scheme: &intercom_codegen::ir::Scheme| {
        let setter = scheme.setter.as_ref().map_or("token", |setter| setter.as_str()).to_owned();
        Some(match scheme.authentication.as_ref()? {
            Authentication::Basic => format!(".{setter}(\"user\", \"secret\")"),
            Authentication::Bearer
            | Authentication::Header(_)
            | Authentication::Query(_)
            | Authentication::Cookie(_) => format!(".{setter}(\"secret\")"),
        })
    };
    api.schemes.iter().filter_map(of_scheme).collect()
}

/// The request of a call.
fn request(writer: &Writer<'_>, api: &Api, call: &Call<'_>) -> Writing {
    let operation = call.operation;
    let mut lost = Vec::new();
    let mut written = |writing: Writing| -> Result<String, String> {
        let Written { code, lost: more } = writing?;
        lost.extend(more);
        Ok(code)
    };
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for parameter in &operation.parameters {
        let value = given(call, parameter);
        let code = match value {
            Some(value) => Some(written(argument(writer, parameter, value))?),
            None if parameter.required => {
                return Err(format!("there is no value for the parameter `{}`", parameter.wire));
            }
            None => None,
        };
        match code {
            Some(code) if parameter.required => arguments.push(code),
            Some(code) => setters.push_str(&format!(".{}({code})", parameter.name.as_str())),
            None => {}
        }
    }
    if let Some((body, value)) = operation.body.as_ref().zip(call.body.as_ref()) {
        let code = written(body_value(writer, body, value))?;
        if body.required {
            arguments.push(code);
        } else {
            setters.push_str(&format!(".body({code})"));
        }
        // What the description does not know, an app adds by its name.
        for (name, value) in value.as_object().into_iter().flatten() {
            let told = lost.len();
            lost.retain(|lost| *lost != undescribed(name));
            if lost.len() < told {
                setters.push_str(&format!(".with_body_field({name:?}, json({:?}))", value.to_string()));
            }
        }
    } else if operation.body.as_ref().is_some_and(|body| body.required) {
        return Err("there is no value for the body".to_owned());
    }
    setters.extend(further_parts(call));
    let group = &api.groups[operation.owner];
    let (group, name) = (group.accessor.as_str(), operation.name_in(&group.tag).as_str());
    Ok(Written { code: format!("api.{group}().{name}({}){setters}", arguments.join(", ")), lost })
}

/// What adds the parts that a form may have besides those that are described.
fn further_parts(call: &Call<'_>) -> Vec<String> {
    let parts = |parameter: &&Parameter| parameter.location == ParameterIn::Part;
    let described: Vec<&Parameter> = call.operation.parameters.iter().filter(parts).collect();
    let values = call.body.iter().filter(|_| !described.is_empty()).filter_map(Value::as_object).flatten();
    let further = values.filter(|(name, _)| described.iter().all(|parameter| parameter.wire != **name));
    further.map(|(name, value)| format!(".with_part({name:?}, {})", text(value))).collect()
}

/// What the builders say of a property of the body that is not described.
fn undescribed(name: &str) -> String {
    format!("/{name}: {UNDESCRIBED}")
}

/// The value of a parameter, or of a part of a form.
fn given<'c>(call: &'c Call<'_>, parameter: &Parameter) -> Option<&'c Value> {
    let location = match parameter.location {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::Header => "header",
        ParameterIn::Cookie => "cookie",
        ParameterIn::PartHeader => "part",
        ParameterIn::Part => return call.body.as_ref()?.get(&parameter.wire),
    };
    let is_given = |given: &&Given<'_>| {
        (given.location, given.name, given.part) == (location, &parameter.wire, parameter.part.as_deref())
    };
    let given = call.parameters.iter().find(is_given);
    given.map(|given| &given.value)
}

/// What an argument or a setter of a parameter is given.
fn argument(writer: &Writer<'_>, parameter: &Parameter, value: &Value) -> Writing {
    let path = format!("`{}`", parameter.wire);
    let values = if let Value::Array(values) = value { values.iter().collect() } else { vec![value] };
    let content_type = match &parameter.style {
        // A range does not say what the file is.
        ParameterStyle::File { media_type: Some(names), .. } if names.contains('*') => {
            format!(".with_content_type({:?})", of_range(names.split(',').next().unwrap_or_default()))
        }
        _ => String::new(),
    };
    let files = values.iter().map(|value| format!("client::File::new(\"a.txt\", {}){content_type}", text(value)));
    match parameter.argument() {
        Argument::Displayed | Argument::Text => said(text(value)),
        Argument::Converted(ty) | Argument::Own(ty) => writer.value(ty, value, &path),
        Argument::Items(item) => writer.value(&Type::List(Box::new(item.clone())), value, &path),
        Argument::DisplayedItems => {
            let texts: Vec<String> = values.iter().map(|value| text(value)).collect();
            said(format!("Vec::<&str>::from([{}])", texts.join(", ")))
        }
        Argument::File => said(files.collect::<String>()),
        Argument::Files => said(format!("[{}]", files.collect::<Vec<_>>().join(", "))),
    }
}

/// What a body is given, and its Content-Type where that is the app's to know.
fn body_value(writer: &Writer<'_>, body: &Body, value: &Value) -> Writing {
    let mut written = match &body.kind {
        BodyKind::Json(ty, _) | BodyKind::Form(ty, _) => writer.value(ty, value, ""),
        BodyKind::Text(_) | BodyKind::Bytes(_) => said(text(value)),
        BodyKind::FormData => {
            let parts = value.as_object().into_iter().flatten();
            let parts: String = parts.map(|(name, value)| format!(".text({name:?}, {})", text(value))).collect();
            said(format!("client::FormData::new(){parts}"))
        }
    }?;
    if let Some(range) = body.asks_for() {
        written.code.push_str(&format!(", {:?}", of_range(range)));
    }
    Ok(written)
}

/// A media type of a range.
fn of_range(range: &str) -> String {
    range.replace("*/*", "application/octet-stream").replace('*', "x-sample")
}

fn text(value: &Value) -> String {
    format!("{:?}", plain(value))
}

/// A scalar as text, anything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
