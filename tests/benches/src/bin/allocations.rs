//! How often memory is allocated for a call: `allocations get client 400` prints the number of all calls together. A program of
//! its own, since what counts stands between it and the system's allocator. The server is another thread, which is not counted.

use anyhow::{Context as _, Result};
use client_benches::{Call, Caller, Way, server};

const USAGE: &str = "error: what is asked?\nhelp: get|post|list client|header|hand TIMES";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [call, way, times] = &arguments[..] else { anyhow::bail!(USAGE) };
    let (call, way): (Call, Way) = (call.parse().context(USAGE)?, way.parse().context(USAGE)?);
    let times: usize = times.parse().context(USAGE)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let caller = Caller::new(way, &server::start()?)?;
    // The first call opens the connection, and makes what is kept for all.
    runtime.block_on(caller.call(call))?;
    let mut outcome = Ok(0);
    let counted = allocation_counter::measure(|| {
        outcome = runtime.block_on(async {
            for _ in 1..times {
                caller.call(call).await?;
            }
            caller.call(call).await
        });
    });
    outcome?;
    println!("{}", counted.count_total);
    Ok(())
}
