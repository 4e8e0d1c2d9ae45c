//! Generates the client into the output folder, and again when one of its files changes.

use intercom_codegen_cli::BuildScript;

fn main() {
    BuildScript::new("petstore.yaml").overlay("docs.overlay.yaml").settings("codegen.toml").run();
}
