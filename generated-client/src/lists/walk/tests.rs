//! Walks through lists of made-up bodies: where they lead, and what ends them.

use serde_json::json;

use super::*;

const QUERY: PageParameter = PageParameter::Query("at");

/// Where a walk goes after each of these pages, from the first on: a body, and how many items it has.
fn walk(pagination: Pagination, pages: &[(Value, Option<usize>)]) -> Vec<String> {
    walk_from(None, pagination, pages)
}

fn walk_from(start: Option<&str>, pagination: Pagination, pages: &[(Value, Option<usize>)]) -> Vec<String> {
    let mut walk = Walk::new(pagination, start.map(str::to_owned));
    let mut url = Url::parse("https://a.example/v1/list?size=2").expect("it is a URL");
    let mut ways = Vec::new();
    for (body, items) in pages {
        let body = Bytes::from(body.to_string());
        let page = Page { url: &url, body: &body, items: *items };
        let way = walk.arrive(page).and_then(|()| walk.after(page));
        ways.push(match way {
            Ok(None) => "end".to_owned(),
            Ok(Some(Position::Number(parameter, number))) => format!("{parameter:?} {number}"),
            Ok(Some(Position::Cursor(parameter, cursor))) => format!("{parameter:?} {cursor}"),
            Ok(Some(Position::Url(next))) => {
                url = next;
                url.to_string()
            }
            Err(error) => error.to_string(),
        });
    }
    ways
}

#[track_caller]
fn check(pagination: Pagination, bodies: &[Value], expected: &[&str]) {
    let pages: Vec<(Value, Option<usize>)> = bodies.iter().map(|body| (body.clone(), Some(1))).collect();
    assert_eq!(walk(pagination, &pages), expected);
}

#[test]
fn an_address_is_taken_as_it_is_or_from_where_the_page_is() {
    let urls = Pagination::Url { next: "/next", total_pages: None };
    check(
        urls,
        &[
            json!({"next": "https://a.example/v1/list?page=2"}),
            json!({"next": "/v1/list?page=3"}),
            json!({"next": "?page=4"}),
            json!({"next": null}),
        ],
        &[
            "https://a.example/v1/list?page=2",
            "https://a.example/v1/list?page=3",
            "https://a.example/v1/list?page=4",
            "end",
        ],
    );
}

#[test]
fn an_address_on_another_server_is_refused() {
    let urls = Pagination::Url { next: "/next", total_pages: None };
    for (next, host) in [
        ("https://b.example/list", "b.example"),
        ("//b.example/list", "b.example"),
        ("http://a.example/list", "a.example"),
        ("https://a.example:8443/list", "a.example"),
        ("https://a.example@b.example/", "b.example"),
        ("data:text/plain,x", ""),
    ] {
        let refusal =
            format!("the list stopped after page 1: its next page is on another server, `{host}`, which gets no token");
        check(urls, &[json!({"next": next})], &[&refusal]);
    }
}

#[test]
fn what_is_no_address_is_reported() {
    let urls = Pagination::Url { next: "/next", total_pages: None };
    let no_url = "the list stopped after page 1: what stands at `/next` is no URL";
    check(urls, &[json!({"next": "https://"})], &[no_url]);
    check(urls, &[json!({"next": 7})], &[no_url]);
    let no_text =
        "the list stopped after page 1: there is something at `/next`, but no text that leads to the next page";
    for next in [json!(["a"]), json!({"href": "x"}), json!(true)] {
        check(urls, &[json!({"next": next})], &[no_text]);
    }
}

#[test]
fn an_address_in_the_place_of_an_object_with_a_cursor_is_followed() {
    let cursors = Pagination::Cursor { parameter: QUERY, next: "/next/after", total_pages: None };
    let pages = [json!({"next": "?after=x"}), json!({"next": {"after": "y"}}), json!({"next": "https://b.example/"})];
    let refusal = "the list stopped after page 3: its next page is on another server, `b.example`, which gets no token";
    check(cursors, &pages, &["https://a.example/v1/list?after=x", "Query(\"at\") \"y\"", refusal]);
}

#[test]
fn a_circle_back_to_where_the_walk_began_is_found_out() {
    let cursors = Pagination::Cursor { parameter: QUERY, next: "/next", total_pages: None };
    let circle = "the list stopped after page 2: it leads back to a page that was there already";
    let pages = [(json!({"next": "b"}), Some(1)), (json!({"next": "a"}), Some(1))];
    assert_eq!(walk_from(Some("a"), cursors, &pages), ["Query(\"at\") \"b\"", circle]);
}

#[test]
fn addresses_that_lead_in_a_circle_are_found_out() {
    let urls = Pagination::Url { next: "/next", total_pages: None };
    let circle = "the list stopped after page 1: it leads back to a page that was there already";
    check(urls, &[json!({"next": "https://a.example/v1/list?size=2"})], &[circle]);
    let circle = "the list stopped after page 2: it leads back to a page that was there already";
    check(
        urls,
        &[json!({"next": "?page=2"}), json!({"next": "?size=2"})],
        &["https://a.example/v1/list?page=2", circle],
    );
}

