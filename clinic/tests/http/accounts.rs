//! Enrolment, login, key sets, methods, blob and state.

use handrail_wire::api::ProblemCode::{
    BadRequest, Conflict, Forbidden, NotFound, PreconditionFailed, TooLarge, Unauthorised,
};
use handrail_wire::api::{
    Bytes, KeysetBody, Method, MethodRequest, MethodsResponse, RetentionRequest, Scope, TokenRequest, TokenResponse,
    paths,
};
use handrail_wire::keyset::Role;
use handrail_wire::login::{self, Origin};
use handrail_wire::signed::SigningKey;

use crate::house::{DAY, House, MINUTE};
use crate::people::{Person, account_request, bearer, challenge, log_in, month, paired, random, sam};

#[tokio::test]
async fn an_enrolment_code_makes_one_account_once() {
    let house = House::open().await;
    let sam = Person::new(Role::Practitioner);
    let (request, _) = account_request(&house, &sam).await;
    let path = paths::account(&sam.account);
    let before = house.rows();

    let mut wrong = request.clone();
    wrong.enrolment_code = "0000-0000-0000-0000".into();
    house.client.post(&path, None, &wrong).await.refused(401, Unauthorised);
    let mut one_method = request.clone();
    one_method.methods.pop();
    house.client.post(&path, None, &one_method).await.refused(400, BadRequest);
    let mut twice = request.clone();
    twice.methods[1] = twice.methods[0].clone();
    house.client.post(&path, None, &twice).await.refused(409, Conflict);
    house.client.post(&paths::account(&random()), None, &request).await.refused(400, BadRequest);
    let mut forged = request.clone();
    *forged.keyset.0.last_mut().unwrap() ^= 1;
    house.client.post(&path, None, &forged).await.refused(403, Forbidden);
    assert_eq!(house.rows(), before);

    // However it is typed.
    let mut typed = request.clone();
    typed.enrolment_code = request.enrolment_code.to_lowercase().replace('-', " ");
    house.client.post(&path, None, &typed).await.is(201);
    house.client.post(&path, None, &typed).await.is(200);
    let before = house.rows();
    let mut other = typed.clone();
    other.blob = Bytes(b"other".to_vec());
    house.client.post(&path, None, &other).await.refused(401, Unauthorised);
    let kim = Person::new(Role::Practitioner);
    let (mut used, _) = account_request(&house, &kim).await;
    let fresh = std::mem::replace(&mut used.enrolment_code, typed.enrolment_code);
    house.client.post(&paths::account(&kim.account), None, &used).await.refused(401, Unauthorised);
    assert_eq!(house.rows()["account"], before["account"]);
    // Codes end after a week.
    house.clock.forward(7 * DAY);
    used.enrolment_code = fresh;
    house.client.post(&paths::account(&kim.account), None, &used).await.refused(401, Unauthorised);
    assert_eq!(house.relay.purge().await.unwrap().enrolments, 1);
}

#[tokio::test]
async fn a_challenge_is_good_once_for_one_account_relay_and_minute() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let kim = crate::people::sam(&house).await;
    let before = house.rows();
    let origin = house.relay.origin();
    let token = async |request: &TokenRequest| house.client.post(paths::TOKEN, None, request).await;
    let answer = |who: &Person, origin: &Origin, account, challenge| {
        let signature = login::sign(&who.key, origin, account, &challenge).unwrap();
        TokenRequest { account, challenge, signature }
    };

    let first = answer(&sam, origin, sam.account, challenge(&house.client, sam.account).await);
    token(&first).await.is(200);
    token(&first).await.refused(401, Unauthorised);
    // A challenge passed on from another relay.
    let elsewhere: Origin = "https://other.example".parse().unwrap();
    let given = challenge(&house.client, sam.account).await;
    token(&answer(&sam, &elsewhere, sam.account, given)).await.refused(401, Unauthorised);
    // A wrong signature uses it up as well.
    token(&answer(&sam, origin, sam.account, given)).await.refused(401, Unauthorised);
    // Somebody else's key; somebody else's challenge; nobody's account.
    let given = challenge(&house.client, sam.account).await;
    token(&answer(&kim, origin, sam.account, given)).await.refused(401, Unauthorised);
    let given = challenge(&house.client, kim.account).await;
    token(&answer(&sam, origin, sam.account, given)).await.refused(401, Unauthorised);
    let nobody = Person::new(Role::Client);
    let given = challenge(&house.client, nobody.account).await;
    token(&answer(&nobody, origin, nobody.account, given)).await.refused(401, Unauthorised);
    // Too late.
    let late = answer(&sam, origin, sam.account, challenge(&house.client, sam.account).await);
    house.clock.forward(MINUTE);
    token(&late).await.refused(401, Unauthorised);
    assert_eq!(house.rows(), before);
}

