//! Lists: what leads from one page to the next, when a list ends, and that it always does.

#[path = "support/memory.rs"]
mod memory;
#[path = "support/wire.rs"]
mod wire;

use std::{pin::pin, time::Duration};

use futures::{StreamExt as _, TryStreamExt as _};
use intercom_client::{
    Error, Items, Operation, PageParameter, Paginated, Pagination, Request, Retry, Value, operations::ListExternalPages,
};
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use memory::{Script, Scripted, json as response, status, with_header};
use wire::{chain, client, page, with};

/// A page of external pages with these ids, and these `pages`.
fn numbered(ids: &[&str], pages: Value) -> Scripted {
    let data: Vec<Value> = ids.iter().map(|id| with(page(), json!({"id": id}))).collect();
    response(json!({"type": "list", "total_count": 5, "data": data, "pages": pages}))
}

/// What the API says of page `number` out of `total`, the next one with its URL.
fn pages(number: u64, total: u64) -> Value {
    let next = (number < total).then(|| format!("https://api.example.com/ai/external_pages?page={}", number + 1));
    json!({"type": "pages", "page": number, "per_page": 2, "total_pages": total, "next": next})
}

fn request(script: &Script) -> Request<ListExternalPages> {
    script.client().ai_content().list_external_pages()
}

/// The queries of all requests.
fn queries(script: &Script) -> Vec<String> {
    script.seen().iter().map(|seen| seen.request.url.query().unwrap_or_default().to_owned()).collect()
}

/// Reads a list to its end, and returns the ids and what it ended with.
async fn read(mut items: Items<ListExternalPages>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(item)) => ids.push(item.id),
            Ok(None) => return (ids, None),
            Err(error) => {
                let after = items.try_next().await.expect("a list that has failed has ended");
                assert!(after.is_none(), "a list that has failed has ended");
                return (ids, Some(error));
            }
        }
    }
}

/// Reads a list of these pages, which has to end well after the last of them.
#[track_caller]
fn check(responses: &[Scripted], expected: &[&str]) {
    let (ids, error, sent) = run(responses);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, expected);
    assert_eq!(sent, responses.len(), "all pages were read, and none twice");
}

/// Reads a list of these pages, which has to end with this error.
#[track_caller]
fn check_fails(responses: &[Scripted], expected: &[&str], message: &str) {
    let (ids, error, _) = run(responses);
    assert_eq!(ids, expected);
    assert_eq!(error.map(|error| chain(&error)).as_deref(), Some(message));
}

fn run(responses: &[Scripted]) -> (Vec<String>, Option<Error>, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build();
    runtime.expect("a runtime can be made").block_on(async {
        let script = Script::new(responses);
        let (ids, error) = read(request(&script).items()).await;
        (ids, error, script.seen().len())
    })
}

