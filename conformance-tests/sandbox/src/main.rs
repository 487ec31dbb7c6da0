//! `vendor-sandbox`: serves the vendors on this machine, until Ctrl-C.

use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vendor_sandbox::{Fault, Random, Sandbox, World};

/// Serves the vendors of the specs on this machine, as they behave by their specs. Ctrl-C ends it.
///
/// It prints an address for each vendor, credentials that it takes, and a curl line for each operation. The first
/// address has a page for people and takes orders: faults, refusals, the clock, the ledger of all calls.
/// Everything is kept in memory, and gone at the end.
#[derive(Debug, Parser)]
#[command(name = "vendor-sandbox", version, about, long_about, max_term_width = 100)]
struct Arguments {
    /// The address to listen at. Whoever can reach it can see every call and do everything.
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// The port of the page; the vendors have those after it. 0 takes any that are free.
    #[arg(long, value_name = "PORT", default_value_t = 8900)]
    port: u16,
    /// Serves this vendor only; may be given several times.
    #[arg(long, value_name = "NAME")]
    vendor: Vec<String>,
    /// Serves the vendors of this folder of specs, with a sandbox.yaml or without, instead of those that are built in.
    #[arg(long, value_name = "FOLDER")]
    specs: Option<PathBuf>,
    /// Lets this part of the calls go wrong at random, such as 0.1.
    #[arg(long, value_name = "RATE", default_value_t = 0.0)]
    fault_rate: f64,
    /// What may go wrong at random, such as "reset" or "delay=2s cut=10"; may be given several times. Without it,
    /// everything but "hang" may.
    #[arg(long = "fault", value_name = "WORDS")]
    faults: Vec<Fault>,
    /// Where the random faults come from: the same seed gives the same faults to the same calls.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    seed: u64,
    /// Prints the addresses only.
    #[arg(long)]
    short: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(says) => {
            eprintln!("error: {says}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    if !(0.0..=1.0).contains(&arguments.fault_rate) {
        return Err("--fault-rate is a part of the calls, from 0 to 1".into());
    }
    let world = match &arguments.specs {
        Some(folder) => World::of_folder(folder, &arguments.vendor),
        None => World::carried_only(&arguments.vendor),
    };
    let world = world.map_err(|error| error.to_string())?;
    let started = Sandbox::builder(Vec::new()).world(world).listen(arguments.listen).port(arguments.port).start();
    let sandbox = started.map_err(|error| format!("{error}; --port 0 takes any ports that are free"))?;
    if arguments.fault_rate > 0.0 {
        let faults = if arguments.faults.is_empty() { Fault::all_but_hang() } else { arguments.faults.clone() };
        sandbox.random_faults(Some(Random { seed: arguments.seed, rate: arguments.fault_rate, faults }));
    }
    // Whoever reads this may be gone, which is no reason to end.
    let mut out = std::io::stdout().lock();
    drop(out.write_all(told(&sandbox, arguments).as_bytes()).and_then(|()| out.flush()));
    drop(out);
    until_ended().map_err(|error| format!("cannot wait for Ctrl-C: {error}"))
}

/// What is printed at the start.
fn told(sandbox: &Sandbox, arguments: &Arguments) -> String {
    let mut text = format!("The page, and orders below /-/: {}/\n", sandbox.url());
    if !arguments.listen.is_loopback() {
        text.push_str("Not only this machine can reach it: whoever does sees every call, and needs no key.\n");
    }
    for vendor in sandbox.vendors() {
        let url = sandbox.url_of(&vendor.name).unwrap_or_default();
        if arguments.short {
            text.push_str(&format!("{:<20} {url}\n", vendor.name));
            continue;
        }
        text.push_str(&format!("\n{} ({})\n    address: {url}\n", vendor.title, vendor.name));
        for (name, key) in sandbox.credentials(&vendor.name) {
            text.push_str(&format!("    {name}: {key}\n"));
        }
        for operation in &vendor.operations {
            let summary = operation.docs.summary.as_deref().unwrap_or_default();
            text.push_str(&format!("\n  {}: {summary}\n", operation.name));
            match sandbox.curl_lines(&vendor.name, &operation.name) {
                Ok(lines) => lines.iter().for_each(|line| text.push_str(&format!("    {line}\n"))),
                Err(says) => text.push_str(&format!("    no curl line can be written: {says}\n")),
            }
        }
    }
    text.push_str("\nCtrl-C ends it.\n");
    text
}

/// Waits for Ctrl-C, or for whoever ends processes otherwise.
fn until_ended() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        #[cfg(unix)]
        {
            let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
            tokio::select! {
                ended = tokio::signal::ctrl_c() => ended,
                _ = terminated.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    })
}
