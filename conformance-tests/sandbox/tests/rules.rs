//! Rules over several fields: what the client refuses before it sends, the sandbox refuses too, by the model alone.

use std::path::Path;

use vendor_model::specs::Specs;
use vendor_sandbox::{Kind, Request, World};

/// What the sandbox says of a tour in JSON.
fn told(world: &World, body: &str) -> Vec<String> {
    let request = Request::new("POST", "/portal/plan_tour").header("Content-Type", "application/json").body(body);
    let reading = world.read(&request);
    assert!(reading.call.is_some(), "{reading:?}");
    let broken = reading.problems.iter().filter(|problem| matches!(problem.kind, Kind::Rule | Kind::Missing));
    broken.map(|problem| format!("{}: {}", problem.at, problem.says)).collect()
}

#[test]
fn each_rule_refuses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-vendor/specs");
    let world = World::of(Specs::read(&folder).expect("the folder is there").vendors);
    let good = r#"{"from":"2026-01-01","to":"2026-01-01","parcels":[{"phone":"1","price":0.15,"weight":2},{"mail":"m","price":1.00}],"total":1.150,"weight":2,"stops":["a"],"times":["1"],"account":"x","backup":"y","code":"AB-123"}"#;
    assert_eq!(told(&world, good), Vec::<String>::new());
    for (part, other, due) in [
        (r#""to":"2026-01-01""#, r#""to":"2025-12-31""#, "from <= to"),
        (r#""total":1.150"#, r#""total":1.151"#, "sum(parcels.price) == total"),
        (r#""weight":2,"stops""#, r#""weight":1,"stops""#, "weight >= sum(parcels.weight)"),
        (r#"["a"]"#, r#"["a","b"]"#, "count(stops) == count(times)"),
        (r#""total":1.150"#, r#""total":0.10"#, "total > 0.10"),
        (r#""total":1.150"#, r#""total":100000"#, "total <= 99999.99"),
        (r#""backup":"y""#, r#""backup":"x""#, "account != backup"),
        (r#""price":0.15"#, r#""price":0.16"#, "multiple_of(price, 0.05)"),
        (r#""phone":"1""#, r#""phone":"1","mail":"m""#, "too many of `phone`, `mail`"),
        (r#""mail":"m","#, "", "too few of `phone`, `mail`"),
        ("AB-123", "AB-12", "matches(code, "),
    ] {
        let body = good.replacen(part, other, 1);
        assert_ne!(body, good, "{part}");
        let told = told(&world, &body);
        assert!(told.iter().any(|told| told.contains(due)), "{due}\n{told:?}");
    }
}
