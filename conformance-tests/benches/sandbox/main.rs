//! How many calls a second the sandbox serves, one after another and at once, and how long it takes to start, beside
//! a bare hyper server that answers the same bytes to anything, in one run.
//!
//! ```text
//! cargo bench -p conformance-tests --bench sandbox
//! ```
//!
//! Server and caller share the machine. What counts is the ratio: the sandbox's cost over the bare server's, which is
//! what interpreting the spec, the state and the ledger cost. The caller writes bytes on a socket and looks for the
//! length of the answer, so that little of what is measured is the caller's. Beside the calls a second stands what a
//! call takes of a processor, where the system tells: others at work on the machine change that less.

mod bare;
mod cpu;
mod prism;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use vendor_sandbox::{Sandbox, World};

/// How long each contest is run, in rounds that take turns.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(300);
/// The name of the thread that serves, as the sandbox gives it.
const SANDBOX_THREAD: &str = "sandbox";
/// Callers at once.
const CALLERS: usize = 8;

fn main() {
    // Cargo asks whether it compiles, too.
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let sandbox = Sandbox::start().expect("free ports");
    println!("{:<44}{:>12}{:>12}{:>9}", "calls a second", "sandbox", "bare hyper", "ratio");
    for (vendor, operation, line) in lines(&sandbox) {
        let (address, request) = request(&line);
        let answer = exchange(&mut connect(&address), &request);
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{vendor}.{operation}: {}", String::from_utf8_lossy(&answer));
        let body = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(&[][..], |at| &answer[at + 4..]);
        let bare = bare::Server::start(body.to_vec());
        for callers in [1, CALLERS] {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                // What members are unique by is free again, and the ledger is short.
                sandbox.reset();
                ours.push(rate(&address, &request, callers));
                theirs.push(rate(&bare.address, &request, callers));
            }
            let (ours, theirs) = (best(&ours), best(&theirs));
            let name = format!("{vendor}.{operation}, {callers} at once");
            println!("{name:<44}{ours:>12.0}{theirs:>12.0}{:>9.2}", theirs / ours);
        }
    }
    beside_prism(&sandbox);
    println!(
        "\n{:<44}{:>12}{:>12}{:>9}",
        "to start, and answer the first connection", "sandbox", "bare hyper", "ratio"
    );
    drop(World::carried());
    let ours = least(|| {
        let sandbox = Sandbox::start().expect("free ports");
        drop(connect(&sandbox.address().to_string()));
    });
    let theirs = least(|| {
        let bare = bare::Server::start(Vec::new());
        drop(connect(&bare.address));
    });
    let row = |name: &str, time: Duration| {
        let ratio = time.as_secs_f64() / theirs.as_secs_f64();
        let (time, theirs) = (time.as_secs_f64() * 1e6, theirs.as_secs_f64() * 1e6);
        println!("{name:<44}{time:>9.0} µs{theirs:>9.0} µs{ratio:>9.2}");
    };
    row("the specs read before", ours);
    let names: Vec<String> = sandbox.vendors().iter().map(|vendor| vendor.name.clone()).collect();
    let first = least(|| {
        let world = World::carried_only(&names).expect("the specs are good");
        drop(connect(&Sandbox::play(world).expect("free ports").address().to_string()));
    });
    row("the specs read first", first);
}

/// The same calls to Prism, which mocks from our OpenAPI documents and is what people would take otherwise.
fn beside_prism(sandbox: &Sandbox) {
    println!(
        "\n{:<34}{:>10}{:>10}{:>8}{:>12}{:>12}{:>8}   goal {:.0}",
        "one after another",
        "sandbox/s",
        "Prism/s",
        "ratio",
        "sandbox CPU",
        "Prism CPU",
        "ratio",
        prism::GOAL
    );
    for (vendor, operation, line) in lines(sandbox) {
        let (address, request) = request(&line);
        let prism = match prism::Prism::start(&vendor) {
            Ok(prism) => prism,
            Err(why) => {
                println!("NOT MEASURED: Prism: {why}");
                return;
            }
        };
        let answer = exchange(&mut connect(&prism.address), &request);
        if !answer.starts_with(b"HTTP/1.1 200") {
            let first = String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned();
            println!("{vendor}.{operation}: Prism refuses the call: {first}");
            continue;
        }
        // It is slow until it is warm.
        rate(&prism.address, &request, 1);
        let (mut ours, mut theirs) = (Spent::default(), Spent::default());
        for _ in 0..ROUNDS {
            sandbox.reset();
            ours.measure(&address, &request, &|| cpu::of_threads(SANDBOX_THREAD));
            theirs.measure(&prism.address, &request, &|| prism.cpu());
        }
        let ratio = best(&ours.rates) / best(&theirs.rates);
        let (our_cpu, their_cpu) = (least_of(&ours.cpu), least_of(&theirs.cpu));
        let met = |ratio: f64| if ratio >= prism::GOAL { "met" } else { "MISSED" };
        let by_cpu = their_cpu / our_cpu;
        println!(
            "{:<34}{:>10.0}{:>10.0}{ratio:>7.1}x{our_cpu:>9.1} µs{their_cpu:>9.1} µs{by_cpu:>7.1}x   {}, by CPU {}",
            format!("{vendor}.{operation}"),
            best(&ours.rates),
            best(&theirs.rates),
            met(ratio),
            met(by_cpu)
        );
    }
}

