//! A walk over every route there is: each is counted against its address, shown in the figures, and, where somebody can be
//! named, in the audit. A route that is added and forgotten fails here.

use std::collections::BTreeMap;

use handrail_clinic::{AuditFiles, RelayLimits};
use handrail_wire::api::ProblemCode::RateLimited;
use serde_json::Value;

use crate::client::JSON;
use crate::house::{Folder, House};
use crate::metrics::fetch;
use crate::people::{paired, random, sam};
use crate::vaults::anna as vault_of_anna;

/// Routes that no token opens, so that nobody can be named, and why.
const NOBODY: [(&str, &str, &str); 16] = [
    ("GET", "/v1/meta", "for everybody"),
    ("GET", "/v1/health", "for everybody"),
    ("GET", "/v1/openapi.json", "for everybody"),
    ("POST", "/v1/auth/challenge", "before a login"),
    ("POST", "/v1/auth/token", "before a login"),
    ("POST", "/v1/accounts/{account}", "opened by an enrolment code"),
    ("POST", "/v1/invites/{invite}/claim", "opened by an invite's secret"),
    ("POST", "/v1/invites/{invite}/hello", "opened by an invite's secret"),
    ("GET", "/v1/invites/{invite}/reveal", "opened by an invite's secret"),
    ("POST", "/v1/mailboxes", "opened by an invite's secret"),
    ("DELETE", "/v1/vaults/{vault}", "opened by a signed order"),
    ("POST", "/v1/vaults/{vault}/invites/{invite}/claim", "opened by an invite's secret"),
    ("POST", "/v1/vaults/{vault}/invites/{invite}/hello", "opened by an invite's secret"),
    ("GET", "/v1/vaults/{vault}/invites/{invite}/reveal", "opened by an invite's secret"),
    ("POST", "/v1/vaults/{vault}/invites/{invite}/agree", "opened by an invite's secret"),
    ("DELETE", "/v1/invites/{invite}", "by either side; an invite's secret is nobody's name"),
];

fn path(pattern: &str, vault: &str, account: &str) -> String {
    let parts = pattern.split('/').map(|part| match part {
        "{vault}" => vault.to_owned(),
        "{account}" => account.to_owned(),
        "{seq}" => "1".to_owned(),
        part if part.starts_with('{') => random::<16>().to_string(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_route_is_limited_counted_and_audited() {
    let files = Folder::new();
    let folder = files.0.join("audit");
    let audit = AuditFiles { folder: folder.clone(), days: 30 };
    let house = House::with(|config| {
        config.audit = Some(audit);
        config.metrics = Some("127.0.0.1:0".parse().unwrap());
        // Each request says where it comes from; each address may ask once in a minute.
        config.limits = RelayLimits { trusted_proxies: vec!["127.0.0.1".parse().unwrap()], ..crate::house::limits() };
        config.limits.wire.requests_per_minute = 60_000;
    })
    .await;
    let sam = sam(&house).await;
    paired(&house, &sam).await;
    let (vault, phone) = vault_of_anna(&house).await;
    let lines = || -> Vec<Value> {
        let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let text: String = entries.map(|file| std::fs::read_to_string(file).unwrap()).collect();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let mut statuses = BTreeMap::new();
    for (method, pattern) in handrail_clinic::routes() {
        let of_a_vault = pattern.starts_with("/v1/vaults");
        // Whoever may do it, with a body that no call takes: it gets as far as naming the caller and no further.
        let token = if of_a_vault && pattern != "/v1/vaults" { &phone.token } else { &sam.token };
        let path = path(pattern, &vault.id.to_string(), &sam.account.to_string());
        let before = lines().len();
        let headers = [("content-type", JSON), ("authorization", token.as_str())];
        let body: &[u8] = if method == "GET" { b"" } else { b"{\"no\":\"call takes this\"}" };
        let reply = house.client.send(method, &path, &headers, body).await;
        assert!(reply.status < 500, "{method} {pattern}: {}", reply.status);
        statuses.insert((method, pattern), reply.status);
        let new = &lines()[before..];
        if NOBODY.iter().any(|(m, p, _)| (*m, *p) == (method, pattern)) && new.is_empty() {
            continue;
        }
        assert_eq!(new.len(), 1, "{method} {pattern} left {} lines in the audit", new.len());
        let line = &new[0];
        assert_eq!((&line["method"], &line["route"]), (&method.into(), &pattern.into()));
        assert_eq!(line["status"], reply.status, "{method} {pattern}");
        assert_eq!(line["as"], if of_a_vault && pattern != "/v1/vaults" { "vault_device" } else { "practitioner" });
        if pattern.contains("{vault}") {
            assert_eq!(line["of"]["vault"], vault.id.to_string(), "{method} {pattern}");
        }
    }
    let figures = fetch(house.relay.metrics_addr().unwrap(), "/metrics").await;
    for ((method, pattern), status) in &statuses {
        let line = format!("{{method=\"{method}\",route=\"{pattern}\",status=\"{status}\"}}");
        assert!(figures.contains(&line), "{line} is not in the figures");
    }
    for (method, pattern, why) in NOBODY {
        assert!(statuses.contains_key(&(method, pattern)), "{method} {pattern} ({why}) is no route");
    }
    house.assert_discreet();
}

#[tokio::test]
async fn every_route_counts_against_its_address() {
    let house = House::with(|config| {
        config.limits.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
        config.limits.wire.requests_per_minute = 1;
    })
    .await;
    for (number, (method, pattern)) in handrail_clinic::routes().into_iter().enumerate() {
        let address = format!("10.0.{}.{}", number / 200, number % 200 + 1);
        let path = path(pattern, &random::<16>().to_string(), &random::<16>().to_string());
        let headers = [("x-forwarded-for", address.as_str()), ("content-type", JSON)];
        let first = house.client.send(method, &path, &headers, b"").await;
        assert_ne!(first.status, 429, "{method} {pattern}");
        house.client.send(method, &path, &headers, b"").await.refused(429, RateLimited);
    }
}
