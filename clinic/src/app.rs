//! What every handler is given.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use handrail_wire::Id;
use handrail_wire::login::Origin;
use tokio::sync::{Semaphore, watch};

use crate::audit::Audit;
use crate::clock::RelayClock;
use crate::limits::{Buckets, RelayLimits};
use crate::log::Log;
use crate::metrics::Metrics;
use crate::page::PageFiles;
use crate::problem::Problem;
use crate::push::Waker;
use crate::store::Store;

/// The relay's parts, shared by all requests.
pub(crate) struct Parts {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn RelayClock>,
    pub(crate) limits: RelayLimits,
    pub(crate) origin: Origin,
    pub(crate) page: PageFiles,
    pub(crate) log: Log,
    pub(crate) audit: Option<Audit>,
    pub(crate) metrics: Metrics,
    pub(crate) challenges: Buckets<Id>,
    pub(crate) addresses: Buckets<IpAddr>,
    /// Wakes phones, where the operator wants that.
    pub(crate) waker: Option<Waker>,
    /// Places for heavy work.
    pub(crate) heavy: Semaphore,
    /// Turns true when the relay stops: whoever waits is answered.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Parts {
    /// Work for the processor that would hold up other requests: on a thread of its own, as many at once as there are cores.
    pub(crate) async fn heavy<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = self.heavy.acquire().await.map_err(|_| Problem::internal())?;
        let done = tokio::task::spawn_blocking(job).await.map_err(|_| Problem::internal());
        drop(place);
        done
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}

/// A handle on [`Parts`].
#[derive(Clone)]
pub(crate) struct App(pub(crate) Arc<Parts>);

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
