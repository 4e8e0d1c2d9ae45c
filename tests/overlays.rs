//! Overlays as the specification has them, and as people write them: what becomes of the description, and what is said.

use std::fs;

use codegen_tests::{generate_from, project, upstream};
use intercom_codegen::{
    Input, Settings, Source, Tags, document,
    ir::{Kind, Type},
    read,
};
use serde_json::{Value, json};

/// Applies a foreign overlay to a description.
fn apply(description: &str, overlay: &str) -> Result<Value, String> {
    let input = Input {
        description: Source::new("spec.yaml", description),
        overlays: vec![Source::new("overlay.yaml", overlay)],
        tags: Tags::All,
        origin: "spec.yaml".to_owned(),
    };
    document(&input, &Settings::default()).map_err(|errors| errors.to_string())
}

/// The first line of each error and warning that a description with a foreign overlay has.
fn said(description: &str, overlay: &str) -> Vec<String> {
    let texts = match generate_from(description, &[overlay]) {
        Ok(generated) => generated.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        Err(errors) => errors,
    };
    let first = |line: &&str| line.starts_with("error: ") || line.starts_with("warning: ");
    texts.lines().filter(first).map(str::to_owned).collect()
}

/// An Overlay document with these actions.
fn overlay(actions: &str) -> String {
    format!("overlay: 1.1.0\ninfo: {{title: Ours, version: 1.0.0}}\nactions:\n{actions}\n")
}

const GOOD: &str = "openapi: 3.0.3\ninfo: {title: Library, version: '1'}\npaths: {}\n";

/// What the specification's sets of a description, an overlay and a result show, with values of our own.
mod compliant_sets {
    use super::*;

    const LIBRARY: &str = "
openapi: 3.0.3
info: {title: Library, version: '3'}
servers:
- {url: 'https://books.example', description: Open}
- {url: 'https://staging.books.example', description: Staging}
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: Books.
          content:
            application/json:
              schema:
                type: object
                properties:
                  shelf: {type: string}
                  pages: {type: integer}
        '500': {description: Broken.}
        default: {description: Other.}
components:
  schemas:
    Book: {type: object, properties: {isbn: {type: string, example: '1'}}}
";

    #[track_caller]
    fn check(actions: &str, changed: &[(&str, Option<Value>)]) {
        let before = apply(LIBRARY, &overlay("- {target: $}")).expect("nothing is done");
        let mut after = apply(LIBRARY, &overlay(actions)).expect("the actions fit");
        for (pointer, expected) in changed {
            assert_eq!(after.pointer(pointer), expected.as_ref(), "{pointer}");
            assert_ne!(before.pointer(pointer), expected.as_ref(), "{pointer}");
            put(&mut after, pointer, before.pointer(pointer));
        }
        assert_eq!(after, before, "nothing else has changed");
    }

    /// Brings back what was at a place before.
    fn put(document: &mut Value, pointer: &str, value: Option<&Value>) {
        let (parent, key) = pointer.rsplit_once('/').expect("it is below the root");
        let parent = document.pointer_mut(parent).and_then(Value::as_object_mut).expect("it stands in an object");
        let key = key.replace("~1", "/");
        match value {
            Some(value) => drop(parent.insert(key, value.clone())),
            None => drop(parent.remove(&key)),
        }
    }

    #[test]
    fn an_object_is_added() {
        let license = json!({"name": "ISC", "url": "https://isc.example"});
        check(
            "- {target: $.info, update: {license: {name: ISC, url: 'https://isc.example'}}}",
            &[("/info/license", Some(license))],
        );
    }

    #[test]
    fn an_operation_is_described() {
        check(
            "- {target: \"$.paths['/books'].get\", update: {description: All, summary: Books}}",
            &[
                ("/paths/~1books/get/description", Some(json!("All"))),
                ("/paths/~1books/get/summary", Some(json!("Books"))),
            ],
        );
    }

