//! Times by the clock: the subjects of a contest in turn, many times over, the least and the median of each.

use std::time::{Duration, Instant};

use super::contests::{Contest, Run};

/// The times of one call.
#[derive(Clone, Copy)]
pub struct Times {
    pub least: f64,
    pub median: f64,
}

/// In nanoseconds, for each subject of the contest.
pub fn measure(contest: &Contest) -> Vec<Times> {
    let (rounds, calls) = match contest.persons {
        0..10 => (400, 500),
        10..10_000 => (300, 20),
        _ => (21, 1),
    };
    let mut runs: Vec<Run> = contest.subjects.iter().map(|subject| (subject.build)(contest.persons)).collect();
    for run in &mut runs {
        run();
    }
    let mut times = vec![Vec::with_capacity(rounds); runs.len()];
    for _ in 0..rounds {
        for (run, times) in runs.iter_mut().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..calls {
                run();
            }
            times.push(start.elapsed() / calls);
        }
    }
    times.into_iter().map(summary).collect()
}

fn summary(mut times: Vec<Duration>) -> Times {
    times.sort_unstable();
    let at = |index: usize| times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1e9);
    Times { least: at(0), median: at(times.len() / 2) }
}
