//! The project's commands: `cargo xtask codegen`, `golden`, `drift`, `import`, `update`, `corpus`, `bench`, `fuzz`, `ci`.

use std::process::ExitCode;

use clap::Parser as _;
use xtask::{Invocation, Outcome};

fn main() -> ExitCode {
    match Invocation::parse().run() {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::CheckFailed) => ExitCode::from(1),
        Ok(Outcome::Changed) => ExitCode::from(3),
        Ok(Outcome::NeedsPerson) => ExitCode::from(4),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}