    #[test]
    fn an_example_is_removed() {
        check(
            "- {target: \"$.components.schemas.Book.properties['isbn'].example\", remove: true}",
            &[("/components/schemas/Book/properties/isbn/example", None)],
        );
    }

    #[test]
    fn responses_are_removed_wherever_they_are() {
        check(
            "- {target: \"$.paths..responses['500']\", remove: true}\n- {target: \"$.paths..responses['default']\", remove: true}",
            &[("/paths/~1books/get/responses/500", None), ("/paths/~1books/get/responses/default", None)],
        );
    }

    #[test]
    fn properties_of_a_type_are_removed() {
        let properties = "/paths/~1books/get/responses/200/content/application~1json/schema/properties";
        check(
            "- {target: \"$.paths['/books'].get.responses['200']..properties[?(@.type == 'string')]\", remove: true}",
            &[(&format!("{properties}/shelf"), None)],
        );
    }

    #[test]
    fn an_item_is_removed() {
        let servers = json!([{"url": "https://books.example", "description": "Open"}]);
        check(
            "- {target: \"$.servers[?( @.description == 'Staging' )]\", remove: true}",
            &[("/servers", Some(servers))],
        );
    }

    #[test]
    fn a_list_is_replaced() {
        check(
            "- {target: $.servers, remove: true}\n- {target: $, update: {servers: [{url: 'http://localhost:1'}]}}",
            &[("/servers", Some(json!([{"url": "http://localhost:1"}])))],
        );
    }

    #[test]
    fn the_root_is_updated() {
        check("- {target: $, update: {info: {x-seen: true}}}", &[("/info/x-seen", Some(json!(true)))]);
    }
}

/// What the specification's schema allows and what it does not, by the shape of its own tests.
mod schema {
    use super::*;

    /// A document with a part replaced.
    fn document(version: &str, from: &str, to: &str) -> String {
        let whole = format!("overlay: {version}\ninfo:\n  title: Ours\n  version: 1.0.0\nactions:\n- target: $.info\n");
        assert!(whole.contains(from), "{from}");
        whole.replacen(from, to, 1)
    }

