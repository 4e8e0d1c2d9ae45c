//! Bodies that real apps send, from recordings, the vendor's request examples and the tests of its own SDK: the typed
//! builders make each of them. Skips where the folder with these files is missing.

use std::{collections::BTreeSet, fs};

use codegen_tests::shared;
use intercom_client::{
    StringOrInteger, UnixTime,
    models::{
        CreateContentImportSourceRequest, CreateExternalPageRequest, CreateMessageRequest, CreateMessageRequestFrom,
        Recipient, RecipientType, UpdateContentImportSourceRequest, UpdateExternalPageRequest,
    },
};
use serde_json::{Value, json};

use Fate::{LeftOut, Sent};

/// What becomes of a row.
enum Fate {
    /// The client sends its body, made by this function from the row's own words.
    Sent(fn(&Body) -> Value),
    /// It is left out, for this reason.
    LeftOut(&'static str),
}

/// The body of a row.
struct Body(Value);

impl Body {
    fn at(&self, pointer: &str) -> &Value {
        self.0.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in {}", self.0))
    }

    fn text(&self, pointer: &str) -> &str {
        self.at(pointer).as_str().unwrap_or_else(|| panic!("{pointer} is no text in {}", self.0))
    }

    fn id(&self, pointer: &str) -> StringOrInteger {
        match self.at(pointer) {
            Value::String(text) => text.into(),
            id => id.as_i64().unwrap_or_else(|| panic!("{id} is no id")).into(),
        }
    }

    /// The admin who sends a message.
    fn admin(&self) -> CreateMessageRequestFrom {
        CreateMessageRequestFrom::builder().id(self.id("/from/id")).build()
    }

    /// The contact, of this role, at a pointer.
    fn contact(&self, role: RecipientType, pointer: &str) -> Recipient {
        Recipient::builder().r#type(role).id(self.id(&format!("{pointer}/id"))).build()
    }

    fn user(&self, pointer: &str) -> Recipient {
        self.contact(RecipientType::User, pointer)
    }

