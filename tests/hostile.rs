//! Input that was made to hurt: no text makes the generator run out of its stack, take time that grows faster than the text, or
//! say what a terminal would act on.

use std::{fs, path::Path, thread, time::Instant};

use codegen_tests::{description, generate_from};
use intercom_codegen::{Source, error, load};
use xtask::files;

const PETS: &str = "/pets: {get: {responses: {'200': {description: All., content: {application/json: {schema: {$ref: \
                    '#/components/schemas/a0'}}}}}}}";

/// A component for each number below another: `a0`, `a1`, ….
fn schemas(count: usize, schema: impl Fn(usize) -> String) -> String {
    (0..count).map(|index| format!("a{index}: {}\n", schema(index))).collect()
}

fn reference(index: usize) -> String {
    format!("{{$ref: '#/components/schemas/a{index}'}}")
}

#[track_caller]
fn refused(schemas: &str) -> String {
    generate_from(&description(PETS, schemas), &[]).map(drop).expect_err("the input is bad")
}

/// Does something with the stack that a program's first thread has.
fn on_a_first_thread(work: fn()) {
    let thread = thread::Builder::new().stack_size(8 << 20).spawn(work).expect("a thread can be started");
    thread.join().expect("it comes to its end");
}

/// What so many take, and sixteen times as many: 256 times as long where time grows with the square.
#[track_caller]
fn is_linear(count: usize, schemas: impl Fn(usize) -> String) {
    is_linear_of(count, |count| description(PETS, &schemas(count)));
}

/// The same, of whole descriptions.
#[track_caller]
fn is_linear_of(count: usize, text: impl Fn(usize) -> String) {
    let seconds = |count: usize| {
        let text = text(count);
        let start = Instant::now();
        generate_from(&text, &[]).expect("the input is good");
        start.elapsed().as_secs_f64()
    };
    let is_met = |&(few, many): &(f64, f64)| many < 40.0 * few;
    let mut attempts: Vec<(f64, f64)> = Vec::new();
    // Others work beside it: what is linear is so in one of a few attempts.
    while attempts.len() < 3 && !attempts.last().is_some_and(is_met) {
        attempts.push((seconds(count), seconds(16 * count)));
    }
    assert!(attempts.last().is_some_and(is_met), "{count} and {} took, in seconds: {attempts:?}", 16 * count);
}

#[test]
fn types_nest_as_deep_as_the_text_may() {
    let nested =
        |depth: usize| format!("a0: {}{{type: string}}{}", "{type: array, items: ".repeat(depth), "}".repeat(depth));
    // The stack that a program's first thread has.
    let generated = |depth: usize| {
        let generate = move || generate_from(&description(PETS, &nested(depth)), &[]).expect("the input is good");
        let thread = thread::Builder::new().stack_size(8 << 20).spawn(generate).expect("a thread can be started");
        let generated = thread.join().expect("it comes to its end");
        generated.output.files()["models/a0.rs"].replace([' ', '\n', ','], "")
    };
    assert!(generated(40).contains(&format!("{}String{}", "Vec<".repeat(40), ">".repeat(40))));
    // What stands deeper than types do is any JSON.
    assert!(generated(115).contains("Vec<Value>"));
    for (depth, said) in [
        (200, "error: this is no valid YAML: recursion limit exceeded"),
        (5_000, "error: brackets are nested too deep\n"),
    ] {
        let message = refused(&nested(depth));
        assert!(message.starts_with(said), "{message}");
    }
}

#[test]
fn what_leads_to_itself_at_once_is_told_with_its_place() {
    for schema in ["{$ref: '#/components/schemas/a0'}", "{oneOf: [{$ref: '#/components/schemas/a0'}]}"] {
        let message = refused(&format!("a0: {schema}"));
        assert!(
            message.starts_with("error: the schema of `A0` leads to nothing but itself\n --> spec.yaml:8:5\n"),
            "{message}"
        );
    }
    let message = refused("a0: {allOf: [{$ref: '#/components/schemas/a0'}]}");
    assert!(
        message.starts_with("error: the schema of `A0` leads to nothing but itself\n --> spec.yaml:8:5\n"),
        "{message}"
    );
    let message = refused("a0: {allOf: [{$ref: '#/components/schemas/a0'}, {properties: {b: {type: string}}}]}");
    assert!(message.starts_with("error: the `allOf` of `#/components/schemas/a0` contains itself\n"), "{message}");
}

