#!/usr/bin/env bash
# rustc 1.95 shows a public type of another crate by its last name alone, unless the module is `#[doc(hidden)]`: then each message
# has its whole path. So hiding the types of a builder's state from the docs makes its errors long.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-1.95.0}
rustc --version 2>/dev/null | grep -q "^rustc 1\.95\." || unset RUSTUP_TOOLCHAIN

# Writes a crate whose module of names has this attribute, and shows the first line of the error of a crate that uses it.
first_line() {
  cat >names.rs <<RS
#[diagnostic::on_unimplemented(message = "missing: {Self}")]
pub trait Complete {}
impl Complete for () {}
$1
pub mod required {
    pub enum subject_line {}
    pub enum html_body {}
}
pub fn build<S: Complete>() {}
pub type All = (required::subject_line, (required::html_body, ()));
RS
  echo 'fn main() { names::build::<names::All>(); }' >app.rs
  rustc --edition 2024 --crate-type lib -A non_camel_case_types names.rs
  rustc --edition 2024 --extern names=libnames.rlib app.rs 2>&1 | head -1 || true
}

seen="public: $(first_line '')
hidden: $(first_line '#[doc(hidden)]')
hidden from rustdoc alone: $(first_line '#[cfg_attr(doc, doc(hidden))]')"
expected="public: error[E0277]: missing: (subject_line, (html_body, ()))
hidden: error[E0277]: missing: (names::required::subject_line, (names::required::html_body, ()))
hidden from rustdoc alone: error[E0277]: missing: (subject_line, (html_body, ()))"
rustc --version
echo "$seen"
[ "$seen" = "$expected" ] || { echo "it has changed" >&2; exit 1; }
