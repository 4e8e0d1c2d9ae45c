//! The example programs as a user runs them, against servers on loopback.

#[path = "support/faulty.rs"]
mod faulty;
#[path = "support/wire.rs"]
mod wire;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use codegen_tests::project;
use intercom_client::Value;
use serde_json::json;
use tempfile::TempDir;

use faulty::{Received, Reply, Server};
use wire::{list, page, source, with};

/// The built example, up to date.
static SYNC_HELP_CENTER: LazyLock<PathBuf> = LazyLock::new(|| built("sync_help_center"));

/// Builds an example.
fn built(example: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--package", "intercom-client", "--example", example]);
    cargo.arg("--target-dir").arg(target).current_dir(project().root());
    assert!(cargo.status().expect("cargo is there").success(), "the example can be built");
    target.join("debug/examples").join(example)
}

fn samples() -> PathBuf {
    project().client().join("examples/help_center")
}

/// The server with a source 33, and the pages that it was sent, by their external ids.
#[derive(Clone)]
struct HelpCenter {
    server: Server,
    pages: Arc<Mutex<BTreeMap<String, Value>>>,
}

impl HelpCenter {
    /// Responds at once.
    async fn start() -> Self {
        Self::responding_after(Duration::ZERO).await
    }

    /// Responds to an upload after some time; it has taken the page by then.
    async fn responding_after(pause: Duration) -> Self {
        let pages = Arc::default();
        let of = Arc::clone(&pages);
        let server = Server::start(move |received| reply(received, &of, pause)).await;
        Self { server, pages }
    }

    /// Starts the example for a folder.
    fn begin(&self, folder: &Path, more: &[&str]) -> Child {
        let mut command = Command::new(&*SYNC_HELP_CENTER);
        command.arg(folder).args(["--source-id", "33", "--base-url", &self.server.uri()]).args(more);
        command.env("INTERCOM_ACCESS_TOKEN", wire::TOKEN).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the example can be started")
    }

    fn run(&self, folder: &Path, more: &[&str]) -> Run {
        self.begin(folder, more).into()
    }

    /// How many requests with this method came.
    fn count(&self, method: &str) -> usize {
        self.server.received().iter().filter(|received| received.line().starts_with(method)).count()
    }

    fn ids(&self) -> Vec<String> {
        self.pages.lock().expect("nothing panicked").keys().cloned().collect()
    }
}

fn reply(received: &Received, pages: &Mutex<BTreeMap<String, Value>>, pause: Duration) -> Reply {
    assert!(received.head.contains(&format!("authorization: Bearer {}", wire::TOKEN)), "{}", received.head);
    let mut pages = pages.lock().expect("nothing panicked");
    match received.line() {
        "GET /ai/content_import_sources/33" => Reply::json(200, source()),
        // Two pages of the list, of which the second has a page of another source.
        "GET /ai/external_pages?per_page=50" => {
            let next = "https://api.intercom.io/ai/external_pages?page=2";
            Reply::json(200, list(&pages.values().cloned().collect::<Vec<_>>(), Some(next)))
        }
        "GET /ai/external_pages?per_page=50&page=2" => {
            let foreign = list(&[with(page(), json!({"source_id": 34, "external_id": "foreign"}))], None);
            Reply::json(200, with(foreign, json!({"pages": {"page": 2, "total_pages": 2, "next": null}})))
        }
        "POST /ai/external_pages" => {
            let sent: Value = serde_json::from_slice(&received.body).expect("it is JSON");
            let external_id = sent["external_id"].as_str().expect("it has an id").to_owned();
            if external_id == "refused.md" {
                let body = json!({"type": "error.list", "errors": [{"code": "parameter_invalid", "message": "No."}]});
                return Reply::json(422, body);
            }
            let id = json!({"id": format!("id of {external_id}")});
            let stored = with(with(pages.get(&external_id).cloned().unwrap_or_else(page), id), sent);
            pages.insert(external_id, stored.clone());
            Reply::json(200, stored).pausing(pause)
        }
        line => {
            let id = line.strip_prefix("DELETE /ai/external_pages/id%20of%20").expect("no other call is made");
            Reply::json(200, pages.remove(id).expect("the page is there"))
        }
    }
}

/// What a user sees of a run.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Child> for Run {
    fn from(child: Child) -> Self {
        let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("what it prints is UTF-8");
        Self { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }
}

