//! Lists with items that do not decode: they end no list, and nothing of them is lost.

#[path = "support/memory.rs"]
mod memory;
#[path = "support/wire.rs"]
mod wire;

use std::sync::{Arc, Mutex};

use futures::TryStreamExt as _;
use intercom_client::{
    DecodeFailure, DecodePolicy, Error, Items, Pages, Paginated, Request, Value, operations::ListExternalPages,
};
use serde_json::json;

use memory::{Script, Scripted, json as response, status};
use wire::{chain, page, with};

/// How many external pages a workspace has, and how many of them a page of the list.
const ALL: usize = 269;
const EACH: usize = 50;

/// The one of them that does not decode.
const BAD: usize = 113;

/// The external page of this number, one of which has a null where a time is required.
fn external_page(number: usize) -> Value {
    let page = with(page(), json!({"id": number.to_string()}));
    if number == BAD { with(page, json!({"last_ingested_at": null})) } else { page }
}

/// A page of the list with these items.
fn listed(number: usize, total: usize, data: &[Value]) -> Scripted {
    let next = (number < total).then(|| format!("https://api.example.com/ai/external_pages?page={}", number + 1));
    let pages = json!({"type": "pages", "page": number, "per_page": EACH, "total_pages": total, "next": next});
    response(json!({"type": "list", "total_count": ALL, "data": data, "pages": pages}))
}

/// All external pages, in six pages of the list.
fn workspace() -> Script {
    let all: Vec<Value> = (1..=ALL).map(external_page).collect();
    let total = all.len().div_ceil(EACH);
    let responses = all.chunks(EACH).zip(1..).map(|(data, number)| listed(number, total, data));
    Script::new(&responses.collect::<Vec<Scripted>>())
}

fn request(script: &Script) -> Request<ListExternalPages> {
    script.client().ai_content().list_external_pages()
}

/// All numbers but that of the bad one.
fn good() -> Vec<String> {
    (1..=ALL).filter(|number| *number != BAD).map(|number| number.to_string()).collect()
}

/// The item that a failure is about: its index in the page, its id, and where what is wrong with it is.
fn told(failure: &DecodeFailure) -> (usize, Value, String) {
    let item = failure.item().expect("it is about an item");
    let path = failure.path().expect("it is about JSON").to_owned();
    (item.index(), item.pointer("/id").expect("the item has an id"), path)
}

/// What is reported of the bad one.
fn bad() -> (usize, Value, String) {
    (12, json!("113"), "data[12].last_ingested_at".to_owned())
}

/// What was reported, one after the other.
type Kept = Arc<Mutex<Vec<(usize, Value, String)>>>;

/// A function that keeps what is reported to it, and what it has kept.
fn keeper() -> (impl FnMut(DecodeFailure) + Send + 'static, Kept) {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let inside = Arc::clone(&kept);
    (move |failure: DecodeFailure| inside.lock().expect("nothing panicked").push(told(&failure)), kept)
}

fn decode(error: Error) -> Box<DecodeFailure> {
    match error {
        Error::Decode(failure) => failure,
        error => panic!("{error:?}"),
    }
}

/// Reads as a loop does that logs errors and goes on. It has to come to an end.
async fn read(mut items: Items<ListExternalPages>) -> (Vec<String>, Vec<Error>) {
    let (mut ids, mut errors) = (Vec::new(), Vec::new());
    for _ in 0..2 * ALL {
        match items.try_next().await {
            Ok(Some(item)) => ids.push(item.id),
            Ok(None) => return (ids, errors),
            Err(error) => errors.push(error),
        }
    }
    panic!("the list does not end");
}

