//! The one writer. What is waiting is done in one transaction and answered after its one flush.
//!
//! SQLite has one writer at a time whatever one does, and a flush to disk costs more than everything else in a write. While
//! one is under way more requests arrive; they share the next. Each stands on a savepoint of its own: one that is refused
//! takes back what it did and nothing else. Nobody is answered before the commit, and a new write not before it was read
//! back over another connection. A request whose client went away is finished all the same.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, mpsc};
use std::thread::{Builder, JoinHandle};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::super::{Answer, StoreError};
use super::seat::WriterSeat;
use super::worker::held;

/// Most requests in one transaction: a crash between two flushes costs this many clients a second try.
const MOST: usize = 128;

/// Something that changes the database, with its two ends: its part of a transaction, and its answer after it.
trait Job: Send {
    /// Does it. An error that ended the whole transaction comes back.
    fn apply(&mut self, t: &Transaction<'_>) -> Result<bool, StoreError>;
    /// Answers, after the commit or after it failed.
    fn answer(self: Box<Self>, committed: Result<&Connection, StoreError>);
}

enum Task {
    Write(Box<dyn Job>),
    /// Something that needs the seat to itself.
    Alone(Box<dyn FnOnce(&mut WriterSeat) + Send>),
}

struct Write<T, B, C> {
    body: Option<B>,
    check: C,
    /// What came of it, and whether it changed anything.
    done: Result<(T, bool), StoreError>,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, B, C> Job for Write<T, B, C>
where
    T: Send,
    B: FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send,
    C: FnOnce(&Connection, &T) -> Result<bool, StoreError> + Send,
{
    fn apply(&mut self, t: &Transaction<'_>) -> Result<bool, StoreError> {
        let Some(body) = self.body.take() else { return Ok(false) };
        let before = t.total_changes();
        run(t, "SAVEPOINT one")?;
        // A panic would take every later request with it.
        let done = catch_unwind(AssertUnwindSafe(|| body(t)))
            .unwrap_or_else(|_| Err(StoreError::Engine("a job panicked".into())));
        if t.is_autocommit() {
            // Out of room, or worse: the engine took everything back, what others in this transaction did as well.
            let why = done.err().unwrap_or(StoreError::Full);
            return Err(why);
        }
        if done.is_err() {
            run(t, "ROLLBACK TO one")?;
        }
        run(t, "RELEASE one")?;
        self.done = done.map(|value| (value, t.total_changes() != before));
        Ok(self.done.as_ref().is_ok_and(|(_, changed)| *changed))
    }

    fn answer(self: Box<Self>, committed: Result<&Connection, StoreError>) {
        let Self { check, done, answer, .. } = *self;
        let said = match (done, committed) {
            // A refusal, or nothing to do: true whatever became of the others.
            (Err(StoreError::Refused(refused)), _) => Err(refused.into()),
            (Ok((value, false)), Ok(_)) => Ok(value),
            (_, Err(failed)) => Err(failed),
            (Err(error), Ok(_)) => Err(error),
            (Ok((value, true)), Ok(witness)) => catch_unwind(AssertUnwindSafe(|| check(witness, &value)))
                .unwrap_or_else(|_| Err(StoreError::Engine("a job panicked".into())))
                .and_then(|there| if there { Ok(value) } else { Err(StoreError::ReadBack) }),
        };
        // Nobody waits any more if the client went away.
        drop(answer.send(said));
    }
}

fn run(t: &Transaction<'_>, sql: &str) -> Result<(), StoreError> {
    t.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// The thread and what waits for it.
pub(super) struct Writer {
    tasks: Mutex<Option<mpsc::Sender<Task>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(mut seat: WriterSeat) -> std::io::Result<Self> {
        // No bound: each waiting task belongs to an open connection, and those are bounded.
        let (tasks, queue) = mpsc::channel();
        let thread = Builder::new().name("relay-writer".into()).spawn(move || {
            let mut next = None;
            while let Some(task) = next.take().or_else(|| queue.recv().ok()) {
                match task {
                    // A panic in here has nothing open that could be left half done.
                    Task::Alone(job) => drop(catch_unwind(AssertUnwindSafe(|| job(&mut seat)))),
                    Task::Write(job) => next = together(&mut seat, job, &queue),
                }
            }
        })?;
        Ok(Self { tasks: Mutex::new(Some(tasks)), thread: Mutex::new(Some(thread)) })
    }

    /// One write. `check` reads back, over another connection, what it left behind if it changed anything.
    pub(super) fn write<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
        check: impl FnOnce(&Connection, &T) -> Result<bool, StoreError> + Send + 'static,
    ) -> Answer<'static, T> {
        let (answer, wait) = oneshot::channel();
        let done = Err(StoreError::Closed);
        self.send(Task::Write(Box::new(Write { body: Some(body), check, done, answer })), wait)
    }

    /// Something that needs the seat to itself.
    pub(super) fn alone<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut WriterSeat) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<'static, T> {
        let (answer, wait) = oneshot::channel();
        self.send(Task::Alone(Box::new(move |seat| drop(answer.send(job(seat))))), wait)
    }

    fn send<T: Send + 'static>(
        &self,
        task: Task,
        wait: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Answer<'static, T> {
        let sent = held(&self.tasks).as_ref().is_some_and(|tasks| tasks.send(task).is_ok());
        Box::pin(async move {
            if !sent {
                return Err(StoreError::Closed);
            }
            wait.await.unwrap_or(Err(StoreError::Closed))
        })
    }

    /// Lets the thread finish what is queued, then ends it. Blocks.
    pub(super) fn stop(&self) {
        drop(held(&self.tasks).take());
        if let Some(thread) = held(&self.thread).take() {
            // It cannot have panicked: every job is caught.
            drop(thread.join());
        }
    }
}

/// One transaction with everything that is waiting; answers what came up that is no write.
fn together(seat: &mut WriterSeat, first: Box<dyn Job>, queue: &mpsc::Receiver<Task>) -> Option<Task> {
    let (mut jobs, mut after) = (vec![first], None);
    let committed = commit(seat, &mut jobs, &mut after, queue);
    for job in jobs {
        job.answer(committed.as_ref().map(|()| &seat.witness).map_err(Clone::clone));
    }
    after
}

fn commit(
    seat: &mut WriterSeat,
    jobs: &mut Vec<Box<dyn Job>>,
    after: &mut Option<Task>,
    queue: &mpsc::Receiver<Task>,
) -> Result<(), StoreError> {
    let transaction = seat.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut changed = false;
    loop {
        // The newest is the one that is not done yet.
        if let Some(job) = jobs.last_mut() {
            changed |= job.apply(&transaction)?;
        }
        if jobs.len() >= MOST {
            break;
        }
        match queue.try_recv() {
            Ok(Task::Write(job)) => jobs.push(job),
            Ok(alone @ Task::Alone(_)) => {
                *after = Some(alone);
                break;
            }
            Err(_) => break,
        }
    }
    // Nothing changed: no commit, no flush.
    if !changed {
        return Ok(());
    }
    let writes = transaction
        .prepare_cached("UPDATE relay SET writes = writes + 1 RETURNING writes")?
        .query_row([], |row| row.get(0))?;
    transaction.commit()?;
    seat.generation.note(writes).map_err(|_| StoreError::Engine("the generation file cannot be written".into()))
}
