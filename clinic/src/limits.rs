//! Limits, and the token buckets that keep one caller from using everything up.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use handrail_wire::api;

/// What a relay allows.
#[derive(Debug, Clone)]
pub struct RelayLimits {
    /// The limits that clients are told in `/v1/meta`.
    pub wire: api::Limits,
    /// How long a request's head, and then its body, may take to arrive.
    pub read_timeout: Duration,
    /// How long running requests may take to finish when the relay stops.
    pub drain: Duration,
    /// Most connections at once; more wait to be accepted.
    pub connections: usize,
    /// Most requests that wait for news at once, of one account.
    pub waiting_each: usize,
    /// Most requests that wait for news at once; they hold connections that others need.
    pub waiting: usize,
    /// Addresses of proxies in front of the relay. Only from these is `X-Forwarded-For` believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for RelayLimits {
    fn default() -> Self {
        Self {
            wire: api::Limits::default(),
            read_timeout: Duration::from_secs(30),
            drain: Duration::from_secs(10),
            connections: 1024,
            waiting_each: 4,
            waiting: 768,
            trusted_proxies: Vec::new(),
        }
    }
}

/// Most callers remembered in one set of buckets (about 5 MB). Beyond it the full buckets are forgotten, which changes
/// nothing for anybody; if none is full, all are.
const MOST: usize = 50_000;

/// One token in the units a bucket is counted in: a millisecond brings `per_minute` of them, so nothing is rounded.
const TOKEN: i64 = 60_000;

struct Bucket {
    level: i64,
    at_ms: i64,
}

/// One bucket a caller: `per_minute` tokens deep, refilled at `per_minute` a minute. In memory only, never logged.
pub(crate) struct Buckets<K> {
    per_minute: i64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

impl<K: Eq + Hash> Buckets<K> {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { per_minute: i64::from(per_minute.max(1)), buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes one token, or says in how many seconds there will be one.
    pub(crate) fn take(&self, caller: K, now_ms: i64) -> Result<(), u32> {
        let depth = self.per_minute * TOKEN;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| self.level(bucket, now_ms) < depth);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(caller).or_insert(Bucket { level: depth, at_ms: now_ms });
        bucket.level = self.level(bucket, now_ms);
        bucket.at_ms = now_ms;
        if bucket.level >= TOKEN {
            bucket.level -= TOKEN;
            return Ok(());
        }
        let wait_ms = div_ceil(TOKEN - bucket.level, self.per_minute);
        Err(u32::try_from(div_ceil(wait_ms, 1000)).unwrap_or(60).max(1))
    }

    fn level(&self, bucket: &Bucket, now_ms: i64) -> i64 {
        // A clock that went back gives nothing and takes nothing. Beyond a minute the bucket is full anyway.
        let passed_ms = now_ms.saturating_sub(bucket.at_ms).clamp(0, 60_000);
        (bucket.level + passed_ms * self.per_minute).min(self.per_minute * TOKEN)
    }
}

/// Division rounded up, of what is not negative; the standard library has it for unsigned numbers only.
fn div_ceil(number: i64, by: i64) -> i64 {
    number / by + i64::from(number % by > 0)
}

/// The address a rate is counted for: the peer, or, behind a trusted proxy, the last address that proxy did not make up.
/// IPv6 is counted by the /64 a household or ward has.
pub(crate) fn caller_address(peer: IpAddr, forwarded: Option<&str>, trusted: &[IpAddr]) -> IpAddr {
    let mut address = peer;
    if trusted.contains(&peer) {
        let hops = forwarded.unwrap_or_default().rsplit(',').map_while(|hop| hop.trim().parse::<IpAddr>().ok());
        for hop in hops {
            address = hop;
            if !trusted.contains(&hop) {
                break;
            }
        }
    }
    match address.to_canonical() {
        IpAddr::V6(long) => IpAddr::V6(Ipv6Addr::from(u128::from(long) & !u128::from(u64::MAX))),
        short @ IpAddr::V4(_) => short,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bucket_gives_its_depth_at_once_and_then_its_rate() {
        let buckets = Buckets::new(10);
        for _ in 0..10 {
            buckets.take('a', 0).unwrap();
        }
        assert_eq!(buckets.take('a', 0), Err(6));
        buckets.take('b', 0).unwrap();
        assert_eq!(buckets.take('a', 5_999), Err(1));
        buckets.take('a', 6_000).unwrap();
        assert_eq!(buckets.take('a', 6_000), Err(6));
        // A clock that goes back neither fills nor empties it.
        assert_eq!(buckets.take('a', -1_000_000), Err(6));
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxy = [ip("10.0.0.1")];
        assert_eq!(caller_address(ip("10.0.0.1"), Some("203.0.113.9"), &proxy), ip("203.0.113.9"));
        assert_eq!(caller_address(ip("10.0.0.1"), Some("6.6.6.6, 203.0.113.9"), &proxy), ip("203.0.113.9"));
        assert_eq!(caller_address(ip("10.0.0.1"), Some("203.0.113.9, 10.0.0.1"), &proxy), ip("203.0.113.9"));
        assert_eq!(caller_address(ip("203.0.113.7"), Some("203.0.113.9"), &proxy), ip("203.0.113.7"));
        assert_eq!(caller_address(ip("10.0.0.1"), Some("nonsense"), &proxy), ip("10.0.0.1"));
        assert_eq!(caller_address(ip("10.0.0.1"), None, &proxy), ip("10.0.0.1"));
        assert_eq!(caller_address(ip("2001:db8::1:2:3:4"), None, &[]), ip("2001:db8::"));
        assert_eq!(caller_address(ip("::ffff:10.0.0.1"), None, &[]), ip("10.0.0.1"));
    }

    proptest! {
        #[test]
        fn any_forwarded_header_is_taken(text in "\\PC{0,60}") {
            let proxy = [IpAddr::from([127, 0, 0, 1])];
            let _ = caller_address(proxy[0], Some(&text), &proxy);
        }

        #[test]
        fn a_bucket_never_gives_more_than_depth_and_rate(steps in prop::collection::vec(0_i64..20_000, 1..200)) {
            let buckets = Buckets::new(10);
            let (mut now, mut given) = (0_i64, 0_i64);
            for step in steps {
                now += step;
                given += i64::from(buckets.take((), now).is_ok());
                prop_assert!(given <= 10 + now * 10 / 60_000);
            }
        }
    }
}