    fn created_at(&self) -> UnixTime {
        UnixTime::from_secs(self.at("/created_at").as_i64().expect("it is a number"))
    }
}

fn from_user(body: &Body) -> Value {
    let from = CreateMessageRequestFrom::user().id(body.id("/from/id")).build();
    let request = CreateMessageRequest::from_contact().from(from).body(body.text("/body"));
    json!(request.referer(body.text("/referer")).build())
}

fn from_lead(body: &Body) -> Value {
    let from = CreateMessageRequestFrom::lead().id(body.id("/from/id")).build();
    let request = CreateMessageRequest::from_contact().from(from).body(body.text("/body"));
    json!(request.referer(body.text("/referer")).build())
}

fn email(body: &Body) -> Value {
    let request = CreateMessageRequest::email().subject(body.text("/subject")).body(body.text("/body"));
    json!(request.template("plain").from(body.admin()).to(body.user("/to")).build())
}

fn email_with_a_conversation(body: &Body) -> Value {
    let request = CreateMessageRequest::email().subject(body.text("/subject")).body(body.text("/body"));
    let request = request.template("plain").from(body.admin()).to(body.user("/to"));
    json!(request.created_at(body.created_at()).create_conversation_without_contact_reply(true).build())
}

fn in_app_with_a_conversation(body: &Body) -> Value {
    let request = CreateMessageRequest::in_app().subject(body.text("/subject")).body(body.text("/body"));
    let request = request.template("plain").from(body.admin()).to(body.user("/to"));
    json!(request.created_at(body.created_at()).create_conversation_without_contact_reply(true).build())
}

fn in_app_to_a_contact(body: &Body) -> Value {
    let to = body.contact(RecipientType::Contact, "/to");
    json!(CreateMessageRequest::in_app().body(body.text("/body")).from(body.admin()).to(to).build())
}

fn conversation(body: &Body) -> Value {
    let to = [body.user("/to/0"), body.contact(RecipientType::Lead, "/to/1"), body.user("/to/2")];
    let request = CreateMessageRequest::other().message_type("conversation").from(body.admin()).to(to);
    let request = request.cc([body.user("/cc/0"), body.user("/cc/1")]).bcc([body.user("/bcc/0")]);
    json!(request.body(body.text("/body")).build())
}

/// A text message, which the client of the preview version has a builder for.
fn sms(body: &Body) -> Value {
    let request = CreateMessageRequest::other().message_type("sms").from(body.admin()).to(body.user("/to"));
    json!(request.body(body.text("/body")).build())
}

fn whatsapp(body: &Body) -> Value {
    let to = Recipient::by_phone().phone(body.text("/to/phone")).name(body.text("/to/name")).build();
    let request = CreateMessageRequest::whatsapp().from(body.admin()).to(to).template(body.text("/template"));
    json!(request.components([body.at("/components/0").clone()]).locale(body.text("/locale")).build())
}

fn create_source(body: &Body) -> Value {
    json!(CreateContentImportSourceRequest::builder().url(body.text("/url")).build())
}

fn update_source(body: &Body) -> Value {
    json!(UpdateContentImportSourceRequest::builder().sync_behavior("api").url(body.text("/url")).build())
}

fn create_page(body: &Body) -> Value {
    let request = CreateExternalPageRequest::builder().title(body.text("/title")).html(body.text("/html"));
    let request = request.source_id(body.id("/source_id")).external_id(body.text("/external_id"));
    json!(request.url(body.text("/url")).build())
}

fn create_page_without_address(body: &Body) -> Value {
    let request = CreateExternalPageRequest::builder().title(body.text("/title")).html(body.text("/html"));
    json!(request.source_id(body.id("/source_id")).external_id(body.text("/external_id")).build())
}

fn update_page(body: &Body) -> Value {
    let request = UpdateExternalPageRequest::builder().title(body.text("/title")).html(body.text("/html"));
    let request = request.url(body.text("/url")).source_id(body.id("/source_id"));
    json!(request.external_id(body.text("/external_id")).build())
}

fn update_page_without_external_id(body: &Body) -> Value {
    let request = UpdateExternalPageRequest::builder().title(body.text("/title")).html(body.text("/html"));
    json!(request.url(body.text("/url")).source_id(body.id("/source_id")).build())
}

const NO_IN_APP_BODY: Fate = LeftOut("an in-app message without a body is refused");
const NO_SUBJECT: Fate = LeftOut("an email without a subject and a template is refused");
const NO_EMAIL_BODY: Fate = LeftOut("an email without a body and a template is refused");
const BODILESS: Fate = LeftOut(NO_BODY);
const NO_BODY: &str = "the call has none";
const UNRECORDED: Fate = LeftOut(NO_REQUEST);
const NO_REQUEST: &str = "only the response is on record";

/// The request examples of the vendor's description, by their names.
const EXAMPLES: &[(&str, Fate)] = &[
    ("createContentImportSource :: successful", Sent(create_source)),
    ("updateContentImportSource :: successful", Sent(update_source)),
    ("createExternalPage :: successful", Sent(create_page)),
    ("updateExternalPage :: successful", Sent(update_page)),
    ("createMessage :: user_message_created", Sent(from_user)),
    ("createMessage :: lead_message_created", Sent(from_lead)),
    ("createMessage :: admin_message_created", Sent(conversation)),
    ("createMessage :: admin_whatsapp_message_created", Sent(whatsapp)),
    ("createMessage :: no_body_supplied_for_message", NO_IN_APP_BODY),
    ("createMessage :: no_subject_supplied_for_email_message", NO_SUBJECT),
    ("createMessage :: no_body_supplied_for_email_message", NO_EMAIL_BODY),
];

/// What the vendor's SDK sends in its own tests, by their names, in both of its clients.
const SDK: &[(&str, Fate)] = &[
    ("aiContent.test.ts :: listContentImportSources (1)", BODILESS),
    ("aiContent.test.ts :: listContentImportSources (2)", BODILESS),
    ("aiContent.test.ts :: createContentImportSource (1)", Sent(create_source)),
    ("aiContent.test.ts :: createContentImportSource (2)", Sent(create_source)),
    ("aiContent.test.ts :: getContentImportSource (1)", BODILESS),
    ("aiContent.test.ts :: getContentImportSource (2)", BODILESS),
    ("aiContent.test.ts :: updateContentImportSource (1)", Sent(update_source)),
    ("aiContent.test.ts :: updateContentImportSource (2)", Sent(update_source)),
    ("aiContent.test.ts :: deleteContentImportSource (1)", BODILESS),
    ("aiContent.test.ts :: deleteContentImportSource (2)", BODILESS),
    ("aiContent.test.ts :: listExternalPages (1)", BODILESS),
    ("aiContent.test.ts :: listExternalPages (2)", BODILESS),
    ("aiContent.test.ts :: createExternalPage (1)", Sent(create_page)),
    ("aiContent.test.ts :: createExternalPage (2)", Sent(create_page_without_address)),
    ("aiContent.test.ts :: getExternalPage (1)", BODILESS),
    ("aiContent.test.ts :: getExternalPage (2)", BODILESS),
    ("aiContent.test.ts :: updateExternalPage (1)", Sent(update_page)),
    ("aiContent.test.ts :: updateExternalPage (2)", Sent(update_page_without_external_id)),
    ("aiContent.test.ts :: deleteExternalPage (1)", BODILESS),
    ("aiContent.test.ts :: deleteExternalPage (2)", BODILESS),
    ("messages.test.ts :: create (1)", Sent(email)),
    ("messages.test.ts :: create (4)", Sent(in_app_with_a_conversation)),
    ("messages.test.ts :: create (5)", Sent(email_with_a_conversation)),
    ("messages.test.ts :: create (6)", Sent(email_with_a_conversation)),
    ("messages.test.ts :: create (8)", Sent(email)),
    ("messages.test.ts :: create (9)", Sent(email)),
    ("messages.test.ts :: create (10)", UNRECORDED),
    ("messages.test.ts :: create (11)", UNRECORDED),
    ("messages.test.ts :: create (12)", UNRECORDED),
    ("messages.test.ts :: create (13)", UNRECORDED),
    ("messages.test.ts :: createMessage (1)", Sent(from_user)),
    ("messages.test.ts :: createMessage (2)", Sent(from_lead)),
    ("messages.test.ts :: createMessage (3)", Sent(conversation)),
    ("messages.test.ts :: createMessage (4)", Sent(sms)),
    ("messages.test.ts :: createMessage (5)", Sent(whatsapp)),
    ("messages.test.ts :: createMessage (6)", NO_IN_APP_BODY),
    ("messages.test.ts :: createMessage (7)", NO_SUBJECT),
    ("messages.test.ts :: createMessage (8)", NO_EMAIL_BODY),
    ("messages.test.ts :: createMessage (9)", Sent(sms)),
    ("messages.test.ts :: createMessage (10)", UNRECORDED),
    ("messages.test.ts :: createMessage (11)", UNRECORDED),
    ("messages.test.ts :: createMessage (12)", UNRECORDED),
    ("messages.test.ts :: createMessage (13)", UNRECORDED),
    ("messages.test.ts :: getWhatsAppMessageStatus (1)", BODILESS),
    ("messages.test.ts :: getWhatsAppMessageStatus (2)", BODILESS),
    ("messages.test.ts :: getWhatsAppMessageStatus (3)", BODILESS),
    ("messages.test.ts :: getWhatsAppMessageStatus (4)", BODILESS),
    ("messages.test.ts :: getWhatsAppMessageStatus (5)", BODILESS),
];

/// What was recorded of messages: the one exchange, and two responses that were quoted without their requests.
const RECORDED: &[(&str, Fate)] = &[
    ("integrations/intercom/tests/send-message.test.json", Sent(in_app_to_a_contact)),
    ("issues/476", UNRECORDED),
    ("issues/98", UNRECORDED),
];

/// The rows of a file, or nothing where it is missing, which is reported.
fn rows(file: &str) -> Option<Vec<Value>> {
    let path = shared(&format!("cases/real/{file}"))?;
    Some(serde_json::from_slice(&fs::read(path).expect("it is readable")).expect("the file is a list of rows"))
}

/// A body as it is meant: a phone number without quotes lost its plus where YAML read it.
fn meant(request: &Value) -> Value {
    let mut meant = request.clone();
    if let Some(phone) = meant.pointer_mut("/to/phone").filter(|phone| phone.is_number()) {
        *phone = json!(format!("+{phone}"));
    }
    meant
}

/// Builds the body of each row that is in the table, and sees that the table names all of them.
fn check(rows: &[Value], count: usize, name: impl Fn(&Value) -> String, table: &[(&str, Fate)]) {
    assert_eq!(rows.len(), count, "no row is missing");
    let names: BTreeSet<String> = rows.iter().map(&name).collect();
    let listed: BTreeSet<String> = table.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names, listed, "the table names each row");
    assert_eq!(listed.len(), table.len(), "no row stands in the table twice");
    for row in rows {
        let name = name(row);
        let (_, fate) = table.iter().find(|(known, _)| *known == name).expect("the table names each row");
        match fate {
            Sent(build) => {
                let body = Body(meant(&row["request"]));
                assert_eq!(build(&body), body.0, "{name}");
            }
            LeftOut(reason) => {
                assert_eq!(row["request"].is_null(), [NO_BODY, NO_REQUEST].contains(reason), "{name}: {reason}");
                let has_body = row["method"] == "POST" || row["method"] == "PUT";
                assert!(*reason != NO_BODY || !has_body, "{name}: {reason}");
            }
        }
    }
}

#[test]
fn the_examples_of_the_description_can_be_sent() {
    let Some(rows) = rows("vendor-request-examples.json") else { return };
    check(&rows, 11, |row| row["example"].as_str().expect("a row has a name").to_owned(), EXAMPLES);
    for (name, fate) in EXAMPLES {
        let is_refused = name.contains(":: no_") || name.contains(":: invalid_");
        assert_eq!(matches!(fate, LeftOut(_)), is_refused, "{name}");
    }
}

#[test]
fn what_the_official_sdk_sends_can_be_sent() {
    let Some(rows) = rows("node-sdk-messages-ai-content.json") else { return };
    let name = |row: &Value| {
        let test = row["test"].as_str().expect("a row has a name");
        test.trim_start_matches("tests/wire/").trim_start_matches("unstable/").to_owned()
    };
    // Both of its clients send most of them.
    check(&rows, 68, name, SDK);
}

#[test]
fn what_was_recorded_can_be_sent() {
    let Some(mut rows) = rows("answers.json") else { return };
    rows.retain(|row| row["method"] == "POST" && row["url"] == "/messages");
    check(&rows, 3, |row| row["path"].as_str().expect("a row has a path").to_owned(), RECORDED);
}
