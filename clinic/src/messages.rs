//! Sealed messages and the inbox. `docs/protocol.md`, section 5.
//!
//! The relay looks at the outer header alone, to keep a message out of a slot it does not name. Everything else is for the
//! one who opens the seal.

use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use handrail_wire::api::{
    AckRequest, AckResponse, Bytes, Cursor, DEFAULT_INBOX_PAGE, InboxMessage, InboxResponse, MAX_ACKS, OCTET_STREAM,
};
use handrail_wire::outer::{Message, Outer};
use handrail_wire::{Day, Id};
use serde::Deserialize;

use crate::answer::written;
use crate::app::App;
use crate::auth::Account;
use crate::body::{self, JsonBody, PathId, PathTexts, QueryOf};
use crate::clock::day_of;
use crate::problem::Problem;
use crate::store::{InboxPage, MessageKey, NewMessage, StoredMessage};

/// mailbox, sender, device, recipient, sequence
type Slot = (String, String, String, String, String);

fn key((mailbox, sender, device, recipient, seq): Slot) -> Result<MessageKey, Problem> {
    Ok(MessageKey {
        mailbox: body::id(&mailbox)?,
        sender: body::id(&sender)?,
        device: body::id(&device)?,
        recipient: body::id(&recipient)?,
        seq: body::sequence(&seq)?,
    })
}

/// `PUT /v1/mailboxes/{m}/messages/{sender}/{device}/{recipient}/{seq}`.
pub(crate) async fn put(
    State(app): State<App>,
    Account(caller): Account,
    PathTexts(slot): PathTexts<Slot>,
    request: Request,
) -> Result<StatusCode, Problem> {
    let key = key(slot)?;
    if key.sender != caller {
        return Err(Problem::forbidden("The sender in the path is another account."));
    }
    let bytes = body::octets(request, app.limits.wire.message_bytes, &app).await?;
    let message = Message::parse(&bytes)?;
    let outer = Outer::decode(message.outer)?;
    let fits = outer.mailbox == key.mailbox
        && outer.device == key.device
        && i64::try_from(outer.sequence).is_ok_and(|seq| seq == key.seq);
    if !fits {
        return Err(Problem::bad_request("The message's header names another mailbox, device or number."));
    }
    let (identity, purpose) = (outer.sender, outer.purpose.byte());
    let new = NewMessage { key, identity, purpose, day: day_of(app.now_ms()), bytes };
    Ok(written(app.store.put_message(new, app.limits.wire.messages_per_week).await?))
}

/// `GET` on the same path, for sender or recipient.
pub(crate) async fn get(
    State(app): State<App>,
    Account(caller): Account,
    PathTexts(slot): PathTexts<Slot>,
) -> Result<Response, Problem> {
    let bytes = app.store.message(key(slot)?, caller).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(OCTET_STREAM))], bytes).into_response())
}

/// What `GET /v1/inbox` takes.
#[derive(Deserialize)]
pub(crate) struct InboxQuery {
    after: Option<String>,
    limit: Option<u32>,
    wait: Option<u32>,
}