#[tokio::test]
async fn an_item_that_does_not_decode_does_not_end_the_list() {
    let script = workspace();
    let (ids, errors) = read(request(&script).items()).await;
    assert_eq!(ids, good());
    let [error] = errors.try_into().expect("there is one");
    let failure = decode(error);
    assert_eq!(told(&failure), bad());
    assert_eq!(before(&failure), "\"last_ingested_at\":null");
    assert_eq!(failure.item().map(|item| item.raw().as_ref()), Some(external_page(BAD).to_string().as_bytes()));
    assert_eq!(failure.pointer("/data/12/id"), Some(json!("113")), "`raw` is the whole page");
    assert_eq!(failure.pointer("/total_count"), Some(json!(ALL)));
    assert_eq!(
        chain(&Error::Decode(failure)),
        "the call succeeded (200), but its response did not decode at `data[12].last_ingested_at`: invalid type: null, expected \
         seconds since 1970 as an integer at line 1 column 4492"
    );
    assert_eq!(script.seen().len(), 6);
}

/// The text of the body up to the line and column that a failure names, from the last comma on.
fn before(failure: &DecodeFailure) -> &str {
    let told = std::error::Error::source(failure).expect("it has a cause").to_string();
    let mut numbers = told.rsplit(' ').filter_map(|word| word.parse::<usize>().ok());
    let (column, line) = (numbers.next().expect("it tells a column"), numbers.next().expect("it tells a line"));
    let body = str::from_utf8(failure.raw()).expect("it is text");
    let line = body.split('\n').nth(line - 1).expect("there is such a line");
    let before = &line[..column];
    before.rsplit(',').next().unwrap_or(before).trim()
}

#[tokio::test]
async fn lines_and_columns_are_those_of_the_page() {
    let body = |total: Value| {
        let page = json!({"data": [external_page(1), external_page(BAD)], "pages": {"page": 1}, "total_count": total});
        serde_json::to_string_pretty(&page).expect("it is JSON")
    };
    // In an item, on any of its lines, and the first of them, which begins within one of the page.
    let first = format!("{{\n\"data\": [{{}},\n  {{\"id\": {{}}, \"url\": 1}}, {}\n]}}", external_page(BAD));
    for (body, expected) in [
        (body(json!(2)), ["\"last_ingested_at\": null"].as_slice()),
        (first, &["\"data\": [{}", "{\"id\":", "\"last_ingested_at\":null"]),
        // Besides its items, where they are left out.
        (body(json!(1.5)), &["\"total_count\": 1.5"]),
        (body(json!("x")).replace("\"x\"", "1.5").replace('\n', " "), &["\"total_count\": 1.5"]),
    ] {
        let (_, errors) = read(request(&Script::new(&[response(&body), status(500)])).items()).await;
        let failures: Vec<Box<DecodeFailure>> = errors.into_iter().filter_map(as_decode).collect();
        let told: Vec<&str> = failures.iter().map(|failure| before(failure)).collect();
        assert_eq!(told, expected, "{body}");
    }
}

fn as_decode(error: Error) -> Option<Box<DecodeFailure>> {
    if let Error::Decode(failure) = error { Some(failure) } else { None }
}

#[tokio::test]
async fn an_item_that_does_not_decode_stands_in_its_place() {
    let mut items = request(&workspace()).items();
    for _ in 1..BAD {
        assert!(items.try_next().await.is_ok());
    }
    assert!(items.try_next().await.is_err());
    assert_eq!(items.try_next().await.expect("it goes on").map(|item| item.id), Some("114".to_owned()));
}

#[tokio::test]
async fn a_function_takes_items_that_do_not_decode() {
    let (keep, kept) = keeper();
    let mut items = request(&workspace()).items().on_unreadable(keep);
    let mut ids = Vec::new();
    while let Some(item) = items.try_next().await.expect("nothing else is wrong") {
        ids.push(item.id);
    }
    assert_eq!(ids, good());
    assert_eq!(*kept.lock().expect("nothing panicked"), [bad()]);
}

