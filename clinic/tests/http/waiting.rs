//! Waiting for news: a request for the inbox that is answered when something comes.
//!
//! None of these asks the clock: a wait of fifty seconds that is answered with a message was woken, because one that is over
//! is answered with nothing.

use std::time::Duration;

use handrail_clinic::{Relay, RunningRelay};
use handrail_wire::api::ProblemCode::{BadRequest, EpochChanged, RateLimited, Unauthorised};
use handrail_wire::api::{InboxResponse, MetaResponse, paths};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::client::{Client, Reply};
use crate::house::{House, config};
use crate::metrics::{fetch, figure};
use crate::people::{Person, paired, put_roster, roster, sam};

fn waits(client: &Client, token: &str, path: String) -> JoinHandle<Reply> {
    let (client, token) = (client.clone(), token.to_owned());
    tokio::spawn(async move { client.get(&path, &token).await })
}

async fn waiting(address: std::net::SocketAddr) -> f64 {
    figure(&fetch(address, "/metrics").await, "handrail_waiting")
}

/// Until so many wait.
async fn until_waiting(address: std::net::SocketAddr, count: f64) {
    while (waiting(address).await - count).abs() > 0.1 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn with_figures() -> House {
    House::with(|config| config.metrics = Some("127.0.0.1:0".parse().unwrap())).await
}

#[tokio::test]
async fn a_message_wakes_its_recipient_and_nobody_else() {
    let house = with_figures().await;
    let figures = house.relay.metrics_addr().unwrap();
    let sam = sam(&house).await;
    let (anna, ben) = (paired(&house, &sam).await, paired(&house, &sam).await);
    let sams = waits(&house.client, &sam.token, paths::inbox_waiting(None, 10, 50));
    let bens = waits(&house.client, &ben.token, paths::inbox_waiting(None, 10, 50));
    until_waiting(figures, 2.0).await;
    let message = anna.send(&house, anna.account, sam.account, 1).await;
    let inbox: InboxResponse = sams.await.unwrap().is(200).json();
    assert_eq!(inbox.messages.iter().map(|m| &m.message.0).collect::<Vec<_>>(), [&message]);
    until_waiting(figures, 1.0).await;

    // From the cursor on: what is there already wakes nobody, what comes next does.
    let sams = waits(&house.client, &sam.token, paths::inbox_waiting(Some(&inbox.next), 10, 50));
    until_waiting(figures, 2.0).await;
    let second = anna.send(&house, anna.account, sam.account, 2).await;
    let inbox: InboxResponse = sams.await.unwrap().is(200).json();
    assert_eq!(inbox.messages.iter().map(|m| &m.message.0).collect::<Vec<_>>(), [&second]);

    // Down as well.
    let proposal = sam.send(&house, ben.account, ben.account, 1).await;
    let inbox: InboxResponse = bens.await.unwrap().is(200).json();
    assert_eq!(inbox.messages[0].message.0, proposal);
    // There already: nobody waits at all.
    let at_once = house.client.get(&paths::inbox_waiting(None, 10, 50), &ben.token).await.is(200);
    assert_eq!(at_once.json::<InboxResponse>().messages.len(), 1);
    house.assert_discreet();
}

#[tokio::test]
async fn a_wait_that_is_over_is_answered_with_nothing_and_counts_as_no_work() {
    let house = with_figures().await;
    let sam = sam(&house).await;
    let reply = house.client.get(&paths::inbox_waiting(None, 10, 1), &sam.token).await.is(200);
    let inbox: InboxResponse = reply.json();
    assert!(inbox.messages.is_empty() && !inbox.more && inbox.next.number == 0);
    // The whole second was waiting.
    let log = house.log.lock().unwrap().clone();
    let line: serde_json::Value = serde_json::from_str(log.last().unwrap()).unwrap();
    assert_eq!(line["route"], "/v1/inbox");
    assert!(line["ms"].as_u64().unwrap() < 1000, "{line}");

    let meta: MetaResponse = house.client.get(paths::META, "").await.is(200).json();
    assert_eq!(meta.limits.wait_seconds, 50);
    for wrong in ["51", "-1", "x", "4294967296"] {
        let path = format!("/v1/inbox?limit=10&wait={wrong}");
        house.client.get(&path, &sam.token).await.refused(400, BadRequest);
    }
    house.client.get("/v1/inbox?limit=10&wait=50", "Bearer x").await.refused(401, Unauthorised);
    let other = handrail_wire::api::Cursor { epoch: handrail_wire::Id::from([9; 16]), number: 1 };
    house.client.get(&paths::inbox_waiting(Some(&other), 10, 50), &sam.token).await.refused(410, EpochChanged);
}

#[tokio::test]
async fn an_account_waits_in_four_places_and_whoever_goes_away_makes_room() {
    let house = with_figures().await;
    let figures = house.relay.metrics_addr().unwrap();
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    let path = paths::inbox_waiting(None, 10, 50);
    let mut open = Vec::new();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(house.client.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: relay\r\nauthorization: {}\r\n\r\n", sam.token);
        stream.write_all(request.as_bytes()).await.unwrap();
        open.push(stream);
    }
    until_waiting(figures, 4.0).await;
    let refused = house.client.get(&path, &sam.token).await.refused(429, RateLimited);
    assert_eq!(refused.header("retry-after"), Some("30"));
    // Without waiting Sam is served, and somebody else may wait.
    house.client.get(&paths::inbox(None, 10), &sam.token).await.is(200);
    let annas = waits(&house.client, &anna.token, path.clone());
    until_waiting(figures, 5.0).await;
    // A tab that is closed.
    open.pop();
    until_waiting(figures, 4.0).await;
    let sams = waits(&house.client, &sam.token, path);
    until_waiting(figures, 5.0).await;
    // The relay stops: nobody is cut off, and nobody is waited for.
    house.relay.shutdown().await.unwrap();
    for task in [annas, sams] {
        assert!(task.await.unwrap().is(200).json::<InboxResponse>().messages.is_empty());
    }
}

/// The second of two replicas on the house's database.
async fn replica(house: &House) -> (RunningRelay, Client) {
    let mut second = config(&house.folder.0, house.clock.clone(), house.log.clone());
    second.origin = Some(house.relay.origin().clone());
    second.metrics = Some("127.0.0.1:0".parse().unwrap());
    let relay = Relay::start(second).await.unwrap();
    let client = Client::new(relay.local_addr());
    (relay, client)
}

async fn sam_and_ben(house: &House) -> (Person, Person) {
    let sam = sam(house).await;
    let ben = paired(house, &sam).await;
    put_roster(house, &ben, &roster(&ben, 2, &[&sam])).await.is(200);
    (sam, ben)
}

mod on_postgres {
    use super::*;

    /// A message put at one replica wakes whoever waits at the other, also after the connection between them broke.
    #[tokio::test]
    async fn a_message_at_one_replica_wakes_who_waits_at_another() {
        if std::env::var_os("HANDRAIL_TEST_POSTGRES").is_none() {
            crate::databases::Database::not_run("waiting", "HANDRAIL_TEST_POSTGRES names no server");
            return;
        }
        let house = with_figures().await;
        let (second, at_second) = replica(&house).await;
        let figures = second.metrics_addr().unwrap();
        let (sam, ben) = sam_and_ben(&house).await;
        let mut next = None;
        for seq in 1..=3 {
            let sams = waits(&at_second, &sam.token, paths::inbox_waiting(next.as_ref(), 10, 50));
            until_waiting(figures, 1.0).await;
            if seq == 2 {
                // Every connection of the listeners ends; they come back by themselves, and look for what they missed.
                let gone = crate::house::cut_listeners(&house.folder.0);
                assert!(gone >= 1);
            }
            let message = ben.send(&house, ben.account, sam.account, seq).await;
            let inbox: InboxResponse = sams.await.unwrap().is(200).json();
            assert_eq!(inbox.messages.iter().map(|m| &m.message.0).collect::<Vec<_>>(), [&message]);
            next = Some(inbox.next);
        }
        second.shutdown().await.unwrap();
        house.assert_discreet();
    }
}
