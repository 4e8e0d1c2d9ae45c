//! A builder can be kept in a variable, set further under a condition, and cloned for several models.

use intercom_client::models::{CreateExternalPageRequest, ExternalPage, Recipient};

fn main() {
    let common = CreateExternalPageRequest::builder().source_id(44).html("<p>…</p>");
    let mut page = common.clone().external_id("exports").title("Exports");
    if std::env::args().count() > 1 {
        page = page.ai_agent_availability(true);
    }
    let pages = [page.build(), common.external_id("imports").title("Imports").build()];
    assert_eq!(pages.map(|page| page.title), ["Exports", "Imports"]);

    let user = Recipient::builder().r#type("user");
    let users: Vec<Recipient> = ["1", "2"].into_iter().map(|id| user.clone().id(id).build()).collect();
    assert_eq!(users.len(), 2);

    println!("{:?}", ExternalPage::builder().title("Exports"));
}