#[test]
fn a_header_of_what_contains_itself_is_said_in_few_words() {
    let paths = "/pets: {get: {responses: {'200': {description: All., headers: {X-Tree: {schema: {$ref: \
                 '#/components/schemas/a0'}}}}}}}";
    let words = |schemas: &str| {
        let generated = generate_from(&description(paths, schemas), &[]).expect("the input is good");
        generated.api.operations[0].responses[0].headers[0].ty.clone()
    };
    assert_eq!(words("a0: {type: array, items: {$ref: '#/components/schemas/a0'}}"), "array of array of any");
    let either = "a0: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/a0'}}]}";
    assert_eq!(words(either), "array of any or string or string");
    // Each is two of the next: a million in all.
    let twice = schemas(20, |index| format!("{{anyOf: [{0}, {{type: array, items: {0}}}]}}", reference(index + 1)));
    assert!(words(&(twice + "a20: {type: string}")).len() < 10_000);
}

#[test]
fn references_in_a_row_take_time_by_their_number() {
    is_linear(250, |count| {
        schemas(count, |index| reference(index + 1))
            + &format!("a{count}: {{type: object, properties: {{b: {{type: string}}}}}}")
    });
}

#[test]
fn schemas_that_refer_to_each_other_take_time_by_their_number() {
    // Each has five properties, and leads to all others.
    is_linear(50, |count| {
        schemas(count, |index| {
            let property = |nth: usize| format!("p{nth}: {}", reference((index * 7 + nth * 13 + 1) % count));
            format!("{{type: object, properties: {{{}}}}}", (0..5).map(property).collect::<Vec<_>>().join(", "))
        })
    });
}

#[test]
fn alternatives_in_a_row_take_time_by_their_number() {
    is_linear(50, |count| {
        schemas(count, |index| format!("{{oneOf: [{}, {{type: string}}]}}", reference(index + 1)))
            + &format!("a{count}: {{type: object, properties: {{b: {{type: string}}}}}}")
    });
}

#[test]
fn alternatives_side_by_side_take_time_by_their_number() {
    // What is said of them has to be held against what is said of all others.
    is_linear(60, |count| {
        let all: String = (1..=count).map(|index| format!("{}, ", reference(index))).collect();
        let object =
            "{type: object, properties: {b: {type: string}, c: {type: integer, minimum: 1}, d: {type: boolean}}}";
        let objects = schemas(count + 1, |_| object.to_owned());
        objects.replacen(object, &format!("{{oneOf: [{all}]}}"), 1)
    });
}

