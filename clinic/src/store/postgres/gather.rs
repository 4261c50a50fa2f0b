//! Calls that come while others are under way, answered together: one exchange with the server and one commit for all of them.
//!
//! Nobody is waited for. A call that finds nothing under way goes alone and at once; what comes meanwhile goes together next. So
//! it is the server's own pace that says how many go together, and a quiet replica is as quick as one without this.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use handrail_wire::Id;
use tokio::sync::{Semaphore, oneshot};

use super::super::StoreError;
use super::Job;
use super::conn::{Conn, Pool};

/// Groups under way at once: one is on its way to the server while another is on its way back.
const UNDER_WAY: usize = 2;
/// Calls in a group. More of them would hold their locks longer than they save.
const MOST: usize = 64;

/// A kind of call that can be answered together with others of its kind.
pub(super) trait Together: Sized + Send + Sync + 'static {
    type Answer: Send + 'static;

    /// What it is decided about. Two about the same are never in one group: the second is decided by what the first left.
    fn about(&self) -> Option<Id>;

    /// Does a group and answers each in its turn. An error is one of all of them: nothing was done.
    fn all<'c>(c: &'c Conn, group: &'c [Self]) -> Job<'c, Vec<Result<Self::Answer, StoreError>>>;

    /// Does one by itself.
    fn alone<'c>(&'c self, c: &'c Conn) -> Job<'c, Self::Answer>;

    /// What follows, though nobody waits for the answer any more.
    fn done(&self, _: &Self::Answer) {}
}

struct Waiting<Q: Together> {
    asks: Q,
    answer: oneshot::Sender<Result<Q::Answer, StoreError>>,
}

/// The calls of one kind that wait for their turn.
pub(super) struct Gather<Q: Together> {
    waiting: Mutex<VecDeque<Waiting<Q>>>,
    turns: Semaphore,
}

impl<Q: Together> Default for Gather<Q> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), turns: Semaphore::new(UNDER_WAY) }
    }
}

impl<Q: Together> Gather<Q> {
    /// Adds a call. It is answered by the time that [`Gather::serve`] ends, which whoever adds one begins.
    pub(super) fn add(&self, asks: Q) -> oneshot::Receiver<Result<Q::Answer, StoreError>> {
        let (answer, answered) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push_back(Waiting { asks, answer });
        answered
    }

    /// Answers those that wait, a group at a time, until none waits.
    pub(super) async fn serve(&self, pool: &Pool) {
        // The turns are never closed.
        while let Ok(_turn) = self.turns.acquire().await {
            let group = self.take();
            if group.is_empty() {
                return;
            }
            answer(pool, group).await;
        }
    }

    fn take(&self) -> Vec<Waiting<Q>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut group, mut later, mut taken) = (Vec::new(), VecDeque::new(), HashSet::new());
        while group.len() < MOST
            && let Some(next) = waiting.pop_front()
        {
            if next.asks.about().is_none_or(|about| taken.insert(about)) {
                group.push(next);
            } else {
                later.push_back(next);
            }
        }
        later.append(&mut waiting);
        *waiting = later;
        group
    }
}

/// Does a group; where that came to nothing, each of it by itself, so that nobody pays for another's trouble.
async fn answer<Q: Together>(pool: &Pool, group: Vec<Waiting<Q>>) {
    let (asks, answers): (Vec<Q>, Vec<_>) = group.into_iter().map(|one| (one.asks, one.answer)).unzip();
    let asks: Arc<[Q]> = asks.into();
    let mut done = Vec::new();
    if asks.len() > 1 {
        let all = asks.clone();
        done = pool.with(move |c| Box::pin(async move { Q::all(c, &all).await })).await.unwrap_or_default();
    }
    if done.len() != asks.len() {
        done.clear();
        for place in 0..asks.len() {
            let all = asks.clone();
            let alone = pool.with(move |c| {
                Box::pin(async move {
                    match all.get(place) {
                        Some(one) => one.alone(c).await,
                        None => Err(StoreError::Closed),
                    }
                })
            });
            done.push(alone.await);
        }
    }
    for ((asked, to), answer) in asks.iter().zip(answers).zip(done) {
        if let Ok(answer) = &answer {
            asked.done(answer);
        }
        // Whoever asked may be gone; what was done stays done.
        let _ = to.send(answer);
    }
}
