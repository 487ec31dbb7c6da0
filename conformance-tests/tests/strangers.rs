//! Clients and readers that nobody here wrote, against the sandbox.
//!
//! What is not installed is skipped, and said; with `CI` set that fails. `.ci/install` installs it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use vendor_model::model::{Format, Outcome, Verdict};
use vendor_sandbox::{Content, Did, ReplyWriter, Sandbox, World};

/// Whether to go on without what is missing.
fn is_missing(what: &str, there: bool) -> bool {
    if !there {
        assert!(std::env::var_os("CI").is_none(), "{what} is not installed: run .ci/install");
        println!("SKIPPED: {what} is not installed");
    }
    !there
}

fn runs(command: &str) -> bool {
    Command::new(command).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn the_vendors_own_client_reads_a_balance() {
    let clients = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients");
    let installed = clients.join("node_modules/@iletimerkezi/iletimerkezi-node").is_dir();
    if is_missing("@iletimerkezi/iletimerkezi-node", runs("node") && installed) {
        return;
    }
    let sandbox = Sandbox::start().expect("free ports");
    let output = Command::new("node")
        .arg(clients.join("iletimerkezi.mjs"))
        .arg(sandbox.url_of("iletimerkezi").expect("it is served"))
        .args(["api_key", "api_hash"].map(|name| sandbox.credential("iletimerkezi", name)))
        // It takes the proxies of the environment.
        .env_remove("HTTP_PROXY")
        .env_remove("http_proxy")
        .env("NO_PROXY", "127.0.0.1")
        .output()
        .expect("node runs");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_str(&told).expect("it prints JSON");

    let world = sandbox.world().expect("vendors are played");
    let kept = |account| world.balance("iletimerkezi", account, "").expect("the account is there");
    assert_eq!(told["right"]["success"], true, "{told}");
    assert_eq!(told["right"]["amount"].as_f64(), kept("lira").parse().ok(), "{told}");
    assert_eq!(told["right"]["credits"].as_i64(), kept("sms").parse().ok(), "{told}");
    // The page's own words for a wrong key.
    assert_eq!(told["wrong"]["success"], false, "{told}");
    assert_eq!(told["wrong"]["statusCode"], 401, "{told}");
    assert_eq!(told["wrong"]["code"], 401, "{told}");
    assert_eq!(told["wrong"]["message"], "Üyelik bilgileri hatalı", "{told}");
    let dids: Vec<Did> = sandbox.received().iter().map(vendor_sandbox::Received::did).collect();
    assert_eq!(dids, [Did::Done, Did::Refused]);
}

/// Every reply in XML that a vendor of these specs can give: each example, each arm, each code.
fn xml_replies(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut replies = Vec::new();
    for vendor in world.vendors() {
        for operation in &vendor.operations {
            let Some(writer) = ReplyWriter::new(vendor, operation, Format::Xml) else { continue };
            let mut add = |what: &str, answer: Result<vendor_sandbox::Answer, String>| {
                if let Ok(answer) = answer
                    && answer.body.trim_ascii_start().starts_with(b"<")
                {
                    replies.push((format!("{}.{}.{what}", vendor.name, operation.name), answer.body));
                }
            };
            let mut values = Vec::new();
            for (example, form) in operation.examples.iter().flat_map(|e| e.forms.iter().map(move |form| (e, form))) {
                if let Outcome::Reply(value) = &form.outcome {
                    values.push(value);
                    add(&format!("example.{}", example.name), writer.success(value));
                }
            }
            for arm in writer.arms() {
                let success = matches!(arm.verdict, Verdict::Success | Verdict::Pending);
                let content = Content { value: values.first().copied().filter(|_| success), ..Content::default() };
                add(&format!("arm.{}", arm.name), writer.arm(&arm.name, content));
                let known = vendor.codes.first().map(|code| code.wire.as_str());
                add(
                    &format!("arm.{}.code", arm.name),
                    writer.arm(&arm.name, Content { code: known, message: Some("<&>\"'"), ..content }),
                );
            }
            for code in &vendor.codes {
                add(&format!("code.{}", code.name), writer.refusal(&code.wire, None));
            }
        }
    }
    replies
}

#[test]
fn xmllint_accepts_every_reply_in_xml() {
    if is_missing("xmllint", runs("xmllint")) {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("xml-replies");
    drop(std::fs::remove_dir_all(&folder));
    std::fs::create_dir_all(&folder).expect("a folder for what tests leave behind");
    let public = World::carried().expect("the specs are good");
    let private = World::of_folder(&root.join("test-vendor/specs"), &[]).expect("the specs are good");
    let mut files = Vec::new();
    for (name, body) in xml_replies(&public).into_iter().chain(xml_replies(&private)) {
        let path = folder.join(format!("{name}.xml"));
        std::fs::write(&path, body).expect("the folder is there");
        files.push(path);
    }
    assert!(files.len() > 100, "only {} replies", files.len());
    let output = Command::new("xmllint").arg("--noout").arg("--nonet").args(&files).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // It does look: what is no XML is refused.
    let broken = folder.join("broken.xml");
    std::fs::write(&broken, "<a><b></a>").expect("the folder is there");
    let output = Command::new("xmllint").arg("--noout").arg(&broken).output().expect("it runs");
    assert!(!output.status.success());
    println!("{} replies", files.len());
}