#[test]
fn what_is_wide_takes_time_by_its_width() {
    let all = |count: usize, one: fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(", ");
    let value = |index| format!("v{index}");
    is_linear(250, |count| format!("a0: {{type: string, enum: [{}]}}", all(count, value)));
    let property = |index| format!("p{index}: {{type: boolean}}");
    is_linear(125, |count| format!("a0: {{type: object, properties: {{{}}}}}", all(count, property)));
    let mapping = |index| format!("v{index}: '#/components/schemas/a{}'", index + 1);
    is_linear(25, |count| {
        let object = "{type: object, required: [b], properties: {b: {type: string}}}";
        let alternatives = (1..=count).map(reference).collect::<Vec<_>>().join(", ");
        let discriminator = format!("discriminator: {{propertyName: b, mapping: {{{}}}}}", all(count, mapping));
        schemas(count + 1, |index| match index {
            0 => format!("{{oneOf: [{alternatives}], {discriminator}}}"),
            _ => object.to_owned(),
        })
    });
    let alternatives = |count: usize, one: &dyn Fn(usize) -> String| {
        let all = (1..=count).map(reference).collect::<Vec<_>>().join(", ");
        schemas(count + 1, |index| if index == 0 { format!("{{oneOf: [{all}]}}") } else { one(index) })
    };
    let object = |index: usize, said: &str, rest: &str| {
        format!("{{type: object, properties: {{p{index}: {{type: string}}, k: {{type: string{said}}}}}{rest}}}")
    };
    // Told apart by one of two values, by one beside null, by what half of them say, and by what they forbid.
    is_linear(125, |count| alternatives(count, &|index| object(index, &format!(", enum: [v{index}, w{index}]"), "")));
    let nullable = |index| object(index, &format!(", nullable: true, enum: [v{index}, null]"), "");
    is_linear(125, |count| alternatives(count, &nullable));
    let half = |index| object(index, &if index % 2 == 0 { format!(", enum: [v{index}]") } else { String::new() }, "");
    is_linear(125, |count| alternatives(count, &half));
    is_linear(125, |count| alternatives(count, &|index| object(index, "", ", additionalProperties: false")));
    let webhook = |index: usize| {
        let schema = format!("{{type: object, properties: {{topic: {{const: t{index}}}}}}}");
        format!(
            "w{index}: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}, responses: {{'204': {{}}}}}}}}"
        )
    };
    is_linear_of(125, |count| {
        let webhooks = all(count, webhook);
        description(PETS, "a0: {}").replacen("3.0.3", "3.1.0", 1) + &format!("webhooks: {{{webhooks}}}\n")
    });
    let operation = |index| format!("/a{index}: {{get: {{tags: [t{index}], responses: {{'204': {{}}}}}}}}\n");
    is_linear_of(15, |count| description(&(0..count).map(operation).collect::<String>(), "a0: {}"));
    let server = |index| format!("{{url: 'https://a{index}.example.com'}}");
    is_linear_of(125, |count| format!("servers: [{}]\n{}", all(count, server), description(PETS, "a0: {}")));
}

/// Where a schema stands that is asked for what tells its alternatives apart, how it is sent, and what is said of it.
const PLACES: [&str; 4] = [
    "responses: {'200': {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/a0'}}}}}",
    "responses: {'200': {description: All., headers: {X-A: {schema: {$ref: '#/components/schemas/a0'}}}}}",
    "parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/a0'}}], responses: {'204': {}}",
    "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {$ref: \
     '#/components/schemas/a0'}}}}}}, responses: {'204': {}}",
];

#[test]
fn alternatives_that_are_each_others_alternatives_have_an_end() {
    on_a_first_thread(alternatives_of_each_other);
}

fn alternatives_of_each_other() {
    for rest in ["", ", discriminator: {propertyName: b}", ", properties: {c: {type: string}}"] {
        // Each is one of all others: eight to the power of the depth to which they are followed.
        let others = |own: usize| (0..8).filter(move |other| *other != own).map(reference);
        let all = |own: usize| others(own).collect::<Vec<_>>().join(", ");
        let circle = schemas(8, |index| format!("{{oneOf: [{}, {{type: object, required: [b]}}]{rest}}}", all(index)));
        // Each is one of the eight of the next floor.
        let floor = |index: usize| (0..8).map(move |next| reference((index / 8 + 1) * 8 + next));
        let next = |index: usize| floor(index).collect::<Vec<_>>().join(", ");
        let floors = schemas(40, |index| format!("{{oneOf: [{}]{rest}}}", next(index)));
        let ground = (40..48).map(|index| {
            format!("a{index}: {{type: object, required: [b], properties: {{b: {{enum: [v{index}]}}}}}}\n")
        });
        let floors = floors + &ground.collect::<String>();
        // Where they stand is one question, what they have beside them another.
        let places = if rest.contains("properties") { &PLACES[..1] } else { &PLACES };
        for place in places {
            let paths = format!("/pets: {{post: {{{place}}}}}");
            // What leads to nothing but itself is refused where it becomes a type.
            drop(generate_from(&description(&paths, &circle), &[]));
            generate_from(&description(&paths, &floors), &[]).expect("the input is good");
        }
    }
}

#[test]
fn paths_that_are_all_one_long_path_item_are_told_before_they_fill_the_memory() {
    let parameters: Vec<String> =
        (0..500).map(|index| format!("{{name: p{index}, in: query, schema: {{}}}}")).collect();
    let item = format!("/item: {{parameters: [{}], get: {{responses: {{'204': {{}}}}}}}}\n", parameters.join(", "));
    let paths = |count: usize| {
        let same = (0..count).map(|index| format!("/a{index}: {{$ref: '#/paths/~1item'}}\n"));
        description(&format!("{item}{}", same.collect::<String>()), "a0: {type: string}")
    };
    generate_from(&paths(2), &[]).expect("the input is good");
    // 500 parameters of four values each, 600 times.
    let message = generate_from(&paths(600), &[]).map(drop).expect_err("the input is bad");
    assert!(
        message.starts_with("error: the copies of what references lead to have more than 1000000 values"),
        "{message}"
    );
}

