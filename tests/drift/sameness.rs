//! What is the same on both sides, whatever it is called and wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

use codegen_tests::{description, project};
use expect_test::expect;
use xtask::drift::prove::cases::{self, Case};

use crate::{changes, check, thing, whole};

#[test]
fn renames_are_renames() {
    let before = description(
        "/a/{id}: {get: {operationId: getA, tags: [T], parameters: [{name: id, in: path, required: true, schema: {type: string}}, \
         {name: page_size, in: query, schema: {type: integer}}], responses: {'200': {content: {application/json: {schema: \
         {$ref: '#/components/schemas/old_name'}}}}}}}",
        "old_name: {type: object, properties: {part: {type: object, properties: {x: {type: string}}}, title: {type: string}}}",
    );
    let after = description(
        "/a/{a_id}: {get: {operationId: fetchA, tags: [T], parameters: [{name: a_id, in: path, required: true, schema: {type: string}}, \
         {name: size, in: query, schema: {type: integer}}], responses: {'200': {content: {application/json: {schema: \
         {$ref: '#/components/schemas/new_name'}}}}}}}",
        "new_name: {type: object, properties: {part: {type: object, properties: {x: {type: string}}}, title: {type: string}}}",
    );
    check(
        &before,
        &after,
        &expect![[r#"
            breaking operation-renamed fetchA (both, stops compiling) `getA` → `fetchA`
              GetA enum => FetchA enum
              T::get_a (id: impl Display) -> OldName => T::fetch_a (a_id: impl Display) -> NewName
            breaking request-optional-parameter-renamed fetchA query page_size (request, stops compiling) `page_size` → `size`
              Request<GetA>::page_size i64 => Request<FetchA>::size i64
            breaking schema-renamed old_name (response, stops compiling) `old_name` → `new_name`
              OldName struct => NewName struct
            docs-only path-parameter-renamed /a/{id} (request, nothing to do) `{id}` → `{a_id}`
              T::get_a (id: impl Display) -> OldName => T::fetch_a (a_id: impl Display) -> NewName
        "#]],
    );
}

#[test]
fn a_callback_that_is_called_otherwise_with_its_operation_is_told_once() {
    let callback = |payload: &str| {
        let content = format!("{{application/json: {{schema: {payload}}}}}");
        let post = format!("{{requestBody: {{content: {content}}}, responses: {{'204': {{}}}}}}");
        format!("{{'{{$request.body#/url}}': {{post: {post}}}}}")
    };
    let pet = "{$ref: '#/components/schemas/Pet'}";
    let operation = |path: &str, id: &str, callbacks: &str| {
        format!("{path}: {{post: {{{id} tags: [T], callbacks: {{{callbacks}}}, responses: {{'204': {{}}}}}}}}")
    };
    let described = |paths: &[String]| {
        let schemas = "Pet: {type: object, properties: {name: {type: string}}}";
        description(&paths.join("\n"), schemas)
    };
    let came = format!("came: {}", callback(pet));
    let own = format!("came: {}", callback("{type: object, properties: {at: {type: integer}}}"));
    // By the operation that it stands in.
    check(
        &described(&[operation("/pets", "operationId: addPet,", &came)]),
        &described(&[operation("/pets", "operationId: putPet,", &came)]),
        &expect![[r#"
            breaking webhook-and-variant-renamed addPet.came (response, stops compiling) `addPet.came` → `putPet.came`
              Webhook::AddPetCame Pet => Webhook::PutPetCame Pet
            breaking operation-renamed putPet (both, stops compiling) `addPet` → `putPet`
              AddPet enum => PutPet enum
              T::add_pet () -> () => T::put_pet () -> ()
        "#]],
    );
    // A payload without a name of its own is called after it.
    check(
        &described(&[operation("/pets", "operationId: addPet,", &own)]),
        &described(&[operation("/pets", "operationId: putPet,", &own)]),
        &expect![[r#"
            breaking webhook-and-variant-renamed addPet.came (response, stops compiling) `addPet.came` → `putPet.came`
              Webhook::AddPetCame AddPetCamePayload => Webhook::PutPetCame PutPetCamePayload
            breaking schema-renamed addPet.came_payload (response, stops compiling) `addPet.came_payload` → `putPet.came_payload`
              AddPetCamePayload struct => PutPetCamePayload struct
            breaking operation-renamed putPet (both, stops compiling) `addPet` → `putPet`
              AddPet enum => PutPet enum
              T::add_pet () -> () => T::put_pet () -> ()
        "#]],
    );
    // An operation without an id is called after its path.
    let by = |id: &str| {
        let parameter = format!("parameters: [{{name: {id}, in: path, required: true, schema: {{type: string}}}}],");
        described(&[operation(&format!("/pets/{{{id}}}"), &parameter, &came)])
    };
    check(
        &by("id"),
        &by("pet"),
        &expect![[r#"
            breaking webhook-and-variant-renamed post /pets/{id}.came (response, stops compiling) `post /pets/{id}.came` → `post /pets/{pet}.came`
              Webhook::PostPetsIdCame Pet => Webhook::PostPetsPetCame Pet
            breaking operation-renamed post pets by pet (both, stops compiling) `post pets by id` → `post pets by pet`
              PostPetsById enum => PostPetsByPet enum
              T::post_pets_by_id (id: impl Display) -> () => T::post_pets_by_pet (pet: impl Display) -> ()
            docs-only path-parameter-renamed /pets/{id} (request, nothing to do) `{id}` → `{pet}`
              T::post_pets_by_id (id: impl Display) -> () => T::post_pets_by_pet (pet: impl Display) -> ()
        "#]],
    );
    // Another operation has it now.
    check(
        &described(&[
            operation("/pets", "operationId: addPet,", &came),
            operation("/cats", "operationId: addCat,", ""),
        ]),
        &described(&[
            operation("/pets", "operationId: addPet,", ""),
            operation("/cats", "operationId: addCat,", &came),
        ]),
        &expect![[r#"
            breaking webhook-and-variant-renamed addPet.came (response, stops compiling) `addPet.came` → `addCat.came`
              Webhook::AddPetCame Pet => Webhook::AddCatCame Pet
        "#]],
    );
    // Of operations that were never there together, one has nothing of the other.
    check(
        &described(&[operation("/pets", "operationId: addPet,", &came)]),
        &described(&[operation(
            "/bills/{id}",
            "operationId: payBill, parameters: [{name: id, in: path, required: true, schema: {type: string}}],",
            &came,
        )]),
        &expect![[r#"
            breaking operation-removed addPet (both, stops compiling) `POST /pets`
              T::add_pet () -> () => -
            breaking webhook-removed addPet.came (response, stops compiling) 
              Webhook::AddPetCame Pet => -
            additive operation-added payBill (both, nothing to do) `POST /bills/{id}`
              - => T::pay_bill (id: impl Display) -> ()
            additive webhook-added payBill.came (response, nothing to do) 
              - => Webhook::PayBillCame Pet
        "#]],
    );
    // It has another payload besides.
    check(
        &described(&[operation("/pets", "operationId: addPet,", &came)]),
        &described(&[operation("/pets", "operationId: putPet,", &format!("came: {}", callback("{type: string}")))]),
        &expect![[r#"
            breaking webhook-and-variant-renamed addPet.came (response, stops compiling) `addPet.came` → `putPet.came`
              Webhook::AddPetCame Pet => Webhook::PutPetCame PutPetCamePayload
            breaking webhook-payload-changed addPet.came (response, stops compiling) `Pet` → `putPet.came_payload`
              Webhook::AddPetCame Pet => Webhook::PutPetCame PutPetCamePayload
            breaking operation-renamed putPet (both, stops compiling) `addPet` → `putPet`
              AddPet enum => PutPet enum
              T::add_pet () -> () => T::put_pet () -> ()
            additive schema-added putPet.came_payload (response, nothing to do) 
              - => PutPetCamePayload type = String
        "#]],
    );
    // One that two operations have, and another one has now, may be either.
    check(
        &described(&[
            operation("/pets", "operationId: addPet,", &came),
            operation("/dogs", "operationId: addDog,", &came),
            operation("/cats", "operationId: addCat,", ""),
        ]),
        &described(&[
            operation("/pets", "operationId: addPet,", ""),
            operation("/dogs", "operationId: addDog,", ""),
            operation("/cats", "operationId: addCat,", &came),
        ]),
        &expect![[r#"
            breaking webhook-removed addDog.came (response, stops compiling) 
              Webhook::AddDogCame Pet => -
            breaking webhook-removed addPet.came (response, stops compiling) 
              Webhook::AddPetCame Pet => -
            additive webhook-added addCat.came (response, nothing to do) 
              - => Webhook::AddCatCame Pet
        "#]],
    );
}

#[test]
fn a_field_of_the_same_shape_is_renamed_only_where_nothing_else_could_be_meant() {
    let object = |properties: &str| thing("response", &format!("{{type: object, properties: {{{properties}}}}}"));
    let parts = "properties: {x: {type: string}}";
    check(
        &object(&format!("a: {{type: object, {parts}}}, z: {{type: boolean}}")),
        &object(&format!("z: {{type: boolean}}, b: {{type: object, {parts}}}")),
        &expect![[r#"
            breaking response-property-renamed thing.a (response, stops compiling) `a` → `b`
              Thing::a Option<ThingA> => Thing::b Option<ThingB>
        "#]],
    );
    check(
        &object("fin_availability: {type: boolean}"),
        &object("ai_availability: {type: boolean}, copilot_availability: {type: boolean}"),
        &expect![[r#"
            breaking response-property-removed thing.fin_availability (response, stops compiling) boolean
              Thing::fin_availability Option<bool> => -
            additive response-property-added thing.ai_availability (response, nothing to do) boolean
              - => Thing::ai_availability Option<bool>
            additive response-property-added thing.copilot_availability (response, nothing to do) boolean
              - => Thing::copilot_availability Option<bool>
        "#]],
    );
    check(
        &object("z: {type: integer}, first: {type: string}"),
        &object("z: {type: integer}, y: {type: number}, second: {type: string}"),
        &expect![[r#"
            breaking response-property-removed thing.first (response, stops compiling) string
              Thing::first Option<String> => -
            additive response-property-added thing.second (response, nothing to do) string
              - => Thing::second Option<String>
            additive response-property-added thing.y (response, nothing to do) number
              - => Thing::y Option<f64>
        "#]],
    );
}

#[test]
fn arguments_that_change_places_are_told() {
    let text = |names: [&str; 2]| {
        let parameter = |name: &str| format!("{{name: {name}, in: query, required: true, schema: {{type: string}}}}");
        description(
            &format!(
                "/a: {{get: {{operationId: getA, tags: [T], parameters: [{}], responses: {{'204': {{}}}}}}}}",
                names.map(parameter).join(", ")
            ),
            "unused: {type: object, properties: {a: {type: string}}}",
        )
    };
    check(
        &text(["from", "to"]),
        &text(["to", "from"]),
        &expect![[r#"
            breaking request-arguments-reordered getA (request, behaves differently) 
              T::get_a (from: impl Display, to: impl Display) -> () => T::get_a (to: impl Display, from: impl Display) -> ()
        "#]],
    );
}

#[test]
fn one_change_of_a_shared_schema_lists_its_operations() {
    let text = |ty: &str| thing("request response", &format!("{{type: object, properties: {{a: {{type: {ty}}}}}}}"));
    let found = changes(&text("string"), &text("integer"));
    let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
    assert_eq!(change.operations, ["getThing", "putThing"]);
    assert_eq!(change.direction.to_string(), "both");
}

#[test]
fn fingerprints_survive_another_order_and_other_changes() {
    let fingerprint = |before: &str, after: &str| {
        let found = changes(&thing("response", before), &thing("response", after));
        let wanted = found.into_iter().find(|change| change.subject == "thing.a.b");
        wanted.expect("the change is told").fingerprint
    };
    let plain = fingerprint(
        "{type: object, properties: {a: {type: object, properties: {b: {type: string}}}, c: {type: string}}}",
        "{type: object, properties: {a: {type: object, properties: {b: {type: integer}}}, c: {type: string}}}",
    );
    let elsewhere = fingerprint(
        "{type: object, properties: {c: {type: string}, a: {type: object, properties: {d: {type: boolean}, b: {type: string}}}}}",
        "{type: object, required: [c], properties: {e: {type: array, items: {type: string}}, c: {type: string, nullable: true}, a: {type: object, properties: {b: {type: number}, d: {type: boolean}}}}}",
    );
    assert_eq!(plain, "4fd42a0b4eae");
    assert_eq!(elsewhere, plain);
}

#[test]
fn a_description_has_not_drifted_from_itself_in_another_order() {
    let one = description(
        "/a: {get: {operationId: getA, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/a'}}}}}}}\n\
         /b: {get: {operationId: getB, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/b'}}}}}}}",
        "a: {type: object, properties: {x: {type: string, enum: [p, q]}, y: {type: integer}}}\nb: {oneOf: [{type: string}, {type: integer}]}",
    );
    let other = description(
        "/b: {get: {operationId: getB, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/b'}}}}}}}\n\
         /a: {get: {operationId: getA, tags: [T], responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/a'}}}}}}}",
        "b: {oneOf: [{type: integer}, {type: string}]}\na: {type: object, properties: {y: {type: integer}, x: {type: string, enum: [q, p]}}}",
    );
    assert_eq!(changes(&one, &other), []);
}

#[test]
fn a_fingerprint_stays_where_another_operation_uses_the_place() {
    // Each row of the table, whoever uses the schema: a property that only one side carries is told there alone.
    let mut known: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    let mut wrong = String::new();
    for Case { name, before, after, .. } in cases::properties(&project()).expect("the table can be read") {
        let (row, users) = name.rsplit_once(", ").expect("a name ends with who uses the schema");
        if users == "Nobody" {
            continue;
        }
        let found = changes(&cases::description([&before]), &cases::description([&after]));
        let told: BTreeSet<String> = found.iter().map(|change| change.fingerprint.clone()).collect();
        let ids: Vec<&str> = found.iter().map(|change| change.rule.id).collect();
        match known.get(row) {
            None => drop(known.insert(row.to_owned(), (format!("{users}: {ids:?}"), told))),
            Some((_, same)) if *same == told => {}
            Some((one, _)) => wrong.push_str(&format!("{row}: {one}, {users}: {ids:?}\n")),
        }
    }
    assert_eq!(known.len(), 223);
    assert_eq!(wrong, "");
}

#[test]
fn a_change_is_called_after_the_schema_that_declares_it() {
    let text = |child: &str, ty: &str| {
        let all = "allOf: [{$ref: '#/components/schemas/parent'}, {type: object, properties: {b: {type: string}}}]";
        let parent = format!("parent: {{type: object, properties: {{a: {{type: {ty}}}}}}}");
        thing(
            "response",
            &format!(
                "{{type: object, properties: {{x: {{$ref: '#/components/schemas/{child}'}}}}}}\n{child}: {{{all}}}\n{parent}"
            ),
        )
    };
    for child in ["achild", "zchild"] {
        let found = changes(&text(child, "string"), &text(child, "integer"));
        let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
        assert_eq!((change.subject.as_str(), change.schema.as_deref()), ("parent.a", Some("parent")));
    }
}

#[test]
fn what_a_shared_part_gains_or_loses_is_told_once() {
    let text = |more: &str| {
        let all = "allOf: [{$ref: '#/components/schemas/parent'}, {type: object, properties: {b: {type: string}}}]";
        let parent = format!("parent: {{type: object, properties: {{a: {{type: string}}{more}}}}}");
        thing(
            "response",
            &format!(
                "{{type: object, properties: {{x: {{$ref: '#/components/schemas/one'}}, y: {{$ref: '#/components/schemas/two'}}}}}}\n\
                 one: {{{all}}}\ntwo: {{{all}}}\n{parent}"
            ),
        )
    };
    let told = |before: &str, after: &str| -> Vec<String> {
        let found = changes(before, after);
        found.iter().map(|change| format!("{} {} {}", change.rule.id, change.subject, change.rust.len())).collect()
    };
    let (before, after) = (text(""), text(", c: {type: integer}"));
    assert_eq!(told(&before, &after), ["response-property-added parent.c 3"]);
    assert_eq!(told(&after, &before), ["response-property-removed parent.c 3"]);
}

#[test]
fn a_change_of_a_shared_parameter_is_told_once() {
    let text = |ty: &str| {
        let operation = |name: &str| {
            format!(
                "/{name}: {{get: {{operationId: {name}, tags: [T], parameters: [{{$ref: '#/components/parameters/size'}}], responses: {{'204': {{}}}}}}}}"
            )
        };
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{{}, {}}}\n\
             components: {{parameters: {{size: {{name: page_size, in: query, schema: {{type: {ty}}}}}}}}}\n",
            operation("a"),
            operation("b")
        )
    };
    let found = changes(&text("integer"), &text("boolean"));
    let [change] = found.as_slice() else { panic!("one change is told, not {found:?}") };
    assert_eq!((change.subject.as_str(), change.operations.len()), ("size", 2));
    assert_eq!(change.after.as_ref().map(ToString::to_string).as_deref(), Some("/components/parameters/size"));
}

#[test]
fn recursive_schemas_are_renamed() {
    let tree = |node: &str, leaf: &str| {
        thing(
            "response",
            &format!(
                "{{type: object, properties: {{root: {{$ref: '#/components/schemas/{node}'}}}}}}\n\
                 {node}: {{type: object, properties: {{children: {{type: array, items: {{$ref: '#/components/schemas/{node}'}}}}, \
                 leaf: {{$ref: '#/components/schemas/{leaf}'}}}}}}\n\
                 {leaf}: {{type: object, properties: {{parent: {{$ref: '#/components/schemas/{node}'}}, size: {{type: integer}}}}}}"
            ),
        )
    };
    let ids = |before: &str, after: &str| -> Vec<String> {
        changes(before, after).iter().map(|change| format!("{} {}", change.rule.id, change.subject)).collect()
    };
    assert_eq!(ids(&tree("node", "leaf"), &tree("nodule", "leaf")), ["schema-renamed node"]);
    assert_eq!(ids(&tree("node", "leaf"), &tree("nodule", "lobe")), ["schema-renamed leaf", "schema-renamed node"]);
}

#[test]
fn a_tag_of_another_name_is_one_change() {
    let text = |tag: &str| {
        description(
            &format!("/a: {{get: {{operationId: getA, tags: [{tag}], responses: {{'204': {{}}}}}}}}"),
            "u: {type: string}",
        )
    };
    check(
        &text("Old"),
        &text("New"),
        &expect![[r#"
        breaking tag-renamed Old (both, stops compiling) `Old` → `New`
          Client::old Old => Client::new_ New
          Old struct => New struct
    "#]],
    );
}

#[test]
fn a_tag_of_another_name_may_have_one_operation_more() {
    let text = |tag: &str, paths: &[&str]| {
        let operation = |path: &&str| {
            format!("/{path}: {{get: {{operationId: {path}, tags: [{tag}], responses: {{'204': {{}}}}}}}}")
        };
        whole("", &paths.iter().map(operation).collect::<Vec<_>>().join(", "), "")
    };
    let found = changes(&text("Old", &["a", "b"]), &text("New", &["a", "b", "c"]));
    let told: Vec<String> = found.iter().map(|change| format!("{} {}", change.rule.id, change.subject)).collect();
    assert_eq!(told, ["tag-renamed Old", "operation-added c"]);
    assert!(found.iter().all(|change| change.after.is_some()), "{found:?}");
}

#[test]
fn tags_that_share_only_some_operations_are_two() {
    let text = |tags: [&str; 2]| {
        let operation = |name: &str, tag: &str| {
            format!("/{name}: {{get: {{operationId: {name}, tags: [{tag}], responses: {{'204': {{}}}}}}}}")
        };
        description(&format!("{}\n{}", operation("a", tags[0]), operation("b", tags[1])), "u: {type: string}")
    };
    let ids = |before: [&str; 2], after: [&str; 2]| -> Vec<String> {
        let found = changes(&text(before), &text(after));
        found.iter().map(|change| format!("{} {}", change.rule.id, change.subject)).collect()
    };
    assert_eq!(ids(["One", "One"], ["Two", "Two"]), ["tag-renamed One"]);
    assert_eq!(ids(["One", "One"], ["Two", "Three"]), ["tag-removed One", "tag-added Three", "tag-added Two"]);
    assert_eq!(ids(["One", "Two"], ["Two", "Two"]), ["tag-removed One", "operation-joined-tag a"]);
}

/// Two operations that share a body and answers, whose value holds this.
fn sharing(body: &str, header: &str) -> String {
    let operation = |name: &str| {
        format!(
            "/{name}: {{post: {{operationId: {name}, tags: [T], requestBody: {{$ref: '#/components/requestBodies/Sent'}}, \
             responses: {{'200': {{$ref: '#/components/responses/Got'}}, '400': {{$ref: '#/components/responses/Bad'}}}}}}}}"
        )
    };
    let content = |schema: &str| format!("content: {{application/json: {{schema: {schema}}}}}");
    let object = content(&format!("{{type: object, properties: {{a: {body}}}}}"));
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{{}, {}}}\n\
         components: {{requestBodies: {{Sent: {{{object}}}}}, \
         responses: {{Got: {{description: '', headers: {{X-Left: {header}}}, {}}}, Bad: {{description: '', {object}}}}}}}\n",
        operation("a"),
        operation("b"),
        content(&format!("{{type: array, items: {body}}}")),
    )
}

#[test]
fn what_operations_share_is_told_once_and_called_after_the_component() {
    let told = |before: &str, after: &str| -> Vec<String> {
        let found = changes(before, after);
        let line = |change: &intercom_codegen::diff::Change| {
            let place = change.after.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {} {place} {}", change.rule.id, change.subject, change.operations.join(" "))
        };
        found.iter().map(line).collect()
    };
    let (text, limited) = ("{type: string}", "{type: string, maxLength: 3}");
    let header = "{schema: {type: integer}}";
    assert_eq!(
        told(&sharing(text, header), &sharing(limited, header)),
        [
            "request-limit-tightened Sent body.a /components/requestBodies/Sent/content/application~1json/schema/properties/a a b",
            "response-limit-changed Bad 400.a /components/responses/Bad/content/application~1json/schema/properties/a a b",
            "response-limit-changed Got[] /components/responses/Got/content/application~1json/schema/items a b",
        ]
    );
    assert_eq!(
        told(&sharing(text, header), &sharing(text, "{schema: {type: string}}")),
        ["response-header-changed Got header X-Left /components/responses/Got/headers/X-Left a b"]
    );
    assert_eq!(
        told(&sharing(text, header), &sharing("{type: integer}", header)),
        [
            "response-property-type-changed Bad 400.a /components/responses/Bad/content/application~1json/schema/properties/a a b",
            "response-type-changed Got /components/responses/Got a b",
            "request-property-type-changed Sent body.a /components/requestBodies/Sent/content/application~1json/schema/properties/a a b",
        ]
    );
}

#[test]
fn a_version_that_is_written_like_a_number_is_another_one() {
    let spec = |version: &str| {
        let versions = format!("v: {{type: string, enum: [{version}, 2.11]}}");
        let text = thing("response", &versions.replace("v: ", ""));
        text.replace("version: '1'", &format!("version: {version}"))
    };
    check(
        &spec("2.1"),
        &spec("2.10"),
        &expect![[r#"
            breaking response-enum-value-removed thing (response, stops compiling) `2.1`
              Thing::V2_1  => -
            additive response-enum-value-added thing (response, nothing to do) `2.10`
              - => Thing::V2_10 
            docs-only documentation-changed info (both, nothing to do) 
        "#]],
    );
    check(&spec("2.10"), &spec("'2.10'"), &expect![[""]]);
}