/// What rounds of calls to a server took.
#[derive(Default)]
struct Spent {
    /// Calls a second.
    rates: Vec<f64>,
    /// Microseconds of a processor for each call.
    cpu: Vec<f64>,
}

impl Spent {
    fn measure(&mut self, address: &str, request: &[u8], cpu: &dyn Fn() -> Option<Duration>) {
        let (before, started) = (cpu(), Instant::now());
        let rate = rate(address, request, 1);
        let calls = rate * started.elapsed().as_secs_f64();
        self.rates.push(rate);
        let used = cpu().zip(before).map(|(after, before)| after.saturating_sub(before));
        self.cpu.extend(used.map(|used| used.as_secs_f64() * 1e6 / calls));
    }
}

fn least_of(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::NAN, f64::min)
}

/// A call of each operation, in its first format.
fn lines(sandbox: &Sandbox) -> Vec<(String, String, String)> {
    let mut lines = Vec::new();
    for vendor in sandbox.vendors() {
        // One that reads and one that does something are enough of each vendor.
        let mut kinds = Vec::new();
        for operation in &vendor.operations {
            if kinds.contains(&operation.safety) {
                continue;
            }
            kinds.push(operation.safety);
            let line = sandbox.curl_lines(&vendor.name, &operation.name).expect("a line").remove(0);
            lines.push((vendor.name.clone(), operation.name.clone(), line));
        }
    }
    lines
}

/// Address and bytes of a `curl` line of ours: quoted words, `-H` before headers, `--data-raw` before the body.
fn request(line: &str) -> (String, Vec<u8>) {
    let words: Vec<String> = line.split('\'').map(str::to_owned).collect();
    let quoted = |after: &str| {
        let found = words.windows(2).filter(|pair| pair[0].trim() == after).map(|pair| pair[1].clone());
        found.collect::<Vec<_>>()
    };
    let url = words.iter().find(|word| word.starts_with("http://")).expect("an address");
    let (address, target) = url["http://".len()..].split_once('/').expect("a path");
    let body = quoted("--data-raw").pop().unwrap_or_default();
    let method = if body.is_empty() { "GET" } else { "POST" };
    let headers: String = quoted("-H").iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    let bytes =
        format!("{method} /{target} HTTP/1.1\r\nhost: {address}\r\n{headers}content-length: {length}\r\n\r\n{body}");
    (address.to_owned(), bytes.into_bytes())
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).expect("it listens");
    stream.set_nodelay(true).expect("a socket");
    stream
}

/// One call, whose answer has a length.
fn exchange(stream: &mut TcpStream, request: &[u8]) -> Vec<u8> {
    stream.write_all(request).expect("it reads");
    let mut answer = Vec::with_capacity(1024);
    let mut bytes = [0; 8 * 1024];
    loop {
        let count = stream.read(&mut bytes).expect("it answers");
        assert!(count > 0, "it closed: {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&bytes[..count]);
        let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&answer[..head]).to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
        if answer.len() >= head + 4 + length.unwrap_or(0) {
            return answer;
        }
    }
}

/// Calls a second.
fn rate(address: &str, request: &[u8], callers: usize) -> f64 {
    let started = Instant::now();
    let threads: Vec<_> = (0..callers)
        .map(|_| {
            let (address, request) = (address.to_owned(), request.to_vec());
            std::thread::spawn(move || {
                let mut stream = connect(&address);
                let mut count = 0_u32;
                while started.elapsed() < ROUND {
                    exchange(&mut stream, &request);
                    count += 1;
                }
                count
            })
        })
        .collect();
    let count: u32 = threads.into_iter().map(|thread| thread.join().expect("every call is answered")).sum();
    f64::from(count) / started.elapsed().as_secs_f64()
}

fn best(rates: &[f64]) -> f64 {
    rates.iter().copied().fold(0.0, f64::max)
}

fn least(mut run: impl FnMut()) -> Duration {
    let times = (0..20).map(|_| {
        let started = Instant::now();
        run();
        started.elapsed()
    });
    times.min().unwrap_or_default()
}