/// Each holds two of the next: a sample of the first would be of 131,072 models.
#[test]
fn a_sample_that_nobody_could_read_is_left_out() {
    let post = "/pets: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: \
                '#/components/schemas/a0'}}}}, responses: {'204': {description: Made.}}}}";
    let sample = |count: usize| {
        let two = |next: usize| format!("{{a: {0}, b: {0}}}", reference(next));
        let held = |index: usize| format!("{{type: object, required: [a, b], properties: {}}}", two(index + 1));
        let last = format!("a{count}: {{type: string}}\n");
        let text = description(post, &(schemas(count, held) + &last));
        let files = generate_from(&text, &[]).expect("the input is good").output.files().clone();
        files.into_iter().find(|(path, _)| path.starts_with("samples/")).map(|(_, sample)| sample)
    };
    assert!(sample(3).is_some_and(|sample| sample.matches("builder()").count() == 7));
    assert_eq!(sample(17), None);
}

#[test]
fn names_that_are_alike_take_time_by_their_number() {
    is_linear(125, |count| {
        let property =
            |index: usize| format!("'a{}': {{type: string}}", "_".repeat(index % 60) + &"-".repeat(index / 60));
        format!("a0: {{type: object, properties: {{{}}}}}", (0..count).map(property).collect::<Vec<_>>().join(", "))
    });
}

#[test]
fn a_long_name_is_cut_where_it_would_be_the_name_of_a_file() {
    let long = |letter: &str| letter.repeat(10_000);
    let properties = format!("{{? {} : {{type: string, enum: [{}]}}}}", long("p"), long("v"));
    let twice =
        ["1", "2"].map(|end| format!("? {}{end}\n: {{type: object, properties: {properties}}}\n", long("N"))).concat();
    let generated =
        generate_from(&description(PETS, &format!("a0: {{type: string}}\n{twice}")), &[]).expect("the input is good");
    let files: Vec<&str> = generated.output.files().keys().map(String::as_str).collect();
    let longest = files.iter().flat_map(|path| path.split('/')).map(str::len).max();
    assert_eq!(longest, Some(204), "{files:?}");
    // Both are there, told apart by a number; on the wire they keep their names.
    let code = generated.output.files().values().map(String::as_str).collect::<String>();
    assert!(code.contains(&format!("pub struct N{} {{", "n".repeat(199))), "{code}");
    assert!(code.contains(&format!("pub struct N{}2 {{", "n".repeat(199))), "{code}");
    assert!(code.contains(&format!("as \"{}\"", long("p"))), "{code}");
}

#[test]
fn what_is_said_has_an_end_and_steers_no_terminal() {
    let message = refused(&format!("a0: {{type: string, minLength: \"\\e[31m{}\"}}", "x".repeat(100_000)));
    assert!(message.contains("[... ") && message.len() < 10_000, "{}", message.len());
    assert!(!message.contains('\u{1b}'), "{message:?}");
    let kinds = (0..3_000).map(|index| format!("p{index}: {{type: strin{index}}}")).collect::<Vec<_>>().join(", ");
    let generated = generate_from(&description(PETS, &format!("a0: {{type: object, properties: {{{kinds}}}}}")), &[]);
    let generated = generated.expect("the input is good");
    assert_eq!(error::grouped(&generated.warnings).len(), 3_000);
}

