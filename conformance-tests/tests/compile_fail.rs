//! What must not compile, as pairs that differ in one line.
//!
//! Each file below `compile_fail/all_vendors` is a program that compiles, without warnings: the twin. Comments in it
//! hold what a careless or hurried person would write instead:
//!
//! ```text
//! let _ = credit::OpenAccount::new(5).date(when); //~ TWIN
//! //~ FAILS E0599 let _ = credit::Gift::new().date(when);
//! ```
//!
//! Each of them makes a case: the program in which that line stands instead of the twin's line above it (or, if
//! there is none above it, is added), on its own line. A case has to fail with exactly that code, on that line, and with
//! nothing else. `WARNS` with a lint's name is the same for what compiles, but not without a warning.
//!
//! A line with `{vendor}` is a case for each vendor.
//!
//! The folders beside it hold the same with other features of the client: all vendors and a network, or nothing at all.

// A test that can't run has failed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "compile_fail/cargo.rs"]
mod cargo;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use cargo::Diagnostic;

/// Stands for the name of each vendor in turn.
const VENDOR: &str = "{vendor}";

#[test]
fn with_all_vendors() {
    holds("all_vendors", &cargo::vendors());
}

#[test]
fn with_network() {
    let mut features = cargo::vendors();
    features.insert("reqwest".to_owned());
    holds("with_network", &features);
}

#[test]
fn with_no_vendor() {
    let programs = holds("no_vendor", &BTreeSet::new());
    for vendor in cargo::vendors() {
        let is_there = |program: &Program| program.code.contains(&format!("::{vendor}::"));
        assert!(
            programs.iter().any(is_there),
            "tests/compile_fail/no_vendor: expected a case for each vendor, found none for {vendor}"
        );
    }
}

/// Checks all programs of a folder in one run of cargo.
fn holds(folder: &str, features: &BTreeSet<String>) -> Vec<Program> {
    let programs = Program::read_all(folder);
    let project = write_project(folder, features, &programs);
    let checked = cargo::check(&project, &["--keep-going"]);
    // If the client itself does not compile, nothing was tried.
    assert!(
        !checked.artifacts("generated_client").is_empty(),
        "the client does not compile for the cases of {folder}\n{}",
        checked.why()
    );
    let mut problems = String::new();
    let mut count = 0;
    let mut broken_twin = "";
    for program in &programs {
        // Whatever is wrong with a twin is wrong with its cases.
        if program.file == broken_twin {
            continue;
        }
        let diagnostics = checked.diagnostics(&program.name);
        let compiled = !checked.artifacts(&program.name).is_empty();
        if let Err(found) = judge(&program.expected, compiled, &diagnostics) {
            count += 1;
            problems += &program.complain(&found, &diagnostics);
            if program.expected == Expected::Clean {
                problems += "    its cases were not looked at\n";
                broken_twin = &program.file;
            }
        }
    }
    assert!(
        problems.is_empty(),
        "{count} of {} programs are not what they should be\n{problems}\nto see them: {}",
        programs.len(),
        project.join("src/bin").display()
    );
    programs
}

/// A twin or a case.
struct Program {
    /// The name of its target.
    name: String,
    /// The file that it comes from, for people.
    file: String,
    code: String,
    expected: Expected,
}

/// What rustc has to say of a program.
#[derive(Clone, Debug, PartialEq)]
enum Expected {
    /// Nothing at all.
    Clean,
    /// One error, on that line, and no other.
    Error { code: String, line: u64 },
    /// One warning, on that line, and no other; no error.
    Warning { lint: String, line: u64 },
}

