//! Encoding and decoding OrganikAPI's `groupcontentadd`, beside what people write by hand, in one run.
//!
//! ```text
//! cargo bench -p conformance-tests --bench codec                      times
//! cargo bench -p conformance-tests --bench codec -- --instructions    instruction counts, with valgrind
//! cargo bench -p conformance-tests --bench codec -- body json         those contests only
//! ```
//!
//! Without words, instructions are counted where there is a goal only: counting takes its time.
//!
//! `body` writes into buffers that are kept, ours with path and header and with the page's rules checked;
//! `request` makes a whole HTTP request from nothing; `decode` reads an answer. Ratios are the rival's cost
//! over ours: more is better. Times on a shared machine move by tens of per cent, so a goal that is missed
//! is said and does not fail the run; compare the least times, and trust instruction counts.

mod contests;
mod instructions;
mod persons;
mod rivals;
mod time;

use contests::Contest;
use instructions::NotCounted;

fn main() {
    let mut by_instructions = false;
    let mut words = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            instructions::RUN => return run(&arguments.collect::<Vec<_>>()),
            "--instructions" => by_instructions = true,
            // What cargo adds.
            "--bench" => {}
            word => words.push(word.to_owned()),
        }
    }
    for persons in [1, 2, 100, 100_000] {
        contests::assert_equal_work(persons);
    }
    println!("Equal bytes written and equal values read by all, at 1, 2, 100 and 100,000 persons.\n");
    println!(
        "{:<26}{:<34}{:>14}{:>14}{:>9}  goal",
        "",
        "",
        heading(by_instructions, true),
        heading(by_instructions, false),
        "ratio"
    );
    for (number, contest) in contests::all().iter().enumerate() {
        let name = format!("{} {} {}", contest.what, contest.format, contest.persons);
        if by_instructions && words.is_empty() && contest.goal.is_none() {
            continue;
        }
        if !words.iter().all(|word| name.split(' ').any(|part| part == word)) {
            continue;
        }
        let costs: Vec<(f64, Option<f64>)> = if by_instructions {
            match instructions::measure(number, contest) {
                Ok(counts) => counts.into_iter().map(|count| (count, None)).collect(),
                Err(NotCounted::NoValgrind) => {
                    println!("NOT MEASURED: valgrind is not installed, and instructions can't be counted without it.");
                    return;
                }
                Err(NotCounted::Failed(why)) => {
                    println!("NOT MEASURED: {name}: {why}");
                    continue;
                }
            }
        } else {
            time::measure(contest).into_iter().map(|times| (times.least, Some(times.median))).collect()
        };
        print(&name, contest, &costs);
    }
}

fn heading(by_instructions: bool, first: bool) -> &'static str {
    match (by_instructions, first) {
        (true, true) => "instructions",
        (true, false) => "",
        (false, true) => "least ns",
        (false, false) => "median ns",
    }
}

/// A line for each subject: cost, and the ratio of a rival's cost to ours.
fn print(name: &str, contest: &Contest, costs: &[(f64, Option<f64>)]) {
    let ours = costs.first().map_or(0.0, |(cost, _)| *cost);
    for (nth, (subject, (cost, median))) in contest.subjects.iter().zip(costs).enumerate() {
        let name = if nth == 0 { name } else { "" };
        let median = median.map_or(String::new(), |median| format!("{median:.0}"));
        let ratio = cost / ours;
        let goal = match contest.goal {
            Some(goal) if nth == 1 => format!("{goal:.1} {}", if ratio >= goal { "met" } else { "MISSED" }),
            _ => String::new(),
        };
        println!("{name:<26}{:<34}{cost:>14.0}{median:>14}{ratio:>8.2}x  {goal}", subject.who);
    }
}

fn run(arguments: &[String]) {
    let numbers: Vec<u64> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let contests = contests::all();
    match numbers.as_slice() {
        [contest, subject, times] => match contests.get(*contest as usize) {
            Some(contest) => instructions::run(contest, *subject as usize, *times),
            None => println!("There is no contest {contest}."),
        },
        _ => println!("{} takes a contest, a subject and a number of times.", instructions::RUN),
    }
}
