//! The latest generation, shared between threads: the one that rebuilds sets it, those that answer requests get it. A
//! request keeps the generation that it began with; open tabs wait for the next.

use std::sync::Arc;
use tokio::sync::watch::{Receiver, Sender, channel};

use crate::base::encode_path;
use crate::engine::Generation;
use crate::serve::findings_panel::PanelFindings;

/// A handle to the latest generation. Its clones share it.
#[derive(Clone)]
pub struct LatestGeneration {
    sender: Arc<Sender<Option<Arc<ServedGeneration>>>>,
    follows_edits: bool,
    start: u64,
}

/// A generation as it is served.
pub struct ServedGeneration {
    /// The generation.
    pub generation: Arc<Generation>,
    /// The number of this generation among those that were set, from 1.
    pub number: u64,
    /// The id of this generation's server-sent events: higher than any of a preview that began earlier.
    pub event_id: u64,
    /// The path that the site lies below: `/`, or `/reports/`.
    pub base: String,
    /// The findings of the whole site.
    pub findings: PanelFindings,
    /// The page of the report that was last saved, if tabs follow edits.
    pub edited_page: Option<EditedPage>,
}

/// A page that tabs go to, because its report was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedPage {
    /// The id of the event that says so.
    pub event_id: u64,
    /// The page's path on this server.
    pub path: String,
}

impl LatestGeneration {
    /// Creates a handle to no generation yet. With `follows_edits`, tabs go to the page of the report last saved.
    /// `start` is when the preview began, in microseconds: event ids count on from it, so that tabs that outlive a
    /// restart tell new events from old.
    pub fn new(follows_edits: bool, start: u64) -> Self {
        Self { sender: Arc::new(channel(None).0), follows_edits, start }
    }

    /// Replaces the generation, and wakes all who wait for it.
    pub fn set(&self, generation: Arc<Generation>) {
        let before = self.sender.borrow().clone();
        let number = before.as_ref().map_or(1, |before| before.number + 1);
        let event_id = self.start + number;
        let base = generation.settings().base_url.as_ref().map_or_else(|| "/".to_owned(), |url| url.path.clone());
        let edited_path = if self.follows_edits { edited_path(&generation, &base) } else { None };
        let edited_page = match edited_path {
            Some(path) => Some(EditedPage { event_id, path }),
            None => before.and_then(|before| before.edited_page.clone()),
        };
        let findings = PanelFindings::new(generation.findings(), generation.texts());
        let served = ServedGeneration { generation, number, event_id, base, findings, edited_page };
        self.sender.send_replace(Some(Arc::new(served)));
    }

    /// Returns the generation; waits for the first. `None` if there will never be one.
    pub async fn get(&self) -> Option<Arc<ServedGeneration>> {
        self.subscribe().wait_for(Option::is_some).await.ok()?.clone()
    }

    /// Subscribes to all further generations.
    pub fn subscribe(&self) -> Receiver<Option<Arc<ServedGeneration>>> {
        self.sender.subscribe()
    }
}

/// The path of the page that shows the files just saved; if several do, of the first.
fn edited_path(generation: &Generation, base: &str) -> Option<String> {
    let pages = generation.changed_sources().iter().filter_map(|source| generation.page_of(source));
    let mut pages = pages.filter(|page| generation.contains(page));
    Some(format!("{base}{}", encode_path(pages.next()?.address())))
}
