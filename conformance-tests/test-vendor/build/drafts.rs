//! Drafts a spec from each folder of samples, generates its client, and writes a test for each of its examples.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::draft::{self, Sample, Wanted};
use codegen::rust::Examples;
use codegen::{Failure, Generator};
use vendor_model::marker;
use vendor_model::model::{Example, ExampleForm, Operation, Outcome, Vendor};

/// Writes `drafts/vendors.rs`, `drafts/tests.rs` and the fixtures of the drafts below the folder.
pub fn write(samples: &Path, out: &str) -> Result<(), Failure> {
    println!("cargo::rerun-if-changed={}", samples.display());
    let out = Path::new(out).join("drafts");
    let _ = fs::remove_dir_all(&out);
    let mut cases: Vec<PathBuf> =
        fs::read_dir(samples)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    cases.sort();
    let (mut shown, mut fixtures) = (0, 0);
    for case in &cases {
        shown += fs::read_dir(case)?.count();
        let name = case.file_name().map_or_else(String::new, |n| n.to_string_lossy().replace('-', "_"));
        let draft = draft::draft(&wanted(case, &name)?, None);
        let folder = out.join("specs").join(&name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("vendor.yaml"), draft.vendor.unwrap_or_default())?;
        fs::write(folder.join("call.yaml"), draft.page)?;
        fixtures += draft.fixtures.len();
        for (path, text) in draft.fixtures {
            let path = out.join("fixtures").join(path);
            fs::create_dir_all(path.parent().unwrap_or(&out))?;
            fs::write(path, text)?;
        }
    }
    Generator::new(out.join("specs")).write_to(&out)?;
    let specs = Generator::new(out.join("specs")).read()?;
    let counts = format!("const SAMPLES: usize = {shown};\nconst FIXTURES: usize = {fixtures};\n");
    let tests: String = specs.vendors.iter().map(tests).collect();
    fs::write(out.join("tests.rs"), format!("{counts}{tests}"))?;
    Ok(())
}

fn wanted(case: &Path, name: &str) -> Result<Wanted, Failure> {
    let mut files: Vec<PathBuf> = fs::read_dir(case)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    let of = |word: &str| -> Result<Vec<Sample>, Failure> {
        let named = |path: &PathBuf| path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let is = |path: &&PathBuf| named(path).contains(&format!(".{word}."));
        let read = |path: &PathBuf| {
            Ok(Sample::read(named(path).split('.').next().unwrap_or_default(), &fs::read_to_string(path)?))
        };
        files.iter().filter(is).map(read).collect()
    };
    Ok(Wanted {
        vendor: name.to_owned(),
        operation: "call".to_owned(),
        read: "2026-11-24".to_owned(),
        requests: of("request")?,
        replies: of("reply")?,
        refused: of("refused")?,
        fixtures: true,
        ..Wanted::default()
    })
}

/// The tests of a draft: each example makes its request and reads its reply, with the generated client.
fn tests(vendor: &Vendor) -> String {
    let name = &vendor.name;
    let Ok(root) = format!("::test_vendor::drafts::{name}").parse() else { return String::new() };
    let examples = Examples::new(vendor, root);
    let tests = vendor.operations.iter().flat_map(|operation| {
        operation.examples.iter().flat_map(|example| {
            example.forms.iter().map(|form| test(vendor, operation, example, form, &examples)).collect::<Vec<_>>()
        })
    });
    format!("mod {name} {{ use super::*;\n{}}}\n", tests.collect::<String>())
}

fn test(
    vendor: &Vendor,
    operation: &Operation,
    example: &Example,
    form: &ExampleForm,
    examples: &Examples<'_>,
) -> String {
    let (name, format) = (&vendor.name, form.format.name());
    let title = format!("{}{}", &format[..1].to_uppercase(), &format[1..]);
    let request = examples.request(operation, &form.request);
    let markers: Vec<(String, String)> =
        vendor.credentials.iter().map(|c| (c.key.clone(), marker(&c.key, None))).collect();
    let credentials = match vendor.credentials.as_slice() {
        [] => "()".to_owned(),
        [_] => format!("drafts::{name}::Credentials::new({:?})", markers[0].1),
        several => {
            let fields = several.iter().zip(&markers).map(|(c, (_, m))| format!("{}: {m:?}.into()", c.name));
            let fields: Vec<String> = fields.collect();
            format!("drafts::{name}::Credentials::new(drafts::{name}::CredentialsRequired {{ {} }})", fields.join(", "))
        }
    };
    let judged = match &form.outcome {
        Outcome::Reply(value) => {
            let assertions = examples.assertions(operation, example.outcome, value);
            format!("let reply = &read.expect(\"a success\"); let _ = reply; {assertions}")
        }
        Outcome::Refused { code, message } => format!("refused(read.map(|_| ()), {code:?}, {message:?});"),
        _ => String::new(),
    };
    format!(
        "#[test] fn {}_{format}() {{
            let config = drafts::{name}::Config::new({credentials}).request_format(Format::{title});
            let request = {request};
            let sent = config.prepare(&request).expect(\"it can be sent\").into_http();
            held({:?}, sent, &{markers:?});
            if let Some(received) = reply({:?}) {{
                let read = config.decode(&request, &received);
                {judged}
            }}
        }}\n",
        example.name,
        format!("{name}/call/{}.{format}.request.http", example.name),
        format!("{name}/call/{}.{format}.reply.http", example.name),
    )
}
