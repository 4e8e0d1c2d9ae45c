//! What several test files need: running the generator on a text.

use intercom_codegen::{Generated, Input, Settings, Source, Tags, generate};

/// Generates from a description and overlays, all tags.
///
/// # Errors
///
/// What the generator says, as the user sees it.
pub fn generate_from(description: &str, overlays: &[&str]) -> Result<Generated, String> {
    let settings = Settings { api_versions: vec!["1".to_owned(), "2".to_owned()], ..Settings::default() };
    generate_with(&settings, "spec.yaml", description, overlays, Tags::All)
}

/// Generates with everything given.
///
/// # Errors
///
/// What the generator says, as the user sees it.
pub fn generate_with(
    settings: &Settings,
    name: &str,
    description: &str,
    overlays: &[&str],
    tags: Tags,
) -> Result<Generated, String> {
    let input = Input {
        description: Source::new(name, description),
        overlays: overlays.iter().map(|text| Source::new("overlay.yaml", *text)).collect(),
        tags,
        origin: name.to_owned(),
    };
    generate(&input, settings).map_err(|errors| errors.to_string())
}

/// A description with these paths and components, both as YAML flow or indented block text.
#[must_use]
pub fn description(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths:\n{}\ncomponents:\n  schemas:\n{}\n",
        indent(paths, 2),
        indent(schemas, 4)
    )
}

fn indent(text: &str, by: usize) -> String {
    text.trim_matches('\n').lines().map(|line| format!("{:by$}{line}\n", "")).collect()
}
