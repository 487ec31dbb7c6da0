//! The page in a real browser: headless Chromium, driven by chromedriver over plain HTTP.
//!
//! Without both the test says so and is skipped; with `CI` set it fails instead. `.ci/install` installs them.

mod support;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{call, parse_curl};
use vendor_sandbox::Sandbox;

/// A browser with one page.
struct Browser {
    driver: Child,
    url: String,
    session: String,
}

impl Browser {
    /// None if it is not installed.
    fn start() -> Option<Self> {
        let binary = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(which)?;
        which("chromedriver")?;
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut lines = BufReader::new(driver.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
        let said = lines.find(|line| line.contains("started successfully on port")).expect("chromedriver starts");
        // It goes on writing, and must not be stopped by that.
        std::thread::spawn(move || lines.for_each(drop));
        let port: String = said.chars().filter(char::is_ascii_digit).collect();
        let mut browser = Self { driver, url: format!("http://127.0.0.1:{port}"), session: String::new() };
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-proxy-server",
            "--hide-scrollbars",
            "--window-size=1280,900",
        ];
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": binary, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let session = browser.order("POST", "/session", &wanted);
        browser.session = session["sessionId"].as_str().expect("a session").to_owned();
        Some(browser)
    }

    fn order(&self, method: &str, path: &str, body: &Value) -> Value {
        let text = if method == "GET" { String::new() } else { body.to_string() };
        let reply = call(&self.url, method, path, &[("content-type", "application/json")], &text);
        let value = reply.json()["value"].clone();
        assert_eq!(reply.status, 200, "{method} {path} {body}: {value}");
        value
    }

    fn at(&self, path: &str) -> String {
        format!("/session/{}{path}", self.session)
    }

    fn open(&self, url: &str) {
        self.order("POST", &self.at("/url"), &json!({ "url": url }));
    }

    /// What a script gives back.
    fn ask(&self, script: &str) -> Value {
        self.order("POST", &self.at("/execute/sync"), &json!({ "script": script, "args": [] }))
    }

    /// Clicks the first element that a selector finds, as a person would.
    fn click(&self, selector: &str) {
        let wanted = json!({ "using": "css selector", "value": selector });
        let found = self.order("POST", &self.at("/element"), &wanted);
        let id = found.as_object().and_then(|ids| ids.values().next()).and_then(Value::as_str).expect("an element");
        self.order("POST", &self.at(&format!("/element/{id}/click")), &json!({}));
    }