#[tokio::test]
async fn a_list_is_collected_with_such_a_function_and_ends_at_the_item_without_one() {
    let collected: Result<Vec<_>, Error> = request(&workspace()).items().try_collect().await;
    assert_eq!(told(&decode(collected.expect_err("one does not decode"))), bad());
    let (keep, kept) = keeper();
    let collected: Result<Vec<_>, Error> = request(&workspace()).items().on_unreadable(keep).try_collect().await;
    assert_eq!(collected.map(|items| items.len()).ok(), Some(ALL - 1));
    assert_eq!(kept.lock().expect("nothing panicked").len(), 1);
}

/// Reads the pages, each with the number of its items, and what it ended with.
async fn read_pages(mut pages: Pages<ListExternalPages>) -> (Vec<usize>, Option<Error>) {
    let mut counts = Vec::new();
    loop {
        match pages.try_next().await {
            Ok(Some(page)) => counts.push(page.data.as_ref().map_or(0, Vec::len)),
            Ok(None) => return (counts, None),
            Err(error) => {
                assert!(pages.try_next().await.is_ok_and(|page| page.is_none()), "pages that have failed have ended");
                return (counts, Some(error));
            }
        }
    }
}

#[tokio::test]
async fn pages_leave_items_out_only_where_a_function_takes_them() {
    let (counts, error) = read_pages(request(&workspace()).pages()).await;
    assert_eq!(counts, [50, 50]);
    let failure = decode(error.expect("the third page does not decode"));
    assert_eq!((failure.path(), failure.item()), (Some("data[12].last_ingested_at"), None));

    let (keep, kept) = keeper();
    let (counts, error) = read_pages(request(&workspace()).pages().on_unreadable(keep)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(counts, [50, 50, 49, 50, 50, 19]);
    assert_eq!(*kept.lock().expect("nothing panicked"), [bad()]);
}

#[tokio::test]
async fn items_that_do_not_decode_are_reported_whatever_becomes_of_their_page() {
    // The second page is another one than that which was asked for.
    let script = || {
        let second = [external_page(BAD), external_page(2)];
        Script::new(&[listed(1, 3, &[external_page(1)]), listed(3, 3, &second)])
    };
    let (sender, unreadable) = std::sync::mpsc::channel();
    let pages = request(&script()).pages().on_unreadable(move |failure| drop(sender.send(failure)));
    let (counts, error) = read_pages(pages).await;
    assert_eq!((counts, matches!(error, Some(Error::Pagination(_)))), (vec![1], true));
    assert_eq!(unreadable.try_iter().map(|failure| told(&failure).1).collect::<Vec<_>>(), [json!("113")]);

    let (keep, kept) = keeper();
    let (ids, errors) = read(request(&script()).items().on_unreadable(keep)).await;
    assert_eq!((ids, errors.len(), kept.lock().expect("nothing panicked").len()), (vec!["1".to_owned()], 1, 1));
}

#[tokio::test]
async fn a_page_in_parts_says_that_it_is_of_another_version() {
    let page = json!({"data": [external_page(1), external_page(BAD)], "pages": {"page": 1}, "total_count": 2});
    let of_older = Scripted::Status(200, vec![("intercom-version", "2.15".to_owned())], page.to_string());
    let script = Script::new(&[of_older]);
    let (sender, unreadable) = std::sync::mpsc::channel();
    let mut pages = request(&script).pages().on_unreadable(move |failure| drop(sender.send(failure)));
    let page = pages.try_next().await.expect("the rest of it is read").expect("there is one");
    const OTHER: &str = "the response is of version `2.15`, where `2.16` was asked for";
    assert_eq!(page.mismatches().iter().map(|mismatch| mismatch.reason()).collect::<Vec<_>>(), [OTHER]);
    let failures: Vec<DecodeFailure> = unreadable.try_iter().collect();
    let reasons = failures.iter().map(|failure| failure.version_mismatch().map(|mismatch| mismatch.reason()));
    assert_eq!(reasons.collect::<Vec<_>>(), [Some(OTHER)]);
}

#[tokio::test]
async fn a_page_without_some_of_its_items_has_all_else_that_came() {
    let data = [external_page(1), with(page(), json!({"id": 2})), json!("no page"), external_page(BAD)];
    let script = Script::new(&[listed(1, 1, &data)]);
    let indexes = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::clone(&indexes);
    let take = move |failure: DecodeFailure| {
        taken.lock().expect("nothing panicked").push(failure.item().map(|item| item.index()));
    };
    let mut pages = request(&script).pages().on_unreadable(take);
    let page = pages.try_next().await.expect("it is read").expect("it is there");
    assert_eq!(page.total_count, Some(269));
    assert_eq!(page.data.as_ref().map(Vec::len), Some(2));
    let told: Vec<String> = page.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["`data[1].id`: a number where a string is expected"]);
    assert_eq!(page.pointer("/data/2"), Some(json!("no page")));
    assert_eq!(*indexes.lock().expect("nothing panicked"), [Some(2), Some(3)]);
    assert!(pages.try_next().await.expect("it has ended").is_none());
}

