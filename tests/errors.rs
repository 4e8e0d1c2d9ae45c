//! Bad input is an answer: whole messages, as a user sees them.

use codegen_tests::{description, generate_from, generate_with, several_files};
use expect_test::{Expect, expect};
use intercom_codegen::{Input, Settings, Source, Tags, generate};

fn check(text: &str, expected: &Expect) {
    check_with_overlays(text, &[], expected);
}

/// The overlays are the description's own.
fn check_with_overlays(text: &str, overlays: &[&str], expected: &Expect) {
    let api_versions = ["1", "2"].map(str::to_owned).to_vec();
    let settings = Settings { api_versions, strict_overlays: true, ..Settings::default() };
    let message = generate_with(&settings, "spec.yaml", text, overlays, Tags::All)
        .map(|generated| generated.output.files().len());
    expected.assert_eq(&message.expect_err("the input is bad"));
}

fn check_warnings(text: &str, expected: &Expect) {
    let generated = generate_from(text, &[]).expect("the input is good enough");
    let warnings: Vec<String> = generated.warnings.iter().map(ToString::to_string).collect();
    expected.assert_eq(&warnings.join("\n\n"));
}

#[test]
fn broken_yaml() {
    check(
        "openapi: 3.0.3\ninfo: {title: [\n",
        &expect![[r#"
        error: this is no valid YAML: did not find expected node content
         --> spec.yaml:2:17
          |
        2 | info: {title: [
          |                ^"#]],
    );
}

#[test]
fn broken_json() {
    let message =
        generate_with(&Settings::default(), "spec.json", "{\"openapi\": \"3.0.3\",\n  \"info\": }", &[], Tags::All);
    expect![[r#"
        error: this is no valid JSON: expected value
         --> spec.json:2:11
          |
        2 |   "info": }
          |           ^"#]]
    .assert_eq(&message.map(drop).expect_err("the input is bad"));
}

#[test]
fn a_key_twice_deep_inside() {
    check(
        "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    a:\n      required: [x]\n      \
         type: object\n      required: [y]\n",
        &expect![[r#"
            error: this is no valid YAML: components.schemas.a: a key stands twice in one mapping: `required`
             --> spec.yaml:9:7
              |
            9 |       required: [y]
              |       ^^^^^^^^"#]],
    );
}

#[test]
fn a_key_twice() {
    check(
        "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\npaths: {}\n",
        &expect![[r#"
            error: this is no valid YAML: a key stands twice in one mapping: `paths`
             --> spec.yaml:4:1
              |
            4 | paths: {}
              | ^^^^^"#]],
    );
}

#[test]
fn not_openapi_at_all() {
    check(
        "name: something else\n",
        &expect![[r#"
            error: this is no OpenAPI description: it has no `openapi` key
             --> spec.yaml:1:1
              |
            1 | name: something else
              | ^^^^
              |
              = help: convert it to OpenAPI 3.0, 3.1 or 3.2, for example `openapi: 3.1.1`"#]],
    );
}

#[test]
fn openapi_4() {
    check(
        "openapi: 4.0.0\ninfo: {title: a, version: '1'}\npaths: {}\n",
        &expect![[r#"
        error: this is OpenAPI 4.0.0
         --> spec.yaml:1:1
          |
        1 | openapi: 4.0.0
          | ^^^^^^^ #/openapi
          |
          = help: convert it to OpenAPI 3.0, 3.1 or 3.2, for example `openapi: 3.1.1`"#]],
    );
}

#[test]
fn swagger_2() {
    check(
        "swagger: '2.0'\ninfo: {title: a, version: '1'}\npaths: {}\n",
        &expect![[r#"
        error: this is Swagger 2.0
         --> spec.yaml:1:1
          |
        1 | swagger: '2.0'
          | ^^^^^^^ #/swagger
          |
          = help: convert it to OpenAPI 3.0, 3.1 or 3.2, for example `openapi: 3.1.1`"#]],
    );
}

#[test]
fn external_references() {
    let schemas = "
pet: {properties: {owner: {$ref: 'people.yaml#/owner'}}}
list: {type: array, items: {$ref: 'https://example.com/a.yaml'}}";
    check(
        &description("/pets: {get: {responses: {}}}", schemas),
        &expect![[r#"
        error: the `$ref` leads to another document: `people.yaml#/owner`
         --> spec.yaml:8:32
          |
        8 |     pet: {properties: {owner: {$ref: 'people.yaml#/owner'}}}
          |                                ^^^^ #/components/schemas/pet/properties/owner/$ref
          |
          = help: refer to a file below the folder of the description; nothing is read from elsewhere

        error: the `$ref` leads to another document: `https://example.com/a.yaml`
         --> spec.yaml:9:33
          |
        9 |     list: {type: array, items: {$ref: 'https://example.com/a.yaml'}}
          |                                 ^^^^ #/components/schemas/list/items/$ref
          |
          = help: refer to a file below the folder of the description; nothing is read from elsewhere"#]],
    );
}

#[test]
fn references_to_other_files() {
    let description = "openapi: 3.0.3
info: {title: a, version: '1'}
paths: {}
components:
  schemas:
    a: {$ref: gone.yaml}
    b: {$ref: '../above.yaml#/a'}
    c: {$ref: /etc/passwd}
    d: {properties: {x: {$ref: 'pets.yaml#/cat'}}}
    e: {$ref: 'broken.json#/x'}
    f: {$ref: 'https://example.com/a.yaml'}
";
    let pets = "dog: {properties: {home: {$ref: homes/kennel.yaml}}}\n";
    let kennel = "type: object\nproperties:\n  owner: {$ref: '../../owner.yaml'}\n  size: {$ref: '#/sizes'}\n";
    let files = |description: &str| {
        let others = [("pets.yaml", pets), ("homes/kennel.yaml", kennel), ("broken.json", "{\"x\": }")];
        several_files(&[[("api/spec.yaml", description)].as_slice(), &others].concat())
    };
    let message = |description: &str| {
        let description = files(description);
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: String::new() };
        generate(&input, &Settings::default()).map(drop).expect_err("the input is bad").to_string()
    };
    expect![[r#"
        error: the file `gone.yaml` is not there
         --> api/spec.yaml:6:9
          |
        6 |     a: {$ref: gone.yaml}
          |         ^^^^ #/components/schemas/a/$ref
          |
          = help: correct the path, which counts from the file that it stands in

        error: the file `../above.yaml` is outside of the folder that the description stands in
         --> api/spec.yaml:7:9
          |
        7 |     b: {$ref: '../above.yaml#/a'}
          |         ^^^^ #/components/schemas/b/$ref
          |
          = help: move it below that folder; nothing else is read

        error: the file `/etc/passwd` is outside of the folder that the description stands in
         --> api/spec.yaml:8:9
          |
        8 |     c: {$ref: /etc/passwd}
          |         ^^^^ #/components/schemas/c/$ref
          |
          = help: move it below that folder; nothing else is read

        error: there is no `/cat` in the file `pets.yaml`
         --> api/spec.yaml:9:26
          |
        9 |     d: {properties: {x: {$ref: 'pets.yaml#/cat'}}}
          |                          ^^^^ #/components/schemas/d/properties/x/$ref
          |
          = help: correct the reference, or add what it leads to

        error: this is no valid JSON: expected value
         --> api/broken.json:1:7
          |
        1 | {"x": }
          |       ^"#]]
    .assert_eq(&message(description));
    let description = description.replace("pets.yaml#/cat", "pets.yaml#/dog");
    let faults = ["a", "b", "c", "e", "f"].iter().fold(description, |text, name| {
        text.lines().filter(|line| !line.starts_with(&format!("    {name}:"))).map(|line| format!("{line}\n")).collect()
    });
    // Each where it stands, in its own file.
    expect![[r#"
        error: the file `../../owner.yaml` is outside of the folder that the description stands in
         --> api/homes/kennel.yaml:3:11
          |
        3 |   owner: {$ref: '../../owner.yaml'}
          |           ^^^^ #/properties/owner/$ref
          |
          = help: move it below that folder; nothing else is read

        error: there is no `/sizes` in the file `homes/kennel.yaml`
         --> api/homes/kennel.yaml:4:10
          |
        4 |   size: {$ref: '#/sizes'}
          |          ^^^^ #/properties/size/$ref
          |
          = help: correct the reference, or add what it leads to"#]]
    .assert_eq(&message(&faults));
}

#[test]
fn a_keyword_of_another_file() {
    let description = "openapi: 3.0.3
info: {title: a, version: '1'}
paths: {}
components: {schemas: {a: {properties: {pet: {$ref: pets.yaml#/dog}}}}}
";
    let description =
        several_files(&[("api/spec.yaml", description), ("pets.yaml", "dog:\n  type: object\n  required: name\n")]);
    let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: String::new() };
    let error = generate(&input, &Settings::default()).map(drop).expect_err("the input is bad");
    expect![[r#"
        error: `required` of this Schema Object is malformed: "name"
         --> api/pets.yaml:3:3
          |
        3 |   required: name
          |   ^^^^^^^^ #/dog/required
          |
          = note: referred to at api/spec.yaml:4:47"#]]
    .assert_eq(&error.to_string());
}

#[test]
fn a_mapping_alone_leads_to_other_files() {
    let description = description(
        "/pets: {get: {responses: {200: {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}",
        "Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind, mapping: {cat: 'cats.yaml#/Cat'}}}
Cat: {type: object, required: [kind], properties: {kind: {type: string}}}",
    );
    // One that is not there is a warning: tools that make one file of several leave the mapping as it was.
    let told = |files: &[(&str, &str)]| {
        let description = several_files(&[&[("spec.yaml", description.as_str())], files].concat());
        let input = Input { description, overlays: Vec::new(), tags: Tags::All, origin: String::new() };
        let generated = generate(&input, &Settings::default()).expect("it can be generated");
        let models = generated.output.files().keys().filter(|path| path.starts_with("models/"));
        let models: Vec<String> = models.cloned().collect();
        (models, generated.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"))
    };
    let lion =
        "Cat: {type: object, required: [kind, mane], properties: {kind: {type: string}, mane: {type: boolean}}}\n";
    let models = ["cat", "cats_cat", "mod", "pet", "required"].map(|file| format!("models/{file}.rs"));
    assert_eq!(told(&[("cats.yaml", lion)]), (models.to_vec(), String::new()));
    expect![[r#"
        warning: the file `cats.yaml` is not there; the mapping is left as it is
         --> spec.yaml:8:102
          |
        8 |     Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: kind, mapping: {cat: 'cats.yaml#/Cat'}}}
          |                                                                                                      ^^^ #/components/schemas/Pet/discriminator/mapping/cat
          |
          = help: correct the path, which counts from the file that it stands in"#]].assert_eq(&told(&[]).1);
}

#[test]
fn what_is_copied_is_told_where_it_is_written() {
    let text = "openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /a:
    $ref: '#/x-items/a'
    post: {operationId: 7, responses: {}}
  /b: {get: {operationId: getB, responses: {200: {$ref: '#/x-responses/done'}}}}
x-items:
  a:
    get: {operationId: getA, responses: {200: {description: Done., content: 5}}}
x-responses:
  done: {description: Done., content: {application/json: {schema: {$ref: '#/x-schemas/a'}}}, headers: 5}
x-schemas:
  a: {type: object, required: name}
";
    check(
        text,
        &expect![[r#"
        error: `required` of this Schema Object is malformed: "name"
          --> spec.yaml:14:21
           |
        14 |   a: {type: object, required: name}
           |                     ^^^^^^^^ #/x-schemas/a/required

        error: `content` of this Response Object is malformed: 5
          --> spec.yaml:10:68
           |
        10 |     get: {operationId: getA, responses: {200: {description: Done., content: 5}}}
           |                                                                    ^^^^^^^ #/x-items/a/get/responses/200/content

        error: `headers` of this Response Object is malformed: 5
          --> spec.yaml:12:94
           |
        12 |   done: {description: Done., content: {application/json: {schema: {$ref: '#/x-schemas/a'}}}, headers: 5}
           |                                                                                              ^^^^^^^ #/x-responses/done/headers"#]],
    );
}

#[test]
fn references_whose_copies_fill_the_memory() {
    let level = |level: usize| {
        let all = (0..20).map(|index| format!("h{index}: {{$ref: '#/x-levels/{}'}}", level + 1));
        format!("  '{level}': {{description: a, headers: {{{}}}}}\n", all.collect::<Vec<_>>().join(", "))
    };
    let levels: String = (0..12).map(level).collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: a, version: '1'}}\npaths:\n  /a: {{get: {{responses: {{200: {{$ref: '#/x-levels/0'}}}}}}}}\n\
         x-levels:\n{levels}  '12': {{schema: {{type: string}}}}\n"
    );
    check(
        &text,
        &expect![[r#"
        error: the copies of what references lead to have more than 1000000 values
         --> spec.yaml:9:437
          |
        9 | ...-levels/4'}, h13: {$ref: '#/x-levels/4'}, h14: {$ref: '#/x-levels/4'}, h15: {$ref: '#/x-levels/4'}, h16: {$ref: '#/x-levels/4'}, h...
          |                                                    ^^^^ #/x-levels/3/headers/h14/$ref
          |
          = help: make components of what is referred to so often: responses, parameters, request bodies and headers can be one"#]],
    );
}

#[test]
fn a_path_without_a_slash() {
    check(
        &description("pets: {get: {responses: {}}}", "a: {}"),
        &expect![[r#"
        error: the path `pets` does not begin with a slash
         --> spec.yaml:4:3
          |
        4 |   pets: {get: {responses: {}}}
          |   ^^^^ #/paths/pets
          |
          = help: write `/pets`"#]],
    );
}

#[test]
fn a_malformed_keyword_deep_inside() {
    let schemas = "
pet:
  type: object
  properties:
    owner:
      type: object
      required: name
    tags:
      type: array
      items: {type: string, minLength: many}";
    check(
        &description("/pets: {get: {responses: {}}}", schemas),
        &expect![[r#"
        error: `required` of this Schema Object is malformed: "name"
          --> spec.yaml:13:11
           |
        13 |           required: name
           |           ^^^^^^^^ #/components/schemas/pet/properties/owner/required

        error: `minLength` of this Schema Object is malformed: "many"
          --> spec.yaml:16:33
           |
        16 |           items: {type: string, minLength: many}
           |                                 ^^^^^^^^^ #/components/schemas/pet/properties/tags/items/minLength"#]],
    );
}

#[test]
fn a_malformed_operation() {
    let paths = "
/pets:
  get:
    parameters:
    - {name: limit, in: nowhere, schema: {type: integer}}
    responses: {'200': {description: [not, text]}}
  post:
    tags: Pets
    responses: {}";
    check(
        &description(paths, "a: {}"),
        &expect![[r#"
            error: this is no valid Parameter Object: unknown variant `nowhere`, expected one of `query`, `header`, `path`, `cookie`
             --> spec.yaml:7:9
              |
            7 |       - {name: limit, in: nowhere, schema: {type: integer}}
              |         ^^^^^ #/paths/~1pets/get/parameters/0

            error: this is no valid Response Object: invalid type: sequence, expected a string
             --> spec.yaml:8:19
              |
            8 |       responses: {'200': {description: [not, text]}}
              |                   ^^^^^ #/paths/~1pets/get/responses/200

            error: `tags` of this Operation Object is malformed: "Pets"
              --> spec.yaml:10:7
               |
            10 |       tags: Pets
               |       ^^^^ #/paths/~1pets/post/tags"#]],
    );
}

#[test]
fn an_unknown_tag() {
    let text = description("/pets: {get: {tags: [Pets, Animals], responses: {}}}", "a: {}");
    let tags = Tags::Only(vec!["Pet".to_owned(), "Animals".to_owned(), "Birds".to_owned()]);
    let message = generate_with(&Settings::default(), "spec.yaml", &text, &[], tags);
    expect![[r#"
        error: no operation has the tag `Pet`
         --> spec.yaml:3:1
          |
        3 | paths:
          | ^^^^^ #/paths
          |
          = help: did you mean `Pets`? the tags are: Animals, Pets

        error: no operation has the tag `Birds`
         --> spec.yaml:3:1
          |
        3 | paths:
          | ^^^^^ #/paths
          |
          = help: the tags are: Animals, Pets"#]]
    .assert_eq(&message.map(drop).expect_err("the input is bad"));
}

#[test]
fn what_is_led_to_3_0_is_reported_where_it_stands() {
    let schemas = "
pet:
  type: object
  properties:
    name:
      anyOf:
        - type: 'null'
        - oneOf:
            - type: object
              properties:
                of: {$ref: '#/components/schemas/nothing'}
            - {type: [string, integer], maxLength: many}
            - type: 'null'";
    let text = description("/pets: {get: {responses: {}}}", schemas).replace("3.0.3", "3.1.0");
    check(
        &text,
        &expect![[r#"
        error: `maxLength` of this Schema Object is malformed: "many"
          --> spec.yaml:18:45
           |
        18 |                 - {type: [string, integer], maxLength: many}
           |                                             ^^^^^^^^^ #/components/schemas/pet/properties/name/anyOf/1/oneOf/1/maxLength"#]],
    );
    check_warnings(
        &text.replace("many", "5"),
        &expect![[r#"
        warning: `#/components/schemas/nothing` leads nowhere; what stands here is taken as any JSON
          --> spec.yaml:17:21
           |
        17 |                     of: {$ref: '#/components/schemas/nothing'}
           |                     ^^ #/components/schemas/pet/properties/name/anyOf/1/oneOf/0/properties/of"#]],
    );
}

#[test]
fn operations_of_a_tag_that_would_be_called_alike() {
    let paths = "
/a: {get: {operationId: listPets, tags: [Pets], responses: {}}, post: {operationId: list, tags: [Pets, Lists], responses: {}}}
/b: {get: {operationId: get.pet, tags: [Pets, Toys], responses: {}}, put: {operationId: getPets, tags: [Pets], responses: {}}}";
    check_warnings(
        &description(paths, "a: {}"),
        &expect![[r#"
            warning: `listPets`, `list`: without the words of the tag `Pets`, each would be called `list`, so they are called `list_pets`, `list`
             --> spec.yaml:4:14
              |
            4 |   /a: {get: {operationId: listPets, tags: [Pets], responses: {}}, post: {operationId: list, tags: [Pets, Lists], responses: {}}}
              |              ^^^^^^^^^^^ #/paths/~1a/get/operationId
              |
              = help: these lines of the settings settle it, with these names or with better ones:
                      [names.methods]
                      listPets = "list_pets"

            warning: `get.pet`, `getPets`: without the words of the tag `Pets`, each would be called `get`, so they are called `get_pet`, `get_pets`
             --> spec.yaml:5:14
              |
            5 |   /b: {get: {operationId: get.pet, tags: [Pets, Toys], responses: {}}, put: {operationId: getPets, tags: [Pets], responses: {}}}
              |              ^^^^^^^^^^^ #/paths/~1b/get/operationId
              |
              = help: these lines of the settings settle it, with these names or with better ones:
                      [names.methods]
                      "get.pet" = { Pets = "get_pet" }
                      getPets = "get_pets""#]],
    );
}

/// The warnings of a description with these settings.
fn told(settings: &str, paths: &str, schemas: &str) -> String {
    let settings = Settings::read(&Source::new("shop.toml", settings)).expect("they are settings");
    let generated = generate_with(&settings, "spec.yaml", &description(paths, schemas), &[], Tags::All);
    let warnings = generated.expect("the input is good enough").warnings;
    warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn lines_of_the_settings_that_a_warning_proposes_settle_it() {
    // One has the name that another would get with a number, and the id of one stands in two groups.
    let paths = "
/a: {get: {operationId: list_pets, tags: [Pets], responses: {}}, post: {operationId: listPets, tags: [Pets], responses: {}}}
/b: {get: {operationId: get-pets2, tags: [Pets], responses: {}}, put: {operationId: listPets, tags: [Toys], responses: {}}}
/c: {get: {operationId: getPets, tags: [Pets], responses: {}}, put: {operationId: get_pets, tags: [Pets], responses: {}}}";
    let told = |settings: &str| {
        let told = told(settings, paths, "a: {}");
        let lines = told.lines().filter(|line| line.contains("would be called") || line.contains(" = \""));
        lines.map(str::trim).collect::<Vec<_>>().join("\n")
    };
    let settings = r#"
list_pets = "list_pets"
"POST /a" = "list_pets2"
getPets = "get_pets"
get_pets = "get_pets3""#;
    expect![[r#"
        warning: `list_pets`, `POST /a`: without the words of the tag `Pets`, each would be called `list`, so they are called `list_pets`, `list_pets2`
        list_pets = "list_pets"
        "POST /a" = "list_pets2"
        warning: `getPets`, `get_pets`: without the words of the tag `Pets`, each would be called `get`, so they are called `get_pets`, `get_pets3`
        getPets = "get_pets"
        get_pets = "get_pets3""#]].assert_eq(&told(""));
    assert_eq!(told(&format!("[names.methods]{settings}")), "");
}

#[test]
fn what_the_settings_name_and_nothing_is() {
    let paths = "
/a: {get: {operationId: listPets, tags: [Pets], responses: {}}, post: {operationId: add, tags: [Pets], responses: {}}}
/b: {get: {operationId: get, responses: {}}, post: {operationId: add, tags: [Pets], responses: {}}}";
    let settings = "
        names.schemas = {Pet = 'Animal', Pat = 'Animal'}
        error.schema = 'Fault'
        [names.methods]
        listPets = {Pets = 'all', Pet = 'all', b = 'all'}
        'GET /a' = 'every'
        listPet = 'all'
        add = 'make'
        get = {b = 'one'}
        'post /a' = 'make'
        'POST /b' = 'make_b'";
    expect![[r#"
        warning: `error.schema` names `Fault`, which is no component schema here
         --> shop.toml:3:24
          |
        3 |         error.schema = 'Fault'
          |                        ^^^^^^^

        warning: `names.schemas` names `Pat`, which is no component schema here
         --> shop.toml:2:42
          |
        2 |         names.schemas = {Pet = 'Animal', Pat = 'Animal'}
          |                                          ^^^

        warning: `names.methods` names one operation twice, by `listPets` and `GET /a`
         --> shop.toml:5:9
          |
        5 |         listPets = {Pets = 'all', Pet = 'all', b = 'all'}
          |         ^^^^^^^^
          |
          = help: take out one of both; `GET /a` counts

        warning: `names.methods` calls `listPets` in the tag `Pet`, which it does not carry
         --> shop.toml:5:9
          |
        5 |         listPets = {Pets = 'all', Pet = 'all', b = 'all'}
          |         ^^^^^^^^
          |
          = help: its tags are: `Pets`

        warning: `names.methods` calls `listPets` in the tag `b`, which it does not carry
         --> shop.toml:5:9
          |
        5 |         listPets = {Pets = 'all', Pet = 'all', b = 'all'}
          |         ^^^^^^^^
          |
          = help: its tags are: `Pets`

        warning: `names.methods` names `listPet`, which is no operation here
         --> shop.toml:7:9
          |
        7 |         listPet = 'all'
          |         ^^^^^^^
          |
          = help: did you mean `listPets`? an operation is named by its `operationId`, or by its method and path: `GET /pets`

        warning: `names.methods` names `add`, which is the `operationId` of several operations of `Pets`: none of them is called so
         --> shop.toml:8:9
          |
        8 |         add = 'make'
          |         ^^^
          |
          = help: name each by its method and path: `POST /a`, `POST /b`

        warning: `names.methods` names `post /a`, which is no operation here
          --> shop.toml:10:9
           |
        10 |         'post /a' = 'make'
           |         ^^^^^
           |
           = help: did you mean `POST /a`? an operation is named by its `operationId`, or by its method and path: `GET /pets`

        warning: several operations have the id `add`; each is called by its tag, or by its path
         --> spec.yaml:4:74
          |
        4 |   /a: {get: {operationId: listPets, tags: [Pets], responses: {}}, post: {operationId: add, tags: [Pets], responses: {}}}
          |                                                                          ^^^^^^^^^^^ #/paths/~1a/post/operationId

        warning: several operations have the id `add`; each is called by its tag, or by its path
         --> spec.yaml:5:55
          |
        5 |   /b: {get: {operationId: get, responses: {}}, post: {operationId: add, tags: [Pets], responses: {}}}
          |                                                       ^^^^^^^^^^^ #/paths/~1b/post/operationId"#]].assert_eq(&told(settings, paths, "Pet: {type: object}"));
}

#[test]
fn names_of_the_settings_that_no_method_can_have() {
    let paths = "
/a: {get: {operationId: listPets, tags: [Pets], responses: {}}, post: {operationId: list, tags: [Pets], responses: {}}}
/b: {get: {operationId: getPet, tags: [Pets], responses: {}}, put: {operationId: getToy, tags: [Pets], responses: {}}}";
    let settings = "names.methods = {listPets = 'list', getPet = 'match', getToy = 'getToy'}";
    let settings: Settings = toml::from_str(settings).expect("they are settings");
    let generated = generate_with(&settings, "spec.yaml", &description(paths, "a: {}"), &[], Tags::All);
    let message = generated.map(|generated| generated.output.files().len()).expect_err("the settings are bad");
    expect![[r#"
        error: several operations of `Pets` are called `list` by `[names.methods]`: `listPets`, `list`
         --> spec.yaml:4:14
          |
        4 |   /a: {get: {operationId: listPets, tags: [Pets], responses: {}}, post: {operationId: list, tags: [Pets], responses: {}}}
          |              ^^^^^^^^^^^ #/paths/~1a/get/operationId
          |
          = help: give each a name in snake_case that no other method of the tag has

        error: no method can be called `getToy`, as `[names.methods]` calls `getToy`
         --> spec.yaml:5:71
          |
        5 |   /b: {get: {operationId: getPet, tags: [Pets], responses: {}}, put: {operationId: getToy, tags: [Pets], responses: {}}}
          |                                                                       ^^^^^^^^^^^ #/paths/~1b/put/operationId
          |
          = help: give each a name in snake_case that no other method of the tag has

        error: no method can be called `match`, as `[names.methods]` calls `getPet`
         --> spec.yaml:5:14
          |
        5 |   /b: {get: {operationId: getPet, tags: [Pets], responses: {}}, put: {operationId: getToy, tags: [Pets], responses: {}}}
          |              ^^^^^^^^^^^ #/paths/~1b/get/operationId
          |
          = help: give each a name in snake_case that no other method of the tag has"#]].assert_eq(&message);
}

#[test]
fn operations_that_share_an_id() {
    let paths = "
/a: {get: {operationId: get, responses: {}}}
/b: {get: {operationId: get, responses: {}}}
/c: {get: {operationId: list, tags: [One], responses: {}}}
/d: {get: {operationId: list, tags: [Two], responses: {}}}
/e: {get: {operationId: all, tags: [One], responses: {}}, post: {operationId: all, tags: [One], responses: {}}}";
    let text = description(paths, "a: {}");
    check_warnings(
        &text,
        &expect![[r#"
        warning: several operations have the id `get`; each is called by its tag, or by its path
         --> spec.yaml:4:14
          |
        4 |   /a: {get: {operationId: get, responses: {}}}
          |              ^^^^^^^^^^^ #/paths/~1a/get/operationId

        warning: several operations have the id `get`; each is called by its tag, or by its path
         --> spec.yaml:5:14
          |
        5 |   /b: {get: {operationId: get, responses: {}}}
          |              ^^^^^^^^^^^ #/paths/~1b/get/operationId

        warning: several operations have the id `list`; each is called by its tag, or by its path
         --> spec.yaml:6:14
          |
        6 |   /c: {get: {operationId: list, tags: [One], responses: {}}}
          |              ^^^^^^^^^^^ #/paths/~1c/get/operationId

        warning: several operations have the id `list`; each is called by its tag, or by its path
         --> spec.yaml:7:14
          |
        7 |   /d: {get: {operationId: list, tags: [Two], responses: {}}}
          |              ^^^^^^^^^^^ #/paths/~1d/get/operationId

        warning: several operations have the id `all`; each is called by its tag, or by its path
         --> spec.yaml:8:14
          |
        8 |   /e: {get: {operationId: all, tags: [One], responses: {}}, post: {operationId: all, tags: [One], responses: {}}}
          |              ^^^^^^^^^^^ #/paths/~1e/get/operationId

        warning: several operations have the id `all`; each is called by its tag, or by its path
         --> spec.yaml:8:68
          |
        8 |   /e: {get: {operationId: all, tags: [One], responses: {}}, post: {operationId: all, tags: [One], responses: {}}}
          |                                                                    ^^^^^^^^^^^ #/paths/~1e/post/operationId"#]],
    );
    let operations = generate_from(&text, &[]).expect("the input is good enough").api.operations;
    let names = operations
        .iter()
        .flat_map(|operation| operation.names.values().map(|name| (operation.type_name.as_str(), name.as_str())));
    let names: Vec<_> = names.collect();
    assert_eq!(
        names,
        [
            ("AGet", "get"),
            ("BGet", "get"),
            ("OneList", "list"),
            ("TwoList", "list"),
            ("GetE", "get_e"),
            ("PostE", "post_e"),
        ]
    );
}

#[test]
fn slips_with_one_obvious_reading() {
    let text = "
openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /pets:
    get:
      summary: {$ref: '#/components/nothing'}
      parameters: [{name: page, in: query}, {name: nowhere, schema: {type: string}}]
      responses:
        '200': {description: '', headers: {X-Count: {description: How many.}}, content: []}
components:
  responses:
  schemas:
    pet: {type: object, properties: []}
    owner:
      type: object
      properties:
        name: {type: string, required: true}
        home: {type: {type: string}, description: {$ref: '#/components/nothing'}}
  securitySchemes:
    key: {type: apiKey, name: X-Key}
    certificate: {type: mutualTLS}
";
    check_warnings(
        text.trim_start(),
        &expect![[r#"
            warning: the scheme `certificate` is one of the connection: give the client an HTTP client that has the certificate
              --> spec.yaml:21:5
               |
            21 |     certificate: {type: mutualTLS}
               |     ^^^^^^^^^^^ #/components/securitySchemes/certificate

            warning: `responses` is `null`, which says nothing; it is left out
              --> spec.yaml:11:3
               |
            11 |   responses:
               |   ^^^^^^^^^ #/components/responses

            warning: `required` of a property says that it is; it belongs in `required` of the object
              --> spec.yaml:17:9
               |
            17 |         name: {type: string, required: true}
               |         ^^^^ #/components/schemas/owner/properties/name

            warning: nothing says what this is; it is read as a text
             --> spec.yaml:7:20
              |
            7 |       parameters: [{name: page, in: query}, {name: nowhere, schema: {type: string}}]
              |                    ^^^^^ #/paths/~1pets/get/parameters/0

            warning: nothing says where this parameter is sent; it is left out
             --> spec.yaml:7:45
              |
            7 |       parameters: [{name: page, in: query}, {name: nowhere, schema: {type: string}}]
              |                                             ^^^^^ #/paths/~1pets/get/parameters/1

            warning: nothing says what this is; it is read as a text
             --> spec.yaml:9:44
              |
            9 |         '200': {description: '', headers: {X-Count: {description: How many.}}, content: []}
              |                                            ^^^^^^^ #/paths/~1pets/get/responses/200/headers/X-Count

            warning: `content` has no names here; it is read as empty
             --> spec.yaml:9:80
              |
            9 |         '200': {description: '', headers: {X-Count: {description: How many.}}, content: []}
              |                                                                                ^^^^^^^ #/paths/~1pets/get/responses/200/content

            warning: `summary` is no text here; it is left out
             --> spec.yaml:6:7
              |
            6 |       summary: {$ref: '#/components/nothing'}
              |       ^^^^^^^ #/paths/~1pets/get/summary

            warning: `properties` has no names here; it is read as empty
              --> spec.yaml:13:25
               |
            13 |     pet: {type: object, properties: []}
               |                         ^^^^^^^^^^ #/components/schemas/pet/properties

            warning: `description` is no text here; it is left out
              --> spec.yaml:18:38
               |
            18 |         home: {type: {type: string}, description: {$ref: '#/components/nothing'}}
               |                                      ^^^^^^^^^^^ #/components/schemas/owner/properties/home/description

            warning: `type` is no type here; it is left out
              --> spec.yaml:18:16
               |
            18 |         home: {type: {type: string}, description: {$ref: '#/components/nothing'}}
               |                ^^^^ #/components/schemas/owner/properties/home/type

            warning: nothing says where the key is sent; it is sent in a header
              --> spec.yaml:20:5
               |
            20 |     key: {type: apiKey, name: X-Key}
               |     ^^^ #/components/securitySchemes/key

            warning: nothing says which operations ask for `key`; all are sent with it where the client has it
              --> spec.yaml:20:5
               |
            20 |     key: {type: apiKey, name: X-Key}
               |     ^^^ #/components/securitySchemes/key"#]],
    );
}

#[test]
fn an_all_of_that_contains_itself() {
    let schemas = "
a: {allOf: [{$ref: '#/components/schemas/b'}, {properties: {x: {type: string}}}]}
b: {allOf: [{$ref: '#/components/schemas/a'}, {properties: {y: {type: string}}}]}";
    check(
        &description("/pets: {get: {responses: {}}}", schemas),
        &expect![[r#"
            error: the `allOf` of `#/components/schemas/b` contains itself
             --> spec.yaml:8:17
              |
            8 |     a: {allOf: [{$ref: '#/components/schemas/b'}, {properties: {x: {type: string}}}]}
              |                 ^^^^^ #/components/schemas/a/allOf/0
              |
              = help: no value fits such a schema: refer to it from a property, or leave the part out

            error: the `allOf` of `#/components/schemas/a` contains itself
             --> spec.yaml:9:17
              |
            9 |     b: {allOf: [{$ref: '#/components/schemas/a'}, {properties: {y: {type: string}}}]}
              |                 ^^^^^ #/components/schemas/b/allOf/0
              |
              = help: no value fits such a schema: refer to it from a property, or leave the part out"#]],
    );
}

#[test]
fn an_alias_that_leads_to_itself() {
    let schemas = "
a: {type: array, items: {$ref: '#/components/schemas/a'}}
b: {$ref: '#/components/schemas/c'}
c: {$ref: '#/components/schemas/b'}";
    check(
        &description("/pets: {get: {responses: {}}}", schemas),
        &expect![[r#"
            error: the schema of `B` leads to nothing but itself
             --> spec.yaml:9:5
              |
            9 |     b: {$ref: '#/components/schemas/c'}
              |     ^ #/components/schemas/b
              |
              = help: say what it is: give one of the schemas on the way a type

            error: the schema of `C` leads to nothing but itself
              --> spec.yaml:10:5
               |
            10 |     c: {$ref: '#/components/schemas/b'}
               |     ^ #/components/schemas/c
               |
               = help: say what it is: give one of the schemas on the way a type"#]],
    );
}

/// The first line that is said of an `x-pagination`, and of a response with `data`, a list, and `next`, a text.
#[track_caller]
fn check_pagination(given: &str, expected: &str) {
    let operation = "parameters: [{name: page, in: query, schema: {type: integer}}], responses: {'200': {content: \
                     {application/json: {schema: {$ref: '#/components/schemas/pets'}}}}}";
    let pets = "pets: {type: object, properties: {data: {type: array, items: {}}, next: {type: string}}}";
    let paths = format!("/a: {{get: {{x-pagination: {given}, {operation}}}}}");
    let error = generate_from(&description(&paths, pets), &[]).expect_err("it is malformed");
    let first = error.lines().next().unwrap_or_default();
    assert_eq!(first, format!("error: `x-pagination` is malformed: {expected}"));
}

#[test]
fn pagination_that_makes_no_sense() {
    check_pagination("true", "it is no object");
    check_pagination("{items: /data}", "`style` is missing");
    check_pagination("{style: 1}", "`style` is no text");
    check_pagination("{style: endless}", "there is no style `endless`");
    check_pagination("{style: url, items: /data}", "`next` is missing");
    check_pagination("{style: url, next: /next}", "`items` is missing");
    check_pagination(
        "{style: url, next: /next, items: /data, parameter: page}",
        "`parameter` means nothing to the style `url`",
    );
    check_pagination("{style: url, next: /nxt, items: /data}", "`next` leads nowhere: there is no field `nxt`");
    check_pagination("{style: url, next: /next/x, items: /data}", "`next` leads nowhere: there is no field `x`");
    check_pagination(
        "{style: url, next: next, items: /data}",
        "`next` leads nowhere: `next` is no JSON pointer, which begins with a slash",
    );
    check_pagination("{style: url, next: /next, items: /next}", "`items` leads to what is no list");
    check_pagination("{style: url, next: /next, items: /x}", "`items` leads nowhere: there is no field `x`");
    check_pagination("{style: page, items: /data}", "one of `parameter` and `body-field` is needed");
    check_pagination("{style: page, items: /data, parameter: p}", "the operation has no query parameter `p`");
    check_pagination("{style: page, items: /data, body-field: /p}", "the operation has no JSON body for `body-field`");
    check_pagination(
        "{style: page, items: /data, parameter: page, total-pages: /n}",
        "`total-pages` leads nowhere: there is no field `n`",
    );
    check_pagination("{style: cursor, items: /data, parameter: page}", "`next` is missing");
    check_pagination(
        "{style: cursor, items: /data, parameter: page, next: /data}",
        "`next` leads to what is no text or number",
    );
    check_pagination("{style: url, items: /data, next: /data}", "`next` leads to what is no text");
    check_pagination(
        "{style: page, items: /data, parameter: page, total-pages: /data}",
        "`total-pages` leads to what is no number",
    );
}

#[test]
fn malformed_pagination() {
    let paths = "/a: {get: {x-pagination: {style: endless, items: /data, next: /next}, responses: {}}}";
    check(
        &description(paths, "a: {}"),
        &expect![[r#"
            error: `x-pagination` is malformed: there is no style `endless`
             --> spec.yaml:4:14
              |
            4 |   /a: {get: {x-pagination: {style: endless, items: /data, next: /next}, responses: {}}}
              |              ^^^^^^^^^^^^ #/paths/~1a/get/x-pagination
              |
              = help: it has `style` (page, cursor or url), `items` and `next` (JSON pointers into a response), and, for a page or cursor, `parameter` (of the query) or `body-field` (a JSON pointer into the body)"#]],
    );
}

const GOOD: &str = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n";

#[test]
fn a_stale_overlay() {
    let overlay = "
overlay: 1.1.0
info: {title: a, version: 1.0.0}
actions:
- target: $.paths['/pets'].get
  update: {summary: List pets}
- target: $.info
  update: {description: Fine}
- target: $.components.schemas.pet
  remove: true
  x-api-versions: 1..2
- target: $.components
  remove: true
  x-api-versions: '2'
";
    check_with_overlays(
        GOOD,
        &[overlay],
        &expect![[r#"
        error: the target `$.paths['/pets'].get` selects nothing in version 1
         --> overlay.yaml:5:3
          |
        5 | - target: $.paths['/pets'].get
          |   ^^^^^^ #/actions/0/target
          |
          = help: correct the target, delete the action if the description is right now, or narrow it with `x-api-versions`

        error: the target `$.components.schemas.pet` selects nothing in version 1
         --> overlay.yaml:9:3
          |
        9 | - target: $.components.schemas.pet
          |   ^^^^^^ #/actions/2/target
          |
          = help: correct the target, delete the action if the description is right now, or narrow it with `x-api-versions`"#]],
    );
}

#[test]
fn an_overlay_of_another_version() {
    check_with_overlays(
        GOOD,
        &["overlay: 2.0.0\ninfo: {title: a, version: '1'}\nactions: []\n"],
        &expect![[r#"
            error: Overlay version 2.0.0 is not supported
             --> overlay.yaml:1:1
              |
            1 | overlay: 2.0.0
              | ^^^^^^^ #/overlay
              |
              = help: write `overlay: 1.1.0` (1.0 and 1.1 are understood)

            error: `actions` is empty
             --> overlay.yaml:3:1
              |
            3 | actions: []
              | ^^^^^^^ #/actions
              |
              = help: write an action, or leave the whole document away"#]],
    );
}

#[test]
fn a_malformed_overlay() {
    check_with_overlays(
        GOOD,
        &["overlay: 1.0.0\ninfo: {}\nactions:\n- {update: {}}\n"],
        &expect![[r#"
            error: `info` lacks `title`
             --> overlay.yaml:2:1
              |
            2 | info: {}
              | ^^^^ #/info
              |
              = help: it has `title`, `version`, `description`

            error: `info` lacks `version`
             --> overlay.yaml:2:1
              |
            2 | info: {}
              | ^^^^ #/info
              |
              = help: it has `title`, `version`, `description`

            error: an action lacks `target`
             --> overlay.yaml:4:3
              |
            4 | - {update: {}}
              |   ^^^^^^^ #/actions/0
              |
              = help: it has `target`, `description`, `update`, `copy`, `remove`, `x-api-versions`"#]],
    );
}

#[test]
fn a_malformed_action() {
    let overlay = "
overlay: 1.1.0
info: {title: a, version: 1.0.0}
actions:
- {target: 'info', update: {}}
- {target: $.paths./pets.get, remove: true}
- {target: $.info, copy: $.paths, update: {}}
- {target: $.info, update: {}, x-api-versions: [7, '8']}
- {target: $.info, update: {}, x-api-versions: 7}
- {target: $.info, remove: maybe}
";
    check_with_overlays(
        GOOD,
        &[overlay],
        &expect![[r#"
            error: `info` is no JSONPath of RFC 9535, from character 1 on
             --> overlay.yaml:5:4
              |
            5 | - {target: 'info', update: {}}
              |    ^^^^^^ #/actions/0/target
              |
              = help: a query begins at the root: `$.info`

            error: `$.paths./pets.get` is no JSONPath of RFC 9535, from character 9 on
             --> overlay.yaml:6:4
              |
            6 | - {target: $.paths./pets.get, remove: true}
              |    ^^^^^^ #/actions/1/target
              |
              = help: a name with other characters than letters, digits and `_` stands in brackets: `$.paths['/pets'].get`

            error: an action has both `update` and `copy`; the specification says of each that it yields to the other
             --> overlay.yaml:7:20
              |
            7 | - {target: $.info, copy: $.paths, update: {}}
              |                    ^^^^ #/actions/2/copy
              |
              = help: leave one of them out, or make two actions

            error: `x-api-versions` lists what is no string
             --> overlay.yaml:8:32
              |
            8 | - {target: $.info, update: {}, x-api-versions: [7, '8']}
              |                                ^^^^^^^^^^^^^^ #/actions/3/x-api-versions
              |
              = help: write each in quotes: `["2.9", "2.11.."]`

            error: `x-api-versions` is a number, not a string
             --> overlay.yaml:9:32
              |
            9 | - {target: $.info, update: {}, x-api-versions: 7}
              |                                ^^^^^^^^^^^^^^ #/actions/4/x-api-versions
              |
              = help: write it in quotes: `"7"`

            error: `remove` is a string, not a boolean
              --> overlay.yaml:10:20
               |
            10 | - {target: $.info, remove: maybe}
               |                    ^^^^^^ #/actions/5/remove
               |
               = help: write `true` or `false`"#]],
    );
}

#[test]
fn an_action_that_does_not_fit() {
    let overlay = "
overlay: 1.1.0
info: {title: a, version: 1.0.0}
actions:
- {target: $.info, update: [1]}
- {target: $, update: {info: {title: {de: a}}, paths: {}}}
- {target: $.info, update: {}, x-api-versions: 7..}
- {target: $.info, copy: $.x}
- target: $.info
  update: {}
  copy: $.x
  x-api-versions: '2'
  remove: true
";
    check_with_overlays(
        GOOD,
        &[overlay],
        &expect![[r#"
            error: an array does not merge into an object at #/info
             --> overlay.yaml:5:20
              |
            5 | - {target: $.info, update: [1]}
              |                    ^^^^^^ #/actions/0/update
              |
              = help: to replace it, remove `$.info` in an action before, and add it by an update of `$`

            error: an object does not merge into a string at #/info/title
             --> overlay.yaml:6:31
              |
            6 | - {target: $, update: {info: {title: {de: a}}, paths: {}}}
              |                               ^^^^^ #/actions/1/update/info/title
              |
              = help: to replace it, remove `$.info.title` in an action before

            error: `7` is no known API version
             --> overlay.yaml:7:32
              |
            7 | - {target: $.info, update: {}, x-api-versions: 7..}
              |                                ^^^^^^^^^^^^^^ #/actions/2/x-api-versions
              |
              = help: known are, oldest first: 1, 2

            error: `$.x` selects 0 nodes
             --> overlay.yaml:8:20
              |
            8 | - {target: $.info, copy: $.x}
              |                    ^^^^ #/actions/3/copy
              |
              = help: a copy has exactly one source"#]],
    );
}

#[test]
fn an_overlay_brings_nothing_to_life() {
    let description = description(
        "/pets: {get: {operationId: listPets, parameters: [], responses: {'200': {}}}}",
        "pet: {type: object, properties: {name: {type: string}}}",
    );
    let overlay = "
overlay: 1.1.0
info: {title: a, version: 1.0.0}
actions:
- target: $.components.schemas.pet
  update:
    properties:
      name: {description: Its name.}
      colour: {description: Its colour., example: red}
- target: $.paths.*[?@.operationId == 'listPets']
  update:
    parameters: [{name: page, in: query, description: The page.}]
    responses:
      '404': {description: No pets.}
- target: $.components.schemas
  update:
    cat: {description: A cat.}
- target: $.components.schemas.cat
  update: {title: Cat}
";
    check_with_overlays(
        &description,
        &[overlay],
        &expect![[r#"
        error: the update would bring `#/components/schemas/pet/properties/colour` to life: version 1 does not have it
         --> overlay.yaml:9:7
          |
        9 |       colour: {description: Its colour., example: red}
          |       ^^^^^^ #/actions/0/update/properties/colour
          |
          = help: correct the name, delete that part, or narrow the action with `x-api-versions`; to add it, say what it is (a `type`, a `$ref`, …) or add it as `{}` in an action before

        error: the update would bring a parameter `page` to life: version 1 does not have it
          --> overlay.yaml:12:18
           |
        12 |     parameters: [{name: page, in: query, description: The page.}]
           |                  ^^^^^ #/actions/1/update/parameters/0
           |
           = help: correct the name, delete that part, or narrow the action with `x-api-versions`; to add it, say what it is (a `type`, a `$ref`, …) or add it as `{}` in an action before

        error: the update would bring `#/paths/~1pets/get/responses/404` to life: version 1 does not have it
          --> overlay.yaml:14:7
           |
        14 |       '404': {description: No pets.}
           |       ^^^^^ #/actions/1/update/responses/404
           |
           = help: correct the name, delete that part, or narrow the action with `x-api-versions`; to add it, say what it is (a `type`, a `$ref`, …) or add it as `{}` in an action before

        error: the update would bring `#/components/schemas/cat` to life: version 1 does not have it
          --> overlay.yaml:17:5
           |
        17 |     cat: {description: A cat.}
           |     ^^^ #/actions/2/update/cat
           |
           = help: correct the name, delete that part, or narrow the action with `x-api-versions`; to add it, say what it is (a `type`, a `$ref`, …) or add it as `{}` in an action before"#]],
    );
}

#[test]
fn a_foreign_overlay_may_select_nothing() {
    let overlay = "
overlay: 1.1.0
info: {title: a, version: 1.0.0}
extends: https://example.com/pets.yaml
actions:
- target: $.paths['/pets'].get
  update: {summary: List pets}
- target: $.info
";
    let generated = generate_from(GOOD, &[overlay]).expect("the actions succeed without a change");
    let warnings: Vec<String> = generated.warnings.iter().map(ToString::to_string).collect();
    expect![[r#"
        warning: the overlay is for `https://example.com/pets.yaml`, and is applied to `spec.yaml`
         --> overlay.yaml:4:1
          |
        4 | extends: https://example.com/pets.yaml
          | ^^^^^^^ #/extends
          |
          = help: see that this is what you want; only the names of the files are compared

        warning: the target `$.paths['/pets'].get` selects nothing in version 1
         --> overlay.yaml:6:3
          |
        6 | - target: $.paths['/pets'].get
          |   ^^^^^^ #/actions/0/target
          |
          = help: correct the target, or delete the action; with `strict-overlays = true` in the settings, this is an error

        warning: the action does nothing: it has none of `update`, `copy` and `remove: true`
         --> overlay.yaml:8:3
          |
        8 | - target: $.info
          |   ^^^^^^ #/actions/1/target
          |
          = help: give it one of them, or delete it"#]].assert_eq(&warnings.join("\n\n"));
}

#[test]
fn alternatives_that_are_the_whole_again() {
    let schemas = "
pet: {oneOf: [{$ref: '#/components/schemas/animal'}, {type: string}]}
animal: {oneOf: [{$ref: '#/components/schemas/pet'}, {type: integer}]}";
    check(
        &description("/pets: {get: {responses: {}}}", schemas),
        &expect![[r#"
        error: the schema of `Animal` leads to nothing but itself
         --> spec.yaml:9:5
          |
        9 |     animal: {oneOf: [{$ref: '#/components/schemas/pet'}, {type: integer}]}
          |     ^^^^^^ #/components/schemas/animal
          |
          = help: say what it is: give one of the schemas on the way a type

        error: the schema of `Pet` leads to nothing but itself
         --> spec.yaml:8:5
          |
        8 |     pet: {oneOf: [{$ref: '#/components/schemas/animal'}, {type: string}]}
          |     ^^^ #/components/schemas/pet
          |
          = help: say what it is: give one of the schemas on the way a type"#]],
    );
}

#[test]
fn path_items_that_refer_to_nowhere() {
    let paths = "
/pets: {$ref: '#/x-items/pets'}
/cats: {$ref: '#/paths/~1dogs'}
/dogs: {$ref: '#/paths/~1cats'}
/cows: {$ref: 'cows.yaml'}";
    check(
        &description(paths, "a: {}"),
        &expect![[r#"
            error: the reference of the path `/pets` leads to no path item
             --> spec.yaml:4:11
              |
            4 |   /pets: {$ref: '#/x-items/pets'}
              |           ^^^^ #/paths/~1pets/$ref
              |
              = help: write the operations here, or correct the reference

            error: the reference of the path `/cats` leads to no path item
             --> spec.yaml:5:11
              |
            5 |   /cats: {$ref: '#/paths/~1dogs'}
              |           ^^^^ #/paths/~1cats/$ref
              |
              = help: write the operations here, or correct the reference

            error: the reference of the path `/dogs` leads to no path item
             --> spec.yaml:6:11
              |
            6 |   /dogs: {$ref: '#/paths/~1cats'}
              |           ^^^^ #/paths/~1dogs/$ref
              |
              = help: write the operations here, or correct the reference"#]],
    );
}

#[test]
fn what_no_value_fits_is_told() {
    let schemas = "
a: {type: array, items: false}
b: {anyOf: [{type: string}, false]}";
    check_warnings(
        &description("/pets: {get: {responses: {}}}", schemas),
        &expect![[r#"
        warning: no value fits the schema `false`: the list is empty, which is not checked; it is one of anything
         --> spec.yaml:8:22
          |
        8 |     a: {type: array, items: false}
          |                      ^^^^^ #/components/schemas/a/items

        warning: no value fits the schema `false`; it is left out
         --> spec.yaml:9:33
          |
        9 |     b: {anyOf: [{type: string}, false]}
          |                                 ^^^^^^^ #/components/schemas/b/anyOf/1"#]],
    );
}

#[test]
fn webhooks_are_of_no_tag() {
    let text = description(
        "/pets: {get: {tags: [Pets], responses: {}}}",
        "a: {}\nwebhooks: {pet: {post: {requestBody: {content: {application/json: {schema: {}}}}}}}",
    );
    let text = text.replace("    webhooks:", "webhooks:");
    let tags = Tags::Only(vec!["Pets".to_owned()]);
    let generated = generate_with(&Settings::default(), "spec.yaml", &text, &[], tags).expect("the tag is there");
    let warnings: Vec<String> = generated.warnings.iter().map(ToString::to_string).collect();
    expect![[r#"
        warning: webhooks are of no tag; they are left out
         --> spec.yaml:9:1
          |
        9 | webhooks: {pet: {post: {requestBody: {content: {application/json: {schema: {}}}}}}}
          | ^^^^^^^^ #/webhooks
          |
          = help: ask for all tags to have them"#]]
    .assert_eq(&warnings.join("\n\n"));
}

#[test]
fn a_description_of_3_0_may_have_words_of_3_1() {
    let schemas = "
a: {type: [string, 'null']}
b: {type: integer, exclusiveMinimum: 3}
c: {properties: {d: {const: x}}, if: {required: [d]}}";
    check_warnings(
        &description("/pets: {get: {responses: {}}}", schemas),
        &expect![[r#"
            warning: `if` has no counterpart in Rust's types; what it asks for is not checked
              --> spec.yaml:10:38
               |
            10 |     c: {properties: {d: {const: x}}, if: {required: [d]}}
               |                                      ^^ #/components/schemas/c/if"#]],
    );
}

#[test]
fn a_dangling_reference_is_a_warning_and_any_json() {
    let schemas = "pet: {properties: {owner: {$ref: '#/components/schemas/owner'}}}";
    let text = description("/pets: {get: {responses: {}}}", schemas);
    check_warnings(
        &text,
        &expect![[r#"
        warning: `#/components/schemas/owner` leads nowhere; what stands here is taken as any JSON
         --> spec.yaml:8:24
          |
        8 |     pet: {properties: {owner: {$ref: '#/components/schemas/owner'}}}
          |                        ^^^^^ #/components/schemas/pet/properties/owner"#]],
    );
    let generated = generate_from(&text, &[]).expect("the input is good enough");
    assert!(generated.output.files()["models/pet.rs"].contains("pub owner?: Value,"));
}

#[test]
fn names_that_do_not_fit_are_reported() {
    let schemas = "
short: {type: string, enum: [a, b], x-enum-varnames: [A]}
twice: {properties: {kind: {type: integer, enum: [1, 2], x-enum-varnames: [A, A]}}}
texts:
  anyOf:
  - {type: string, enum: [a], x-enum-varnames: [7]}
  - {type: string}
pet:
  properties: {a: {type: string}, b: {type: string}}
  anyOf:
  - {required: [a], x-constructor: '_'}
  - {required: [b], x-constructor: with_bone}";
    let text = description("/pets: {get: {responses: {}}}", &schemas.replace('\n', "\n    "));
    check_warnings(
        &text,
        &expect![[r#"
        warning: `x-enum-varnames` and `enum` differ in length: 1 and 2; the values name the variants
         --> spec.yaml:8:45
          |
        8 |         short: {type: string, enum: [a, b], x-enum-varnames: [A]}
          |                                             ^^^^^^^^^^^^^^^ #/components/schemas/short/x-enum-varnames

        warning: `x-enum-varnames` makes one name, `A`, of `1` and of `2`; the values name the variants
         --> spec.yaml:9:66
          |
        9 |         twice: {properties: {kind: {type: integer, enum: [1, 2], x-enum-varnames: [A, A]}}}
          |                                                                  ^^^^^^^^^^^^^^^ #/components/schemas/twice/properties/kind/x-enum-varnames

        warning: `x-enum-varnames` is neither a list nor an object of texts; the values name the variants
          --> spec.yaml:12:39
           |
        12 |           - {type: string, enum: [a], x-enum-varnames: [7]}
           |                                       ^^^^^^^^^^^^^^^ #/components/schemas/texts/anyOf/0/x-enum-varnames

        warning: `x-constructor` is no name; what tells the branch apart names its builder
          --> spec.yaml:17:29
           |
        17 |           - {required: [a], x-constructor: '_'}
           |                             ^^^^^^^^^^^^^ #/components/schemas/pet/anyOf/0/x-constructor"#]],
    );
    let generated = generate_from(&text, &[]).expect("the input is good enough");
    let pet = &generated.output.files()["models/pet.rs"];
    assert!(pet.contains("pub fn with_a()") && pet.contains("pub fn with_bone()"), "{pet}");
    let short = &generated.output.files()["models/short.rs"];
    assert!(short.contains("A = \"a\"") && short.contains("B = \"b\""), "{short}");
}

#[test]
fn what_is_read_generously_is_reported() {
    let paths = "
/pets/{id}:
  get:
    parameters:
    - {name: session, in: cookie, schema: {type: string}}
    - {name: extra, in: path, required: true, schema: {type: string}}
    responses: {'200': {$ref: '#/components/responses/nothing'}}
  post:
    requestBody: {$ref: '#/components/requestBodies/nothing'}
    responses: {}";
    let schemas = "
pet: {type: object, required: [name], properties: {id: {type: file}}, not: {required: [x]}}";
    check_warnings(
        &description(paths, schemas),
        &expect![[r#"
            warning: `not` has no counterpart in Rust's types; what it excludes is not checked
              --> spec.yaml:16:5
               |
            16 |     pet: {type: object, required: [name], properties: {id: {type: file}}, not: {required: [x]}}
               |     ^^^ #/components/schemas/pet

            warning: `file` is no type of OpenAPI 3.0; what stands here is taken as any JSON
              --> spec.yaml:16:56
               |
            16 |     pet: {type: object, required: [name], properties: {id: {type: file}}, not: {required: [x]}}
               |                                                        ^^ #/components/schemas/pet/properties/id

            warning: `required` names `name`, which no `properties` declare; it is taken as any JSON
              --> spec.yaml:16:5
               |
            16 |     pet: {type: object, required: [name], properties: {id: {type: file}}, not: {required: [x]}}
               |     ^^^ #/components/schemas/pet

            warning: the path has no `{extra}`; the parameter is left out
             --> spec.yaml:8:9
              |
            8 |       - {name: extra, in: path, required: true, schema: {type: string}}
              |         ^^^^^ #/paths/~1pets~1{id}/get/parameters/1

            warning: nothing declares the path's `{id}`; it is taken as a string
             --> spec.yaml:5:5
              |
            5 |     get:
              |     ^^^ #/paths/~1pets~1{id}/get

            warning: the reference leads nowhere; the body of this response is left alone
             --> spec.yaml:9:19
              |
            9 |       responses: {'200': {$ref: '#/components/responses/nothing'}}
              |                   ^^^^^ #/paths/~1pets~1{id}/get/responses/200

            warning: nothing declares the path's `{id}`; it is taken as a string
              --> spec.yaml:10:5
               |
            10 |     post:
               |     ^^^^ #/paths/~1pets~1{id}/post

            warning: the reference leads nowhere; the body is taken as any JSON
              --> spec.yaml:11:7
               |
            11 |       requestBody: {$ref: '#/components/requestBodies/nothing'}
               |       ^^^^^^^^^^^ #/paths/~1pets~1{id}/post/requestBody"#]],
    );
}

#[test]
fn nested_without_end_is_no_stack_overflow() {
    let deep = format!("openapi: 3.0.3\ninfo: {}1{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let message = generate_from(&deep, &[]).map(drop).expect_err("the input is bad");
    assert!(message.starts_with("error: brackets are nested too deep"), "{message}");
    let below = |depth: usize| (1..=depth).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
    for deep in [format!("x-a:\n  {}1\n", "- ".repeat(100_000)), format!("x-a:\n{}", below(3_000))] {
        let message = generate_from(&format!("openapi: 3.0.3\n{deep}"), &[]).map(drop).expect_err("the input is bad");
        assert!(message.starts_with("error: this is no valid YAML: recursion limit exceeded"), "{message}");
    }
}

#[test]
fn parts_of_parts_are_counted_once() {
    // Each level is made of the one before, twice: over a thousand million parts, if each were looked at.
    let level = |level: usize| {
        let part = format!("{{$ref: '#/components/schemas/a{}'}}", level - 1);
        format!("a{level}: {{allOf: [{part}, {part}]}}\n")
    };
    let schemas = "a0: {properties: {x: {type: string}}}\n".to_owned() + &(1..31).map(level).collect::<String>();
    let generated =
        generate_from(&description("/pets: {get: {responses: {}}}", &schemas), &[]).expect("the input is good");
    assert!(generated.output.files()["models/a30.rs"].contains("pub x?: String,"));
}

#[test]
fn parts_of_parts_have_an_end() {
    let level = |level: usize| {
        format!("a{level}: {{allOf: [{{$ref: '#/components/schemas/a{}'}}, {{type: object}}]}}\n", level + 1)
    };
    let schemas = (0..5_000).map(level).collect::<String>() + "a5000: {properties: {x: {type: string}}}\n";
    let message = generate_from(&description("/pets: {get: {responses: {}}}", &schemas), &[]).map(drop);
    let message = message.expect_err("the input is bad");
    assert!(message.contains("has parts of parts more than 100 deep"), "{message}");
    assert!(message.ends_with("more"), "{message}");
}

#[test]
fn anchors_do_not_explode() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let previous = format!("*a{}", level - 1);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", [previous.as_str(); 9].join(", ")));
    }
    let message = generate_from(&text, &[]).map(drop).expect_err("the input is bad");
    assert!(message.starts_with("error: this is no valid YAML: repetition limit exceeded"), "{message}");
}

#[test]
fn code_in_a_description_stays_text() {
    let smuggled = "*/ pub fn smuggled() {} /* \\\"; pub fn smuggled() {} //\\n```\\npub fn smuggled() {}\\n";
    let schemas = format!(
        "pet: {{description: \"{smuggled}\", properties: {{\"a\\\"; fn smuggled() {{}}\": {{type: string}}}}}}"
    );
    let generated =
        generate_from(&description("/pets: {get: {responses: {}}}", &schemas), &[]).expect("the input is good");
    let text = &generated.output.files()["models/pet.rs"];
    for line in text.lines().filter(|line| line.contains("smuggled()")) {
        let line = line.trim_start();
        let is_text = line.starts_with("///") || line.starts_with("pub a_fn_smuggled?: String as \"");
        assert!(is_text, "{line}");
    }
}

// Settings: what a description requires of responses

#[test]
fn what_required_in_responses_may_be() {
    for text in
        ["required-in-responses = \"optional\"", "[required-in-responses]\nPet = \"optional\"\nOwner = \"required\""]
    {
        toml::from_str::<Settings>(text).expect("it is a setting");
    }
    for text in
        ["required-in-responses = true", "required-in-responses = \"never\"", "[required-in-responses]\nPet = 1"]
    {
        let error = toml::from_str::<Settings>(text).expect_err("it is none").message().to_owned();
        let expected = "`required`, `optional`, or a table of component schemas, each with one of these";
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn required_in_responses_names_what_is_not_there() {
    let settings = toml::from_str("[required-in-responses]\nPet = \"optional\"\nNobody = \"optional\"")
        .expect("they are settings");
    let text = description("{}", "Pet: {type: object}");
    let generated = generate_with(&settings, "spec.yaml", &text, &[], Tags::All).expect("it can be generated");
    let told: Vec<String> = generated.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("`required-in-responses` names `Nobody`, which is no component schema here"),
        "{}",
        told[0]
    );
}

// The header of the version

/// Generates with a header for the version.
fn check_version(text: &str, expected: &Expect) {
    let settings = "[client]\nversion-header = \"Shop-Version\"\n";
    let settings: Settings = toml::from_str(settings).expect("they are settings");
    let generated = generate_with(&settings, "spec.yaml", text, &[], Tags::All);
    expected.assert_eq(&generated.map(|generated| generated.output.files().len()).expect_err("the input is bad"));
}

const VERSIONS: &str = "\
openapi: 3.0.3
info:
  title: T
  version: '2.17'
paths:
  /a:
    parameters: [{name: Shop-Version, in: header, schema: {$ref: '#/components/schemas/version'}}]
    get: {responses: {'204': {description: Done.}}}
    put: {responses: {'204': {description: Done.}}}
components:
  schemas:
";

#[test]
fn a_version_header_without_a_version() {
    check_version(
        "openapi: 3.0.3\ninfo: {title: T}\npaths: {}\n",
        &expect![[r#"
        error: the header `Shop-Version` sends the version, and the description states none
         --> spec.yaml:2:1
          |
        2 | info: {title: T}
          | ^^^^ #/info
          |
          = help: write `version`, with an overlay for example"#]],
    );
    check_version(
        "openapi: 3.0.3\ninfo: {title: T, version: ''}\npaths: {}\n",
        &expect![[r#"
        error: the header `Shop-Version` sends the version, and the description states none
         --> spec.yaml:2:1
          |
        2 | info: {title: T, version: ''}
          | ^^^^ #/info
          |
          = help: write `version`, with an overlay for example"#]],
    );
}

#[test]
fn a_default_of_the_version_header_that_is_another_version() {
    check_version(
        &format!("{VERSIONS}    version: {{type: string, default: '2.16', enum: ['2.16', '2.17']}}\n"),
        &expect![[r#"
            error: the header `Shop-Version` says `2.16` where the version is `2.17`
              --> spec.yaml:12:29
               |
            12 |     version: {type: string, default: '2.16', enum: ['2.16', '2.17']}
               |                             ^^^^^^^ #/components/schemas/version/default
               |
               = help: the version stands at spec.yaml:4:3, #/info/version; correct what is wrong of the two, with an overlay for example"#]],
    );
}

#[test]
fn values_of_the_version_header_without_the_version() {
    check_version(
        &format!("{VERSIONS}    version:\n      type: string\n      default: '2.16'\n      enum: ['2.16']\n"),
        &expect![[r#"
            error: the header `Shop-Version` says `2.16` where the version is `2.17`
              --> spec.yaml:14:7
               |
            14 |       default: '2.16'
               |       ^^^^^^^ #/components/schemas/version/default
               |
               = help: the version stands at spec.yaml:4:3, #/info/version; correct what is wrong of the two, with an overlay for example

            error: the values of the header `Shop-Version` lack the version, `2.17`
              --> spec.yaml:15:7
               |
            15 |       enum: ['2.16']
               |       ^^^^ #/components/schemas/version/enum
               |
               = help: the version stands at spec.yaml:4:3, #/info/version; correct what is wrong of the two, with an overlay for example"#]],
    );
}

#[test]
fn the_version_header_with_a_media_type_is_compared_too() {
    let text = VERSIONS.replace(
        "schema: {$ref: '#/components/schemas/version'}",
        "content: {text/plain: {schema: {type: string, default: '2.16', enum: ['2.15', '2.16']}}}",
    );
    check_version(
        &format!("{text}    other: {{type: string}}\n"),
        &expect![[r#"
        error: the header `Shop-Version` says `2.16` where the version is `2.17`
         --> spec.yaml:7:97
          |
        7 | ...plain: {schema: {type: string, default: '2.16', enum: ['2.15', '2.16']}}}}]
          |                                   ^^^^^^^ #/paths/~1a/parameters/0/content/text~1plain/schema/default
          |
          = help: the version stands at spec.yaml:4:3, #/info/version; correct what is wrong of the two, with an overlay for example

        error: the values of the header `Shop-Version` lack the version, `2.17`
         --> spec.yaml:7:114
          |
        7 | ...: {type: string, default: '2.16', enum: ['2.15', '2.16']}}}}]
          |                                      ^^^^ #/paths/~1a/parameters/0/content/text~1plain/schema/enum
          |
          = help: the version stands at spec.yaml:4:3, #/info/version; correct what is wrong of the two, with an overlay for example"#]],
    );
    let text = text.replace("default: '2.16', enum: ['2.15', '2.16']", "default: '2.17', enum: ['2.16', '2.17']");
    let settings = toml::from_str("[client]\nversion-header = \"Shop-Version\"\n").expect("they are settings");
    let text = format!("{text}    other: {{type: string}}\n");
    generate_with(&settings, "spec.yaml", &text, &[], Tags::All).expect("both say the version");
}

#[test]
fn a_number_of_an_overlay_that_may_be_a_text() {
    let spec =
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {s: {type: string}}}\n";
    let overlay = |update: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions: [{{target: $.components.schemas.s, update: {update}}}]\n"
        )
    };
    let defaults = |update: &str| generate_from(spec, &[&overlay(update)]);
    assert!(defaults("{type: string, default: 2.10}").is_ok() && defaults("{default: 3}").is_ok());
    check_with_overlays(
        spec,
        &[&overlay("{default: 2.10}")],
        &expect![[r#"
        error: a number where a text belongs: it was read as `2.1`, and may be written otherwise
         --> spec.yaml:4:24
          |
        4 | components: {schemas: {s: {type: string}}}
          |                        ^ #/components/schemas/s/default
          |
          = help: put it in quotes"#]],
    );
}

// Credentials

#[test]
fn an_origin_for_credentials_that_is_none() {
    let mut settings = Settings::default();
    let origins = ["https://files.example.com", "https://files.example.com/", "http://files.example.com", "files"];
    settings.client.credential_origins = origins.map(str::to_owned).to_vec();
    let message = generate_with(
        &settings,
        "spec.yaml",
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n",
        &[],
        Tags::All,
    );
    expect![[r#"
        error: `https://files.example.com/` in `credential-origins` of codegen.toml is no origin
         |
         = help: an origin is `https://` and a host, perhaps a port, in small letters: "https://files.example.com"

        error: `http://files.example.com` in `credential-origins` of codegen.toml is no origin
         |
         = help: an origin is `https://` and a host, perhaps a port, in small letters: "https://files.example.com"

        error: `files` in `credential-origins` of codegen.toml is no origin
         |
         = help: an origin is `https://` and a host, perhaps a port, in small letters: "https://files.example.com""#]]
    .assert_eq(&message.map(drop).expect_err("the settings are bad"));
}

#[test]
fn an_origin_of_a_settings_file_that_is_none_is_told_with_its_place() {
    let text = "api-version = \"1\"\n\n[client]\ncredential-origins = [\n    \"https://files.example.com\",\n    \"files\",\n]\n";
    let read = |text: String| Settings::read(&Source::new("spec/codegen.toml", text)).map(drop);
    expect![[r#"
        error: `files` in `credential-origins` of codegen.toml is no origin
         --> spec/codegen.toml:6:5
          |
        6 |     "files",
          |     ^^^^^^^^
          |
          = help: an origin is `https://` and a host, perhaps a port, in small letters: "https://files.example.com""#]]
    .assert_eq(&read(text.to_owned()).expect_err("there is no such origin").to_string());
    read(text.replace("    \"files\",\n", "")).expect("what is left is an origin");
    let steps = "api-versions = [\"1\", \"2\"]\n[drift]\nnext = { 1 = \"3\", 0 = \"2\" }\n".to_owned();
    expect![[r#"
        error: `drift.next` of codegen.toml names the version `3`, which is none of `api-versions`
         --> spec/codegen.toml:3:14
          |
        3 | next = { 1 = "3", 0 = "2" }
          |              ^^^^
          |
          = help: the versions are: 1, 2

        error: `drift.next` of codegen.toml names the version `0`, which is none of `api-versions`
         --> spec/codegen.toml:3:23
          |
        3 | next = { 1 = "3", 0 = "2" }
          |                       ^^^
          |
          = help: the versions are: 1, 2"#]]
    .assert_eq(&read(steps.clone()).expect_err("there are no such versions").to_string());
    read(steps.replace("\"3\"", "\"2\"").replace(", 0 = \"2\"", "")).expect("both are listed");
    // What is no settings at all has its place, too.
    expect![[r#"
        error: these are no settings: unclosed table, expected `]`
         --> spec/codegen.toml:3:8
          |
        3 | [client
          |        ^"#]]
    .assert_eq(&read(text.replace("[client]", "[client")).expect_err("it is no TOML").to_string());
    expect![[r#"
        error: these are no settings: unknown field `credentials-origins`, expected one of `token-variables`, `tag-features`, `headers`, `version-header`, `version-aliases`, `credential-origins`
         --> spec/codegen.toml:4:1
          |
        4 | credentials-origins = [
          | ^^^^^^^^^^^^^^^^^^^"#]].assert_eq(&read(text.replace("credential-", "credentials-")).expect_err("nobody knows it").to_string());
    expect![[r#"
        error: these are no settings: unknown variant `time`, expected `jiff` or `chrono`
         --> spec/codegen.toml:2:13
          |
        2 | date-time = "time"
          |             ^^^^^^"#]]
    .assert_eq(&read("[formats]\ndate-time = \"time\"\n".to_owned()).expect_err("it has no type for it").to_string());
}

/// Pages whose enums some settings make one.
const PAGES: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /pages:
    put:
      operationId: putPage
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}
      responses: {'204': {description: Done.}}
components:
  schemas:
    Area: {type: string}
    Locale: {type: string, enum: [en, de]}
    Spoken: {$ref: '#/components/schemas/Locale'}
    Tongue: {type: integer}
    Page:
      properties:
        locale: {type: string, enum: [de, en]}
        spoken: {type: string, enum: [de, fr]}
        written: {type: string, enum: [en, de], x-enum-varnames: [English, German]}
        level: {type: integer, enum: [1, 2]}
";

/// What is said of such settings: of those that are for this version, or for another one.
#[track_caller]
fn check_merged(enums: &str, expected: &Expect) {
    let settings = format!("[names]\nenums = {{ {enums} }}\n");
    let settings = Settings::read(&Source::new("codegen.toml", settings)).expect("they are settings");
    let generated = generate_with(&settings, "spec.yaml", PAGES, &[], Tags::All);
    let told =
        generated.map(|generated| generated.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n"));
    expected.assert_eq(&told.unwrap_or_else(|errors| errors));
}

#[test]
fn enums_that_are_made_one_are_there_and_have_the_same_values() {
    check_merged(r#"Language = ["Locale", "PageLocale"]"#, &expect![""]);
    check_merged(r#"Locale = ["Locale", "PageLocale"]"#, &expect![""]);
    check_merged(r#"PageLocale = ["Locale", "PageLocale"]"#, &expect![""]);
    check_merged(
        r#"Language = ["Locale", "PageSpoken"]"#,
        &expect![[r#"
        error: `Locale` and `PageSpoken` are no one enum: only `Locale` has `en`, only `PageSpoken` has `fr`
         --> codegen.toml:2:33
          |
        2 | enums = { Language = ["Locale", "PageSpoken"] }
          |                                 ^^^^^^^^^^^^^
          |
          = help: take one of them out of the list"#]],
    );
    check_merged(
        r#"Language = ["PageWritten", "Locale"]"#,
        &expect![[r#"
        error: `Locale` and `PageWritten` are no one enum: `en` is `En` in the one and `English` in the other
         --> codegen.toml:2:23
          |
        2 | enums = { Language = ["PageWritten", "Locale"] }
          |                       ^^^^^^^^^^^^^^
          |
          = help: take one of them out of the list"#]],
    );
    check_merged(
        r#"Language = ["Locale", "PageLevel"]"#,
        &expect![[r#"
        error: `Locale` and `PageLevel` are no one enum: the one has texts, the other numbers
         --> codegen.toml:2:33
          |
        2 | enums = { Language = ["Locale", "PageLevel"] }
          |                                 ^^^^^^^^^^^^
          |
          = help: take one of them out of the list"#]],
    );
    // What is no enum keeps its type, before and behind those that are; so does another name of one.
    check_merged(
        r#"Language = ["Locale", "Area", "PageLocale", "Spoken", "Tongue"]"#,
        &expect![[r#"
        warning: `Area` is no enum
         --> codegen.toml:2:33
          |
        2 | enums = { Language = ["Locale", "Area", "PageLocale", "Spoken", "Tongue"] }
          |                                 ^^^^^^^
          |
          = help: `enums` lists enums by the names that their types have without it

        warning: `Spoken` is no enum
         --> codegen.toml:2:55
          |
        2 | enums = { Language = ["Locale", "Area", "PageLocale", "Spoken", "Tongue"] }
          |                                                       ^^^^^^^^^
          |
          = help: `enums` lists enums by the names that their types have without it

        warning: `Tongue` is no enum
         --> codegen.toml:2:65
          |
        2 | enums = { Language = ["Locale", "Area", "PageLocale", "Spoken", "Tongue"] }
          |                                                                 ^^^^^^^^^
          |
          = help: `enums` lists enums by the names that their types have without it"#]],
    );
    check_merged(
        r#"Language = ["Locale", "Nobody", "Page"]"#,
        &expect![[r#"
            warning: there is no enum `Nobody`
             --> codegen.toml:2:33
              |
            2 | enums = { Language = ["Locale", "Nobody", "Page"] }
              |                                 ^^^^^^^^^
              |
              = help: `enums` lists enums by the names that their types have without it

            warning: `Page` is no enum
             --> codegen.toml:2:43
              |
            2 | enums = { Language = ["Locale", "Nobody", "Page"] }
              |                                           ^^^^^^^
              |
              = help: `enums` lists enums by the names that their types have without it"#]],
    );
    check_merged(
        r#"Locale = ["PageLocale"], language = ["PageSpoken", "PageLocale"]"#,
        &expect![[r#"
        error: `Locale` is the name of another type
         --> codegen.toml:2:21
          |
        2 | enums = { Locale = ["PageLocale"], language = ["PageSpoken", "PageLocale"] }
          |                     ^^^^^^^^^^^^^^

        error: `language` is no name of a type; `Language` is one
         --> codegen.toml:2:48
          |
        2 | enums = { Locale = ["PageLocale"], language = ["PageSpoken", "PageLocale"] }
          |                                                ^^^^^^^^^^^^^

        error: `PageLocale` is listed twice
         --> codegen.toml:2:62
          |
        2 | enums = { Locale = ["PageLocale"], language = ["PageSpoken", "PageLocale"] }
          |                                                              ^^^^^^^^^^^^^"#]],
    );
}

/// Several servers of which the first counts, a credential that may be left out because all of them may, one that is
/// inherited, and settings that name some origin already.
#[test]
fn operations_with_several_servers_and_inherited_credentials_that_may_go_nowhere() {
    const TEXT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://eu.example.com'}, {url: 'https://us.example.com/v1'}]
security: [{}, {key: []}]
paths:
  /inherited:
    servers: [{url: 'https://a.example.com/v1'}, {url: 'https://eu.example.com'}]
    get: {operationId: inherited, tags: [T], responses: {'204': {}}}
    put: {operationId: asked, tags: [T], security: [{key: []}], responses: {'204': {}}}
  /home:
    get: {operationId: home, tags: [T], servers: [{url: 'https://us.example.com/v2'}], responses: {'204': {}}}
  /public:
    get: {operationId: open, tags: [T], servers: [{url: 'https://b.example.com'}], security: [], responses: {'204': {}}}
  /left:
    get: {operationId: left, tags: [T], servers: [{url: 'https://b.example.com'}], security: [{}], responses: {'204': {}}}
  /known:
    get: {operationId: known, tags: [T], servers: [{url: 'https://known.example.com'}, {url: 'https://b.example.com'}], responses: {'204': {}}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
";
    let mut settings = Settings::default();
    settings.client.credential_origins = vec!["https://known.example.com".to_owned()];
    let generated = generate_with(&settings, "spec.yaml", TEXT, &[], Tags::All).expect("it can be generated");
    let told: Vec<String> = generated.warnings.iter().map(ToString::to_string).collect();
    expect![[r#"
        warning: `inherited` may carry a credential and goes to https://a.example.com, but a client of https://eu.example.com or https://us.example.com sends its credentials to that origin alone: the client refuses to send it where it has that
         --> spec.yaml:7:5
          |
        7 |     servers: [{url: 'https://a.example.com/v1'}, {url: 'https://eu.example.com'}]
          |     ^^^^^^^ #/paths/~1inherited/servers
          |
          = help: where https://a.example.com may have them, put `credential-origins = ["https://known.example.com", "https://a.example.com", "https://us.example.com"]` under `[client]` of codegen.toml

        warning: `asked` asks for a credential and goes to https://a.example.com, but a client of https://eu.example.com or https://us.example.com sends its credentials to that origin alone: the client refuses to send it
         --> spec.yaml:7:5
          |
        7 |     servers: [{url: 'https://a.example.com/v1'}, {url: 'https://eu.example.com'}]
          |     ^^^^^^^ #/paths/~1inherited/servers
          |
          = help: where https://a.example.com may have them, put `credential-origins = ["https://known.example.com", "https://a.example.com", "https://us.example.com"]` under `[client]` of codegen.toml

        warning: `home` may carry a credential and goes to https://us.example.com, but a client of https://eu.example.com sends its credentials to that origin alone: the client refuses to send it where it has that
          --> spec.yaml:11:41
           |
        11 |     get: {operationId: home, tags: [T], servers: [{url: 'https://us.example.com/v2'}], responses: {'204': {}}}
           |                                         ^^^^^^^ #/paths/~1home/get/servers
           |
           = help: where https://us.example.com may have them, put `credential-origins = ["https://known.example.com", "https://a.example.com", "https://us.example.com"]` under `[client]` of codegen.toml"#]].assert_eq(&told.join("\n\n"));
}

#[test]
fn operations_whose_credential_may_go_nowhere() {
    let operation = |id: &str, more: &str| {
        format!(
            "{{operationId: {id}, tags: [T], servers: [{{url: 'https://{id}.example.com/v1'}}], {more} responses: {{'204': {{}}}}}}"
        )
    };
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\nservers: [{{url: 'https://api.example.com'}}]\nsecurity: [{{key: []}}]\n\
         paths:\n  /a:\n    put: {}\n  /b:\n    put: {}\n  /c:\n    put: {}\n\
         components: {{securitySchemes: {{key: {{type: apiKey, in: header, name: X-Key}}}}}}\n",
        operation("files", ""),
        operation("public", "security: [],"),
        operation("perhaps", "security: [{}, {key: []}],"),
    );
    check_warnings(
        &text,
        &expect![[r#"
            warning: `files` asks for a credential and goes to https://files.example.com, but a client of https://api.example.com sends its credentials to that origin alone: the client refuses to send it
             --> spec.yaml:7:42
              |
            7 |     put: {operationId: files, tags: [T], servers: [{url: 'https://files.example.com/v1'}],  responses: {'204': {}}}
              |                                          ^^^^^^^ #/paths/~1a/put/servers
              |
              = help: where https://files.example.com may have them, put `credential-origins = ["https://files.example.com", "https://perhaps.example.com"]` under `[client]` of codegen.toml

            warning: `perhaps` may carry a credential and goes to https://perhaps.example.com, but a client of https://api.example.com sends its credentials to that origin alone: the client refuses to send it where it has that
              --> spec.yaml:11:44
               |
            11 |     put: {operationId: perhaps, tags: [T], servers: [{url: 'https://perhaps.example.com/v1'}], security: [{}, {key: []}], responses:...
               |                                            ^^^^^^^ #/paths/~1c/put/servers
               |
               = help: where https://perhaps.example.com may have them, put `credential-origins = ["https://files.example.com", "https://perhaps.example.com"]` under `[client]` of codegen.toml"#]],
    );
}

#[test]
fn operations_whose_server_is_sent_nothing() {
    check_warnings(
        "openapi: 3.0.3
info: {title: T, version: '1'}
servers: [{url: 'https://api.example.com'}]
security: [{key: []}]
paths:
  /a:
    put: {operationId: files, tags: [T], servers: [{url: 'http://files.example.com/v1'}], responses: {'204': {}}}
  /b:
    put: {operationId: public, tags: [T], servers: [{url: 'https://me@b.example.com'}], security: [], responses: {'204': {}}}
  /c:
    put: {operationId: local, tags: [T], servers: [{url: 'http://localhost:1'}], security: [], responses: {'204': {}}}
  /d:
    put: {operationId: relative, tags: [T], servers: [{url: '/v2'}], responses: {'204': {}}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
",
        &expect![[r#"
            warning: `files` goes to http://files.example.com/v1, which is not https: the client refuses to send it
             --> spec.yaml:7:42
              |
            7 |     put: {operationId: files, tags: [T], servers: [{url: 'http://files.example.com/v1'}], responses: {'204': {}}}
              |                                          ^^^^^^^ #/paths/~1a/put/servers
              |
              = help: correct its `servers`, in an overlay for example; an app may allow a host of its own with `ClientBuilder::danger_allow_http`

            warning: `public` goes to https://me@b.example.com, which has a user or a password: the client refuses to send it
             --> spec.yaml:9:43
              |
            9 |     put: {operationId: public, tags: [T], servers: [{url: 'https://me@b.example.com'}], security: [], responses: {'204': {}}}
              |                                           ^^^^^^^ #/paths/~1b/put/servers
              |
              = help: correct its `servers`, in an overlay for example; an app may allow a host of its own with `ClientBuilder::danger_allow_http`"#]],
    );
}

#[test]
fn a_server_that_a_client_is_not_built_with_is_told() {
    check_warnings(
        "openapi: 3.0.3
info: {title: T, version: '1'}
servers:
  - {url: 'http://a.example.com/v1'}
  - {url: 'http://localhost:8080'}
  - {url: 'https://me:secret@b.example.com'}
  - {url: 'https://c.example.com?key=1'}
  - {url: 'https://{region}.example.com/v1#top', variables: {region: {default: d}}}
  - {url: \"https://e.exa\\nmple.com\"}
paths:
  /a: {get: {operationId: a, tags: [T], responses: {'204': {description: Done.}}}}
",
        &expect![[r#"
            warning: the server `http://a.example.com/v1` is not https; a client is not built with it
             --> spec.yaml:4:5
              |
            4 |   - {url: 'http://a.example.com/v1'}
              |     ^^^^ #/servers/0
              |
              = help: give the client another base URL, or correct the server in an overlay; an app may allow http for a host that it names, with `ClientBuilder::danger_allow_http`

            warning: the server `https://me:secret@b.example.com` has a user or a password; a client is not built with it
             --> spec.yaml:6:5
              |
            6 |   - {url: 'https://me:secret@b.example.com'}
              |     ^^^^ #/servers/2
              |
              = help: give the client another base URL, or correct the server in an overlay; an app may allow http for a host that it names, with `ClientBuilder::danger_allow_http`

            warning: the server `https://c.example.com?key=1` has a query; a client is not built with it
             --> spec.yaml:7:5
              |
            7 |   - {url: 'https://c.example.com?key=1'}
              |     ^^^^ #/servers/3
              |
              = help: give the client another base URL, or correct the server in an overlay; an app may allow http for a host that it names, with `ClientBuilder::danger_allow_http`

            warning: the server `https://d.example.com/v1#top` has a fragment; a client is not built with it
             --> spec.yaml:8:5
              |
            8 |   - {url: 'https://{region}.example.com/v1#top', variables: {region: {default: d}}}
              |     ^^^^ #/servers/4
              |
              = help: give the client another base URL, or correct the server in an overlay; an app may allow http for a host that it names, with `ClientBuilder::danger_allow_http`

            warning: the server `https://e.exa\nmple.com` has a blank or a line break in it; a client is not built with it
             --> spec.yaml:9:5
              |
            9 |   - {url: "https://e.exa\nmple.com"}
              |     ^^^^ #/servers/5
              |
              = help: give the client another base URL, or correct the server in an overlay; an app may allow http for a host that it names, with `ClientBuilder::danger_allow_http`"#]],
    );
}

#[test]
fn a_pair_of_escapes_of_json_moves_no_place() {
    let text = r#"{"openapi": "3.0.3",
 "info": {"title": "Smile \ud83d\ude00", "version": "1"},
 "paths": {"a": {}}}"#;
    let message = generate_with(&Settings::default(), "spec.json", text, &[], Tags::All);
    expect![[r##"
        error: the path `a` does not begin with a slash
         --> spec.json:3:12
          |
        3 |  "paths": {"a": {}}}
          |            ^^^ #/paths/a
          |
          = help: write `/a`"##]]
    .assert_eq(&message.map(drop).expect_err("the path has no slash"));
}

#[test]
fn what_stands_behind_what_nobody_understands_has_a_place_where_lines_lead_to_it() {
    // A tab behind a colon is YAML, which the parser that has places refuses.
    check(
        "{openapi:\t3.0.3, info: {title: a, version: '1'}, paths: {a: {}}}\n",
        &expect![[r##"
            error: the path `a` does not begin with a slash
            --> spec.yaml: #/paths/a
             = help: write `/a`"##]],
    );
    check(
        "openapi:\t3.0.3\ninfo: {title: a, version: '1'}\npaths: {a: {}}\n",
        &expect![[r##"
            error: the path `a` does not begin with a slash
             --> spec.yaml:3:9
              |
            3 | paths: {a: {}}
              |         ^ #/paths/a
              |
              = help: write `/a`"##]],
    );
    check(
        "openapi: 3.0.3\npaths: {a: {}}\ninfo: {title: a, version:\t'1'}\n",
        &expect![[r##"
            error: the path `a` does not begin with a slash
             --> spec.yaml:2:9
              |
            2 | paths: {a: {}}
              |         ^ #/paths/a
              |
              = help: write `/a`"##]],
    );
}
