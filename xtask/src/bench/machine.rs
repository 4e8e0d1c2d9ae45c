//! What was measured on: the head line of the table.

use std::{env, fs, num::NonZero, process::Command, thread};

use serde::Serialize;

/// Hardware and toolchain.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Machine {
    pub processor: String,
    pub cores: usize,
    /// Bytes; where the system does not say, nothing.
    pub memory: Option<u64>,
    pub toolchain: String,
}

impl Machine {
    /// This one.
    pub(super) fn here() -> Self {
        let told = |file: &str, key: &str| value_of(&fs::read_to_string(file).ok()?, key);
        let memory = told("/proc/meminfo", "MemTotal").and_then(|size| kibibytes(&size));
        Self {
            processor: told("/proc/cpuinfo", "model name").unwrap_or_else(|| env::consts::ARCH.to_owned()),
            cores: thread::available_parallelism().map_or(1, NonZero::get),
            memory,
            toolchain: toolchain(),
        }
    }

    /// The head line.
    pub(super) fn line(&self) -> String {
        let memory = self.memory.map(|bytes| format!(", {} GiB", bytes >> 30)).unwrap_or_default();
        format!("{}, {} cores{memory}; {}", self.processor, self.cores, self.toolchain)
    }
}

/// The compiler by its own word.
pub(super) fn toolchain() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    text.ok().filter(|text| !text.is_empty()).unwrap_or_else(|| "no rustc".to_owned())
}

/// What the compiler makes programs for, by its own word.
pub(super) fn host() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    value_of(&text, "host").unwrap_or_else(|| env::consts::ARCH.to_owned())
}

/// `model name : X` -> `X`, of the first such line.
fn value_of(text: &str, key: &str) -> Option<String> {
    text.lines().find_map(|line| Some(line.strip_prefix(key)?.trim_start().strip_prefix(':')?.trim().to_owned()))
}

/// `24593120 kB` in bytes.
fn kibibytes(size: &str) -> Option<u64> {
    Some(size.strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_line_tells_hardware_and_toolchain() {
        let cpuinfo = "processor\t: 0\nmodel name\t: A Processor @ 2 GHz\nprocessor\t: 1\nmodel name\t: Another\n";
        let machine = Machine {
            processor: value_of(cpuinfo, "model name").expect("it is there"),
            cores: 2,
            memory: kibibytes("24593120 kB"),
            toolchain: "rustc 1.95.0 (59807616e 2026-04-14)".to_owned(),
        };
        assert_eq!(machine.line(), "A Processor @ 2 GHz, 2 cores, 23 GiB; rustc 1.95.0 (59807616e 2026-04-14)");
    }
}
