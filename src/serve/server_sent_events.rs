//! Server-sent events (HTML Standard 9.2) for open tabs: `page` when a tab's page has changed, `findings` for the panel,
//! `follow` to go to the page of the report that was saved. A tab says what it shows when it connects. So one that was
//! away, or outlived a restart, is told at once what it missed, and the server keeps no list of changes.

use hyper::body::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::serve::latest_generation::{LatestGeneration, ServedGeneration};
use crate::serve::page::{PageOrRedirect, page_at};

/// The time between two heartbeats, which keep proxies from closing an idle connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The number of events that wait for a slow tab.
const BUFFER: usize = 8;

/// The page that a tab shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// The path in its address bar.
    pub path: String,
    /// The `ETag` of its page.
    pub etag: String,
    /// The id of the last event that it received; `None` for a new tab.
    pub last_event_id: Option<u64>,
}

impl Tab {
    /// Reads what a tab says in the query of its request.
    pub fn from_query(query: &str) -> Self {
        let mut tab = Self::default();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = percent_decode_str(value).decode_utf8_lossy();
            match key {
                "path" => tab.path = value.into_owned(),
                "tag" => tab.etag = value.into_owned(),
                "moment" => tab.last_event_id = value.parse().ok(),
                _ => {}
            }
        }
        tab
    }
}

/// An event: its name and its data.
type Event = (&'static str, String);

/// The encoded events for a tab, until it goes away.
pub fn event_stream(latest: &LatestGeneration, tab: Tab) -> Receiver<Bytes> {
    let (sender, receiver) = channel(BUFFER);
    tokio::spawn(send_events(latest.clone(), tab, sender));
    receiver
}

async fn send_events(latest: LatestGeneration, mut tab: Tab, sender: Sender<Bytes>) {
    let mut generations = latest.subscribe();
    let mut last_findings = String::new();
    while generations.wait_for(Option::is_some).await.is_ok() {
        let Some(served) = generations.borrow_and_update().clone() else { continue };
        let event_id = served.event_id;
        // Rendering the page may take a while; other tabs do not wait for it.
        let current = tab.clone();
        let Ok((events, etag)) = spawn_blocking(move || events_for(&served, &current)).await else { return };
        tab = Tab { etag, last_event_id: Some(event_id), ..tab };
        for (name, data) in events {
            if name == "findings" {
                if data == last_findings {
                    continue;
                }
                last_findings.clone_from(&data);
            }
            if sender.send(encode(name, &data, event_id)).await.is_err() {
                return;
            }
        }
        wait_for_next(&sender, &mut generations).await;
        if sender.is_closed() {
            return;
        }
    }
}

/// Waits until there is another generation or the tab has gone, and sends heartbeats meanwhile.
async fn wait_for_next(sender: &Sender<Bytes>, generations: &mut watch::Receiver<Option<Arc<ServedGeneration>>>) {
    loop {
        tokio::select! {
            _ = generations.changed() => return,
            () = sender.closed() => return,
            () = tokio::time::sleep(HEARTBEAT) => {
                if sender.send(Bytes::from_static(b":\n\n")).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// The events that a generation means for a tab, and the `ETag` of the tab's page in it.
fn events_for(served: &ServedGeneration, tab: &Tab) -> (Vec<Event>, String) {
    let mut findings = served.findings.clone();
    let (etag, content_tag) = match page_at(served, &tab.path) {
        PageOrRedirect::Page(page) => {
            findings = findings.and(&page.findings);
            (page.resource.etag, page.content_tag)
        }
        PageOrRedirect::Redirect(path) => (path.clone(), path),
    };
    let mut events = vec![("findings", findings.json())];
    if etag != tab.etag {
        events.push(("page", json!({"tag": etag, "text": content_tag}).to_string()));
    }
    let is_missed = |event_id: u64| tab.last_event_id.is_some_and(|last| last < event_id);
    if let Some(page) = served.edited_page.as_ref().filter(|page| is_missed(page.event_id)) {
        events.push(("follow", json!({"path": page.path}).to_string()));
    }
    (events, etag)
}

/// Encodes an event. Its data is JSON, which has no line breaks, so it is one line.
fn encode(name: &str, data: &str, event_id: u64) -> Bytes {
    Bytes::from(format!("id: {event_id}\nevent: {name}\ndata: {data}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::Tab;

    #[test]
    fn a_tab_says_what_it_shows() {
        let tab = Tab::from_query("path=%2F2026%2Fa%26b%2F&tag=200-1f&moment=7&x");
        assert_eq!(tab, Tab { path: "/2026/a&b/".into(), etag: "200-1f".into(), last_event_id: Some(7) });
        assert_eq!(Tab::from_query("moment=x"), Tab::default());
    }
}
