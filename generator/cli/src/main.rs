//! `intercom-codegen`: an OpenAPI description -> a Rust client.

use std::process::ExitCode;

use clap::Parser as _;
use intercom_codegen_cli::{Invocation, Outcome, template};

fn main() -> ExitCode {
    match Invocation::parse().run(template) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::CheckFailed) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}