impl Program {
    fn read_all(folder: &str) -> Vec<Self> {
        let path = format!("tests/compile_fail/{folder}");
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
        let mut programs = Vec::new();
        let entries = fs::read_dir(&here).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let name = cargo::name_of(&file);
            let stem = name.strip_suffix(".rs").unwrap_or_else(|| panic!("{path}/{name}: is no Rust file"));
            let source = fs::read_to_string(&file).expect("the file is UTF-8");
            match Self::read(stem, &source) {
                Ok(more) => programs.extend(more),
                Err(error) => panic!("{path}/{name}:{error}"),
            }
        }
        assert!(!programs.is_empty(), "{path}: no programs");
        for program in &mut programs {
            program.file = format!("conformance-tests/{path}/{}", program.file);
        }
        programs
    }

    /// The twin of a file, and its cases. An error begins with the line's number.
    fn read(stem: &str, source: &str) -> Result<Vec<Self>, String> {
        let program = |name: String, code: String, expected| Self { name, file: format!("{stem}.rs"), code, expected };
        let lines: Vec<&str> = source.lines().collect();
        let mut programs = vec![program(stem.to_owned(), source.to_owned(), Expected::Clean)];
        // The line that the next case replaces.
        let mut twin = None;
        for (index, line) in lines.iter().enumerate() {
            let number = index as u64 + 1;
            let Some((before, marker)) = line.split_once("//~ ") else {
                twin = None;
                continue;
            };
            if marker == "TWIN" {
                twin = Some(index);
                continue;
            }
            let expected = "expected TWIN, or FAILS or WARNS with a code and a line of Rust";
            let malformed = || format!("{number}: {expected}, found {marker:?}");
            let mut words = marker.splitn(3, ' ');
            let (kind, code, instead) = (words.next(), words.next(), words.next());
            let (Some(code), Some(instead)) = (code, instead) else {
                return Err(malformed());
            };
            let code = code.to_owned();
            let expected = match kind {
                Some("FAILS") => Expected::Error { code, line: number },
                Some("WARNS") => Expected::Warning { lint: code, line: number },
                _ => return Err(malformed()),
            };
            let mut changed = lines.clone();
            // No other line moves, so what rustc says of a line is said of the same line here.
            if let Some(twin) = twin {
                changed[twin] = "";
            }
            let name = format!("{stem}_line_{number}");
            let of_each: Vec<_> = match instead.contains(VENDOR) {
                true => cargo::vendors().into_iter().map(|it| (format!("{name}_{it}"), it)).collect(),
                false => vec![(name, String::new())],
            };
            for (name, vendor) in of_each {
                let instead = format!("{before}{instead}").replace(VENDOR, &vendor);
                let mut changed = changed.clone();
                changed[index] = &instead;
                programs.push(program(name, changed.join("\n") + "\n", expected.clone()));
            }
        }
        if programs.len() == 1 {
            return Err("1: a twin without cases proves nothing".to_owned());
        }
        Ok(programs)
    }

    fn complain(&self, found: &str, diagnostics: &[Diagnostic]) -> String {
        let (line, expected) = match &self.expected {
            Expected::Clean => (1, "it compiles, without warnings".to_owned()),
            Expected::Error { code, line } => (*line, format!("error {code} on line {line}")),
            Expected::Warning { lint, line } => (*line, format!("warning {lint} on line {line}")),
        };
        let code = match &self.expected {
            Expected::Clean => "the twin",
            _ => self.code.lines().nth(line as usize - 1).unwrap().trim(),
        };
        let file = &self.file;
        let mut text =
            format!("\n{file}:{line}\n    code      {code}\n    expected  {expected}\n    found     {found}\n");
        for line in diagnostics.iter().flat_map(|it| it.rendered.lines()) {
            writeln!(text, "    | {line}").unwrap();
        }
        text
    }
}

/// Compares what had to come out with what came out; `Err` holds the latter in words.
fn judge(expected: &Expected, compiled: bool, diagnostics: &[Diagnostic]) -> Result<(), String> {
    let of = |level| diagnostics.iter().filter(move |it| it.level == level);
    let one = |level, code: &str, line: u64| {
        let is_it = |it: &Diagnostic| it.code == code && it.lines == BTreeSet::from([line]);
        of(level).count() == 1 && of(level).all(is_it)
    };
    let holds = match expected {
        Expected::Clean => compiled && diagnostics.is_empty(),
        // What a line that does not compile leaves unused is no matter.
        Expected::Error { code, line } => !compiled && one("error", code, *line),
        Expected::Warning { lint, line } => compiled && of("error").next().is_none() && one("warning", lint, *line),
    };
    if holds {
        return Ok(());
    }
    let said = diagnostics.iter().map(|it| {
        let lines: Vec<_> = it.lines.iter().map(u64::to_string).collect();
        let lines = lines.join(", ");
        let (level, code) = (&it.level, &it.code);
        format!("{level} {code} on line {lines}")
    });
    let mut found: Vec<_> = said.collect();
    match compiled {
        true => found.insert(0, "it compiles".to_owned()),
        false if found.is_empty() => found.push("it was not compiled at all".to_owned()),
        false => {}
    }
    Err(found.join("; "))
}