/// Reads a list whose only page has this body; its ids, and its errors as texts.
async fn read_body(body: Value) -> (Vec<String>, Vec<(bool, String)>) {
    let (ids, errors) = read(request(&Script::new(&[response(body), status(500)])).items()).await;
    let told = errors.into_iter().map(|error| match error {
        Error::Decode(failure) => (failure.item().is_some(), failure.path().unwrap_or_default().to_owned()),
        error => (false, error.to_string()),
    });
    (ids, told.collect())
}

#[tokio::test]
async fn a_page_that_is_unreadable_besides_its_items_ends_the_list() {
    let data = [external_page(1), external_page(BAD)];
    let pages = json!({"page": 1, "total_pages": 9, "next": "x"});
    // The number of all items is no integer: of the right kind, but wrong.
    let body = json!({"type": "list", "total_count": 1.5, "data": data, "pages": pages});
    assert_eq!(read_body(body).await, (vec![], vec![(false, "total_count".to_owned())]));
    // It has no list of items at all.
    assert_eq!(read_body(json!("a list")).await, (vec![], vec![(false, ".".to_owned())]));
    // Of an optional list that is none nothing is read, but it says that there are more.
    let body = json!({"type": "list", "data": {"1": external_page(1)}, "pages": pages});
    let message = "the list stopped after page 1: it has no list of items, but says that there are more";
    assert_eq!(read_body(body).await, (vec![], vec![(false, message.to_owned())]));
}

