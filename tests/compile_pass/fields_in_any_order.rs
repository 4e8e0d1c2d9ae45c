//! Required and optional fields can be set in any order, and an optional one again.

use intercom_client::models::CreateExternalPageRequest;

fn main() {
    let one = CreateExternalPageRequest::builder()
        .title("Exports")
        .html("<p>…</p>")
        .source_id(44)
        .external_id("exports")
        .url("https://example.com")
        .build();
    let other = CreateExternalPageRequest::builder()
        .url("https://example.org")
        .external_id("exports")
        .source_id(44)
        .url("https://example.com")
        .html("<p>…</p>")
        .title("Exports")
        .build();
    assert_eq!(one, other);
}
