// error: required fields are not set: (id, title, html, ai_agent_availability, ai_copilot_availability, AndOthers)

use intercom_client::models::ExternalPage;

fn main() {
    let _ = ExternalPage::builder().build();
}
