//! Makes a call so many times, for a profiler: `client-benches get client 400`. The server is a process of its own, so that
//! nothing of it is counted.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    thread,
};

use anyhow::{Context as _, Result, bail};
use client_benches::{Call, Caller, Way, server};

const USAGE: &str = "error: what is asked?\nhelp: get|post|list client|header|hand TIMES, or serve";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve"] => {
            println!("{}", server::start()?);
            loop {
                thread::park();
            }
        }
        [call, way, times] => {
            make(call.parse().context(USAGE)?, way.parse().context(USAGE)?, times.parse().context(USAGE)?).await
        }
        _ => bail!(USAGE),
    }
}

async fn make(call: Call, way: Way, times: usize) -> Result<()> {
    let server = Server::start()?;
    let caller = Caller::new(way, &server.base_url)?;
    for _ in 0..times {
        caller.call(call).await?;
    }
    Ok(())
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
