//! Lines of lists that many reports show alike, as ready HTML: a report stands in the lists of all its topic's other
//! reports, and of a dozen that share its themes. Each line is rendered once for each language and depth, from
//! templates of the skin below `lines/`.

use std::sync::OnceLock;

use serde::Serialize;
use tera::Value;

use crate::base::finding::Finding;
use crate::render::Renderer;
use crate::view::{Card, ReportPage, Shared, View};

/// A report in the list of its topic's other editions.
const OTHER: Kind = Kind { template: "lines/other.html", place: 0 };

/// The beginning of a report in the list of related ones; what follows is different on each page.
const RELATED: Kind = Kind { template: "lines/related.html", place: 1 };

/// A kind of line.
#[derive(Clone, Copy)]
struct Kind {
    template: &'static str,
    place: usize,
}

/// The lines of a report, by their kinds. Made when first asked for.
type OfReport = [OnceLock<Value>; 2];

/// The lines of all reports in one language, by what goes before their addresses.
pub struct Lines {
    reports: usize,
    roots: Vec<(String, OnceLock<Vec<OfReport>>)>,
}

impl Lines {
    /// A place for each root.
    pub fn new(roots: &[String], reports: usize) -> Self {
        Self { reports, roots: roots.iter().map(|root| (root.clone(), OnceLock::new())).collect() }
    }

    /// The places for the lines of reports behind a root.
    fn behind(&self, root: &str) -> Option<&[OfReport]> {
        let (_, lines) = self.roots.iter().find(|(known, _)| known == root)?;
        Some(lines.get_or_init(|| (0..self.reports).map(|_| OfReport::default()).collect()))
    }
}

/// A related report, with the beginning of its line.
#[derive(Serialize)]
struct Related<'a> {
    card: &'a Shared<Card>,
    themes: &'a [String],
    shares: &'a str,
    is_linked: bool,
    line: Value,
}

impl Renderer<'_> {
    /// Puts the lists of a report's page into its context, with their lines.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn lines(&self, view: &View, page: &ReportPage, context: &mut tera::Context) -> Result<(), Vec<Finding>> {
        let made = self.languages[view.language].lines.behind(&view.root);
        let line = |kind: Kind, report: usize, card: &Shared<Card>| -> Result<Value, Vec<Finding>> {
            let place = made.and_then(|made| made.get(report)).map(|lines| &lines[kind.place]);
            if let Some(line) = place.and_then(OnceLock::get) {
                return Ok(line.clone());
            }
            let line = self.line(view, kind, card)?;
            Ok(place.map_or_else(|| line.clone(), |place| place.get_or_init(|| line.clone()).clone()))
        };
        let mut others = String::with_capacity(page.others.len() * 512);
        for (card, &report) in page.others.iter().zip(&page.other_reports) {
            others.push_str(line(OTHER, report, card)?.as_str().unwrap_or_default());
            others.push('\n');
        }
        let mut related = Vec::with_capacity(page.related.len());
        for item in &page.related {
            let line = line(RELATED, item.report, &item.card)?;
            let (card, themes, shares) = (&item.card, &*item.themes, &*item.shares);
            related.push(Related { card, themes, shares, is_linked: item.is_linked, line });
        }
        context.insert("related", &related);
        context.insert_value("others_lines", Value::safe_string(&others));
        Ok(())
    }

    fn line(&self, view: &View, kind: Kind, card: &Shared<Card>) -> Result<Value, Vec<Finding>> {
        let mut context = self.context(view.language, &view.root);
        context.insert_value("card", card.value().clone());
        let html = String::from_utf8(self.template(kind.template, &context, 512)?).unwrap_or_default();
        Ok(Value::safe_string(html.trim_end()))
    }
}
