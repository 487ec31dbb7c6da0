//! The command: what it writes, what it leaves alone, and how it ends.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        for folder in ["specs", "generated-client"] {
            fs::create_dir_all(place.path(folder)).expect("a folder");
        }
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn sample(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a sample");
        path.display().to_string()
    }

    fn new_draft(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
            .arg("--root")
            .arg(self.0.path())
            .arg("new")
            .args(arguments)
            .output()
            .expect("the command runs");
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.code(), text)
    }
}

const REQUEST: &str =
    "POST /v1/pay HTTP/1.1\nHost: api.acme.example\n\n{\"r\": {\"api_key\": \"k-000000000001\", \"amount\": 5}}";
const REPLY: &str = "{\"ok\": true, \"data\": {\"id\": 1}}";
const REFUSED: &str = "{\"ok\": false, \"code\": \"7\", \"message\": \"No\"}";

#[test]
fn a_vendor_is_made_and_then_kept() {
    let place = Place::new();
    let (request, reply, refused) =
        (place.sample("pay.http", REQUEST), place.sample("paid.json", REPLY), place.sample("no.json", REFUSED));
    let arguments = ["acme/pay", "--request", &request, "--reply", &reply, "--refused", &refused];
    let (status, said) = place.new_draft(&arguments);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("drafted  specs/acme/vendor.yaml\ndrafted  specs/acme/pay.yaml"), "{said}");
    let vendor = fs::read_to_string(place.path("specs/acme/vendor.yaml")).expect("the vendor");
    // Again: nothing is overwritten.
    let (status, said) = place.new_draft(&arguments);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("overwrites nothing") || said.contains("two operations"), "{said}");
    // Another operation of the same vendor says nothing twice.
    let other =
        place.sample("list.http", &REQUEST.replace("/v1/pay", "/v1/list").replace("\"amount\": 5", "\"page\": 1"));
    let (status, said) =
        place.new_draft(&["acme/list_all", "--request", &other, "--reply", &reply, "--refused", &refused]);
    assert_eq!(status, Some(0), "{said}");
    let page = fs::read_to_string(place.path("specs/acme/list-all.yaml")).expect("the page");
    assert!(
        page.contains("page: integer") && !page.contains("reply:\n      frame") && !page.contains("arms:"),
        "{page}"
    );
    assert!(!page.contains("body:") && page.contains("refused: { code: \"7\", message: \"No\" }"), "{page}");
    assert!(!page.contains("k-000000000001"), "{page}");
    assert_eq!(fs::read_to_string(place.path("specs/acme/vendor.yaml")).expect("the vendor"), vendor);
    // One that speaks otherwise says so itself.
    let line = place.sample("line.txt", "OK|12");
    let (status, said) = place.new_draft(&["acme/line", "--request", &other, "--reply", &line, "--stdout"]);
    assert!(said.contains("reads: { text: \"OK|{id}\" }"), "{status:?} {said}");
}

#[test]
fn fixtures_are_written_on_demand() {
    let place = Place::new();
    let (request, reply) = (place.sample("request.http", REQUEST), place.sample("reply.json", REPLY));
    let (status, said) = place.new_draft(&["acme/pay", "--request", &request, "--reply", &reply, "--fixtures"]);
    assert_eq!(status, Some(0), "{said}");
    let path = place.path("conformance-tests/fixtures/acme/pay/sample.json.request.http");
    let fixture = fs::read_to_string(path).expect("a fixture");
    assert_eq!(fixture, "POST /v1/pay\n\n{\"r\": {\"api_key\": \"{{api_key}}\", \"amount\": 5}}");
}

#[test]
fn what_cannot_be_drafted_is_told() {
    let place = Place::new();
    let reply = place.sample("reply.json", REPLY);
    for (arguments, said) in [
        (&["acme"][..], "`acme` is no VENDOR/OPERATION"),
        (&["Acme/PayNow"], "acme/pay_now"),
        (&["../x/pay"], "is no VENDOR/OPERATION"),
        (&["acme/pay"], "give at least one"),
        (&["acme/pay", "--reply", "no-such-file"], "cannot read no-such-file"),
    ] {
        let (status, text) = place.new_draft(arguments);
        assert_eq!(status, Some(1), "{arguments:?}: {text}");
        assert!(text.contains(said), "{arguments:?}: {text}");
    }
    fs::create_dir_all(place.path("specs/acme")).expect("a folder");
    fs::write(place.path("specs/acme/vendor.yaml"), "vendor: acme\nsurprise: 1\n").expect("a file");
    let (status, text) = place.new_draft(&["acme/pay", "--reply", &reply]);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("surprise") && text.contains("mend what `acme` says already first"), "{text}");
}