/// A project of its own beside the build: each program is a target. What did not change is not written, so that it
/// is not compiled again.
fn write_project(name: &str, features: &BTreeSet<String>, programs: &[Program]) -> std::path::PathBuf {
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail").join(name);
    let client = cargo::workspace().join("generated-client");
    // The text of paths and lists in TOML is that of Rust's `Debug`.
    let manifest = format!(
        "[package]\nname = \"compile-fail-{name}\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies.generated-client]\npath = {client:?}\ndefault-features = false\n\
         features = {features:?}\n\n[workspace]\n",
        features = Vec::from_iter(features),
    );
    let lock = fs::read_to_string(cargo::workspace().join("Cargo.lock")).expect("the workspace has a lock file");
    let mut files =
        BTreeMap::from([("Cargo.toml".to_owned(), manifest.as_str()), ("Cargo.lock".to_owned(), lock.as_str())]);
    for program in programs {
        files.insert(format!("src/bin/{}.rs", program.name), &program.code);
    }
    fs::create_dir_all(project.join("src/bin")).expect("the build's folder can be written");
    for entry in fs::read_dir(project.join("src/bin")).unwrap() {
        let path = entry.unwrap().path();
        if !files.contains_key(&format!("src/bin/{}", cargo::name_of(&path))) {
            fs::remove_file(path).unwrap();
        }
    }
    for (file, text) in files {
        let path = project.join(file);
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).expect("the build's folder can be written");
        }
    }
    project
}

mod tests_of_these_tests {
    use super::*;

    const SOURCE: &str = "fn main() {\n    let a = 1; //~ TWIN\n    //~ FAILS E0308 let a: u8 = ();\n    \
                          //~ WARNS unused_must_use f();\n    //~ FAILS E0425 g();\n}\n\
                          //~ FAILS E0412 type T = U;\n";

    fn said(level: &str, code: &str, lines: &[u64]) -> Diagnostic {
        Diagnostic {
            level: level.to_owned(),
            code: code.to_owned(),
            lines: lines.iter().copied().collect(),
            rendered: String::new(),
        }
    }

    #[test]
    fn a_case_differs_from_its_twin_in_one_line() {
        let programs = Program::read("f", SOURCE).unwrap();
        let names: Vec<_> = programs.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["f", "f_line_3", "f_line_4", "f_line_5", "f_line_7"]);
        let line_of = |program: usize, line: usize| programs[program].code.lines().nth(line - 1);
        assert_eq!(programs[0].code, SOURCE);
        assert_eq!(line_of(1, 2), Some(""));
        assert_eq!(line_of(1, 3), Some("    let a: u8 = ();"));
        assert_eq!(line_of(3, 2), Some(""));
        assert_eq!(line_of(3, 5), Some("    g();"));
        assert_eq!(line_of(4, 2), Some("    let a = 1; //~ TWIN"));
        assert_eq!(line_of(4, 7), Some("type T = U;"));
        let (code, line) = ("E0308".to_owned(), 3);
        assert_eq!(programs[1].expected, Expected::Error { code, line });
        let (lint, line) = ("unused_must_use".to_owned(), 4);
        assert_eq!(programs[2].expected, Expected::Warning { lint, line });
    }

    #[test]
    fn a_marker_that_says_nothing_is_refused() {
        for source in
            ["fn main() {}\n", "fn main() {} //~ TWIN\n", "//~ FAILS\n", "//~ FAILS E0001\n", "//~ BREAKS E0001 f();\n"]
        {
            assert!(Program::read("f", source).is_err(), "{source}");
        }
    }

    #[test]
    fn nothing_but_the_expected_passes() {
        let code = "E0599".to_owned();
        let expected = Expected::Error { code, line: 7 };
        let right = said("error", "E0599", &[7]);
        let unused = said("warning", "unused_imports", &[1]);
        assert_eq!(judge(&expected, false, std::slice::from_ref(&right)), Ok(()));
        assert_eq!(judge(&expected, false, &[unused.clone(), right.clone()]), Ok(()));
        for (compiled, diagnostics) in [
            (true, vec![]),
            (false, vec![]),
            (true, vec![unused.clone()]),
            (false, vec![said("error", "E0308", &[7])]),
            (false, vec![said("error", "", &[7])]),
            (false, vec![said("error", "E0599", &[8])]),
            (false, vec![said("error", "E0599", &[7, 8])]),
            (false, vec![right.clone(), said("error", "E0277", &[7])]),
        ] {
            let judged = judge(&expected, compiled, &diagnostics);
            assert!(judged.is_err(), "{compiled} {diagnostics:?}");
        }

        assert_eq!(judge(&Expected::Clean, true, &[]), Ok(()));
        assert!(judge(&Expected::Clean, false, &[]).is_err());
        assert!(judge(&Expected::Clean, true, std::slice::from_ref(&unused)).is_err());
        assert!(judge(&Expected::Clean, false, std::slice::from_ref(&right)).is_err());

        let (lint, line) = ("unused_imports".to_owned(), 1);
        let expected = Expected::Warning { lint, line };
        assert_eq!(judge(&expected, true, std::slice::from_ref(&unused)), Ok(()));
        assert!(judge(&expected, true, &[]).is_err());
        assert!(judge(&expected, false, &[right, unused]).is_err());
    }
}
