//! Accepting connections, with time limits on what a client sends, and stopping without cutting anybody off.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt as _;

use crate::leftover;
use crate::limits::RelayLimits;
use crate::routes::Peer;
use crate::tls::{Looked, Tls};

/// TLS, and whom to tell about renewed certificates.
pub(crate) struct Secured {
    pub(crate) tls: Tls,
    pub(crate) told: Box<dyn Fn(Looked) + Send + Sync>,
}

/// Serves until `stop` changes, then takes no new connection and lets running requests finish.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: RelayLimits,
    secured: Option<Secured>,
    mut stop: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections.max(1)));
    loop {
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            _ = stop.changed() => break,
        };
        let Ok(place) = place else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file handles, or the client is gone already: the next one may do better.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Answers are small; waiting to fill a packet only costs time.
        drop(stream.set_nodelay(true));
        let acceptor = secured.as_ref().map(|secured| {
            let (acceptor, looked) = secured.tls.acceptor();
            (secured.told)(looked);
            acceptor
        });
        let (watcher, router, read_timeout) = (graceful.watcher(), router.clone(), limits.read_timeout);
        let mut stopping = stop.clone();
        tokio::spawn(async move {
            // A client that breaks off is not worth a word.
            match acceptor {
                None => drop(watcher.watch(connection(stream, Peer(peer.ip()), router, read_timeout)).await),
                Some(acceptor) => {
                    let shaken = tokio::select! {
                        shaken = tokio::time::timeout(read_timeout, acceptor.accept(stream)) => shaken,
                        _ = stopping.changed() => return,
                    };
                    if let Ok(Ok(stream)) = shaken {
                        drop(watcher.watch(connection(stream, Peer(peer.ip()), router, read_timeout)).await);
                    }
                }
            }
            drop(place);
        });
    }
    drop(listener);
    // Whoever has not finished by then is cut off; what was answered is durable, what was not is sent again.
    drop(tokio::time::timeout(limits.drain, graceful.shutdown()).await);
}

fn connection<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    peer: Peer,
    router: Router,
    read_timeout: Duration,
) -> impl hyper_util::server::graceful::GracefulConnection<Error = hyper::Error> {
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let router = router.clone();
        async move {
            let (mut request, leftover): (Request, _) = leftover::lend(request);
            request.extensions_mut().insert(peer);
            let answer: Result<_, Infallible> = router.oneshot(request).await;
            // Whoever was given up on for being slow is not waited for again.
            if !matches!(&answer, Ok(answer) if answer.status() == StatusCode::REQUEST_TIMEOUT) {
                leftover.take().await;
            }
            answer
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(read_timeout)
        .max_buf_size(32 * 1024)
        .serve_connection(TokioIo::new(stream), service)
}