    /// Waits until a script gives back true.
    fn wait(&self, script: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.ask(script) != json!(true) {
            assert!(Instant::now() < end, "it never came: {script}\n{}", self.ask("return document.body.innerText"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn tell(&self, command: &str, parameters: &Value) -> Value {
        let order = json!({ "cmd": command, "params": parameters });
        self.order("POST", &self.at("/goog/cdp/execute"), &order)
    }

    /// A picture of the whole page, in the folder for what tests leave behind.
    fn picture(&self, name: &str) -> Vec<u8> {
        let shot = self.tell("Page.captureScreenshot", &json!({ "format": "png", "captureBeyondViewport": true }));
        let bytes = base64(shot["data"].as_str().expect("a picture"));
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("page-{name}.png"));
        std::fs::write(&path, &bytes).expect("the folder is there");
        println!("{}", path.display());
        bytes
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() && !std::thread::panicking() {
            self.order("DELETE", &self.at(""), &json!({}));
        }
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}

fn which(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().filter_map(digit).collect();
    let mut bytes = Vec::new();
    for four in digits.chunks(4) {
        let number = four.iter().fold(0_u32, |number, digit| number << 6 | u32::from(*digit)) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&number.to_be_bytes()[1..four.len()]);
    }
    bytes
}

fn send(line: &str) -> u16 {
    let (base, method, target, headers, body) = parse_curl(line);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    call(&base, &method, &target, &headers, &body).status
}

/// Every text that stands out too little from what is behind it, with its ratio.
const PALE: &str = r#"
const parse = (text) => { const n = text.match(/[\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
const light = (rgb) => { const [r, g, b] = rgb.map((c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const behind = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.unshift(parse(getComputedStyle(at).backgroundColor));
  return layers.reduce((under, layer) => over(layer, under), [255, 255, 255]);
};
const pale = [];
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!own || !element.checkVisibility()) continue;
  const back = behind(element);
  const ink = over(parse(getComputedStyle(element).color), back);
  const [a, b] = [light(ink), light(back)].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5) pale.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)} ${element.textContent.trim().slice(0, 30)}`);
}
return pale;
"#;

#[test]
fn the_page_in_a_browser() {
    let Some(browser) = Browser::start() else {
        assert!(std::env::var_os("CI").is_none(), "chromium and chromedriver are not installed: run .ci/install");
        println!("SKIPPED: chromium and chromedriver are not installed; the page was not tried in a browser");
        return;
    };
    let sandbox = Sandbox::start().expect("free ports");
    let mut lines = Vec::new();
    for vendor in sandbox.vendors() {
        for operation in &vendor.operations {
            lines.extend(sandbox.curl_lines(&vendor.name, &operation.name).unwrap());
        }
    }
    browser.open(&sandbox.url());
    assert_eq!(browser.ask("return document.title"), "Vendor sandbox");

    // The list grows by itself.
    browser.wait("return document.getElementById('live').textContent === 'Calls appear here as they arrive.'");
    assert_eq!(browser.ask("return document.querySelectorAll('#list > li').length"), 0);
    let rows = "return document.querySelectorAll('#kept tbody tr').length";
    let before = browser.ask(rows).as_u64().expect("a number");
    for line in &lines {
        assert_eq!(send(line), 200);
    }
    let all = lines.len();
    browser.wait(&format!("return document.querySelectorAll('#list > li .did-done').length === {all}"));
    assert_eq!(browser.ask("return document.getElementById('nothing').hidden"), true);
    // What the vendors keep follows: there is a movement for each credit, and more.
    browser.wait(&format!("{rows} > {before}"));
    browser.wait("return [...document.querySelectorAll('#kept td')].some((cell) => cell.textContent === '1000')");
    // The newest is on top, and its words are behind a click.
    assert_eq!(browser.ask("return document.querySelector('#list > li').dataset.number"), (all - 1).to_string());
    let inside = "return document.querySelector('#list > li pre').checkVisibility()";
    assert_eq!(browser.ask(inside), false);
    browser.click("#list > li summary");
    assert_eq!(browser.ask(inside), true);
    let words = browser.ask("return document.querySelector('#list > li .inside').innerText").to_string();
    assert!(words.contains("***") && words.contains("content-type"), "{words}");
    for (_, key) in sandbox.vendors().iter().flat_map(|vendor| sandbox.credentials(&vendor.name)) {
        assert!(!words.contains(&key), "{words}");
    }

    // A button lets the next call go wrong.
    browser.click("button[value='status=503']");
    browser.wait("return document.body.innerText.includes('What waits')");
    assert_eq!(send(&lines[0]), 503);
    browser.wait("return document.querySelector('#list > li .tag.bad')?.textContent === '503'");
    assert_eq!(send(&lines[0]), 200);
    browser.wait("return document.querySelector('#list > li .tag.good')?.textContent === '200'");

    // Text of a call stays text.
    let (base, ..) = parse_curl(&lines[0]);
    call(&base, "POST", "/x", &[("content-type", "text/plain")], "<script>document.title = 'broken in'</script>");
    browser.wait(&format!("return document.querySelector('#list > li')?.dataset.number === '{}'", all + 2));
    browser.click("#list > li summary");
    assert_eq!(browser.ask("return document.title"), "Vendor sandbox");
    assert_eq!(browser.ask("return document.querySelectorAll('main script').length"), 0);
    let words = browser.ask("return document.querySelector('#list > li pre').innerText").to_string();
    assert!(words.contains("<script>document.title"), "{words}");

    accessible(&browser);
    browser.picture("desktop");
    browser.tell(
        "Emulation.setEmulatedMedia",
        &json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] }),
    );
    assert_eq!(browser.ask(PALE), json!([]), "in the dark");
    browser.picture("dark");
    browser.tell("Emulation.setEmulatedMedia", &json!({ "features": [] }));

    // On a phone.
    let phone = json!({ "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": true });
    browser.tell("Emulation.setDeviceMetricsOverride", &phone);
    browser.open(&sandbox.url());
    browser.click("#list > li summary");
    assert_eq!(browser.ask("return window.innerWidth"), 390);
    assert_eq!(browser.ask("return document.documentElement.scrollWidth"), 390, "nothing is wider than the phone");
    let small = "return [...document.querySelectorAll('button, input, select, summary')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 40).map((e) => e.outerHTML)";
    assert_eq!(browser.ask(small), json!([]), "a finger needs room");
    assert!(browser.picture("phone").starts_with(b"\x89PNG"));

    let complaints = browser.order("POST", &browser.at("/se/log"), &json!({ "type": "browser" }));
    assert_eq!(complaints, json!([]), "the browser complains");
}

/// Labels, headings, contrast, keyboard.
fn accessible(browser: &Browser) {
    let unnamed = "return [...document.querySelectorAll('input, select')].filter((e) => !e.labels.length).map((e) => e.outerHTML)";
    assert_eq!(browser.ask(unnamed), json!([]));
    let silent = "return [...document.querySelectorAll('button, a, summary')].filter((e) => !e.textContent.trim()).map((e) => e.outerHTML)";
    assert_eq!(browser.ask(silent), json!([]));
    let skipped = "let last = 0; return [...document.querySelectorAll('h1, h2, h3, h4')].filter((e) => { const level = Number(e.tagName[1]); const skips = level > last + 1 && !e.closest('details'); last = level; return skips; }).map((e) => e.outerHTML)";
    assert_eq!(browser.ask(skipped), json!([]));
    assert_eq!(browser.ask("return document.querySelectorAll('h1').length"), 1);
    assert_eq!(browser.ask(PALE), json!([]));
    // The first stop of the keyboard leads past the head, and each stop can be seen.
    browser.ask("document.activeElement.blur(); window.scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')");
    let tab = json!({ "actions": [{ "type": "key", "id": "keys", "actions": [
        { "type": "keyDown", "value": "\u{e004}" }, { "type": "keyUp", "value": "\u{e004}" },
    ] }] });
    let mut stops = Vec::new();
    for _ in 0..8 {
        browser.order("POST", &browser.at("/actions"), &tab);
        let seen = "const e = document.activeElement; const box = e.getBoundingClientRect(); return [e.tagName, e.textContent.trim().slice(0, 20), box.right > 0 && getComputedStyle(e).outlineStyle !== 'none']";
        stops.push(browser.ask(seen));
    }
    assert_eq!(stops[0], json!(["A", "Skip to the content", true]), "{stops:?}");
    assert!(stops.iter().all(|stop| stop[2] == true), "{stops:?}");
}
