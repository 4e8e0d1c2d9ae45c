//! Brings an export of a Zendesk help center into Fin's Content Library: each published article becomes an external page. Safe to run
//! again, since a page is known by the id of its article. The export is what `GET /api/v2/help_center/articles` returns, an object with a
//! list of `articles`: that of one page, or those of all pages joined. The token is read from `INTERCOM_ACCESS_TOKEN`.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::Parser;
use futures::{StreamExt as _, future::ready, stream};
use indicatif::{ProgressBar, ProgressStyle};
use intercom_client::{
    Client, Error, RateLimiter, Retry,
    models::{CreateContentImportSourceRequest, CreateExternalPageRequest},
};
use serde::Deserialize;

/// What is imported, and into what.
#[derive(Parser)]
struct Arguments {
    /// The export: JSON with a list of `articles`.
    export: PathBuf,
    /// The source that takes the pages; without it, one is created for this address.
    #[arg(long, required_unless_present = "url")]
    source_id: Option<i64>,
    /// The address of the help center.
    #[arg(long)]
    url: Option<String>,
    /// The API: that of another region, or of a test.
    #[arg(long, default_value = "https://api.intercom.io")]
    base_url: String,
    /// How many pages are sent at once.
    #[arg(long, default_value_t = 4)]
    at_once: usize,
}

#[derive(Deserialize)]
struct Export {
    articles: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    id: u64,
    title: String,
    /// HTML; an article that was never filled in has none.
    body: Option<String>,
    html_url: String,
    draft: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let text = fs::read_to_string(&arguments.export).with_context(|| arguments.export.display().to_string())?;
    let Export { articles } = serde_json::from_str(&text).context("this is no export of Zendesk's articles")?;
    let client = Client::builder().token_from_env().base_url(arguments.base_url).rate_limiter(RateLimiter::new());
    let client = client.retry(Retry::default().max_retries(5)).build()?;
    let source_id = match (arguments.source_id, arguments.url) {
        (Some(id), _) => id,
        (None, url) => {
            let source = CreateContentImportSourceRequest::builder().url(url.unwrap_or_default()).build();
            client.ai_content().create_content_import_source(source).send().await?.id
        }
    };
    let published: Vec<Article> = articles.into_iter().filter(|article| !article.draft).collect();
    let count = published.len();
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}")?;
    let bar = ProgressBar::new(count as u64).with_style(style);
    let sent = published.iter().map(async |article| {
        let sent = send(&client, source_id, article).await;
        bar.inc(1);
        sent.inspect_err(|error| bar.suspend(|| eprintln!("article {}: {error}", article.id))).is_ok()
    });
    let sent = stream::iter(sent).buffer_unordered(arguments.at_once);
    let failed = sent.filter(|is_sent| ready(!is_sent)).count().await;
    bar.finish_with_message(format!("source {source_id}"));
    ensure!(failed == 0, "{failed} of {count} articles are not in Fin; run it again with --source-id {source_id}");
    Ok(())
}

async fn send(client: &Client, source_id: i64, article: &Article) -> Result<(), Error> {
    let page = CreateExternalPageRequest::builder()
        .title(&article.title)
        .html(article.body.as_deref().unwrap_or_default())
        .url(&article.html_url)
        .external_id(article.id.to_string())
        .source_id(source_id)
        .ai_agent_availability(true);
    client.ai_content().create_external_page(page.build()).with_retry_on(409).send().await.map(drop)
}
