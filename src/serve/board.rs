//! Where the newest generation hangs for all to see: posted by the thread that turns the engine, read by whatever
//! answers a request, each of which keeps the one that it began with.

use std::sync::Arc;
use tokio::sync::watch::{Receiver, Sender, channel};

use crate::engine::Generation;
use crate::serve::address;
use crate::serve::findings::{self, Found};

/// The newest generation, and word to all who wait for the next.
#[derive(Clone)]
pub struct Board {
    sender: Arc<Sender<Option<Arc<Posted>>>>,
    is_followed: bool,
    start: u64,
}

/// A generation as it is served.
pub struct Posted {
    /// The generation.
    pub generation: Arc<Generation>,
    /// How many have been posted, from 1.
    pub number: u64,
    /// When it was posted, as tabs count: higher than any of a preview that began earlier.
    pub moment: u64,
    /// The path that the site lies below: `/`, or `/reports/`.
    pub base: String,
    /// What is wrong with the site.
    pub findings: Found,
    /// The page last saved, where tabs are to follow.
    pub followed: Option<Followed>,
}

/// A page that tabs are to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// When it was saved, as tabs count.
    pub moment: u64,
    /// The page's path on this server.
    pub path: String,
}

impl Board {
    /// An empty board. `is_followed`: tabs go to the page of the report last saved. `start`: when the preview began, in
    /// microseconds, so that tabs that outlive a restart know new from old.
    pub fn new(is_followed: bool, start: u64) -> Self {
        Self { sender: Arc::new(channel(None).0), is_followed, start }
    }

    /// Posts a generation.
    pub fn post(&self, generation: Arc<Generation>) {
        let last = self.sender.borrow().clone();
        let number = last.as_ref().map_or(1, |last| last.number + 1);
        let moment = self.start + number;
        let base = generation.settings().base_url.as_ref().map_or_else(|| "/".to_owned(), |url| url.path.clone());
        let saved = if self.is_followed { saved(&generation, &base) } else { None };
        let followed = match saved {
            Some(path) => Some(Followed { moment, path }),
            None => last.and_then(|last| last.followed.clone()),
        };
        let findings = findings::found(generation.findings(), generation.texts());
        self.sender.send_replace(Some(Arc::new(Posted { generation, number, moment, base, findings, followed })));
    }

    /// The newest generation; waits for the first. `None` where there will never be one.
    pub async fn newest(&self) -> Option<Arc<Posted>> {
        self.reader().wait_for(Option::is_some).await.ok()?.clone()
    }

    /// What hears of each further generation.
    pub fn reader(&self) -> Receiver<Option<Arc<Posted>>> {
        self.sender.subscribe()
    }
}

/// The path of the page that shows what was saved; of several, of the first that has one.
fn saved(generation: &Generation, base: &str) -> Option<String> {
    let pages = generation.changed().iter().filter_map(|source| generation.page_of(source));
    let mut served = pages.filter(|page| generation.has(page));
    Some(format!("{base}{}", address::encode(served.next()?.address())))
}