#[tokio::test]
async fn after_any_other_error_the_list_has_ended() {
    let data = [external_page(BAD), external_page(1), external_page(BAD)];
    let script = Script::new(&[listed(1, 3, &data), status(403), listed(2, 3, &[external_page(2)])]);
    let (ids, errors) = read(request(&script).items()).await;
    assert_eq!(ids, ["1"]);
    let kinds: Vec<Option<usize>> = errors
        .iter()
        .map(|error| if let Error::Decode(failure) = error { failure.item().map(|item| item.index()) } else { None })
        .collect();
    assert_eq!(kinds, [Some(0), Some(2), None]);
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn a_page_of_which_no_item_decodes_is_not_an_empty_one() {
    let bad = || external_page(BAD);
    let script = Script::new(&[listed(1, 2, &[bad(), bad()]), listed(2, 2, &[external_page(7)])]);
    let (ids, errors) = read(request(&script).items()).await;
    assert_eq!((ids, errors.len()), (vec!["7".to_owned()], 2));
    // Where the response contradicts itself, an empty page would be the end.
    let doubtful = json!({"page": 1, "total_pages": 1, "next": "x"});
    let responses = [json!({"data": [bad()], "pages": doubtful}), json!({"data": [], "pages": {"next": null}})];
    let script = Script::new(&responses.map(response));
    assert_eq!(read(request(&script).items()).await.1.len(), 1);
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn policies_hold_for_single_items() {
    let numbered = || with(page(), json!({"id": 2}));
    let run = |policy: DecodePolicy, data: Vec<Value>| async move {
        let script = Script::new(&[listed(1, 1, &data)]);
        let client = script.configured(|builder| builder.decode_policy(policy));
        let (ids, errors) = read(client.ai_content().list_external_pages().items()).await;
        (ids, errors.into_iter().map(|error| decode(error).path().map(str::to_owned)).collect::<Vec<_>>())
    };
    let data = vec![numbered(), external_page(BAD), external_page(3)];
    let paths = |paths: &[&str]| paths.iter().map(|path| Some((*path).to_owned())).collect::<Vec<_>>();
    let strict = run(DecodePolicy::Strict, data.clone()).await;
    assert_eq!(strict, (vec!["3".to_owned()], paths(&["data[0].id", "data[1].last_ingested_at"])));
    let default = run(DecodePolicy::Coerce, data.clone()).await;
    assert_eq!(default, (vec!["2".to_owned(), "3".to_owned()], paths(&["data[1].last_ingested_at"])));
    let tolerant = run(DecodePolicy::Tolerant, data).await;
    assert_eq!(tolerant, (vec!["2".to_owned(), "113".to_owned(), "3".to_owned()], vec![]));
}

#[tokio::test]
async fn a_response_that_breaks_off_is_no_list_with_a_bad_item() {
    let script = Script::new(&[Scripted::BrokenWithin(200)]);
    let (ids, errors) = read(request(&script).items()).await;
    assert!(ids.is_empty());
    let [error] = errors.try_into().expect("there is one");
    assert!(decode(error).item().is_none());
    // Nor is one that goes on beyond the limit, though what came is a page.
    let body = json!({"data": [external_page(BAD)]}).to_string();
    let script = Script::new(&[response(format!("{body} "))]);
    let client = script.configured(|builder| builder.response_limit(body.len()));
    let (_, errors) = read(client.ai_content().list_external_pages().items()).await;
    let [error] = errors.try_into().expect("there is one");
    assert_eq!((decode(error).item(), script.seen().len()), (None, 1));
}

#[tokio::test]
async fn a_list_goes_on_later_from_the_page_behind_that_of_a_bad_item() {
    let script = Script::new(&[listed(1, 2, &[external_page(BAD)]), listed(2, 2, &[external_page(7)])]);
    let mut items = request(&script).items();
    assert!(items.try_next().await.is_err());
    let (ids, errors) = read(items.into_request().expect("there is another page").items()).await;
    assert_eq!((ids, errors.len()), (vec!["7".to_owned()], 0));
}

#[test]
fn without_a_runtime_it_is_the_same() {
    let mut items = request(&workspace()).items().blocking();
    let results: Vec<Result<_, Error>> = items.by_ref().collect();
    assert_eq!(results.len(), ALL);
    let ids: Vec<String> = results.iter().flatten().map(|item| item.id.clone()).collect();
    assert_eq!(ids, good());
    assert!(items.next().is_none());

    let (keep, kept) = keeper();
    let items = request(&workspace()).items().on_unreadable(keep).blocking();
    assert_eq!(items.collect::<Result<Vec<_>, _>>().map(|items| items.len()).ok(), Some(ALL - 1));
    assert_eq!(*kept.lock().expect("nothing panicked"), [bad()]);

    let mut pages = request(&workspace()).pages().blocking();
    assert_eq!(pages.by_ref().map(|page| page.is_ok()).collect::<Vec<_>>(), [true, true, false]);
    let (keep, kept) = keeper();
    assert_eq!(request(&workspace()).pages().on_unreadable(keep).blocking().filter(Result::is_ok).count(), 6);
    assert_eq!(kept.lock().expect("nothing panicked").len(), 1);
}

#[test]
fn the_operations_say_where_their_items_are() {
    assert_eq!(ListExternalPages::ITEMS, "/data");
}
