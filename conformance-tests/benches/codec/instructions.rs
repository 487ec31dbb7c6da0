//! Instructions, counted by valgrind: the same on each machine that runs the same binary, however busy it is.
//!
//! Each subject runs in a process of its own, once uncounted, so that what happens only the first time is left
//! out, and then counted.

use std::process::Command;

use super::contests::{Contest, Run};

/// The argument by which this binary is told to run one subject only.
pub const RUN: &str = "--run";

/// Counts what happens within [`counted`] and nothing else.
const COUNTED: &str = "--toggle-collect=codec::instructions::counted";

/// Why nothing was counted.
pub enum NotCounted {
    NoValgrind,
    Failed(String),
}

/// Instructions of one call, for each subject of the contest.
pub fn measure(number: usize, contest: &Contest) -> Result<Vec<f64>, NotCounted> {
    let times = match contest.persons {
        0..10 => 400,
        10..10_000 => 20,
        _ => 1,
    };
    let subjects = 0..contest.subjects.len();
    subjects.map(|subject| Ok(count(number, subject, times)? as f64 / times as f64)).collect()
}

fn count(contest: usize, subject: usize, times: u64) -> Result<u64, NotCounted> {
    let failed = |error: std::io::Error| NotCounted::Failed(error.to_string());
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", COUNTED])
        .arg(std::env::current_exe().map_err(failed)?)
        .args([RUN, &contest.to_string(), &subject.to_string(), &times.to_string()])
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(NotCounted::NoValgrind),
        Err(error) => return Err(failed(error)),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    match collected {
        Some(collected) if output.status.success() && collected > 0 => Ok(collected),
        _ => Err(NotCounted::Failed(said.into_owned())),
    }
}

/// What [`measure`] runs under valgrind.
pub fn run(contest: &Contest, subject: usize, times: u64) {
    let Some(subject) = contest.subjects.get(subject) else {
        return;
    };
    let mut run = (subject.build)(contest.persons);
    run();
    counted(&mut run, times);
}

/// Valgrind finds it by its name.
#[inline(never)]
fn counted(run: &mut Run, times: u64) {
    for _ in 0..times {
        run();
    }
}