    #[test]
    fn what_it_does_not_allow_is_an_error() {
        let cases = [
            ("overlay: V", "overlay: 2", "Overlay version 2 is not supported"),
            ("overlay: V", "overlay: '1.1'", "Overlay version 1.1 is not supported"),
            ("overlay: V", "overlay: 1.1", "Overlay version 1.1 is not supported"),
            ("overlay: V", "overlay: 1.1.banana", "Overlay version 1.1.banana is not supported"),
            ("overlay: V", "overlay: 1.0.0-rc1", "Overlay version 1.0.0-rc1 is not supported"),
            ("overlay: V", "overlay: 1.2.0", "Overlay version 1.2.0 is not supported"),
            ("overlay: V", "overlay: []", "`overlay` is an array, not a string"),
            ("overlay: V\n", "", "this is no Overlay document: it has no `overlay` key"),
            ("info:\n  title: Ours\n  version: 1.0.0\n", "", "an Overlay document lacks `info`"),
            ("info:\n  title: Ours\n  version: 1.0.0\n", "info: ours\n", "`info` is a string, not an object"),
            ("  title: Ours\n", "", "`info` lacks `title`"),
            ("  version: 1.0.0\n", "", "`info` lacks `version`"),
            ("title: Ours", "title: [7]", "`title` is an array, not a string"),
            ("version: 1.0.0", "version: {}", "`version` is an object, not a string"),
            ("version: 1.0.0", "version: 1.0.0\n  description: [7]", "`description` is an array, not a string"),
            ("version: 1.0.0", "version: 1.0.0\n  author: me", "`info` has no field `author`"),
            ("actions:\n- target: $.info\n", "extends: ours.yaml\n", "an Overlay document lacks `actions`"),
            ("actions:\n- target: $.info\n", "actions: {}\n", "`actions` is an object, not an array"),
            ("actions:\n- target: $.info\n", "actions: []\n", "`actions` is empty"),
            ("actions:\n- target: $.info\n", "actions:\n# - target: $.info\n", "`actions` is empty"),
            ("- target: $.info", "- 7", "an action is an object, and this is a number"),
            ("- target: $.info", "- update: ours", "an action lacks `target`"),
            ("- target: $.info", "- target: 7", "`target` is a number, not a string"),
            (
                "- target: $.info",
                "- target: info.title",
                "`info.title` is no JSONPath of RFC 9535, from character 1 on",
            ),
            ("- target: $.info", "- target: $.info\n  description: [7]", "`description` is an array, not a string"),
            ("- target: $.info", "- target: $.info\n  remove: maybe", "`remove` is a string, not a boolean"),
            ("- target: $.info", "- target: $.info\n  copy: 7", "`copy` is a number, not a string"),
            ("- target: $.info", "- target: $.info\n- target: $.info", "the same action stands at /actions/0 already"),
            ("- target: $.info", "- target: $.info\n  updates: {}", "an action has no field `updates`"),
            ("actions:", "extends: {}\nactions:", "`extends` is an object, not a string"),
            ("actions:", "extend: ours.yaml\nactions:", "an Overlay document has no field `extend`"),
        ];
        for version in ["1.0.0", "1.1.0"] {
            for (from, to, expected) in cases {
                let text = document(version, &from.replace('V', version), to);
                assert_eq!(said(GOOD, &text), [format!("error: {expected}")], "{text}");
            }
            for (text, what) in [("- a\n- list\n", "it is a list"), ("", "it is empty"), ("text", "a string")] {
                let expected = format!("error: this is no Overlay document: {what}");
                assert_eq!(said(GOOD, text), [expected], "{text}");
            }
        }
    }

    #[test]
    fn what_it_allows_is_applied() {
        let does_nothing = "warning: the action does nothing: it has none of `update`, `copy` and `remove: true`";
        for version in ["1.0.0", "1.0.1", "1.1.0", "1.1.27"] {
            for (from, to) in [
                ("target", "target"),
                ("- target: $.info", "- target: $.info\n  description: ours"),
                ("- target: $.info", "- target: $.info\n  x-ours: {}"),
                ("version: 1.0.0", "version: 1.0.0\n  x-ours: {}"),
                ("version: 1.0.0", "version: 1.0.0\n  description: ours"),
                ("actions:", "x-ours: {}\nactions:"),
                ("actions:", "extends: spec.yaml\nactions:"),
            ] {
                let text = document(version, from, to);
                assert_eq!(said(GOOD, &text), [does_nothing], "{text}");
                // With something to do, it is done.
                let text = format!("{text}  update: {{x-seen: true}}\n");
                let applied = apply(GOOD, &text).expect("it can be applied");
                assert_eq!(applied.pointer("/info/x-seen"), Some(&json!(true)), "{text}");
                assert_eq!(said(GOOD, &text), [""; 0], "{text}");
            }
        }
    }
}

/// An action that holds for some versions, of a description whose versions nobody lists, or that is none of them.
mod versions {
    use super::*;

    /// The error and the help that an action for version 2 and later brings.
    fn told(description: &str, known: &[&str]) -> (String, String) {
        let action = "- {target: $.info, update: {x-seen: true}, x-api-versions: '2..'}";
        let input = Input {
            description: Source::new("spec.yaml", description),
            overlays: vec![Source::new("overlay.yaml", overlay(action))],
            tags: Tags::All,
            origin: "spec.yaml".to_owned(),
        };
        let api_versions = known.iter().map(|&version| version.to_owned()).collect();
        let settings = Settings { api_versions, ..Settings::default() };
        let text = document(&input, &settings).expect_err("it is not known whether the action holds").to_string();
        let line = |start: &str| {
            let found = text.lines().find_map(|line| line.trim_start().strip_prefix(start));
            found.unwrap_or_default().to_owned()
        };
        (line("error: "), line("= help: "))
    }