#[test]
fn a_cursor_ends_where_there_is_none() {
    let cursors = Pagination::Cursor { parameter: QUERY, next: "/next/after", total_pages: None };
    for end in [json!({}), json!({"next": null}), json!({"next": {}}), json!({"next": {"after": null}}), json!(null)] {
        check(cursors, &[end], &["end"]);
    }
    check(cursors, &[json!({"next": {"after": ""}})], &["end"]);
    check(cursors, &[json!({"next": {"after": "x"}})], &["Query(\"at\") \"x\""]);
    check(cursors, &[json!({"next": {"after": 5}})], &["Query(\"at\") 5"]);
}

#[test]
fn numbers_go_up_until_an_empty_page_where_nothing_else_is_said() {
    let numbers = Pagination::Page { parameter: QUERY, next: None, page: None, total_pages: None };
    let pages = [(json!([1]), Some(1)), (json!([2]), Some(1)), (json!([]), Some(0))];
    assert_eq!(walk(numbers, &pages), ["Query(\"at\") 2", "Query(\"at\") 3", "end"]);
    assert_eq!(walk(numbers, &[(json!({}), None)]), ["end"]);
    let same = "the list stopped after page 1: the server sent the same page again";
    check(numbers, &[json!([1]), json!([1])], &["Query(\"at\") 2", same]);
}

#[test]
fn numbers_may_begin_with_zero() {
    let numbers = Pagination::Page { parameter: QUERY, next: Some("/next"), page: Some("/page"), total_pages: None };
    let pages = [json!({"page": 0, "next": "x"}), json!({"page": 1, "next": null})];
    check(numbers, &pages, &["Query(\"at\") 1", "end"]);
}

#[test]
fn the_count_of_pages_ends_a_list() {
    let numbers = Pagination::Page { parameter: QUERY, next: None, page: None, total_pages: Some("/total") };
    check(numbers, &[json!({"total": 2, "a": 1}), json!({"total": 2})], &["Query(\"at\") 2", "end"]);
}

#[test]
fn where_a_page_contradicts_itself_one_more_tells() {
    const MORE: &str = "Query(\"at\") 2";
    let numbers =
        Pagination::Page { parameter: QUERY, next: Some("/next"), page: Some("/page"), total_pages: Some("/total") };
    let after = |body: Value, items: Option<usize>| walk(numbers, &[(body, items)]).concat();
    // A next page beyond the last number, and a number beyond the page that says it is the last.
    assert_eq!(after(json!({"page": 1, "total": 1, "next": "x"}), Some(1)), MORE);
    assert_eq!(after(json!({"page": 1, "total": 2, "next": null}), Some(1)), MORE);
    assert_eq!(after(json!({"page": 1, "total": 1, "next": "x"}), Some(0)), "end");
    assert_eq!(after(json!({"page": 1, "total": 2, "next": null}), Some(0)), "end");
    // An empty page in the middle is not the end.
    assert_eq!(after(json!({"page": 1, "total": 9, "next": "x"}), Some(0)), MORE);
    assert_eq!(after(json!({"page": 1, "next": "x"}), Some(0)), MORE);
    // No list of items, although there are more.
    let missing = "the list stopped after page 1: it has no list of items, but says that there are more";
    assert_eq!(after(json!({"page": 1, "total": 9}), None), missing);
    assert_eq!(after(json!({"page": 1, "next": "x"}), None), missing);
    assert_eq!(after(json!({"page": 1, "total": 1, "next": null}), None), "end");
    assert_eq!(after(json!({}), None), "end");
}

/// How far a walk has come after each of its pages, which have two items each.
fn progress(pagination: Pagination, start: Option<&str>, bodies: &[Value]) -> Vec<(String, usize)> {
    let mut walk = Walk::new(pagination, start.map(str::to_owned));
    assert_eq!(walk.progress(), Progress::default());
    let url = Url::parse("https://a.example/v1/list").expect("it is a URL");
    let arrives = |body: &Value| {
        let body = Bytes::from(body.to_string());
        let page = Page { url: &url, body: &body, items: Some(2) };
        walk.arrive(page).expect("it is the right one");
        let progress = walk.progress();
        walk.after(page).expect("it leads on");
        assert_eq!(walk.progress(), progress, "what comes next changes nothing");
        (progress.to_string(), progress.items)
    };
    bodies.iter().map(arrives).collect()
}

#[test]
fn a_walk_knows_how_far_it_has_come() {
    let shown =
        |pages: &[(&str, usize)]| pages.iter().map(|(page, items)| ((*page).to_owned(), *items)).collect::<Vec<_>>();
    let numbers = Pagination::Page { parameter: QUERY, next: None, page: Some("/page"), total_pages: Some("/total") };
    let pages = [json!({"page": 3, "total": 5}), json!({"page": 4, "total": "6"})];
    assert_eq!(progress(numbers, Some("3"), &pages), shown(&[("page 3 of 5", 2), ("page 4 of 6", 4)]));
    let total_pages = Some("/total");
    let cursors = Pagination::Cursor { parameter: QUERY, next: "/next", total_pages };
    let pages = [json!({"next": "a", "total": 2}), json!({"next": null})];
    assert_eq!(progress(cursors, None, &pages), shown(&[("page 1 of 2", 2), ("page 2 of 2", 4)]));
    assert_eq!(progress(cursors, Some("z"), &pages), shown(&[("1 page", 2), ("2 pages", 4)]));
    let urls = Pagination::Url { next: "/next", total_pages: None };
    assert_eq!(progress(urls, None, &[json!({"next": null})]), shown(&[("page 1", 2)]));
}
