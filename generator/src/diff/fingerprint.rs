//! The name of a change: what it is and where, in the description's words, and nothing else.

use sha2::{Digest as _, Sha256};

use super::Rule;

/// The fingerprint of what a rule found: at a key that no order and no other change can alter, and which value of it.
pub(super) fn fingerprint(rule: &Rule, key: &str, value: &str) -> String {
    let digest = Sha256::digest(format!("{}\n{key}\n{value}", rule.id));
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
