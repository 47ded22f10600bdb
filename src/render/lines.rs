//! Lines of lists that many pages show alike, as ready HTML: a report stands in the lists of all its topic's other
//! reports, of a dozen that share its themes, and of these themes. Each line is rendered once for each language and
//! depth, from templates of the skin below `lines/`.

use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, Value};

use crate::base::finding::Finding;
use crate::link::Related;
use crate::render::Renderer;
use crate::view::{Card, EditionRef, ReportPage, Shared, ThemePage, View, Viewer};

/// A report in the list of its topic's other editions.
const OTHER: Kind = Kind { template: "lines/other.html", place: 0 };

/// The beginning of a report in the list of related ones; `lines/shares.html` ends it.
const RELATED: Kind = Kind { template: "lines/related.html", place: 1 };

/// A report in the list of a theme.
const THEME: Kind = Kind { template: "lines/theme.html", place: 2 };

/// The end of a line in the list of related reports: what the two reports share.
const SHARES: &str = "lines/shares.html";

/// A kind of line.
#[derive(Clone, Copy)]
struct Kind {
    template: &'static str,
    place: usize,
}

/// The lines of a report, by their kinds. Made when first asked for.
type OfReport = [OnceLock<String>; 3];

/// The lines of all reports in one language, by what goes before their addresses.
pub struct Lines {
    reports: usize,
    themes: usize,
    roots: Vec<(String, OnceLock<Behind>)>,
}

/// The lines behind one root.
struct Behind {
    /// Of each report.
    reports: Vec<OfReport>,
    /// Of each theme, the end of a line whose report shares this theme and nothing else.
    shares: Vec<OnceLock<String>>,
}

impl Lines {
    /// A place for each root.
    pub fn new(roots: &[String], reports: usize, themes: usize) -> Self {
        Self { reports, themes, roots: roots.iter().map(|root| (root.clone(), OnceLock::new())).collect() }
    }

    /// The places for the lines behind a root.
    fn behind(&self, root: &str) -> Option<&Behind> {
        let (_, lines) = self.roots.iter().find(|(known, _)| known == root)?;
        Some(lines.get_or_init(|| Behind {
            reports: (0..self.reports).map(|_| OfReport::default()).collect(),
            shares: (0..self.themes).map(|_| OnceLock::new()).collect(),
        }))
    }
}

/// The reports of one edition on a theme, with their lines.
#[derive(Serialize)]
struct Group<'a> {
    edition: &'a Shared<EditionRef>,
    reports: &'a [Shared<Card>],
    lines: Value,
}

/// What is wrong with the templates of lines, or nothing.
type Lined<T> = Result<T, Vec<Finding>>;

impl Renderer<'_> {
    /// Puts the lists of a report's page into its context, as lines.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn report_lines(
        &self,
        viewer: &Viewer<'_>,
        view: &View,
        page: &ReportPage,
        context: &mut Context,
    ) -> Lined<()> {
        let wanted = viewer.wanted(&view.template);
        if wanted.has("others_lines") {
            context.insert_value("others_lines", self.lines(viewer, view, OTHER, &page.other_reports)?);
        }
        if wanted.has("related_lines") {
            context.insert_value("related_lines", self.related(viewer, view, &page.nearest)?);
        }
        Ok(())
    }

    /// Puts the lists of a theme's page into its context, with their lines.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn theme_lines(&self, viewer: &Viewer<'_>, view: &View, page: &ThemePage, context: &mut Context) -> Lined<()> {
        let mut groups = Vec::with_capacity(page.groups.len());
        for group in &page.groups {
            let lines = self.lines(viewer, view, THEME, &group.numbers)?;
            groups.push(Group { edition: &group.edition, reports: &group.reports, lines });
        }
        context.insert("groups", &groups);
        Ok(())
    }

    /// The lines of some reports, a line break after each.
    fn lines(&self, viewer: &Viewer<'_>, view: &View, kind: Kind, reports: &[usize]) -> Lined<Value> {
        let mut lines = String::with_capacity(reports.len() * 512);
        for &report in reports {
            self.line(viewer, view, kind, report, &mut lines)?;
            lines.push('\n');
        }
        Ok(Value::safe_string(&lines))
    }

    /// The lines of related reports, a line break after each.
    fn related(&self, viewer: &Viewer<'_>, view: &View, nearest: &[Related]) -> Lined<Value> {
        let mut lines = String::with_capacity(nearest.len() * 512);
        let behind = self.languages[view.language].lines.behind(&view.root);
        for related in nearest {
            self.line(viewer, view, RELATED, related.report, &mut lines)?;
            let shared = match (behind, &*related.themes) {
                (Some(behind), [theme]) if !related.is_linked => behind.shares.get(*theme),
                _ => None,
            };
            let make = |context: &mut Context| {
                context.insert("shares", &viewer.shares(view.language, &related.themes));
                context.insert("is_linked", &related.is_linked);
            };
            self.once(view, shared, SHARES, make, &mut lines)?;
            lines.push('\n');
        }
        Ok(Value::safe_string(&lines))
    }

    /// Appends the line of a report.
    fn line(&self, viewer: &Viewer<'_>, view: &View, kind: Kind, report: usize, lines: &mut String) -> Lined<()> {
        let behind = self.languages[view.language].lines.behind(&view.root);
        let place = behind.and_then(|behind| behind.reports.get(report)).map(|lines| &lines[kind.place]);
        let make = |context: &mut Context| {
            context.insert_value("card", viewer.card(view.language, report).value().clone());
        };
        self.once(view, place, kind.template, make, lines)
    }

    /// Appends a piece, made where it is not there yet. `fill` gives its template what it shows.
    fn once(
        &self,
        view: &View,
        place: Option<&OnceLock<String>>,
        template: &str,
        fill: impl FnOnce(&mut Context),
        lines: &mut String,
    ) -> Lined<()> {
        if let Some(made) = place.and_then(OnceLock::get) {
            lines.push_str(made);
            return Ok(());
        }
        let mut context = self.context(view.language, &view.root);
        fill(&mut context);
        self.piece(template, &context, |html| {
            lines.push_str(html);
            if let Some(place) = place {
                // Another thread may have been sooner, with the same.
                let _ = place.set(html.to_owned());
            }
        })
    }
}
