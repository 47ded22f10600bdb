//! Lines of lists that many pages show alike, as ready HTML: a report stands in the lists of all its topic's other
//! reports, of a dozen that share its themes, and of these themes. Each line is rendered once for each language and
//! depth, from templates of the skin below `lines/`.

use std::sync::OnceLock;

use serde::Serialize;
use tera::Value;

use crate::base::finding::Finding;
use crate::render::Renderer;
use crate::view::{Card, EditionRef, ReportPage, Shared, ThemePage, View};

/// A report in the list of its topic's other editions.
const OTHER: Kind = Kind { template: "lines/other.html", place: 0 };

/// The beginning of a report in the list of related ones; what follows is different on each page.
const RELATED: Kind = Kind { template: "lines/related.html", place: 1 };

/// A report in the list of a theme.
const THEME: Kind = Kind { template: "lines/theme.html", place: 2 };

/// A kind of line.
#[derive(Clone, Copy)]
struct Kind {
    template: &'static str,
    place: usize,
}

/// The lines of a report, by their kinds. Made when first asked for.
type OfReport = [OnceLock<Value>; 3];

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

/// The reports of one edition on a theme, with their lines.
#[derive(Serialize)]
struct Group<'a> {
    edition: &'a Shared<EditionRef>,
    reports: &'a [Shared<Card>],
    lines: Value,
}

impl Renderer<'_> {
    /// Puts the lists of a report's page into its context, with their lines.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn report_lines(
        &self,
        view: &View,
        page: &ReportPage,
        context: &mut tera::Context,
    ) -> Result<(), Vec<Finding>> {
        let others = self.lines(view, OTHER, &page.others, &page.other_reports)?;
        let mut related = Vec::with_capacity(page.related.len());
        for item in &page.related {
            let line = self.line(view, RELATED, item.report, &item.card)?;
            let (card, themes, shares) = (&item.card, &*item.themes, &*item.shares);
            related.push(Related { card, themes, shares, is_linked: item.is_linked, line });
        }
        context.insert("related", &related);
        context.insert_value("others_lines", others);
        Ok(())
    }

    /// Puts the lists of a theme's page into its context, with their lines.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn theme_lines(&self, view: &View, page: &ThemePage, context: &mut tera::Context) -> Result<(), Vec<Finding>> {
        let mut groups = Vec::with_capacity(page.groups.len());
        for group in &page.groups {
            let lines = self.lines(view, THEME, &group.reports, &group.numbers)?;
            groups.push(Group { edition: &group.edition, reports: &group.reports, lines });
        }
        context.insert("groups", &groups);
        Ok(())
    }

    /// The lines of some reports, a line break after each.
    fn lines(&self, view: &View, kind: Kind, cards: &[Shared<Card>], reports: &[usize]) -> Result<Value, Vec<Finding>> {
        let mut lines = String::with_capacity(cards.len() * 512);
        for (card, &report) in cards.iter().zip(reports) {
            lines.push_str(self.line(view, kind, report, card)?.as_str().unwrap_or_default());
            lines.push('\n');
        }
        Ok(Value::safe_string(&lines))
    }

    /// The line of a report, made where it is not there yet.
    fn line(&self, view: &View, kind: Kind, report: usize, card: &Shared<Card>) -> Result<Value, Vec<Finding>> {
        let made = self.languages[view.language].lines.behind(&view.root);
        let place = made.and_then(|made| made.get(report)).map(|lines| &lines[kind.place]);
        if let Some(line) = place.and_then(OnceLock::get) {
            return Ok(line.clone());
        }
        let line = self.made(view, kind, card)?;
        Ok(place.map_or_else(|| line.clone(), |place| place.get_or_init(|| line.clone()).clone()))
    }

    fn made(&self, view: &View, kind: Kind, card: &Shared<Card>) -> Result<Value, Vec<Finding>> {
        let mut context = self.context(view.language, &view.root);
        context.insert_value("card", card.value().clone());
        let html = String::from_utf8(self.template(kind.template, &context, 512)?).unwrap_or_default();
        Ok(Value::safe_string(html.trim_end()))
    }
}