#[tokio::test]
async fn a_token_lives_fifteen_minutes_and_only_in_one_spelling() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let path = paths::methods(&sam.account);
    let plain = sam.token.strip_prefix("Bearer ").unwrap();
    for bad in [
        String::new(),
        "Bearer".into(),
        "Bearer ".into(),
        format!("Bearer {}", random::<32>()),
        format!("Bearer {plain}="),
        format!("Bearer  {plain}"),
        format!("Invite {plain}"),
        format!("Basic {plain}"),
        plain.to_owned(),
    ] {
        house.client.get(&path, &bad).await.refused(401, Unauthorised);
    }
    let twice = [("authorization", sam.token.as_str()), ("authorization", sam.token.as_str())];
    house.client.send("GET", &path, &twice, &[]).await.refused(401, Unauthorised);
    house.client.get(&path, &sam.token.replace("Bearer", "bearer")).await.is(200);
    house.clock.forward(15 * MINUTE - 1);
    house.client.get(&path, &sam.token).await.is(200);
    house.clock.forward(1);
    house.client.get(&path, &sam.token).await.refused(401, Unauthorised);
}

#[tokio::test]
async fn tokens_challenges_and_codes_are_nowhere_on_disk_or_in_the_log() {
    let house = House::open().await;
    let code = house.relay.enrol().await.unwrap();
    let sam = sam(&house).await;
    let given = challenge(&house.client, sam.account).await;
    let kept = house.log.lock().unwrap().join("\n");
    assert!(!kept.is_empty());
    let token = sam.token.strip_prefix("Bearer ").unwrap().to_owned();
    for text in [code.clone(), token.clone(), given.to_string(), sam.account.to_string(), "127.0.0.1".into()] {
        assert!(!kept.contains(text.as_str()));
    }
    let raw: handrail_wire::B32 = token.parse().unwrap();
    let (mut seen, mut found) = (0, false);
    for file in std::fs::read_dir(&house.folder.0).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        seen += bytes.len();
        found |= bytes.windows(16).any(|window| window == sam.account.0);
        for secret in [raw.0.as_slice(), token.as_bytes(), given.0.as_slice(), code.as_bytes()] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
    // The search sees what is there: the account's id, in the log or, once that was emptied, in the database.
    assert!(seen > 20_000);
    assert!(found);
}

