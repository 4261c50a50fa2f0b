//! A thread that owns a connection and reads over it, one thing after another: waiting for the disk stays out of the async
//! runtime.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread::{Builder, JoinHandle};

use tokio::sync::oneshot;

use super::super::{Answer, StoreError};

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// A thread with its seat: connections and whatever else belongs to them.
pub(super) struct Worker<S> {
    jobs: Mutex<Option<mpsc::Sender<Job<S>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl<S: Send + 'static> Worker<S> {
    pub(super) fn start(name: &str, mut seat: S) -> std::io::Result<Self> {
        // No bound: each waiting job belongs to an open connection, and those are bounded.
        let (jobs, queue) = mpsc::channel::<Job<S>>();
        let thread = Builder::new().name(name.to_owned()).spawn(move || {
            for job in queue {
                job(&mut seat);
            }
        })?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Does a job on the thread.
    pub(super) fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut S) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<'static, T> {
        let (answer, wait) = oneshot::channel();
        let boxed: Job<S> = Box::new(move |seat| {
            // A panic would take every later request with it.
            let result = catch_unwind(AssertUnwindSafe(|| job(seat)))
                .unwrap_or_else(|_| Err(StoreError::Engine("a job panicked".into())));
            // Nobody waits any more if the client went away.
            drop(answer.send(result));
        });
        let sent = held(&self.jobs).as_ref().is_some_and(|jobs| jobs.send(boxed).is_ok());
        Box::pin(async move {
            if !sent {
                return Err(StoreError::Closed);
            }
            wait.await.unwrap_or(Err(StoreError::Closed))
        })
    }

    /// Lets the thread finish what is queued, then ends it. Blocks.
    pub(super) fn stop(&self) {
        drop(held(&self.jobs).take());
        if let Some(thread) = held(&self.thread).take() {
            // It cannot have panicked: every job is caught.
            drop(thread.join());
        }
    }
}

/// A lock that a panic elsewhere does not close for ever: what it guards is whole between any two statements.
pub(super) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
