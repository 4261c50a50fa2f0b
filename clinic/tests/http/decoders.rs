//! Any bytes at all, to every call: an answer each time, never a panic, and a relay that is still well afterwards.

use handrail_wire::api::paths;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::client::{BYTES, JSON};
use crate::house::House;
use crate::people::{paired, sam};

fn text() -> impl Strategy<Value = String> {
    // What RFC 3986 lets a path segment or query carry; anything else is no HTTP (see the second half of the test).
    "[A-Za-z0-9._~!$&'()*+,;=:@%-]{0,60}"
}

#[test]
fn any_bytes_to_any_call_are_answered_and_store_nothing() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let (house, sam, anna) = runtime.block_on(async {
        let house = House::with(|config| {
            config.limits.wire.requests_per_minute = u32::MAX;
            config.limits.wire.challenges_per_minute = u32::MAX;
        })
        .await;
        let sam = sam(&house).await;
        let anna = paired(&house, &sam).await;
        (house, sam, anna)
    });
    let before = house.rows();
    let routes = handrail_clinic::routes();
    let inputs = (
        0..routes.len(),
        prop::collection::vec(any::<u8>(), 0..300),
        prop::collection::vec(text(), 5),
        prop::bool::ANY,
        text(),
        prop::bool::ANY,
    );
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let done = runner.run(&inputs, |(at, bytes, texts, right_ids, query, as_phone)| {
        let (method, pattern) = routes[at];
        // Half of the cases go to things that are there; deleting and those answered by plain words change nothing below.
        let mut given = texts.iter();
        let path: Vec<String> = pattern
            .split('/')
            .map(|part| match part {
                "{mailbox}" | "{sender}" if right_ids => anna.account.to_string(),
                "{account}" | "{recipient}" if right_ids => sam.account.to_string(),
                "{device}" if right_ids => anna.device.to_string(),
                "{seq}" if right_ids => "1".into(),
                part if part.starts_with('{') => given.next().unwrap().clone(),
                part => part.to_owned(),
            })
            .collect();
        let path = format!("{}?{}", path.join("/"), query);
        prop_assume!(method != "DELETE" || !right_ids);
        let who = if as_phone { &anna } else { &sam };
        let kind = if pattern.contains("blob") || pattern.contains("state") || pattern.contains("messages") {
            BYTES
        } else {
            JSON
        };
        // Blob and state take any bytes by design: give them a version that does not hold.
        let headers = [("content-type", kind), ("authorization", who.token.as_str()), ("if-match", "\"77\"")];
        let reply = runtime.block_on(house.client.send(method, &path, &headers, &bytes));
        prop_assert!(reply.status != 500, "{} {} {}", method, path, reply.status);
        prop_assert_eq!(house.rows(), before.clone());
        Ok(())
    });
    done.unwrap();

    // Bytes that are no HTTP at all.
    let mut runner = TestRunner::new(Config { cases: 100, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop::collection::vec(any::<u8>(), 1..400), |bytes| {
            runtime.block_on(async {
                use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
                let mut stream = tokio::net::TcpStream::connect(house.client.address).await.unwrap();
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                let mut rest = Vec::new();
                let _ = stream.read_to_end(&mut rest).await;
            });
            Ok(())
        })
        .unwrap();
    assert_eq!(house.rows(), before);
    runtime.block_on(async {
        house.client.get(paths::HEALTH, "").await.is(200);
        house.assert_discreet();
        house.relay.shutdown().await.unwrap();
    });
}