impl Run {
    #[track_caller]
    fn check(&self, code: i32, stdout: &str) {
        assert_eq!((self.code, self.stdout.as_str()), (Some(code), stdout), "{}", self.stderr);
    }
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("writable");
    }
    folder
}

/// What an app has to write is little.
#[test]
fn programs_are_as_short_as_they_are_said_to_be() {
    for (path, most) in [
        ("generated-client/examples/zendesk_to_fin.rs", 90),
        ("generated-client/examples/notify.rs", 60),
        ("generated-client/examples/own_trait.rs", 60),
        ("generated-client/examples/axum_workspaces.rs", 60),
        ("tests/two_versions.rs", 40),
    ] {
        let lines = fs::read_to_string(project().root().join(path)).expect("it is there").lines().count();
        assert!(lines <= most, "{path} has {lines} lines");
    }
}

#[test]
fn without_a_token_the_example_has_a_server_of_its_own() {
    for _ in 0..2 {
        let mut command = Command::new(&*SYNC_HELP_CENTER);
        let run = command
            .env_remove("INTERCOM_ACCESS_TOKEN")
            .env_remove("INTERCOM_API_KEY")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let run = Run::from(run.expect("the example can be started"));
        run.check(0, "5 created, 0 updated, 0 unchanged, 0 deleted, 0 failed, 0 left\n");
        let expected = "no token is used: a mock server in this process responds\nthe mock server got 6 uploads: it \
                        responded with 429 to the first, which came again later\n";
        assert_eq!(run.stderr, expected);
    }
}

#[test]
fn the_example_of_oauth_gets_another_token_where_the_first_is_refused() {
    let mut command = Command::new(built("oauth2_client_credentials"));
    let run = command.env_remove("OAUTH_TOKEN_URL").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let run = Run::from(run.expect("the example can be started"));
    run.check(0, "page 1\npage 2\n2 tokens were given\n");
    assert_eq!(run.stderr, "OAUTH_TOKEN_URL is not set: mock servers in this process respond\n");
}

