//! The cost of a process according to /proc: CPU time and memory, its own and that of its descendants. The private
//! PostgreSQL is one of them.

use std::{collections::HashMap, fs, time::Duration};

/// The kernel reports times to every program in hundredths of a second (`USER_HZ`), whatever its own clock.
const TICK: Duration = Duration::from_millis(10);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub cpu: Duration,
    /// The CPU time of all descendants, including those that have ended.
    pub descendants: Duration,
}

impl Cost {
    pub fn since(self, earlier: Self) -> Self {
        Self {
            cpu: self.cpu.saturating_sub(earlier.cpu),
            descendants: self.descendants.saturating_sub(earlier.descendants),
        }
    }
}

/// The fields that are needed of /proc/PID/stat.
#[derive(Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    own: Duration,
    /// The time of children that have ended and been waited for.
    reaped: Duration,
}

fn parse_stat(line: &str) -> Option<Stat> {
    // The second field is the program's name in parentheses, which may contain anything, parentheses too.
    let (_, rest) = line.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split(' ').collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u32>().ok();
    Some(Stat { parent: ticks(1)?, own: TICK * (ticks(11)? + ticks(12)?), reaped: TICK * (ticks(13)? + ticks(14)?) })
}

/// What `pid` and its descendants have cost so far, or `None` when there is no such process.
pub fn cost(pid: u32) -> Option<Cost> {
    let stats: HashMap<u32, Stat> = fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| {
            let pid = entry.ok()?.file_name().to_str()?.parse().ok()?;
            Some((pid, parse_stat(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?))
        })
        .collect();
    let server = stats.get(&pid)?;
    let descends = |stat: &Stat| {
        let mut parent = stat.parent;
        // A process that ends meanwhile may leave a chain of any shape, but none is longer than this.
        for _ in 0..64 {
            if parent == pid {
                return true;
            }
            match stats.get(&parent) {
                Some(next) => parent = next.parent,
                None => return false,
            }
        }
        false
    };
    let descendants = stats.values().filter(|stat| descends(stat)).map(|stat| stat.own + stat.reaped).sum::<Duration>();
    Some(Cost { cpu: server.own, descendants: descendants + server.reaped })
}

/// The resident memory of a process (VmRSS), in bytes.
pub fn memory(pid: u32) -> Option<u64> {
    parse_memory(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?)
}

/// How many files and sockets a process has open.
pub fn files(pid: u32) -> Option<usize> {
    fs::read_dir(format!("/proc/{pid}/fd")).ok().map(Iterator::count)
}

pub fn threads(pid: u32) -> Option<usize> {
    fs::read_dir(format!("/proc/{pid}/task")).ok().map(Iterator::count)
}

fn parse_memory(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stat_line_is_read_whatever_the_programs_name() {
        let line = "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 0 0 150 25 3 4 20 0 9 0 100 1 2";
        let stat = parse_stat(line).expect("a stat line");
        assert_eq!(stat, Stat { parent: 7, own: Duration::from_millis(1750), reaped: Duration::from_millis(70) });
        assert_eq!(parse_stat("42 (x) S 7"), None);
        assert_eq!(parse_stat(""), None);
    }

    #[test]
    fn memory_is_read_in_bytes() {
        assert_eq!(parse_memory("Name:\tx\nVmRSS:\t    2048 kB\nThreads:\t1\n"), Some(2048 * 1024));
        assert_eq!(parse_memory("Name:\tkthreadd\n"), None);
    }

    #[test]
    fn the_cost_of_this_process_is_measured() {
        assert!(memory(std::process::id()).is_some_and(|bytes| bytes > 100_000));
        assert!(cost(std::process::id()).is_some());
        assert_eq!(cost(u32::MAX), None);
    }
}
