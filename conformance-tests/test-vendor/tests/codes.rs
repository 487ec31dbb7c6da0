//! Every code of the vendors that nobody has, by the client and over real HTTP.

// A value may be a reference already; the generator writes `&` either way.
#![allow(clippy::needless_borrow)]

mod asked {
    include!(concat!(env!("OUT_DIR"), "/codes.rs"));
}

#[test]
fn every_code_is_had() {
    let had = asked::every_code();
    let calls: usize = had.iter().map(|codes| codes.had.len()).sum();
    for codes in &had {
        for (code, says) in &codes.not_had {
            // Where statuses say all, each stands for one code.
            let by_status = codes.operation == "by_status" && says.contains("it has no place for the code");
            let why = by_status || says.contains("there is no such arm") || says.contains("escaped");
            assert!(why, "{}.{} {:?}, code {code:?}: {says}", codes.vendor, codes.operation, codes.format);
        }
    }
    println!("{calls} calls of {} operations and formats, none a success", had.len());
    assert!(calls > 40, "{calls}");
}
