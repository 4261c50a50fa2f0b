//! Telling other replicas that something came, and hearing it from them.
//!
//! One connection for both. What is told is an account's id and nothing else, after the commit and not inside it: a `NOTIFY`
//! makes commits queue up behind each other. A replica that loses this connection says and hears nothing until it has a
//! new one, and wakes everybody then, so that a lost word costs time and no message.

use std::sync::Arc;
use std::time::Duration;

use handrail_wire::Id;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, Error, NoTls};

use super::super::news::News;
use super::tls::Tls;

/// The channel's name; other programs may use others on the same database.
const CHANNEL: &str = "handrail_news";

/// How long it waits before it connects again: at first, and at most.
const AGAIN: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(15));
/// How often it makes sure that the server is still there, and how long that may take.
const PING: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(10));
/// Most accounts told in one statement.
const AT_ONCE: usize = 256;

/// The connection's other end: what is to be told, and the task that tells it.
pub(super) struct Listener {
    tell: mpsc::UnboundedSender<Id>,
    task: JoinHandle<()>,
}

impl Listener {
    /// Begins to listen; answers before there is a connection.
    pub(super) fn start(mut config: Config, tls: Option<Tls>, news: Arc<News>) -> Self {
        // Whoever looks at the server's connections sees what this one is for.
        config.application_name("handrail-clinic news");
        let (tell, told) = mpsc::unbounded_channel();
        Self { tell, task: tokio::spawn(stay(config, tls, news, told)) }
    }

    /// Tells the other replicas, soon.
    pub(super) fn tell(&self, account: Id) {
        // The task ends with the store.
        let _ = self.tell.send(account);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn stay(config: Config, tls: Option<Tls>, news: Arc<News>, mut told: mpsc::UnboundedReceiver<Id>) {
    let mut pause = AGAIN.0;
    loop {
        let (heard, ears) = mpsc::unbounded_channel();
        if let Ok(client) = connect(&config, tls.as_ref(), heard).await {
            pause = AGAIN.0;
            // An error is the connection's end, and the next one is looked for below.
            drop(talk(&client, &news, &mut told, ears).await);
        }
        // Nobody can be told what was said meanwhile; whoever connects anew looks for themselves.
        while told.try_recv().is_ok() {}
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(AGAIN.1);
    }
}

async fn talk(
    client: &Client,
    news: &News,
    told: &mut mpsc::UnboundedReceiver<Id>,
    mut ears: mpsc::UnboundedReceiver<(i32, String)>,
) -> Result<(), Error> {
    client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
    let own: i32 = client.query_one("SELECT pg_backend_pid()", &[]).await?.try_get(0)?;
    let tell = client.prepare("SELECT pg_notify($1, told) FROM unnest($2::TEXT[]) AS told").await?;
    // Whatever was said before anybody listened.
    news.wake_all();
    let mut accounts = Vec::new();
    loop {
        accounts.clear();
        tokio::select! {
            said = ears.recv() => match said {
                None => return Ok(()),
                // What this replica said itself woke its own waiters already.
                Some((by, _)) if by == own => {}
                Some((_, account)) => {
                    if let Ok(account) = account.parse() {
                        news.wake(account);
                    }
                }
            },
            count = told.recv_many(&mut accounts, AT_ONCE) => {
                if count == 0 {
                    return Ok(());
                }
                accounts.sort_unstable();
                accounts.dedup();
                let texts: Vec<String> = accounts.iter().map(ToString::to_string).collect();
                client.query(&tell, &[&CHANNEL, &texts]).await?;
            }
            () = tokio::time::sleep(PING.0) => {
                // A peer that vanished without a word says nothing to a ping either.
                match tokio::time::timeout(PING.1, client.batch_execute("SELECT 1")).await {
                    Ok(answer) => answer?,
                    Err(_) => return Ok(()),
                }
            }
        }
    }
}

async fn connect(
    config: &Config,
    tls: Option<&Tls>,
    heard: mpsc::UnboundedSender<(i32, String)>,
) -> Result<Client, Error> {
    let client = if let Some(tls) = tls {
        let (client, carrier) = config.connect(tls.clone()).await?;
        tokio::spawn(carry(carrier, heard));
        client
    } else {
        let (client, carrier) = config.connect(NoTls).await?;
        tokio::spawn(carry(carrier, heard));
        client
    };
    Ok(client)
}

/// Carries the connection until its end, and passes on what is heard on it.
async fn carry<S, T>(mut carrier: Connection<S, T>, heard: mpsc::UnboundedSender<(i32, String)>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = std::future::poll_fn(|context| carrier.poll_message(context)).await {
        if let AsyncMessage::Notification(said) = message {
            // Nobody listens any more: the connection ends with its client.
            drop(heard.send((said.process_id(), said.payload().to_owned())));
        }
    }
}
