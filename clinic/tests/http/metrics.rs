//! The figures for Prometheus.

use crate::house::House;
use crate::people::{paired, sam};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

pub async fn fetch(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

pub fn figure(text: &str, name: &str) -> f64 {
    let line = text.lines().find(|line| line.rsplit_once(' ').is_some_and(|(left, _)| left == name));
    line.unwrap_or_else(|| panic!("{name}: {text}")).rsplit_once(' ').unwrap().1.parse().unwrap()
}

#[tokio::test]
async fn figures_count_and_name_nobody() {
    let house = House::with(|config| config.metrics = Some("127.0.0.1:0".parse().unwrap())).await;
    let address = house.relay.metrics_addr().unwrap();
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    anna.send(&house, anna.account, sam.account, 1).await;
    anna.send(&house, anna.account, sam.account, 2).await;
    let text = fetch(address, "/metrics").await;
    assert!(text.starts_with("HTTP/1.1 200") && text.contains("text/plain; version=0.0.4"));
    let put = "handrail_requests_total{method=\"PUT\",\
               route=\"/v1/mailboxes/{mailbox}/messages/{sender}/{device}/{recipient}/{seq}\",status=\"201\"}";
    assert!((figure(&text, put) - 2.0).abs() < 0.1);
    for (what, count) in [("accounts", 1.0), ("mailboxes", 1.0), ("messages", 2.0)] {
        assert!((figure(&text, &format!("handrail_stored{{what=\"{what}\"}}")) - count).abs() < 0.1, "{what}");
    }
    assert!((figure(&text, "handrail_database_up") - 1.0).abs() < 0.1);
    // The histogram holds every request, and its buckets only rise.
    let total: f64 = text
        .lines()
        .filter(|line| line.starts_with("handrail_requests_total{"))
        .map(|line| line.rsplit_once(' ').unwrap().1.parse::<f64>().unwrap())
        .sum();
    assert!((figure(&text, "handrail_request_seconds_count") - total).abs() < 0.1);
    let buckets: Vec<f64> = text
        .lines()
        .filter(|line| line.starts_with("handrail_request_seconds_bucket"))
        .map(|line| line.rsplit_once(' ').unwrap().1.parse().unwrap())
        .collect();
    assert!(buckets.is_sorted() && buckets.len() == 10);
    for id in [sam.account, anna.account] {
        assert!(!text.contains(&id.to_string()));
    }
    // Nothing else is there, and the figures are not on the clients' address.
    assert!(fetch(address, "/v1/meta").await.starts_with("HTTP/1.1 404"));
    assert!(!fetch(house.relay.local_addr(), "/metrics").await.contains("handrail_"));
    house.relay.shutdown().await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
