//! Brings a folder of Markdown and HTML files into a content import source, as external pages that Fin answers from.
//!
//! Every file is a page, with its path below the folder as the external id: run it again, and what has changed is
//! updated, nothing is there twice. A file that cannot be brought over does not stop the others; it is reported at the end,
//! and the exit code is 1. Ctrl-C begins no further page and finishes those under way (exit code 130); a second one
//! ends the program at once.
//!
//! The token of your app is taken from the environment variable `INTERCOM_ACCESS_TOKEN` or `INTERCOM_API_KEY`; it needs the
//! OAuth scope `read_write_ai_content`. Without one, a mock server in this process responds, and the folder is the one beside this
//! program:
//!
//! ```text
//! cargo run --example sync_help_center
//! INTERCOM_ACCESS_TOKEN=… cargo run --example sync_help_center -- docs/ --source-id 44 --server eu
//! ```

mod mock;
mod pages;
mod sync;

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
    process::{ExitCode, exit},
};

use anyhow::{Context as _, Result, ensure};
use clap::{Parser, ValueEnum};
use futures::{FutureExt as _, channel::oneshot};
use indicatif::{ProgressBar, ProgressStyle};
use intercom_client::{Client, Server, Url, models::ExternalPage};

use sync::{Settings, Summary};

/// The exit code of a program that Ctrl-C has ended, as shells report it.
const INTERRUPTED: u8 = 130;

/// Brings a folder of Markdown and HTML files into a content import source.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder; each `.md`, `.markdown`, `.html` and `.htm` file in it and below it is a page
    #[arg(required_unless_present = "mock")]
    folder: Option<PathBuf>,
    /// The id of the content import source that the pages belong to
    #[arg(long, required_unless_present = "mock")]
    source_id: Option<i64>,
    /// The language of the pages; without it, English
    #[arg(long)]
    locale: Option<String>,
    /// Where the pages are on your website: answers link to this address and a page's path, without its extension
    #[arg(long)]
    base_url_of_pages: Option<Url>,
    /// Whether the AI Agent may answer from the pages; without it, this stays as it is
    #[arg(long)]
    ai_agent: Option<bool>,
    /// Whether the AI Copilot may answer from the pages; without it, this stays as it is
    #[arg(long)]
    ai_copilot: Option<bool>,
    /// How many pages are uploaded at once
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..))]
    concurrency: u8,
    /// Deletes the pages of the source that the folder does not have, whoever made them
    #[arg(long)]
    prune: bool,
    /// Reports what would be done, and does nothing
    #[arg(long)]
    dry_run: bool,
    /// Where the workspace is hosted
    #[arg(long, default_value = "production")]
    server: Region,
    /// The address of another server, such as a proxy
    #[arg(long, conflicts_with = "server")]
    base_url: Option<String>,
    /// Lets a mock server in this process respond, as it does where there is no token
    #[arg(long, overrides_with = "mock")]
    mock: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Region {
    Production,
    Eu,
    Au,
}

impl From<Region> for Server {
    fn from(region: Region) -> Self {
        match region {
            Region::Production => Self::Production,
            Region::Eu => Self::Eu,
            Region::Au => Self::Au,
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(summary) => {
            print!("{summary}");
            match summary {
                Summary { left, .. } if !left.is_empty() => ExitCode::from(INTERRUPTED),
                Summary { failures, .. } if !failures.is_empty() => ExitCode::FAILURE,
                Summary { .. } => ExitCode::SUCCESS,
            }
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Summary> {
    let client = Client::builder().token_from_env();
    let mock = client.clone().build().is_err().then_some("--mock".into());
    let arguments = Arguments::parse_from(env::args_os().chain(mock));
    if arguments.mock {
        eprintln!("no token is used: a mock server in this process responds");
        let server = mock::start().await;
        let client = Client::builder().token("mock").base_url(server.uri()).build()?;
        let summary = sync(&arguments, &client).await?;
        eprintln!("{}", mock::report(&server).await);
        return Ok(summary);
    }
    let client = match &arguments.base_url {
        Some(base_url) => client.base_url(base_url),
        None => client.server(arguments.server.into()),
    };
    sync(&arguments, &client.build()?).await
}

async fn sync(arguments: &Arguments, client: &Client) -> Result<Summary> {
    let source_id = arguments.source_id.unwrap_or(mock::SOURCE_ID);
    let samples = || Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/help_center");
    let folder = arguments.folder.clone().unwrap_or_else(samples);
    let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")?);
    let stopped = stopped(bar.clone()).shared();

    let (pages, failures) = pages::read_folder(&folder, arguments.base_url_of_pages.as_ref())
        .with_context(|| format!("`{}` cannot be read", folder.display()))?;
    ensure!(!pages.is_empty() || !failures.is_empty(), "`{}` has no Markdown or HTML file", folder.display());
    ensure!(failures.is_empty() || !arguments.prune, "nothing is pruned while a file cannot be read: {}", failures[0]);

    let settings = Settings {
        source_id,
        locale: arguments.locale.clone(),
        ai_agent: arguments.ai_agent,
        ai_copilot: arguments.ai_copilot,
    };
    let existing = tokio::select! {
        existing = existing_pages(client, source_id) => existing?,
        () = stopped.clone() => {
            eprintln!("stopped: nothing has been changed");
            exit(INTERRUPTED.into());
        }
    };
    let plan = sync::plan(pages, existing, &settings, arguments.prune);
    let mut summary = Summary { unchanged: plan.unchanged, failures, ..Summary::default() };
    if arguments.dry_run {
        println!("dry run: nothing is done; this would be");
        for change in &plan.changes {
            println!("{change}");
            summary.count(change);
        }
        return Ok(summary);
    }
    bar.set_length(plan.changes.len() as u64);
    sync::apply(client, plan.changes, arguments.concurrency.into(), stopped, &bar, &mut summary).await;
    bar.finish_and_clear();
    Ok(summary)
}

/// The pages that the source has. A wrong token or id is reported once, and not for each page.
async fn existing_pages(client: &Client, source_id: i64) -> Result<BTreeMap<String, ExternalPage>> {
    client.ai_content().get_content_import_source(source_id).send().await.context("the source cannot be used")?;
    sync::existing_pages(client, source_id).await.context("the source's pages cannot be listed")
}

/// Completes with the first Ctrl-C; the second ends the program.
fn stopped(bar: ProgressBar) -> impl Future<Output = ()> {
    let (stop, stopped) = oneshot::channel();
    tokio::spawn(async move {
        // Where signals cannot be caught, Ctrl-C ends the program as ever.
        if tokio::signal::ctrl_c().await.is_err() {
            return std::future::pending().await;
        }
        bar.suspend(|| eprintln!("stopping: what is under way is finished; Ctrl-C again aborts it"));
        // Nobody waits for it where all is done already.
        let _ = stop.send(());
        if tokio::signal::ctrl_c().await.is_ok() {
            bar.suspend(|| eprintln!("aborted: some pages may have arrived or not; to run this again does no harm"));
            exit(INTERRUPTED.into());
        }
    });
    stopped.map(|_| ())
}
