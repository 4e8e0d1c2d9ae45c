//! Makes a call so many times, for a profiler: `client-benches call get client 400`. The server is a process of its own, so that
//! nothing of it is counted.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    thread,
};

use anyhow::{Context as _, Result};
use clap::Parser;
use client_benches::{Call, Caller, Way, server};

/// Makes a call so many times, or serves.
#[derive(Debug, Parser)]
enum Arguments {
    /// Through the client or by hand.
    Call {
        /// What is called.
        call: Call,
        /// Who calls.
        way: Way,
        /// How often.
        times: usize,
    },
    /// Prints the base URL and answers until it is ended.
    Serve,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    match Arguments::parse() {
        Arguments::Serve => {
            println!("{}", server::start()?);
            loop {
                thread::park();
            }
        }
        Arguments::Call { call, way, times } => {
            let server = Server::start()?;
            let caller = Caller::new(way, &server.base_url)?;
            for _ in 0..times {
                caller.call(call).await?;
            }
            Ok(())
        }
    }
}

/// This program as a server, in a process that ends with it.
struct Server {
    process: Child,
    base_url: String,
}

impl Server {
    fn start() -> Result<Self> {
        let mut process = Command::new(std::env::current_exe()?).arg("serve").stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().context("error: the server has no standard output")?;
        let mut base_url = String::new();
        BufReader::new(output).read_line(&mut base_url)?;
        Ok(Self { process, base_url: base_url.trim_end().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Where it has ended already, there is nothing to do.
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}