#[test]
fn alternatives_that_are_too_many_are_told_apart_in_few_words() {
    let generated = |count: usize, object: &dyn Fn(usize) -> String| {
        let all = (1..=count).map(reference).collect::<Vec<_>>().join(", ");
        let one = |index| if index == 0 { format!("{{oneOf: [{all}]}}") } else { object(index) };
        generate_from(&description(PETS, &schemas(count + 1, one)), &[]).expect("the input is good")
    };
    // By the values of all others, as long as none is told from many; else each has its own alone.
    let rules = |count: usize, object: &dyn Fn(usize) -> String| {
        let code = generated(count, object).output.files()["models/a0.rs"].clone();
        (code.matches("not(\"/k\"").count(), code.matches("only(\"/k\"").count())
    };
    let values = |index| format!("{{type: object, properties: {{k: {{type: string, enum: [v{index}, w{index}]}}}}}}");
    assert_eq!(rules(51, &values), (51, 0));
    assert_eq!(rules(52, &values), (0, 52));
    let lists = |one: std::ops::Range<usize>, other: std::ops::Range<usize>| {
        move |index| {
            let listed = if index == 1 { one.clone() } else { other.clone() };
            let listed = listed.map(|value| format!("v{value}")).collect::<Vec<_>>().join(", ");
            format!("{{type: object, properties: {{k: {{enum: [{listed}]}}, p{index}: {{}}}}}}")
        }
    };
    assert_eq!(rules(2, &lists(0..2, 2..122)), (0, 2), "a value that is new is not the second one's");
    assert_eq!(rules(2, &lists(0..150, 0..151)), (1, 0), "one that is told from a single value takes new ones");
    // By the properties of all others, of which each is told that has more.
    let closed = |index| format!("{{type: object, properties: {{p{index}: {{}}}}, additionalProperties: false}}");
    assert_eq!(generated(101, &closed).warnings, []);
    let warnings = generated(102, &closed).warnings;
    assert_eq!(warnings.len(), 102);
    let told = warnings[101].to_string();
    let expected = "warning: this alternative forbids more than 100 properties that others have; a value with one of the rest may be \
                    taken for it\n --> spec.yaml:8:";
    assert!(told.starts_with(expected) && told.ends_with("^^^^^ #/components/schemas/a0/oneOf/101"), "{told}");
}

#[test]
fn what_versions_are_not_compared_by_is_told_with_its_place() {
    // The places, by what is said of them.
    let warned = |place: &str, schema: &str| {
        let schemas = format!("a0: {schema}");
        let generated = generate_from(&description(&format!("/pets: {{get: {{{place}}}}}"), &schemas), &[]);
        generated
            .expect("the input is good")
            .warnings
            .iter()
            .map(|warning| {
                let told = warning.to_string();
                let place = told.rsplit("#/").next().unwrap_or_default();
                format!("{}: {place}", warning.message)
            })
            .collect::<Vec<_>>()
    };
    let any_of = |count: usize, one: &dyn Fn(usize) -> String| {
        format!("{{anyOf: [{}]}}", (0..count).map(one).collect::<Vec<_>>().join(", "))
    };
    // The header itself is one of so many.
    let text = |index: usize| format!("{{type: string, maxLength: {}}}", index + 1);
    assert_eq!(warned(PLACES[1], &any_of(99, &text)), [""; 0]);
    let said = "a header of more than 100 schemas; two versions are compared by no more of them";
    let place = "paths/~1pets/get/responses/200/headers/X-A";
    assert_eq!(warned(PLACES[1], &any_of(100, &text)), [format!("{said}: {place}")]);
    let number = |index: usize| format!("{{type: integer, enum: [{index}]}}");
    assert_eq!(warned(PLACES[2], &any_of(999, &number)), [""; 0]);
    let said = "what is written as text has more than 1000 alternatives, with what they are made of; two versions are compared by no \
                more of them";
    let place = "paths/~1pets/get/parameters/0/schema";
    assert_eq!(warned(PLACES[2], &any_of(1_000, &number)), [format!("{said}: {place}")]);
}

