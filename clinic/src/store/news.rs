//! Who waits for news, and waking them.
//!
//! A store wakes an account when something new to it is committed; a request that waits then looks for itself. Being
//! woken for nothing costs one look, and not being woken costs the rest of the wait: nothing is ever lost here.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handrail_wire::Id;
use tokio::sync::{mpsc, watch};

/// What a store says of something new, once it is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// The mailbox's or practitioner's account, or the vault, that something came for.
    pub to: Id,
    /// The vault's device that brought it, which needs no telling.
    pub by: Option<Id>,
}

/// Everybody who waits in this process.
#[derive(Default)]
pub struct News {
    waiting: Mutex<HashMap<Id, watch::Sender<()>>>,
    told: Mutex<Option<mpsc::UnboundedSender<Came>>>,
}

impl News {
    /// Begins to wait, where fewer than `each` wait for this account and fewer than `all` for any.
    pub fn wait(self: &Arc<Self>, account: Id, each: usize, all: usize) -> Option<Waiting> {
        let mut waiting = self.held();
        let everybody: usize = waiting.values().map(watch::Sender::receiver_count).sum();
        let already = waiting.get(&account).map_or(0, watch::Sender::receiver_count);
        if everybody >= all || already >= each {
            return None;
        }
        let woken = waiting.entry(account).or_insert_with(|| watch::channel(()).0).subscribe();
        Some(Waiting { news: self.clone(), account, woken: Some(woken) })
    }

    /// Wakes whoever waits for this account.
    pub fn wake(&self, account: Id) {
        if let Some(sender) = self.held().get(&account) {
            sender.send_replace(());
        }
    }

    /// Wakes everybody: nobody knows for whom something came.
    pub fn wake_all(&self) {
        for sender in self.held().values() {
            sender.send_replace(());
        }
    }

    /// How many wait.
    pub fn count(&self) -> usize {
        self.held().values().map(watch::Sender::receiver_count).sum()
    }

    /// Something came: wakes whoever waits in this process, and tells whoever passes it on.
    pub(crate) fn came(&self, came: Came) {
        self.wake(came.to);
        if let Some(told) = &*self.told.lock().unwrap_or_else(PoisonError::into_inner) {
            // Nobody passes it on any more when the relay stops.
            let _ = told.send(came);
        }
    }

    /// From now on what comes is told here too.
    pub(crate) fn tell(&self) -> mpsc::UnboundedReceiver<Came> {
        let (told, heard) = mpsc::unbounded_channel();
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
        heard
    }

    fn held(&self) -> MutexGuard<'_, HashMap<Id, watch::Sender<()>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who waits, until this is dropped. What comes from its beginning on wakes it, also before it is asked.
pub struct Waiting {
    news: Arc<News>,
    account: Id,
    woken: Option<watch::Receiver<()>>,
}

impl Waiting {
    /// Until something comes.
    pub async fn woken(&mut self) {
        if let Some(woken) = &mut self.woken {
            // The sender stays as long as this one waits.
            drop(woken.changed().await);
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut waiting = self.news.held();
        drop(self.woken.take());
        if waiting.get(&self.account).is_some_and(|sender| sender.receiver_count() == 0) {
            waiting.remove(&self.account);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ANNA: Id = handrail_wire::Fixed([1; 16]);
    const BEN: Id = handrail_wire::Fixed([2; 16]);

    #[tokio::test]
    async fn whoever_waits_is_woken_by_what_came_since_and_by_nothing_else() {
        let news = Arc::new(News::default());
        news.wake(ANNA);
        let (mut anna, mut ben) = (news.wait(ANNA, 2, 9).unwrap(), news.wait(BEN, 2, 9).unwrap());
        // It came between the beginning and the asking.
        news.wake(ANNA);
        anna.woken().await;
        let mut others = std::pin::pin!(ben.woken());
        std::future::poll_fn(|context| {
            assert!(others.as_mut().poll(context).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
        news.wake_all();
        others.await;
    }

    #[test]
    fn they_are_counted_and_leave_nothing_behind() {
        let news = Arc::new(News::default());
        let first = news.wait(ANNA, 2, 3).unwrap();
        let second = news.wait(ANNA, 2, 3).unwrap();
        assert!(news.wait(ANNA, 2, 3).is_none());
        let third = news.wait(BEN, 2, 3).unwrap();
        assert!(news.wait(BEN, 2, 3).is_none());
        assert_eq!(news.count(), 3);
        drop((first, third));
        assert!(news.wait(ANNA, 2, 3).is_some());
        assert_eq!(news.count(), 1);
        drop(second);
        assert!(news.held().is_empty());
    }
}