    #[test]
    fn without_a_list_of_versions_it_is_an_error() {
        let (error, help) = told(GOOD, &[]);
        assert_eq!(error, "the action holds for some versions only, and nothing says which versions there are");
        assert_eq!(
            help,
            "list them, oldest first, as `api-versions` in the settings, or delete `x-api-versions`: then the action holds for \
             every version"
        );
    }

    #[test]
    fn of_a_version_that_is_not_listed_it_is_an_error() {
        let help = "known are, oldest first: 2, 3; add the version to `api-versions` in the settings, or delete `x-api-versions`";
        let of_one = "the action holds for some versions only, and the description is of `1`, which is not known";
        assert_eq!(told(GOOD, &["2", "3"]), (of_one.to_owned(), help.to_owned()));
        let of_none = "the action holds for some versions only, and the description says none";
        assert_eq!(told(&GOOD.replace("'1'", "''"), &["2", "3"]), (of_none.to_owned(), help.to_owned()));
    }
}

/// Overlays as they are published, by their shape.
mod published {
    use super::*;

    const SHOP: &str = "
openapi: 3.0.3
info: {title: Shop, version: '2'}
servers: [{url: 'https://shop.example'}]
tags: [{name: carts}]
paths:
  /carts:
    get:
      operationId: carts_list
      tags: [carts]
      parameters:
      - {name: X-Trace, in: header, schema: {type: string}}
      - {name: old, in: query, deprecated: true, schema: {type: string}}
      responses: {'200': {description: Carts., content: {application/json: {schema: {$ref: '#/components/schemas/Cart'}}}}}
    post:
      operationId: carts_create
      tags: [carts]
      x-internal: true
      responses: {'204': {description: Made.}}
  /v2/carts-by-day/{day}:
    get:
      operationId: carts_by_day
      parameters: [{name: day, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: None.}}
components:
  schemas:
    Cart:
      type: object
      required: [id, owner]
      properties:
        id: {type: string}
        owner: {type: string}
        note: {type: string, format: uuid}
        state: {type: string, enum: [o, c]}
    Line-Item: {type: object, properties: {sku: {type: string, '@type': x}}}
";

    /// Applies actions, and checks what is at some places then, and what was said.
    #[track_caller]
    fn check(actions: &str, expected: &[(&str, Value)], warnings: &[&str]) {
        let text = overlay(actions);
        let document = apply(SHOP, &text).expect("the overlay can be applied");
        for (pointer, expected) in expected {
            assert_eq!(document.pointer(pointer).unwrap_or(&Value::Null), expected, "{pointer}");
        }
        assert_eq!(said(SHOP, &text), warnings);
    }