#[test]
fn a_line_that_is_too_long_is_shown_in_part() {
    let others = (1..200).map(|index| format!("\"a{index}\":{{}}")).collect::<Vec<_>>().join(",");
    let text = format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"\u{e9}\u{2028}\",\"version\":\"1\"}},\"paths\":{{\"/pets\":{{\"get\":{{\"responses\":\
         {{\"200\":{{\"description\":\"All.\",\"content\":{{\"application/json\":{{\"schema\":{{\"$ref\":\
         \"#/components/schemas/a0\"}}}}}}}}}}}}}}}},\"components\":{{\"schemas\":{{{others},\"a0\":{{\"minLength\":\"x\"}}}}}}}}"
    );
    let message = generate_from(&text, &[]).map(drop).expect_err("the input is bad");
    let told = message.lines().skip(1).collect::<Vec<_>>().join("\n");
    let expected = format!(
        " --> spec.yaml:1:2117\n  |\n1 | [...]:{{}},\"a195\":{{}},\"a196\":{{}},\"a197\":{{}},\"a198\":{{}},\"a199\":{{}},\"a0\":{{\"minLength\":\"x\"}}}}}}}}\n  | \
         {}^^^^^^^^^^^ #/components/schemas/a0/minLength",
        " ".repeat(65)
    );
    assert_eq!(told, expected);
    // A separator of lines is a character, as an editor counts.
    assert_eq!(text.chars().skip(2_116).take(11).collect::<String>(), "\"minLength\"");
    let broken = |name: &str, text: String| {
        load::load(&Source::new(name, text)).map_err(|errors| errors.to_string()).expect_err("it is broken")
    };
    let yaml = broken("a.yaml", format!("a: [{}", "\u{2028}b, ".repeat(300)));
    let expected = format!(
        "error: this is no valid YAML: did not find expected node content\n --> a.yaml:1:1205\n  |\n1 | [...]{}\n  | {}^",
        "\u{2028}b, ".repeat(10),
        " ".repeat(45)
    );
    assert_eq!(yaml, expected);
    let json = broken("a.json", format!("{{\"a\": \"{}\"}} b", "\u{2028}".repeat(2_000)));
    let expected = format!(
        "error: this is no valid JSON: trailing characters\n --> a.json:1:2011\n  |\n1 | [...]{}\"}} b\n  | {}^",
        "\u{2028}".repeat(19),
        " ".repeat(27)
    );
    assert_eq!(json, expected);
    // All of it is one word.
    let json = broken("a.json", format!("{{\"a\": 1, b{}", "x".repeat(2_000)));
    let expected = format!(
        "error: this is no valid JSON: key must be a string\n --> a.json:1:10\n  |\n1 | {{\"a\": 1, b{}[...]\n  | {}{}",
        "x".repeat(119),
        " ".repeat(9),
        "^".repeat(60)
    );
    assert_eq!(json, expected);
}

#[test]
fn a_text_of_utf_16_is_read_and_another_one_is_told_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("it can be written");
        path
    };
    let text = "openapi: 3.0.3\ninfo: {title: Caf\u{e9} \u{1f600}}\n";
    let units = |bytes: fn(u16) -> [u8; 2]| {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    for (name, bytes) in [("le.yaml", units(u16::to_le_bytes)), ("be.yaml", units(u16::to_be_bytes))] {
        assert_eq!(files::read(&file(name, &bytes)).expect("it can be read"), text);
    }
    let latin: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).unwrap_or(b'?')).collect();
    let path = file("latin1.yaml", &latin);
    let message = files::read(&path).map_err(|error| format!("{error:#}")).expect_err("it is no UTF-8");
    let place = format!("error: the byte 0xe9 is no UTF-8\n --> {}:2:18\n", Path::new(&path).display());
    assert!(message.starts_with(&place) && message.ends_with("help: save the file as UTF-8"), "{message}");
    // What is not read is not loaded either.
    assert!(load::load(&Source::new("a.yaml", text)).is_ok());
}

#[test]
fn alternatives_that_are_each_others_are_asked_once_for_what_they_hide_and_whether_they_are_events() {
    let list = (0..40).map(|index| format!("{{$ref: '#/components/schemas/U{index}'}}")).collect::<Vec<_>>().join(", ");
    let schemas: String =
        (0..40).map(|index| format!("    U{index}: {{oneOf: [{{type: string}}, {list}]}}\n")).collect();
    let paths = "  /u:\n    get:\n      operationId: u\n      tags: [T]\n      responses:\n        '200':\n          description: Ok.\n          \
                 content: {text/event-stream: {schema: {type: object, properties: {data: {$ref: '#/components/schemas/U0'}}}}}\n";
    let text =
        format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}");
    let begun = std::time::Instant::now();
    drop(generate_from(&text, &[]));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