#[tokio::test]
async fn a_recovery_code_fetches_the_blob_and_nothing_else() {
    let house = House::open().await;
    let sam = Person::new(Role::Practitioner);
    let (request, keys) = account_request(&house, &sam).await;
    house.client.post(&paths::account(&sam.account), None, &request).await.is(201);
    let reply = log_in(&house.client, house.relay.origin(), request.methods[0].locator, &keys[0]).await.is(200);
    let token: TokenResponse = reply.json();
    assert_eq!((token.scope, token.account), (Scope::Method, sam.account));
    let token = bearer(&token);

    let blob = house.client.get(&paths::blob(&sam.account), &token).await.is(200);
    assert_eq!((blob.body.as_slice(), blob.header("etag")), (b"sealed blob".as_slice(), Some("\"1\"")));
    let before = house.rows();
    house.client.get(&paths::blob(&random()), &token).await.refused(403, Forbidden);
    house.client.get(&paths::state(&sam.account), &token).await.refused(403, Forbidden);
    house.client.get(&paths::methods(&sam.account), &token).await.refused(403, Forbidden);
    house.client.get(&paths::inbox(None, 1), &token).await.refused(403, Forbidden);
    house.client.get(&paths::keyset(&sam.account), &token).await.refused(403, Forbidden);
    let body = KeysetBody { keyset: Bytes(sam.keyset.clone()) };
    house.client.put(&paths::keyset(&sam.account), &token, &body).await.refused(403, Forbidden);
    let put = house.client.put_bytes(&paths::blob(&sam.account), &token, &[("if-match", "\"1\"")], b"x").await;
    put.refused(403, Forbidden);
    assert_eq!(house.rows(), before);
}

#[tokio::test]
async fn a_removed_method_logs_in_no_more_and_two_always_stay() {
    let house = House::open().await;
    let mut sam = Person::new(Role::Practitioner);
    let (request, keys) = account_request(&house, &sam).await;
    house.client.post(&paths::account(&sam.account), None, &request).await.is(201);
    sam.log_in(&house).await;
    let first = &request.methods[0];
    let path = |locator| paths::method(&sam.account, &locator);
    let reply = log_in(&house.client, house.relay.origin(), first.locator, &keys[0]).await.is(200);
    let by_code = bearer(&reply.json());

    let before = house.rows();
    house.client.delete(&path(first.locator), &sam.token).await.refused(409, Conflict);
    house.client.delete(&path(random()), &sam.token).await.refused(404, NotFound);
    assert_eq!(house.rows(), before);

    let third = Method { locator: random(), key: random() };
    let add = async |method: &Method| {
        house.client.put(&path(method.locator), &sam.token, &MethodRequest { key: method.key }).await
    };
    add(&third).await.is(201);
    add(&third).await.is(200);
    add(&Method { locator: third.locator, key: random() }).await.refused(409, Conflict);
    // A locator that is something else already.
    add(&Method { locator: sam.account, key: random() }).await.refused(409, Conflict);
    house.client.delete(&path(first.locator), &sam.token).await.is(204);
    house.client.get(&paths::blob(&sam.account), &by_code).await.refused(401, Unauthorised);
    log_in(&house.client, house.relay.origin(), first.locator, &keys[0]).await.refused(401, Unauthorised);

    for _ in 2..8 {
        add(&Method { locator: random(), key: random() }).await.is(201);
    }
    let before = house.rows();
    add(&Method { locator: random(), key: random() }).await.refused(409, Conflict);
    assert_eq!(house.rows(), before);
    let list: MethodsResponse = house.client.get(&paths::methods(&sam.account), &sam.token).await.is(200).json();
    assert_eq!(list.methods.len(), 8);
    assert!(list.methods.contains(&third) && !list.methods.contains(first));
}

#[tokio::test]
async fn blob_and_state_are_written_only_over_the_version_that_was_seen() {
    let house = House::open().await;
    let sam = sam(&house).await;
    for (path, mut version) in [(paths::blob(&sam.account), 1), (paths::state(&sam.account), 0)] {
        if version == 0 {
            house.client.get(&path, &sam.token).await.refused(404, NotFound);
        }
        let put = async |if_match: &str, body: &[u8]| {
            house.client.put_bytes(&path, &sam.token, &[("if-match", if_match)], body).await
        };
        for body in [b"one".as_slice(), b"two", b"three"] {
            let reply = put(&format!("\"{version}\""), body).await;
            assert_eq!(reply.status, if version == 0 { 201 } else { 200 });
            // The answer got lost and the page asks again.
            let repeated = put(&format!("\"{version}\""), body).await.is(200);
            version += 1;
            assert_eq!(repeated.header("etag"), Some(format!("\"{version}\"").as_str()));
        }
        let before = house.rows();
        for stale in ["\"0\"", "\"1\"", "\"99\""] {
            put(stale, b"four").await.refused(412, PreconditionFailed);
        }
        house.client.put_bytes(&path, &sam.token, &[], b"four").await.refused(412, PreconditionFailed);
        for bad in ["*", "1", "\"x\"", "\"-1\"", "\"\"", "W/\"1\""] {
            put(bad, b"four").await.refused(400, BadRequest);
        }
        let current = format!("\"{version}\"");
        put(&current, b"").await.refused(400, BadRequest);
        put(&current, &vec![0; 256 * 1024 + 1]).await.refused(413, TooLarge);
        assert_eq!(house.rows(), before);
        put(&current, &vec![7; 256 * 1024]).await.is(200);
        let there = house.client.get(&path, &sam.token).await.is(200);
        assert_eq!((there.body.len(), there.header("content-type")), (256 * 1024, Some("application/octet-stream")));
    }
}

