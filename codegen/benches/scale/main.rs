//! Whether generating stays linear: what an operation costs among 100 and among 10,000, in instructions.
//!
//! ```text
//! cargo bench -p codegen --bench scale                 with valgrind; the large one takes minutes
//! cargo bench -p codegen --bench scale -- 100 1000     other sizes
//! cargo bench -p codegen --bench scale -- --times      in seconds, for 100, 1,000 and 10,000 operations
//! ```
//!
//! Reading, resolving, the Rust client and the OpenAPI document are counted, from texts in memory to texts in memory.

#[path = "../build_cost/synthetic.rs"]
#[allow(dead_code, reason = "the other bench uses the rest")]
mod synthetic;

use std::process::Command;
use std::time::Instant;

use codegen::rust::{Front, vendor};
use vendor_model::{Report, Sources, load_vendor};

/// How much dearer an operation may be among many.
const GOAL: f64 = 1.5;
/// Valgrind counts what happens within this function.
const COUNTED: &str = "--toggle-collect=scale::counted";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let numbers: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if arguments.first().is_some_and(|first| first == "--run") {
        let files = files(numbers.first().copied().unwrap_or(100));
        println!("{} bytes", counted(&files));
        return;
    }
    if arguments.iter().any(|argument| argument == "--times") {
        for operations in [100, 1_000, 10_000] {
            let files = files(operations);
            let start = Instant::now();
            let bytes = counted(&files);
            let spent = start.elapsed().as_secs_f64();
            let each = spent * 1e6 / operations as f64;
            println!("{operations:>7} operations: {spent:>8.3} s, {each:>7.1} µs each, {bytes} bytes");
        }
        return;
    }
    let sizes = match numbers.as_slice() {
        [few, many] => [*few, *many],
        _ => [100, 10_000],
    };
    let mut each = Vec::new();
    for operations in sizes {
        match instructions(operations) {
            Ok(count) => {
                let of_one = count as f64 / operations as f64;
                println!("{operations:>7} operations: {count:>16} instructions, {of_one:>12.0} each");
                each.push(of_one);
            }
            Err(why) => {
                println!("NOT MEASURED: {why}");
                return;
            }
        }
    }
    if let [few, many] = each.as_slice() {
        let ratio = many / few;
        println!("ratio {ratio:.2}, goal at most {GOAL}: {}", if ratio <= GOAL { "met" } else { "MISSED" });
    }
}

fn files(operations: usize) -> Vec<(String, String)> {
    synthetic::spec(operations).into_iter().map(|(name, text)| (format!("synthetic/{name}"), text)).collect()
}

fn instructions(operations: usize) -> Result<u64, String> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", COUNTED])
        .arg(std::env::current_exe().map_err(|error| error.to_string())?)
        .args(["--run", &operations.to_string()])
        .output()
        .map_err(|error| format!("valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let count = said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    count.filter(|count| *count > 0 && output.status.success()).ok_or_else(|| said.into_owned())
}

#[inline(never)]
fn counted(files: &[(String, String)]) -> usize {
    let (mut sources, mut report) = (Sources::default(), Report::default());
    let made = load_vendor(files, &mut sources, &mut report).expect("a spec without mistakes");
    let client =
        vendor(&made, Front::Committed).files("// x\n").map_or(0, |files| files.iter().map(|f| f.text.len()).sum());
    client + codegen::openapi::document(&made).len()
}
