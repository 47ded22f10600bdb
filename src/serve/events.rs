//! What an open tab is told (server-sent events, HTML Standard 9.2): that its page is another now, what is wrong with
//! the site, and where to go when the page that was saved is followed. A tab says what it shows, so that one that was
//! away, over a restart too, is told at once what it missed.

use hyper::body::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn_blocking;

use crate::serve::board::{Board, Posted};
use crate::serve::page::{Shown, page};

/// How often a silent connection is used, so that nobody between takes it for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Messages that wait for a slow tab.
const BUFFER: usize = 8;

/// What a tab shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tab {
    /// The path it is at.
    pub path: String,
    /// What its page is called.
    pub tag: String,
    /// The moment of the last message it had; none for a new tab.
    pub moment: Option<u64>,
}

impl Tab {
    /// What a tab says in the query of its request. It says things encoded.
    pub fn of(query: &str) -> Self {
        let mut tab = Self::default();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = percent_decode_str(value).decode_utf8_lossy();
            match key {
                "path" => tab.path = value.into_owned(),
                "tag" => tab.tag = value.into_owned(),
                "moment" => tab.moment = value.parse().ok(),
                _ => {}
            }
        }
        tab
    }
}

/// The messages for a tab, until it goes away.
pub fn events(board: &Board, tab: Tab) -> Receiver<Bytes> {
    let (sender, receiver) = channel(BUFFER);
    tokio::spawn(tell(board.clone(), tab, sender));
    receiver
}

async fn tell(board: Board, mut tab: Tab, sender: Sender<Bytes>) {
    let mut news = board.reader();
    let mut told = String::new();
    while news.wait_for(Option::is_some).await.is_ok() {
        let Some(posted) = news.borrow_and_update().clone() else { continue };
        let moment = posted.moment;
        let before = tab.clone();
        // Making a page may take a while; other tabs need not wait for it.
        let Ok((messages, now)) = spawn_blocking(move || messages(&posted, before)).await else { return };
        tab = Tab { moment: Some(moment), ..now };
        for (kind, data) in messages {
            // Findings are told again only where they are others.
            if kind == "findings" && data == told {
                continue;
            }
            if kind == "findings" {
                told.clone_from(&data);
            }
            if sender.send(message(kind, &data, moment)).await.is_err() {
                return;
            }
        }
        rest(&sender, &mut news).await;
        if sender.is_closed() {
            return;
        }
    }
}

/// Waits for the next generation, with a sign of life now and then, or until the tab has gone.
async fn rest(sender: &Sender<Bytes>, news: &mut tokio::sync::watch::Receiver<Option<Arc<Posted>>>) {
    loop {
        tokio::select! {
            _ = news.changed() => return,
            () = sender.closed() => return,
            () = tokio::time::sleep(HEARTBEAT) => {
                if sender.send(Bytes::from_static(b":\n\n")).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// What a tab is to be told of a generation, and what it shows then.
fn messages(posted: &Posted, mut tab: Tab) -> (Vec<(&'static str, String)>, Tab) {
    let mut messages = Vec::new();
    let mut findings = posted.findings.clone();
    let (tag, text) = match page(posted, &tab.path) {
        Shown::File(page) => {
            findings = findings.and(&page.findings);
            (page.file.tag, page.text)
        }
        Shown::Elsewhere(path) => (path.clone(), path),
    };
    messages.push(("findings", findings.json()));
    if tag != tab.tag {
        messages.push(("page", json!({"tag": tag, "text": text}).to_string()));
        tab.tag = tag;
    }
    let is_news = |moment: u64| tab.moment.is_some_and(|seen| seen < moment);
    if let Some(followed) = posted.followed.as_ref().filter(|followed| is_news(followed.moment)) {
        messages.push(("follow", json!({"path": followed.path}).to_string()));
    }
    (messages, tab)
}

/// One message. JSON has no line breaks, so data is one line.
fn message(kind: &str, data: &str, moment: u64) -> Bytes {
    Bytes::from(format!("id: {moment}\nevent: {kind}\ndata: {data}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::Tab;

    #[test]
    fn a_tab_says_what_it_shows() {
        let tab = Tab::of("path=%2F2026%2Fa%26b%2F&tag=200-1f&moment=7&x");
        assert_eq!(tab, Tab { path: "/2026/a&b/".into(), tag: "200-1f".into(), moment: Some(7) });
        assert_eq!(Tab::of("moment=x"), Tab::default());
    }
}
