//! Limits before parsing, rates, slow clients, and stopping.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use handrail_wire::api::ProblemCode::{BadRequest, NotFound, RateLimited, TooLarge, Unauthorised};
use handrail_wire::api::{ChallengeRequest, MetaResponse, paths};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::{BYTES, JSON, read_reply};
use crate::house::{House, MINUTE};
use crate::people::{random, sam};

#[tokio::test]
async fn malformed_requests_get_clear_answers_and_store_nothing() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let before = house.rows();
    let json = |more| [("content-type", JSON), ("authorization", more)];
    let send = async |body: &[u8]| house.client.send("POST", paths::INVITES, &json(&sam.token), body).await;

    for bad in [
        b"".as_slice(),
        b"{",
        b"[]",
        b"null",
        b"{\"invite\":\"x\",\"auth_hash\":\"y\"}",
        b"{\"invite\":1}",
        b"\xff\xfe",
        b"{\"invite\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}",
    ] {
        send(bad).await.refused(400, BadRequest);
    }
    send("[".repeat(60_000).as_bytes()).await.refused(400, BadRequest);
    send(" ".repeat(64 * 1024 + 1).as_bytes()).await.refused(413, TooLarge);
    for wrong in ["text/plain", BYTES, "application/x-www-form-urlencoded", ""] {
        let headers = [("content-type", wrong), ("authorization", sam.token.as_str())];
        house.client.send("POST", paths::INVITES, &headers, b"{}").await.refused(415, BadRequest);
    }
    // Who may not call is told so before the body is looked at.
    house.client.send("POST", paths::INVITES, &json("Bearer x"), b"{").await.refused(401, Unauthorised);
    for path in ["/v1/invites/short", "/v1/accounts/AAAAAAAAAAAAAAAAAAAAAA=/blob", "/v1/keysets/%FF%FE"] {
        house.client.get(path, &sam.token).await.refused(400, BadRequest);
    }
    for path in ["/v1", "/v1/", "/v1/nothing", "/v1/invites/a/b/c", "/nothing", "/../etc/passwd"] {
        house.client.get(path, &sam.token).await.refused(404, NotFound);
    }
    house.client.send("PATCH", paths::META, &[], &[]).await.refused(405, BadRequest);
    house.client.send("POST", "/", &[], &[]).await.refused(405, BadRequest);
    assert_eq!(house.rows(), before);
    house.assert_discreet();
}

#[tokio::test]
async fn a_body_without_an_announced_length_is_cut_off_at_the_limit() {
    let house = House::open().await;
    let before = house.rows();
    let mut stream = TcpStream::connect(house.client.address).await.unwrap();
    let head = "POST /v1/auth/challenge HTTP/1.1\r\nhost: relay\r\ncontent-type: application/json\r\n\
                transfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("4000\r\n{}\r\n", " ".repeat(0x4000));
    for _ in 0..5 {
        if stream.write_all(chunk.as_bytes()).await.is_err() {
            break;
        }
    }
    read_reply(&mut stream).await.refused(413, TooLarge);
    assert_eq!(house.rows(), before);
}

#[tokio::test]
async fn a_slow_body_and_a_slow_head_are_not_waited_for() {
    let house = House::open().await;
    let before = house.rows();
    let began = Instant::now();
    let mut stream = TcpStream::connect(house.client.address).await.unwrap();
    let head = "POST /v1/auth/challenge HTTP/1.1\r\nhost: relay\r\ncontent-type: application/json\r\n\
                content-length: 50\r\nconnection: close\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    read_reply(&mut stream).await.refused(408, BadRequest);
    // A head that never ends: the connection is closed, without an answer.
    let mut stream = TcpStream::connect(house.client.address).await.unwrap();
    stream.write_all(b"GET /v1/meta HTTP/1.1\r\nhost: rel").await.unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    // Nothing at all, and nothing more after a first request.
    let mut silent = TcpStream::connect(house.client.address).await.unwrap();
    let mut idle = TcpStream::connect(house.client.address).await.unwrap();
    idle.write_all(b"GET /v1/meta HTTP/1.1\r\nhost: relay\r\n\r\n").await.unwrap();
    let mut rest = Vec::new();
    let _ = silent.read_to_end(&mut rest).await;
    assert!(rest.is_empty());
    read_reply(&mut idle).await.is(200);
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(house.rows(), before);
    house.client.get(paths::META, "").await.is(200);
}

#[tokio::test]
async fn challenges_are_counted_by_account() {
    let house = House::open().await;
    let account = random();
    let ask = async |account| house.client.post(paths::CHALLENGE, None, &ChallengeRequest { account }).await;
    for _ in 0..10 {
        ask(account).await.is(200);
    }
    let refused = ask(account).await.refused(429, RateLimited);
    assert_eq!(refused.header("retry-after"), Some("6"));
    // Others are not concerned.
    ask(random()).await.is(200);
    house.clock.forward(MINUTE / 10);
    ask(account).await.is(200);
    ask(account).await.refused(429, RateLimited);
}

