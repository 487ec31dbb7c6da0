//! What a maintainer works with beside the generator: diagnostics for programs, explanations, watching, help.

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use common::{Tree, text};
use serde_json::Value;

/// A tree with one mistake, one warning, and one mistake that has a place in another file.
fn wrong() -> Tree {
    let tree = Tree::new();
    tree.add_vendor("acme");
    tree.edit("specs/acme/vendor.yaml", "summary: A shop. }", "sumary: \"A 100 % ‘ürün’ shop.\" }");
    tree.edit(
        "specs/acme/shop.yaml",
        "operations:",
        "types: { unused: { type: integer }, shop: { type: text } }\noperations:",
    );
    tree
}

#[test]
fn diagnostics_for_programs_are_lines_of_json() {
    let output = wrong().run(&["--message-format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let brief: Vec<(&str, &str, &str, u64, u64)> = lines
        .iter()
        .map(|line| {
            let text = |key: &str| line[key].as_str().expect("a text");
            (
                text("severity"),
                text("code"),
                text("file"),
                line["line"].as_u64().unwrap_or(0),
                line["column"].as_u64().unwrap_or(0),
            )
        })
        .collect();
    assert_eq!(
        brief,
        [
            ("error", "S0303", "specs/acme/shop.yaml", 2, 37),
            ("error", "S0101", "specs/acme/vendor.yaml", 11, 38),
            ("warning", "S0306", "specs/acme/shop.yaml", 2, 10),
        ]
    );
    assert_eq!(lines[0]["related"][0]["file"], "specs/acme/vendor.yaml");
    assert_eq!(lines[1]["help"], "did you mean `summary`?");
    assert!(lines[1]["rendered"].as_str().is_some_and(|text| text.starts_with("error[S0101]: ")));
}

#[test]
fn diagnostics_for_github_are_commands() {
    let output = wrong().run(&["--message-format", "github"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "::error file=specs/acme/shop.yaml,line=2,col=37,endColumn=41,title=S0303::two types are called `shop`%0Agive one of them another name\n\
         ::error file=specs/acme/vendor.yaml,line=11,col=38,endColumn=44,title=S0101::`sumary` is no keyword here%0Adid you mean `summary`?\n\
         ::warning file=specs/acme/shop.yaml,line=2,col=10,endColumn=16,title=S0306::the type `unused` is used nowhere%0Aremove it\n"
    );
}

#[test]
fn warnings_can_be_denied() {
    let tree = Tree::new();
    tree.add_vendor("acme");
    tree.edit("specs/acme/shop.yaml", "operations:", "types: { unused: { type: integer } }\noperations:");
    let denied = tree.run(&["--deny-warnings"]);
    assert_eq!(denied.status.code(), Some(1), "{}", text(&denied));
    assert!(text(&denied).contains("warnings are denied; nothing was written"), "{}", text(&denied));
    assert!(!tree.path("generated-client/src/vendors/acme").exists());
    let allowed = tree.run(&[]);
    assert!(allowed.status.success() && text(&allowed).contains("2 warnings."), "{}", text(&allowed));
}

#[test]
fn the_schema_is_kept_fresh() {
    let tree = Tree::generated();
    let schema = tree.path("specs/schema.json");
    fs::write(&schema, "{}").expect("a file");
    let check = tree.run(&["--check"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(text(&check).contains("committed specs/schema.json"), "{}", text(&check));
    fs::remove_file(&schema).expect("a file");
    assert_eq!(tree.run(&["--check"]).status.code(), Some(1));
    assert!(text(&tree.run(&[])).contains("added    specs/schema.json"));
    assert!(tree.run(&["--check"]).status.success());
}

#[test]
fn codes_are_explained() {
    let tree = Tree::new();
    let told = tree.run(&["explain", "s0101"]);
    assert!(
        told.status.success() && text(&told).starts_with("S0101: a keyword that does not exist here\n"),
        "{}",
        text(&told)
    );
    assert!(text(&told).contains("Wrong:") && text(&told).contains("Mended:"), "{}", text(&told));
    let all = tree.run(&["explain"]);
    assert!(text(&all).lines().count() > 100 && text(&all).contains("S0306  "), "{}", text(&all));
    let none = tree.run(&["explain", "S9999"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(text(&none).contains("there is no code `S9999`"), "{}", text(&none));
}

#[test]
fn phases_are_timed() {
    let tree = Tree::new();
    let said = text(&tree.run(&["--timings"]));
    for phase in ["read ", "resolve ", "emit ", "format ", "write "] {
        assert!(said.lines().any(|line| line.starts_with(phase) && line.ends_with(" ms")), "{phase}: {said}");
    }
}

/// Each subcommand says what it is for and how it is called; shells complete all of them.
#[test]
fn help_and_completions_are_complete() {
    let tree = Tree::new();
    let help = text(&tree.run(&["--help"]));
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in &commands {
        let own = text(&tree.run(&[command, "--help"]));
        assert!(own.contains("Examples:"), "`codegen {command} --help` has no example: {own}");
        assert!(own.lines().next().is_some_and(|line| line.len() > 15), "{own}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&tree.run(&["completions", shell]));
        for command in &commands {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

/// Only a terminal gets colours, and what rewrites its line.
#[test]
fn a_pipe_gets_plain_text() {
    let tree = wrong();
    for arguments in [&[][..], &["--help"], &["explain"], &["--check"]] {
        let output = tree.run(arguments);
        assert!(!text(&output).contains('\u{1b}'), "{arguments:?}: {}", text(&output));
    }
}

/// On a terminal there are colours, unless `NO_COLOR` says otherwise.
#[test]
#[cfg(target_os = "linux")]
fn a_terminal_gets_colours() {
    let tree = wrong();
    let on_a_terminal = |variable: Option<&str>| {
        let command = format!("{} --root {}", env!("CARGO_BIN_EXE_codegen"), tree.path("").display());
        let mut script = Command::new("script");
        script.args(["-qec", &command, "/dev/null"]).env_remove("NO_COLOR").env("TERM", "xterm");
        script.envs(variable.map(|name| (name, "1"))).stdin(Stdio::null());
        text(&script.output().expect("`script` of util-linux, which lends a terminal"))
    };
    let coloured = on_a_terminal(None);
    assert!(coloured.contains("S0101") && coloured.contains('\u{1b}'), "{coloured}");
    let plain = on_a_terminal(Some("NO_COLOR"));
    assert!(plain.contains("error[S0101]: ") && !plain.contains("\u{1b}[1m"), "{plain}");
}

/// `codegen watch`, its lines as they come.
struct Watching {
    child: Child,
    output: Receiver<String>,
    errors: Receiver<String>,
}

/// The lines of a stream, read as they come.
fn lines(stream: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

/// Waits for a line that has this in it, and gives all up to it.
fn until(lines: &Receiver<String>, wanted: &str) -> String {
    let mut said = String::new();
    let deadline = Instant::now() + Duration::from_secs(60);
    while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        said.push_str(&line);
        said.push('\n');
        if line.contains(wanted) {
            return said;
        }
    }
    panic!("`{wanted}` was not said: {said}");
}

impl Watching {
    fn start(tree: &Tree) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_codegen"))
            .arg("--root")
            .arg(tree.path(""))
            .arg("watch")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let output = lines(child.stdout.take().expect("a pipe"));
        let errors = lines(child.stderr.take().expect("a pipe"));
        Self { child, output, errors }
    }

    /// Waits for a line of the output.
    fn until(&self, wanted: &str) -> String {
        until(&self.output, wanted)
    }

    /// As Ctrl-C does.
    fn interrupt(mut self) -> std::process::ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
        self.until("Ended.");
        self.child.wait().expect("it ends")
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[cfg(unix)]
fn saving_generates() {
    let tree = Tree::new();
    tree.add_vendor("acme");
    let watching = Watching::start(&tree);
    let said = watching.until(" ms)");
    watching.until("Watching");
    assert!(said.contains("added    generated-client/src/vendors/acme/open_shop.rs"), "{said}");
    let types = tree.path("generated-client/src/vendors/acme/open_shop.rs");

    // An edit is generated.
    let start = Instant::now();
    tree.edit("specs/acme/shop.yaml", "name: optional text", "name: optional text, street: optional text");
    let said = watching.until(" ms)");
    let took = start.elapsed();
    assert!(said.contains("saved    specs/acme/shop.yaml"), "{said}");
    assert!(fs::read_to_string(&types).expect("the types").contains("pub street:"));
    // Well under a second on a machine that does nothing else.
    assert!(took < Duration::from_secs(10), "{took:?}");

    // A mistake is told, and changes nothing.
    let before = tree.client();
    tree.edit("specs/acme/shop.yaml", "safety: once", "safety: ocne");
    let said = until(&watching.errors, "nothing was written");
    assert!(said.contains("error[S0103]") && said.contains("did you mean `once`?"), "{said}");
    watching.until(" ms)");
    assert_eq!(tree.client(), before);

    // It is mended; another vendor comes and goes.
    tree.edit("specs/acme/shop.yaml", "safety: ocne", "safety: once");
    assert!(watching.until(" ms)").contains("Nothing changed."));
    tree.add_vendor("other");
    watching.until("added    generated-client/src/vendors/other/open_shop.rs");
    watching.until(" ms)");
    fs::remove_dir_all(tree.path("specs/other")).expect("a folder");
    watching.until("removed  generated-client/src/vendors/other/open_shop.rs");
    watching.until(" ms)");

    // Ctrl-C leaves nothing behind.
    assert!(watching.interrupt().success());
    assert!(tree.run(&["--check"]).status.success());
    let left: Vec<_> = tree.client().into_keys().filter(|path| path.to_string_lossy().contains(".codegen-")).collect();
    assert!(left.is_empty(), "{left:?}");
}
