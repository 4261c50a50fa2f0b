//! What of a body nobody read: it is taken off the line before the answer is given.
//!
//! A connection that is closed while bytes are on their way to it is reset, and with it goes the answer: a client that sends eight
//! megabytes with a login that has ended would not hear "401" but a broken line, and a proxy would make "502" of it.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use handrail_wire::vault::snapshot;
use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::header;
use tokio::sync::oneshot;

/// How much of it, in bytes, whatever was announced: no call takes more than a snapshot, and a proxy lets through what is a little more.
const MOST: usize = 2 * snapshot::MAX_OBJECT;
/// Whoever sends it does so at once, or waits for an answer first.
const PATIENCE: Duration = Duration::from_secs(5);

/// A body that hands back what of it was not read.
struct Lent {
    body: Option<Incoming>,
    back: Option<oneshot::Sender<Incoming>>,
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match self.body.as_mut() {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(SizeHint::default, HttpBody::size_hint)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (Some(body), Some(back)) = (self.body.take(), self.back.take())
            && !body.is_end_stream()
        {
            // Nobody takes it where the request itself was dropped.
            drop(back.send(body));
        }
    }
}

/// The rest of a request's body, once the request was answered.
pub(crate) struct Leftover {
    back: oneshot::Receiver<Incoming>,
    waits: bool,
}

/// The request, and what is left of it afterwards.
pub(crate) fn lend(request: hyper::Request<Incoming>) -> (hyper::Request<Body>, Leftover) {
    let (give, back) = oneshot::channel();
    // Such a client sends nothing before it is told to, and is told by being read from.
    let waits = request.headers().contains_key(header::EXPECT);
    let request = request.map(|body| Body::new(Lent { body: Some(body), back: Some(give) }));
    (request, Leftover { back, waits })
}

impl Leftover {
    /// Takes it off the line, within limits.
    pub(crate) async fn take(mut self) {
        let Ok(mut body) = self.back.try_recv() else { return };
        if self.waits {
            return;
        }
        let mut taken = 0;
        let rest = async {
            while taken <= MOST
                && let Some(Ok(frame)) = body.frame().await
            {
                taken += frame.data_ref().map_or(0, Bytes::len);
            }
        };
        // Too slow: then the answer goes as it may.
        drop(tokio::time::timeout(PATIENCE, rest).await);
    }
}