    #[test]
    fn methods_are_renamed_for_a_generator() {
        check(
            r#"
- target: $["paths"]["/carts"]["get"]
  update: {x-ours-group: carts, x-ours-name: list}
- target: $["paths"]["/v2/carts-by-day/{day}"]["get"]
  update: {x-ours-ignore: true}
- target: $["paths"]["/gone"]["get"]
  update: {x-ours-name: gone}
"#,
            &[
                ("/paths/~1carts/get/x-ours-name", json!("list")),
                ("/paths/~1v2~1carts-by-day~1{day}/get/x-ours-ignore", json!(true)),
                ("/paths/~1gone", json!(null)),
            ],
            &[r#"warning: the target `$["paths"]["/gone"]["get"]` selects nothing in version 2"#],
        );
    }

    #[test]
    fn what_is_internal_is_removed() {
        check(
            "- {target: \"$.paths.*[?@['x-internal'] == true]\", remove: true}\n- {target: \"$.paths[?@['x-hidden']]\", remove: true}",
            &[("/paths/~1carts/post", json!(null)), ("/paths/~1carts/get/operationId", json!("carts_list"))],
            &["warning: the target `$.paths[?@['x-hidden']]` selects nothing in version 2"],
        );
    }

    #[test]
    fn servers_are_replaced() {
        check(
            "- {target: '$.servers[*]', remove: true}\n- {target: $.servers, update: [{url: 'https://eu.shop.example'}]}",
            &[("/servers", json!([{"url": "https://eu.shop.example"}]))],
            &[],
        );
    }

    #[test]
    fn a_credential_is_added_for_all() {
        check(
            "
- target: $.components
  update: {securitySchemes: {key: {type: http, scheme: bearer}}}
- target: $
  update: {security: [{key: []}]}
",
            &[("/components/securitySchemes/key/scheme", json!("bearer")), ("/security", json!([{"key": []}]))],
            &[],
        );
    }

    #[test]
    fn tags_are_described_and_given() {
        check(
            "
- target: $.tags
  update: [{name: days, description: By day.}]
- target: \"$.tags[?@.name == 'carts']\"
  update: {description: Carts.}
- target: $.paths['/v2/carts-by-day/{day}'].get
  update: {tags: [days]}
",
            &[
                ("/tags/0/description", json!("Carts.")),
                ("/tags/1/name", json!("days")),
                ("/paths/~1v2~1carts-by-day~1{day}/get/tags", json!(["days"])),
            ],
            &[],
        );
    }

    #[test]
    fn parameters_are_added_to_all_and_taken_from_all() {
        check(
            "
- target: $.paths.*.get.parameters
  update: {name: locale, in: query, schema: {type: string}}
- target: $.paths.*.*.parameters[?@.in == 'header' && @.name == 'X-Trace']
  remove: true
- target: $.paths.*.*.parameters[?@.deprecated == true]
  remove: true
",
            &[
                (
                    "/paths/~1carts/get/parameters",
                    json!([{"name": "locale", "in": "query", "schema": {"type": "string"}}]),
                ),
                ("/paths/~1v2~1carts-by-day~1{day}/get/parameters/1/name", json!("locale")),
            ],
            &[],
        );
    }

    #[test]
    fn a_schema_is_fixed() {
        check(
            "
- target: $.components.schemas.Cart.required[?@ == 'owner']
  remove: true
- target: $.components.schemas.Cart.properties.state
  update: {x-enum-varnames: [Open, Closed]}
- target: $.components.schemas.Cart.properties.note.format
  remove: true
- target: $.components.schemas.Cart.properties
  update: {lines: {type: array, items: {$ref: '#/components/schemas/Line-Item'}}}
- target: $.components.schemas['Line-Item'].properties.sku['@type']
  remove: true
",
            &[
                ("/components/schemas/Cart/required", json!(["id"])),
                ("/components/schemas/Cart/properties/note", json!({"type": "string"})),
                ("/components/schemas/Cart/properties/lines/type", json!("array")),
                ("/components/schemas/Line-Item/properties/sku", json!({"type": "string"})),
            ],
            &[],
        );
    }

    #[test]
    fn a_type_of_openapi_3_1_is_replaced() {
        let newer = SHOP
            .replace("note: {type: string, format: uuid}", "note: {type: ['null', string]}")
            .replace("3.0.3", "3.1.0");
        let update = "- {target: $.components.schemas.Cart.properties.note, update: {type: string, nullable: true}}";
        let version = "- {target: $.openapi, update: 3.0.3}\n";
        let place = "#/components/schemas/Cart/properties/note/type";
        let text = apply(&newer, &overlay(&format!("{version}{update}"))).expect_err("kinds are unlike");
        let first = format!("error: a string does not merge into an array at {place}\n");
        assert!(text.starts_with(&first), "{text}");
        // What the help says works.
        let help = text.rsplit("help: to replace it, remove `").next().and_then(|rest| rest.split_once('`'));
        let (query, rest) = help.expect("there is help");
        assert_eq!(rest, " in an action before");
        let mended = overlay(&format!("{version}- {{target: {query}, remove: true}}\n{update}"));
        let generated = generate_from(&newer, &[&mended]).expect("it is OpenAPI 3.0 now");
        assert!(generated.output.files()["models/cart.rs"].contains("pub note?: String,"));
    }

    #[test]
    fn a_path_is_copied() {
        check(
            "
- target: $.paths
  update: {/baskets: {}}
- target: $.paths['/baskets']
  copy: $.paths['/carts']
- target: $.paths['/baskets'].*.operationId
  remove: true
- target: $.paths['/carts']
  update: {get: {deprecated: true}, post: {deprecated: true}}
",
            &[
                ("/paths/~1baskets/get/tags", json!(["carts"])),
                ("/paths/~1baskets/get/deprecated", json!(null)),
                ("/paths/~1carts/get/deprecated", json!(true)),
            ],
            &[],
        );
    }

    #[test]
    fn a_whole_tree_is_merged() {
        check(
            "
- target: $
  update:
    info: {x-logo: {url: logo.png}, description: A shop.}
    paths:
      /carts:
        summary: Carts
        get: {summary: All carts, x-rate: 5}
    components: {schemas: {Cart: {description: A cart., properties: {owner: {description: Whose it is.}}}}}
",
            &[
                ("/paths/~1carts/get/x-rate", json!(5)),
                ("/components/schemas/Cart/properties/owner", json!({"type": "string", "description": "Whose it is."})),
            ],
            &[],
        );
    }

    #[test]
    fn examples_go_wherever_they_are() {
        check(
            "- {target: $..example, remove: true}\n- {target: $..examples, remove: true}\n- {target: \"$..[?@.format == 'uuid']\", update: {x-uuid: true}}",
            &[("/components/schemas/Cart/properties/note/x-uuid", json!(true))],
            &[
                "warning: the target `$..example` selects nothing in version 2",
                "warning: the target `$..examples` selects nothing in version 2",
            ],
        );
    }

    #[test]
    fn a_response_is_added_to_all_operations() {
        check(
            "- {target: '$.paths.*[?@.responses].responses', update: {'429': {description: Slow down.}}}",
            &[
                ("/paths/~1carts/post/responses/429/description", json!("Slow down.")),
                ("/paths/~1v2~1carts-by-day~1{day}/get/responses/429/description", json!("Slow down.")),
            ],
            &[],
        );
    }

    #[test]
    fn an_operation_is_deprecated_by_its_id() {
        check(
            "- {target: \"$.paths.*[?(@.operationId == 'carts_list')]\", update: {deprecated: true}}",
            &[("/paths/~1carts/get/deprecated", json!(true)), ("/paths/~1carts/post/deprecated", json!(null))],
            &[],
        );
    }

    #[test]
    fn schemas_are_marked_by_what_they_have() {
        check(
            "- {target: '$.components.schemas.*.properties[?@.enum]', update: {x-extensible: true}}",
            &[
                ("/components/schemas/Cart/properties/state/x-extensible", json!(true)),
                ("/components/schemas/Cart/properties/note/x-extensible", json!(null)),
            ],
            &[],
        );
    }

    #[test]
    fn pages_of_documentation_are_grouped_at_the_root() {
        check(
            "- {target: $, update: {x-tagGroups: [{name: Shop, tags: [carts]}], externalDocs: {url: 'https://docs.shop.example'}}}",
            &[
                ("/x-tagGroups/0/tags", json!(["carts"])),
                ("/externalDocs/url", json!("https://docs.shop.example")),
                ("/info/title", json!("Shop")),
            ],
            &[],
        );
    }

    #[test]
    fn an_overlay_may_be_json() {
        let text = r#"{"overlay": "1.0.0", "info": {"title": "Ours", "version": "1"}, "actions": [{"target": "$.info", "update": {"title": "Store"}}]}"#;
        let document = apply(SHOP, text).expect("the overlay can be applied");
        assert_eq!(document.pointer("/info/title"), Some(&json!("Store")));
        assert_eq!(said(SHOP, text), [""; 0]);
    }

    #[test]
    fn an_older_overlay_may_copy() {
        let text = overlay("- {target: $.info, copy: '$.tags[0]'}").replace("1.1.0", "1.0.0");
        let document = apply(SHOP, &text).expect("the overlay can be applied");
        assert_eq!(document.pointer("/info"), Some(&json!({"title": "Shop", "version": "2", "name": "carts"})));
    }

    #[test]
    fn overlays_are_applied_one_after_the_other() {
        let first = overlay("- {target: $.paths, update: {/new: {get: {responses: {'204': {description: New.}}}}}}");
        let second = overlay("- {target: \"$.paths['/new'].get\", update: {operationId: newest}}");
        let input = Input {
            description: Source::new("spec.yaml", SHOP),
            overlays: vec![Source::new("first.yaml", first), Source::new("second.yaml", second)],
            tags: Tags::All,
            origin: "spec.yaml".to_owned(),
        };
        let document = document(&input, &Settings::default()).expect("the overlays can be applied");
        assert_eq!(document.pointer("/paths/~1new/get/operationId"), Some(&json!("newest")));
    }

    #[test]
    fn a_query_of_another_dialect_is_shown_as_it_should_be() {
        let paths = ["$.paths./v2/x.get", "$.components.schemas.Cart.allOf[0].$ref", "$..x-ours-name", r"$..\@type"];
        let shown = [
            "$.paths['/v2/x'].get",
            "$.components.schemas.Cart.allOf[0]['$ref']",
            "$..['x-ours-name']",
            "$..['@type']",
        ];
        for (path, shown) in paths.into_iter().zip(shown) {
            let text =
                apply(SHOP, &overlay(&format!("- {{target: '{path}', remove: true}}"))).expect_err("it is no query");
            assert!(text.ends_with(&format!("stands in brackets: `{shown}`")), "{text}");
        }
    }
}

/// The overlay for clients of other tags. Where `strict`, an action that selects nothing is an error.
#[test]
fn the_corrections_of_the_whole_description_all_apply() {
    let overlay = project().spec().join("overlays/whole.overlay.yaml");
    let overlay = Source::new("whole.overlay.yaml", fs::read_to_string(overlay).expect("it can be read"));
    let settings = Settings { strict_overlays: true, ..Settings::default() };
    let is_meant = |name: &str| ["2.14.yaml", "2.16.yaml"].iter().any(|file| name.ends_with(file));
    for file in upstream().into_iter().filter(|file| is_meant(&file.display().to_string())) {
        let input = Input {
            description: Source::new("whole.yaml", fs::read_to_string(&file).expect("it can be read")),
            overlays: vec![overlay.clone()],
            tags: Tags::All,
            origin: String::new(),
        };
        let (api, _) = read(&input, &settings).unwrap_or_else(|errors| panic!("{}: {errors}", file.display()));
        let ty = |model: &str, field: &str| {
            let definition = api.definitions.iter().find(|definition| definition.name.as_str() == model);
            let Some(Kind::Struct(object)) = definition.map(|definition| &definition.kind) else { return None };
            object.fields.iter().find(|other| other.wire == field).map(|field| field.ty.clone())
        };
        let any = Some(Type::Map(Box::new(Type::Value)));
        assert_eq!(ty("CustomObjectInstance", "custom_attributes"), any);
        assert_eq!(ty("Company", "custom_attributes"), any);
        assert_eq!(ty("DataEvent", "metadata"), any);
        assert_eq!(ty("ConversationPart", "id"), Some(Type::StringOrInteger));
        assert_eq!(ty("Admin", "away_status_reason_id"), Some(Type::StringOrInteger));
    }
}