/// `GET /v1/inbox?after=CURSOR&limit=N&wait=SECONDS`.
pub(crate) async fn inbox(
    State(app): State<App>,
    Account(caller): Account,
    QueryOf(query): QueryOf<InboxQuery>,
) -> Result<Response, Problem> {
    let most = app.limits.wire.inbox_page;
    let limit = query.limit.unwrap_or(DEFAULT_INBOX_PAGE.min(most));
    if limit == 0 || limit > most {
        return Err(Problem::bad_request("The limit is not one this relay gives."));
    }
    let epoch = app.store.epoch();
    let after = match query.after {
        None => 0,
        Some(text) => number_in(epoch, text.parse().map_err(|_| Problem::bad_request("The cursor is malformed."))?)?,
    };
    let (page, waited) = match query.wait {
        None | Some(0) => (app.store.inbox(caller, after, limit).await?, Duration::ZERO),
        Some(seconds) if seconds <= app.limits.wire.wait_seconds => {
            wait(&app, caller, after, limit, Duration::from_secs(seconds.into())).await?
        }
        Some(_) => return Err(Problem::bad_request("That is longer than this relay lets anybody wait.")),
    };
    let last = page.messages.last().map_or(after, |message| message.number);
    let messages = page.messages.into_iter().map(|message| shown(epoch, message)).collect::<Result<_, _>>()?;
    let answer = Json(InboxResponse { epoch, messages, next: cursor(epoch, last)?, more: page.more });
    let mut response = answer.into_response();
    // Waiting is not working: it is no part of how long the relay took.
    response.extensions_mut().insert(Waited(waited));
    Ok(response)
}

/// How long a request waited for something to happen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waited(pub(crate) Duration);

/// The first page with anything in it, or, when the time is over or the relay stops, an empty one. Ends without a trace when
/// the client goes away.
async fn wait(app: &App, caller: Id, after: i64, limit: u32, time: Duration) -> Result<(InboxPage, Duration), Problem> {
    let (began, until) = (Instant::now(), tokio::time::sleep(time));
    // From here on nothing that comes is missed, also between a look and the waiting after it.
    let news = app.store.news().wait(caller, app.limits.waiting_each, app.limits.waiting);
    let mut news = news.ok_or(Problem::rate_limited(WAIT_ELSEWHERE_S))?;
    let mut stopping = app.stopping.clone();
    let mut until = std::pin::pin!(until);
    loop {
        let page = app.store.inbox(caller, after, limit).await?;
        if !page.messages.is_empty() || *stopping.borrow() {
            return Ok((page, began.elapsed()));
        }
        tokio::select! {
            () = news.woken() => {}
            () = &mut until => return Ok((page, began.elapsed())),
            _ = stopping.changed() => return Ok((page, began.elapsed())),
        }
    }
}

/// When somebody comes again who waits in too many places already.
const WAIT_ELSEWHERE_S: u32 = 30;

/// `POST /v1/mailboxes/{m}/acks`.
pub(crate) async fn acknowledge(
    State(app): State<App>,
    Account(caller): Account,
    PathId(mailbox): PathId,
    JsonBody(request): JsonBody<AckRequest>,
) -> Result<Json<AckResponse>, Problem> {
    if request.cursors.len() > MAX_ACKS {
        return Err(Problem::bad_request("Too many cursors in one acknowledgement."));
    }
    let epoch = app.store.epoch();
    let numbers = request.cursors.into_iter().map(|cursor| number_in(epoch, cursor)).collect::<Result<Vec<_>, _>>()?;
    let deleted = app.store.acknowledge(mailbox, caller, numbers).await?;
    Ok(Json(AckResponse { deleted }))
}

fn number_in(epoch: Id, cursor: Cursor) -> Result<i64, Problem> {
    if cursor.epoch != epoch {
        return Err(Problem::epoch_changed());
    }
    i64::try_from(cursor.number).map_err(|_| Problem::bad_request("The cursor is malformed."))
}

fn cursor(epoch: Id, number: i64) -> Result<Cursor, Problem> {
    Ok(Cursor { epoch, number: u64::try_from(number).map_err(|_| Problem::internal())? })
}

fn shown(epoch: Id, message: StoredMessage) -> Result<InboxMessage, Problem> {
    Ok(InboxMessage {
        cursor: cursor(epoch, message.number)?,
        mailbox: message.key.mailbox,
        sender: message.key.sender,
        device: message.key.device,
        seq: u64::try_from(message.key.seq).map_err(|_| Problem::internal())?,
        purpose: message.purpose,
        day: Day::from_days(message.day).map_err(|_| Problem::internal())?.to_string(),
        message: Bytes(message.bytes),
    })
}