#[tokio::test]
async fn requests_are_counted_by_address_and_a_trusted_proxy_names_it() {
    let house = House::with(|config| {
        config.limits.wire.requests_per_minute = 3;
        config.limits.trusted_proxies = vec![IpAddr::from([127, 0, 0, 1])];
    })
    .await;
    let before = house.rows();
    let from = async |address: &str| house.client.send("GET", paths::META, &[("x-forwarded-for", address)], &[]).await;
    for _ in 0..3 {
        from("203.0.113.1").await.is(200);
    }
    from("203.0.113.1").await.refused(429, RateLimited);
    from("6.6.6.6, 203.0.113.1").await.refused(429, RateLimited);
    from("203.0.113.2").await.is(200);
    house.clock.forward(MINUTE / 3);
    from("203.0.113.1").await.is(200);
    assert_eq!(house.rows(), before);

    // Without that trust the header is nothing but words.
    let house = House::with(|config| config.limits.wire.requests_per_minute = 1).await;
    house.client.send("GET", paths::META, &[("x-forwarded-for", "203.0.113.1")], &[]).await.is(200);
    let again = house.client.send("GET", paths::META, &[("x-forwarded-for", "203.0.113.2")], &[]).await;
    again.refused(429, RateLimited);
}

#[tokio::test]
async fn meta_says_what_holds() {
    let house = House::with(|config| config.limits.wire.messages_per_week = 50).await;
    let meta: MetaResponse = house.client.get(paths::META, "").await.is(200).json();
    assert_eq!(meta.epoch, house.relay.epoch());
    assert_eq!(meta.versions, [1]);
    assert_eq!((meta.limits.messages_per_week, meta.limits.json_bytes), (50, 65_536));
    assert_eq!(meta.limits.message_bytes as usize, handrail_wire::outer::MESSAGE_LEN);
    assert_eq!(meta.page_sha256, "");
    assert_eq!(house.client.get(paths::HEALTH, "").await.is(200).body, b"{\"status\":\"ok\"}");
}

#[tokio::test]
async fn stopping_finishes_a_running_request_and_takes_no_new_one() {
    let house = House::open().await;
    let address = house.client.address;
    let mut slow = TcpStream::connect(address).await.unwrap();
    let body = serde_json::to_vec(&ChallengeRequest { account: random() }).unwrap();
    let head = format!(
        "POST /v1/auth/challenge HTTP/1.1\r\nhost: relay\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    slow.write_all(&body[..5]).await.unwrap();
    // An idle connection does not hold anything up.
    let _idle = TcpStream::connect(address).await.unwrap();
    // The relay has begun with it once it was told of: another request has been answered since.
    house.client.get(paths::META, "").await.is(200);
    tokio::time::sleep(Duration::from_millis(50)).await;

    let stopping = tokio::spawn(house.relay.shutdown());
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!stopping.is_finished());
    slow.write_all(&body[5..]).await.unwrap();
    read_reply(&mut slow).await.is(200);
    stopping.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    // Closed whole: everything is in the database file itself.
    let wal = house.folder.0.join("relay.sqlite3-wal");
    assert!(!wal.exists() || std::fs::metadata(wal).unwrap().len() == 0);
}

#[tokio::test]
async fn an_answer_that_needs_no_body_is_not_lost_because_one_is_on_its_way() {
    let house = House::open().await;
    let path = paths::snapshot(&random(), &random(), 1);
    let headers = [("content-type", BYTES), ("authorization", "Bearer x")];
    let snapshot = vec![7; 8 * 1024 * 1024];
    for _ in 0..10 {
        house.client.send("PUT", &path, &headers, &snapshot).await.refused(401, Unauthorised);
    }
    // Nobody is asked for what will not be read, and nobody is listened to for ever.
    for (length, more) in [(snapshot.len(), "expect: 100-continue\r\n"), (usize::MAX >> 1, "")] {
        let mut stream = TcpStream::connect(house.client.address).await.unwrap();
        let head = format!(
            "PUT {path} HTTP/1.1\r\nhost: relay\r\ncontent-type: {BYTES}\r\nauthorization: Bearer x\r\n{more}\
             content-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        read_reply(&mut stream).await.refused(401, Unauthorised);
    }
    // The line is still good for the next request.
    let mut stream = TcpStream::connect(house.client.address).await.unwrap();
    let head = format!(
        "PUT {path} HTTP/1.1\r\nhost: relay\r\ncontent-type: {BYTES}\r\nauthorization: Bearer x\r\n\
         content-length: 100000\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&snapshot[..100_000]).await.unwrap();
    stream.write_all(b"GET /v1/meta HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut both = String::new();
    stream.read_to_string(&mut both).await.unwrap();
    assert!(both.starts_with("HTTP/1.1 401") && both.contains("HTTP/1.1 200"), "{both}");
}
