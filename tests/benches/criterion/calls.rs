//! How long a call takes, through the client and by hand, against a server in this process.

use anyhow::Result;
use client_benches::{Call, Caller, Way, server};
use criterion::Criterion;

fn main() -> Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let base_url = server::start()?;
    for (name, call) in [("get", Call::Get), ("post", Call::Post), ("list", Call::List)] {
        let mut group = criterion.benchmark_group(name);
        for (name, way) in [("client", Way::Client), ("by hand", Way::Hand)] {
            let caller = Caller::new(way, &base_url)?;
            runtime.block_on(caller.call(call))?;
            group.bench_function(name, |bencher| bencher.to_async(&runtime).iter(|| caller.call(call)));
        }
        group.finish();
    }
    criterion.final_summary();
    Ok(())
}