#[tokio::test]
async fn a_list_of_numbered_pages_is_read_to_its_end() {
    let responses =
        [numbered(&["1", "2"], pages(1, 3)), numbered(&["3", "4"], pages(2, 3)), numbered(&["5"], pages(3, 3))];
    let script = Script::new(&responses);
    let (ids, error) = read(request(&script).per_page(2).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    assert_eq!(queries(&script), ["per_page=2", "per_page=2&page=2", "per_page=2&page=3"]);
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_needed() {
    let script = Script::new(&[numbered(&["1", "2"], pages(1, 2)), numbered(&["3"], pages(2, 2))]);
    let mut items = request(&script).items();
    assert_eq!(script.seen().len(), 0);
    items.try_next().await.expect("it is there").expect("it is the first");
    items.try_next().await.expect("it is there").expect("it is the second");
    assert_eq!(script.seen().len(), 1);
    items.try_next().await.expect("it is there").expect("it is the third");
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn a_list_begins_where_the_request_says() {
    let script = Script::new(&[numbered(&["3"], pages(2, 3)), numbered(&["5"], pages(3, 3))]);
    let (ids, _) = read(request(&script).page(2).items()).await;
    assert_eq!(ids, ["3", "5"]);
    assert_eq!(queries(&script), ["page=2", "page=3"]);
}

#[tokio::test]
async fn pages_come_with_all_that_a_response_has() {
    let script = Script::new(&[numbered(&["1", "2"], pages(1, 2)), numbered(&["3"], pages(2, 2))]);
    let mut pages = request(&script).pages();
    let first = pages.try_next().await.expect("it is there").expect("it is the first");
    assert_eq!(first.status(), 200);
    assert_eq!(first.total_count, Some(5));
    assert_eq!(first.data.as_ref().map(Vec::len), Some(2));
    assert_eq!(first.pointer("/pages/per_page"), Some(json!(2)));
    assert!(pages.try_next().await.expect("it is there").is_some());
    assert!(pages.try_next().await.expect("it has ended").is_none());
    assert!(pages.try_next().await.expect("it stays so").is_none());
}

#[tokio::test]
async fn lists_are_streams() {
    let responses = [numbered(&["1", "2"], pages(1, 2)), numbered(&["3"], pages(2, 2))];
    let script = Script::new(&responses);
    let ids: Vec<String> = request(&script).items().map_ok(|item| item.id).try_collect().await.expect("it is read");
    assert_eq!(ids, ["1", "2", "3"]);
    let script = Script::new(&responses);
    let counts: Vec<usize> = pin!(request(&script).pages())
        .map(|page| page.map_or(0, |page| page.data.as_ref().map_or(0, Vec::len)))
        .collect()
        .await;
    assert_eq!(counts, [2, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_dropped_loses_nothing() {
    let server = MockServer::start().await;
    let body = json!({"data": [page()], "pages": {"next": null}});
    let slow = ResponseTemplate::new(200).set_body_json(body).set_delay(Duration::from_millis(300));
    Mock::given(matchers::any()).respond_with(slow).expect(1).mount(&server).await;
    tokio::time::resume();
    let mut items = client(&server.uri()).ai_content().list_external_pages().items();
    let hurried = tokio::time::timeout(Duration::from_millis(50), items.try_next()).await;
    assert!(hurried.is_err(), "it was given up");
    assert!(items.try_next().await.expect("it comes").is_some());
    assert!(items.try_next().await.expect("it ends").is_none());
}

#[test]
fn what_ends_a_list() {
    // An empty list, with a list of items or without.
    check(&[numbered(&[], pages(1, 1))], &[]);
    check(&[numbered(&[], pages(1, 0))], &[]);
    check(&[response(json!({"type": "list", "data": null, "pages": pages(1, 1)}))], &[]);
    // No `pages` at all, or none that says anything.
    check(&[response(json!({"type": "list", "data": [page()]}))], &["21"]);
    check(&[numbered(&["1"], Value::Null)], &["1"]);
    check(&[numbered(&["1"], json!({}))], &["1"]);
    // A next page that is null or empty, without the number of pages.
    check(&[numbered(&["1"], json!({"page": 1, "next": null}))], &["1"]);
    check(&[numbered(&["1"], json!({"page": 1, "next": ""}))], &["1"]);
    // The last number, though there should be a next page: that turns out to be empty.
    let doubtful = |number: u64| json!({"page": number, "total_pages": 1, "next": "https://api.example.com/?page=2"});
    check(&[numbered(&["1"], doubtful(1)), numbered(&[], doubtful(2))], &["1"]);
}

#[test]
fn an_empty_page_in_the_middle_is_not_the_end() {
    check(&[numbered(&["1"], pages(1, 3)), numbered(&[], pages(2, 3)), numbered(&["5"], pages(3, 3))], &["1", "5"]);
}

#[test]
fn a_list_whose_items_are_missing_is_not_an_empty_one() {
    let message = "the list stopped after page 1: it has no list of items, but says that there are more";
    check_fails(&[response(json!({"type": "list", "pages": pages(1, 9)}))], &[], message);
    check_fails(&[response(json!({"type": "list", "data": null, "pages": pages(1, 9)}))], &[], message);
}

#[test]
fn what_goes_on_although_something_is_missing() {
    // `per_page` can be null.
    let one = with(pages(1, 2), json!({"per_page": null}));
    check(&[numbered(&["1"], one), numbered(&["2"], pages(2, 2))], &["1", "2"]);
    // The count of pages alone.
    let counted = |number: u64| json!({"page": number, "total_pages": 2});
    check(&[numbered(&["1"], counted(1)), numbered(&["2"], counted(2))], &["1", "2"]);
    // Numbers that are text.
    let text = |number: &str, next| json!({"page": number, "total_pages": "2", "next": next});
    check(&[numbered(&["1"], text("1", Some("x"))), numbered(&["2"], text("2", None))], &["1", "2"]);
}

#[test]
fn items_that_move_between_pages_come_as_the_server_has_them() {
    // "2" slipped to the second page while the first was read; what was deleted meanwhile is missed.
    let responses =
        [numbered(&["1", "2"], pages(1, 3)), numbered(&["2", "3"], pages(2, 3)), numbered(&["5"], pages(3, 3))];
    check(&responses, &["1", "2", "2", "3", "5"]);
}

#[test]
fn a_server_that_never_ends_is_found_out() {
    let forever = json!({"next": "https://api.example.com/ai/external_pages?page=2"});
    check_fails(
        &[numbered(&["1"], forever)],
        &["1"],
        "the list stopped after page 1: the server sent the same page again",
    );
    // It does not look at the number that it is asked for.
    check_fails(
        &[numbered(&["1"], json!({"page": 1, "total_pages": 5, "next": "x"}))],
        &["1"],
        "the list stopped after page 1: page 2 was asked for, and page 1 came",
    );
}

#[tokio::test(start_paused = true)]
async fn a_list_has_as_many_pages_as_the_caller_allows() {
    let responses: Vec<Scripted> = (1..=4).map(|number| numbered(&["1"], pages(number, 4))).collect();
    let script = Script::new(&responses);
    let (ids, error) = read(request(&script).items().max_pages(3)).await;
    assert_eq!(ids.len(), 3);
    let message = "the list stopped after page 3: it has more than 3 pages, the most that `max_pages` allows";
    assert_eq!(error.expect("there is a fourth").to_string(), message);
    assert_eq!(script.seen().len(), 3);

    let script = Script::new(&responses);
    let (ids, error) = read(request(&script).items().max_pages(4)).await;
    assert_eq!((ids.len(), error.is_none()), (4, true));
}

#[tokio::test(start_paused = true)]
async fn an_error_in_the_middle_ends_the_list_and_keeps_what_was_read() {
    let script = Script::new(&[numbered(&["1", "2"], pages(1, 3)), status(403)]);
    let (ids, error) = read(request(&script).items()).await;
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(error.and_then(|error| error.status()).map(|status| status.as_u16()), Some(403));
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_list_is_taken_up_again_where_it_stopped() {
    let responses =
        [numbered(&["1", "2"], pages(1, 3)), status(403), numbered(&["3"], pages(2, 3)), numbered(&["5"], pages(3, 3))];
    let script = Script::new(&responses);
    let mut items = request(&script).per_page(2).items();
    while items.try_next().await.is_ok() {}
    let missing = items.into_request().expect("the second page failed");
    let (ids, error) = read(missing.items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["3", "5"]);
    assert_eq!(queries(&script), ["per_page=2", "per_page=2&page=2", "per_page=2&page=2", "per_page=2&page=3"]);

    // Before the first page it is the request itself, at the end there is none.
    let script = Script::new(&[numbered(&["1"], pages(1, 1))]);
    assert!(request(&script).pages().into_request().is_some());
    let mut pages = request(&script).pages();
    pages.try_next().await.expect("it is there");
    assert!(pages.into_request().is_none());
}

#[tokio::test(start_paused = true)]
async fn each_page_is_retried_like_any_call() {
    let responses = [
        numbered(&["1"], pages(1, 2)),
        with_header(429, "retry-after", "3"),
        Scripted::Broken,
        numbered(&["2"], pages(2, 2)),
    ];
    let script = Script::new(&responses);
    let (ids, error) = read(request(&script).items()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(queries(&script), ["", "page=2", "page=2", "page=2"]);
    let script = Script::new(&[numbered(&["1"], pages(1, 2)), status(503)]);
    let (_, error) = read(request(&script).with_retry(Retry::none()).items()).await;
    assert_eq!(error.and_then(|error| error.status()).map(|status| status.as_u16()), Some(503));
    assert_eq!(script.seen().len(), 2);
}

#[test]
fn a_page_that_does_not_decode_is_an_error_and_can_be_repaired() {
    let broken = response(json!({"data": [{"id": []}], "pages": pages(2, 2)}));
    let (ids, error, _) = run(&[numbered(&["1"], pages(1, 2)), broken]);
    assert_eq!(ids, ["1"]);
    assert!(matches!(error, Some(Error::Decode(_))), "{error:?}");
    // An id that is a number is read as text.
    let repaired = with(page(), json!({"id": 2}));
    check(&[numbered(&["1"], pages(1, 2)), response(json!({"data": [repaired], "pages": pages(2, 2)}))], &["1", "2"]);
}

// Cursors

/// A page of WhatsApp events with these ids, and what is at `next`.
fn events(ids: &[&str], pages: Value) -> Scripted {
    let event = |id: &&str| {
        json!({
            "id": id,
            "conversation_id": "7",
            "status": "sent",
            "type": "broadcast_outbound",
            "created_at": 1_760_000_000,
            "updated_at": 1_760_000_000,
            "whatsapp_message_id": "wamid.1",
            "template_name": "t",
        })
    };
    let data: Vec<Value> = ids.iter().map(event).collect();
    let pages = with(json!({"type": "pages", "per_page": 2, "total_pages": 2}), pages);
    response(json!({"type": "list", "ruleset_id": 9, "total_count": 3, "events": data, "pages": pages}))
}

fn next(cursor: Value) -> Value {
    json!({"next": {"per_page": null, "starting_after": cursor}})
}

async fn read_events(responses: &[Scripted]) -> (usize, Option<String>, Vec<String>) {
    let script = Script::new(responses);
    let mut items = script.client().messages().get_whatsapp_message_status("9").items();
    let mut count = 0;
    let error = loop {
        match items.try_next().await {
            Ok(Some(_)) => count += 1,
            Ok(None) => break None,
            Err(error) => break Some(chain(&error)),
        }
    };
    (count, error, queries(&script))
}

#[tokio::test]
async fn a_cursor_leads_from_page_to_page() {
    let responses = [
        events(&["1", "2"], next(json!("a b"))),
        events(&["3"], next(json!(44))),
        events(&["4"], json!({"next": null})),
    ];
    let (count, error, queries) = read_events(&responses).await;
    assert_eq!((count, error), (4, None));
    let expected = ["ruleset_id=9", "ruleset_id=9&starting_after=a%20b", "ruleset_id=9&starting_after=44"];
    assert_eq!(queries, expected);
}

#[tokio::test]
async fn an_empty_cursor_is_never_sent() {
    for end in [next(json!("")), next(Value::Null), json!({}), json!({"next": {}})] {
        let (count, error, queries) = read_events(&[events(&["1"], end)]).await;
        assert_eq!((count, error, queries.len()), (1, None, 1));
    }
}

#[tokio::test]
async fn an_empty_page_with_a_cursor_is_not_the_end() {
    let responses = [events(&[], next(json!("a"))), events(&["1"], next(json!("b"))), events(&[], json!({}))];
    let (count, error, queries) = read_events(&responses).await;
    assert_eq!((count, error, queries.len()), (1, None, 3));
}

#[tokio::test]
async fn cursors_that_lead_in_a_circle_are_found_out() {
    let responses =
        [events(&["1"], next(json!("a"))), events(&["2"], next(json!("b"))), events(&["3"], next(json!("a")))];
    let (count, error, _) = read_events(&responses).await;
    let message = "the list stopped after page 3: it leads back to a page that was there already";
    assert_eq!((count, error.as_deref()), (3, Some(message)));
}

#[tokio::test]
async fn empty_pages_without_end_are_given_up() {
    let responses: Vec<Scripted> = (0..200).map(|number| events(&[], next(json!(number)))).collect();
    let (count, error, queries) = read_events(&responses).await;
    let message = "the list stopped after page 100: 100 pages in a row were empty, and there is still a next one";
    assert_eq!((count, error.as_deref(), queries.len()), (0, Some(message), 100));
}

// What the description says

#[test]
fn the_operations_say_how_their_lists_go_on() {
    fn of<O: Paginated>() -> (&'static str, Pagination) {
        (O::ID, O::PAGINATION)
    }
    let (id, pagination) = of::<ListExternalPages>();
    assert_eq!(id, ListExternalPages::ID);
    let Pagination::Page { parameter, next, .. } = pagination else { panic!("{pagination:?}") };
    assert_eq!((parameter, next), (PageParameter::Query("page"), Some("/pages/next")));
}