#[tokio::test]
async fn one_account_cannot_touch_anothers() {
    let house = House::open().await;
    let (sam, kim) = (sam(&house).await, crate::people::sam(&house).await);
    let anna = paired(&house, &sam).await;
    let before = house.rows();
    for path in [paths::blob(&sam.account), paths::state(&sam.account), paths::methods(&sam.account)] {
        for other in [&kim, &anna] {
            house.client.get(&path, &other.token).await.refused(403, Forbidden);
        }
    }
    for other in [&kim, &anna] {
        let put =
            house.client.put_bytes(&paths::blob(&sam.account), &other.token, &[("if-match", "\"1\"")], b"x").await;
        put.refused(403, Forbidden);
        let body = KeysetBody { keyset: Bytes(sam.keyset_from(month() + 1)) };
        house.client.put(&paths::keyset(&sam.account), &other.token, &body).await.refused(403, Forbidden);
        let days = RetentionRequest { days: 20 };
        house.client.put(&paths::retention(&sam.account), &other.token, &days).await.refused(403, Forbidden);
    }
    for days in [13, 366] {
        let path = paths::retention(&sam.account);
        house.client.put(&path, &sam.token, &RetentionRequest { days }).await.refused(400, BadRequest);
    }
    // A phone makes no invites.
    let invite = handrail_wire::api::InviteRequest { invite: random(), auth_hash: random() };
    house.client.post(paths::INVITES, Some(&anna.token), &invite).await.refused(403, Forbidden);
    assert_eq!(house.rows(), before);
}

#[tokio::test]
async fn a_key_set_only_moves_forward_and_keeps_its_identity() {
    let house = House::open().await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    for person in [&sam, &anna] {
        let path = paths::keyset(&person.account);
        let put =
            async |keyset: Vec<u8>| house.client.put(&path, &person.token, &KeysetBody { keyset: Bytes(keyset) }).await;
        put(person.keyset.clone()).await.is(200);
        let next = person.keyset_from(month() + 1);
        put(next.clone()).await.is(200);
        put(next.clone()).await.is(200);
        let before = house.rows();
        put(person.keyset.clone()).await.refused(409, Conflict);
        put(person.keyset_from(month() - 5)).await.refused(409, Conflict);
        let mut forged = next.clone();
        *forged.last_mut().unwrap() ^= 1;
        put(forged).await.refused(403, Forbidden);
        // The same account under another identity, properly signed by that one.
        let key = SigningKey::from_seed(&[5; 32]).unwrap();
        let other = Person { account: person.account, device: person.device, key, ..Person::new(person.role) };
        put(other.keyset_from(month() + 2)).await.refused(403, Forbidden);
        put(b"nonsense".to_vec()).await.is(400);
        assert_eq!(house.rows(), before);
        // Both sides can fetch it.
        for reader in [&sam, &anna] {
            let there: KeysetBody = house.client.get(&path, &reader.token).await.is(200).json();
            assert_eq!(there.keyset.0, next);
        }
    }
    house.client.get(&paths::keyset(&random()), &sam.token).await.refused(404, NotFound);
}
