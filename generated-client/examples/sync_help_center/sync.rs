//! What is to be done so that a source has the pages of a folder, and doing it.

use std::{collections::BTreeMap, error::Error as _, fmt, pin::pin};

use futures::{Future, StreamExt as _, stream};
use indicatif::ProgressBar;
use intercom_client::{
    Client, Error,
    models::{CreateExternalPageRequest, ExternalPage},
};

use crate::pages::{Failure, Page};

/// What all pages have in common.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) source_id: i64,
    pub(crate) locale: Option<String>,
    pub(crate) ai_agent: Option<bool>,
    pub(crate) ai_copilot: Option<bool>,
}

/// What is to be done.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) changes: Vec<Change>,
    /// How many pages are there already as they should be.
    pub(crate) unchanged: usize,
}

/// One page that is not as it should be.
#[derive(Debug)]
pub(crate) enum Change {
    Create(CreateExternalPageRequest),
    Update(CreateExternalPageRequest),
    Delete(ExternalPage),
}

impl Change {
    fn external_id(&self) -> &str {
        match self {
            Self::Create(page) | Self::Update(page) => &page.external_id,
            Self::Delete(page) => &page.external_id,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self {
            Self::Create(_) => "create",
            Self::Update(_) => "update",
            Self::Delete(_) => "delete",
        };
        write!(formatter, "{verb} {}", self.external_id())
    }
}

/// What was done.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) created: usize,
    pub(crate) updated: usize,
    pub(crate) unchanged: usize,
    pub(crate) deleted: usize,
    pub(crate) failures: Vec<Failure>,
    /// What was not begun, because somebody asked to stop.
    pub(crate) left: Vec<Change>,
}

impl Summary {
    /// Counts a change that was made.
    pub(crate) fn count(&mut self, change: &Change) {
        match change {
            Change::Create(_) => self.created += 1,
            Change::Update(_) => self.updated += 1,
            Change::Delete(_) => self.deleted += 1,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { created, updated, unchanged, deleted, failures, left } = self;
        let (failed, remaining) = (failures.len(), left.len());
        write!(formatter, "{created} created, {updated} updated, {unchanged} unchanged, {deleted} deleted, ")?;
        writeln!(formatter, "{failed} failed, {remaining} left")?;
        failures.iter().try_for_each(|failure| writeln!(formatter, "failed: {failure}"))?;
        left.iter().try_for_each(|change| writeln!(formatter, "left: {change}"))
    }
}

/// The pages that a source has, by their external ids.
pub(crate) async fn existing_pages(client: &Client, source_id: i64) -> Result<BTreeMap<String, ExternalPage>, Error> {
    let mut existing = BTreeMap::new();
    let mut pages = client.ai_content().list_external_pages().per_page(50).items();
    while let Some(page) = pages.try_next().await? {
        // The list is that of the workspace, with the pages of all its sources.
        if page.source_id == source_id {
            existing.insert(page.external_id.clone(), page);
        }
    }
    Ok(existing)
}

/// Compares the pages of the folder with those that the source has.
pub(crate) fn plan(
    pages: Vec<Page>,
    mut existing: BTreeMap<String, ExternalPage>,
    settings: &Settings,
    prune: bool,
) -> Plan {
    let mut plan = Plan { changes: Vec::new(), unchanged: 0 };
    for page in pages {
        let request = request(page, settings);
        match existing.remove(&request.external_id) {
            None => plan.changes.push(Change::Create(request)),
            Some(page) if is_up_to_date(&page, &request) => plan.unchanged += 1,
            Some(_) => plan.changes.push(Change::Update(request)),
        }
    }
    if prune {
        plan.changes.extend(existing.into_values().map(Change::Delete));
    }
    plan
}

/// The page as it is pushed. An optional field that nobody has set is not sent: an update leaves it as it is.
fn request(page: Page, settings: &Settings) -> CreateExternalPageRequest {
    let mut request = CreateExternalPageRequest::builder()
        .title(page.title)
        .html(page.html)
        .source_id(settings.source_id)
        .external_id(page.external_id)
        .build();
    request.url = page.url;
    request.ai_agent_availability = settings.ai_agent;
    request.ai_copilot_availability = settings.ai_copilot;
    if let Some(locale) = &settings.locale {
        request.locale = locale.as_str().into();
    }
    request
}

/// Whether a page is as it should be in all that the request says of it.
fn is_up_to_date(page: &ExternalPage, request: &CreateExternalPageRequest) -> bool {
    page.title == request.title
        && page.html == request.html
        && page.locale.as_str() == request.locale.as_str()
        && (request.url.is_none() || page.url == request.url)
        && request.ai_agent_availability.is_none_or(|is_available| is_available == page.ai_agent_availability)
        && request.ai_copilot_availability.is_none_or(|is_available| is_available == page.ai_copilot_availability)
}

/// Makes the changes, so many at once, until all are made or `stopped` completes; then what is under way is finished.
pub(crate) async fn apply(
    client: &Client,
    changes: Vec<Change>,
    at_once: usize,
    stopped: impl Future<Output = ()>,
    bar: &ProgressBar,
    summary: &mut Summary,
) {
    let mut changes = changes.into_iter();
    {
        let changing = stream::iter(changes.by_ref())
            .take_until(stopped)
            .map(|change| async move { (make(client, &change).await, change) })
            .buffer_unordered(at_once);
        let mut changing = pin!(changing);
        while let Some((made, change)) = changing.next().await {
            match made {
                Ok(()) => summary.count(&change),
                Err(error) => summary.failures.push(Failure { what: change.to_string(), reason: reason(&error) }),
            }
            bar.set_message(change.external_id().to_owned());
            bar.inc(1);
        }
    }
    summary.left = changes.collect();
}

/// Makes one change. The client sends it again where that may help: both calls have the same effect if they come twice.
async fn make(client: &Client, change: &Change) -> Result<(), Error> {
    match change {
        Change::Create(page) | Change::Update(page) => {
            match client.ai_content().create_external_page(page.clone()).send().await {
                Ok(_) => Ok(()),
                // The page is there; only the response is not what was promised.
                Err(Error::Decode(_)) => Ok(()),
                Err(error) => Err(error),
            }
        }
        Change::Delete(page) => match client.ai_content().delete_external_page(&page.id).send().await {
            Ok(_) | Err(Error::Decode(_)) => Ok(()),
            // It is gone, which is what was asked for.
            Err(error) if error.status().is_some_and(|status| status == 404) => Ok(()),
            Err(error) => Err(error),
        },
    }
}

/// An error with its causes, on one line.
fn reason(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