#[test]
fn the_example_of_one_endpoint_more_finds_the_conversation_of_its_message() {
    let mut command = Command::new(built("find_conversation"));
    command.env_remove("INTERCOM_ACCESS_TOKEN").env_remove("INTERCOM_API_KEY");
    let run = Run::from(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started"));
    run.check(0, "message 2048312\nthe contact has not replied yet\nconversation 613\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_of_zendesk_counts_what_it_publishes_and_says_how_to_run_it_again() {
    let server = Server::start(|received| {
        let sent: Value = serde_json::from_slice(&received.body).expect("it is JSON");
        match (received.line(), sent["external_id"].as_str()) {
            ("POST /ai/content_import_sources", _) => Reply::json(200, source()),
            ("POST /ai/external_pages", Some("2")) => Reply::json(422, json!({"errors": [{"message": "No."}]})),
            ("POST /ai/external_pages", Some("3")) => Reply::json(200, page()),
            (line, id) => panic!("{line} is not called with {id:?}"),
        }
    });
    let server = server.await;
    let article = |id: u64, is_draft: bool| json!({"id": id, "title": "T", "body": null, "html_url": "https://e.com", "draft": is_draft});
    let export = json!({"articles": [article(1, true), article(2, false), article(3, false)]}).to_string();
    let folder = folder(&[("articles.json", &export)]);
    let mut command = Command::new(built("zendesk_to_fin"));
    command.arg(folder.path().join("articles.json")).args(["--url", "https://e.com", "--base-url", &server.uri()]);
    command.env("INTERCOM_ACCESS_TOKEN", wire::TOKEN).env_remove("RUST_BACKTRACE").env_remove("RUST_LIB_BACKTRACE");
    let run = Run::from(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started"));
    run.check(1, "");
    assert!(run.stderr.contains("article 2: "), "{}", run.stderr);
    let expected = "Error: 1 of 2 articles are not in Fin; run it again with --source-id 33\n";
    assert!(run.stderr.ends_with(expected), "{}", run.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_help_center_is_there_once_however_often_it_is_synced() {
    let help_center = HelpCenter::start().await;
    let website = ["--base-url-of-pages", "https://example.com/help/"];
    let run = help_center.run(&samples(), &website);
    run.check(0, "5 created, 0 updated, 0 unchanged, 0 deleted, 0 failed, 0 left\n");
    let pages = help_center.pages.lock().expect("nothing panicked").clone();
    let text = |page: &Value, field: &str| page[field].as_str().expect("it is text").to_owned();
    let seen: Vec<_> = pages.iter().map(|(id, page)| (id.clone(), text(page, "title"), text(page, "url"))).collect();
    let expected = [
        ("getting-started.md", "Getting started", "https://example.com/help/getting-started"),
        ("guides/exports.md", "Exports: your data in a file", "https://example.com/help/guides/exports"),
        ("guides/Öffnungszeiten.md", "Öffnungszeiten", "https://example.com/help/guides/%C3%96ffnungszeiten"),
        ("refunds.html", "Refunds & returns", "https://example.com/help/refunds"),
        ("shipping.html", "Shipping and duties", "https://example.com/help/shipping"),
    ];
    assert_eq!(seen, expected.map(|(id, title, url)| (id.to_owned(), title.to_owned(), url.to_owned())));
    let html = text(&pages["guides/exports.md"], "html");
    assert!(html.starts_with("<h1>Make an export</h1>\n<table>"), "{html}");

    let run = help_center.run(&samples(), &website);
    run.check(0, "0 created, 0 updated, 5 unchanged, 0 deleted, 0 failed, 0 left\n");
    assert_eq!(help_center.count("POST"), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_user_has_set_is_sent() {
    let help_center = HelpCenter::start().await;
    let folder = folder(&[("a.md", "A.")]);
    help_center.run(folder.path(), &[]).check(0, "1 created, 0 updated, 0 unchanged, 0 deleted, 0 failed, 0 left\n");
    let flags = ["--ai-agent", "false", "--locale", "de"];
    help_center.run(folder.path(), &flags).check(0, "0 created, 1 updated, 0 unchanged, 0 deleted, 0 failed, 0 left\n");
    let pushes = help_center.server.received();
    let pushes = pushes.iter().filter(|received| received.line() == "POST /ai/external_pages");
    let bodies: Vec<Value> =
        pushes.map(|received| serde_json::from_slice(&received.body).expect("it is JSON")).collect();
    let plain = json!({"title": "a", "html": "<p>A.</p>\n", "locale": "en", "source_id": 33, "external_id": "a.md"});
    assert_eq!(bodies, [plain.clone(), with(plain, json!({"locale": "de", "ai_agent_availability": false}))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_changed_is_updated_and_what_cannot_be_brought_over_is_reported() {
    let help_center = HelpCenter::start().await;
    let files = [("a.md", "# A"), ("b.html", "<h2>B</h2>"), ("c.md", "c"), (".hidden.md", "h"), ("d.txt", "d")];
    let folder = folder(&files);
    help_center.run(folder.path(), &[]).check(0, "3 created, 0 updated, 0 unchanged, 0 deleted, 0 failed, 0 left\n");

    fs::write(folder.path().join("a.md"), "# New").expect("writable");
    fs::write(folder.path().join("refused.md"), "r").expect("writable");
    fs::write(folder.path().join("latin1.md"), b"Gr\xfc\xdfe").expect("writable");
    let run = help_center.run(folder.path(), &[]);
    let latin1 = folder.path().join("latin1.md");
    let expected = format!(
        "0 created, 1 updated, 2 unchanged, 0 deleted, 2 failed, 0 left\n\
         failed: {}: it is not UTF-8: invalid utf-8 sequence of 1 bytes from index 2\n\
         failed: create refused.md: the server responded with 422 `parameter_invalid`: No.\n",
        latin1.display()
    );
    run.check(1, &expected);
    assert_eq!(help_center.pages.lock().expect("nothing panicked")["a.md"]["title"], "New");

    fs::remove_file(folder.path().join("b.html")).expect("it is there");
    let run = help_center.run(folder.path(), &["--prune"]);
    run.check(1, "");
    assert!(run.stderr.starts_with("error: nothing is pruned while a file cannot be read: "), "{}", run.stderr);
    fs::remove_file(latin1).expect("it is there");
    fs::remove_file(folder.path().join("refused.md")).expect("it is there");
    let run = help_center.run(folder.path(), &["--prune", "--dry-run"]);
    let told = "dry run: nothing is done; this would be\ndelete b.html\n";
    run.check(0, &format!("{told}0 created, 0 updated, 2 unchanged, 1 deleted, 0 failed, 0 left\n"));
    assert_eq!(help_center.count("DELETE"), 0);
    let run = help_center.run(folder.path(), &["--prune"]);
    run.check(0, "0 created, 0 updated, 2 unchanged, 1 deleted, 0 failed, 0 left\n");
    assert_eq!(help_center.ids(), ["a.md", "c.md"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_may_be_in_the_variable_of_the_official_sdks() {
    let help_center = HelpCenter::start().await;
    let mut command = Command::new(&*SYNC_HELP_CENTER);
    command.arg(samples()).args(["--source-id", "33", "--base-url", &help_center.server.uri()]);
    command.env_remove("INTERCOM_ACCESS_TOKEN").env("INTERCOM_API_KEY", wire::TOKEN);
    let run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the example can be started");
    Run::from(run).check(0, "5 created, 0 updated, 0 unchanged, 0 deleted, 0 failed, 0 left\n");
    assert_eq!(help_center.ids().len(), 5);
}

#[test]
fn a_server_that_is_not_there_is_reported_once() {
    let mut command = Command::new(&*SYNC_HELP_CENTER);
    command.env("INTERCOM_ACCESS_TOKEN", wire::TOKEN).arg(samples());
    command.args(["--source-id", "33", "--base-url", "http://127.0.0.1:1"]);
    let run = Run::from(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started"));
    run.check(1, "");
    assert!(
        run.stderr.starts_with("error: the source cannot be used: could not connect to the server"),
        "{}",
        run.stderr
    );
}

/// Presses Ctrl-C.
#[cfg(unix)]
fn interrupt(child: &Child) {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is `kill`");
    assert!(killed.success());
}

/// Waits until so many uploads have come.
#[cfg(unix)]
async fn uploads(help_center: &HelpCenter, count: usize) {
    while help_center.count("POST") < count {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_finishes_what_is_under_way_and_reports_what_is_left() {
    let help_center = HelpCenter::responding_after(Duration::from_millis(500)).await;
    let names: Vec<String> = (10..30).map(|number| format!("{number}.md")).collect();
    let folder = folder(&names.iter().map(|name| (name.as_str(), "text")).collect::<Vec<_>>());
    let child = help_center.begin(folder.path(), &["--concurrency", "3"]);
    uploads(&help_center, 3).await;
    interrupt(&child);
    let run = Run::from(child);
    let left: String = names[3..].iter().map(|name| format!("left: create {name}\n")).collect();
    run.check(130, &format!("3 created, 0 updated, 0 unchanged, 0 deleted, 0 failed, 17 left\n{left}"));
    assert_eq!(run.stderr, "stopping: what is under way is finished; Ctrl-C again aborts it\n");
    assert_eq!(help_center.ids(), names[..3]);

    let run = help_center.run(folder.path(), &["--concurrency", "20"]);
    run.check(0, "17 created, 0 updated, 3 unchanged, 0 deleted, 0 failed, 0 left\n");
    assert_eq!(help_center.ids(), names);
    assert_eq!(help_center.count("POST"), 20);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_is_obeyed_while_pages_are_listed() {
    let server = Server::start(|received| match received.line() {
        "GET /ai/content_import_sources/33" => Reply::json(200, source()),
        _ => Reply::json(200, list(&[], None)).pausing(Duration::from_secs(600)),
    })
    .await;
    let help_center = HelpCenter { server, pages: Arc::default() };
    let folder = folder(&[("a.md", "a")]);
    let child = help_center.begin(folder.path(), &[]);
    while help_center.count("GET") < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    interrupt(&child);
    let run = Run::from(child);
    run.check(130, "");
    assert!(run.stderr.ends_with("stopped: nothing has been changed\n"), "{}", run.stderr);
    assert_eq!(help_center.count("POST"), 0);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_second_ctrl_c_aborts() {
    use std::io::{BufRead as _, BufReader};

    let help_center = HelpCenter::responding_after(Duration::from_secs(600)).await;
    let folder = folder(&[("a.md", "a"), ("b.md", "b")]);
    let mut child = help_center.begin(folder.path(), &["--concurrency", "1"]);
    uploads(&help_center, 1).await;
    interrupt(&child);
    let mut lines = BufReader::new(child.stderr.take().expect("it is piped")).lines().map(|line| line.expect("UTF-8"));
    let stopping = "stopping: what is under way is finished; Ctrl-C again aborts it";
    assert_eq!(lines.next().as_deref(), Some(stopping));
    // The program says so before it listens for the second one.
    while child.try_wait().expect("it is there").is_none() {
        interrupt(&child);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let aborted = "aborted: some pages may have arrived or not; to run this again does no harm";
    assert_eq!(lines.collect::<Vec<_>>(), [aborted]);
    Run::from(child).check(130, "");
}
