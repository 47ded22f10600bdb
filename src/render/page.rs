//! A page's view to HTML.

use crate::render::{Rendered, Renderer};
use crate::skin::Wanted;
use crate::view::{Fields, View, Viewer};

impl Renderer<'_> {
    /// Renders one page. What it shows that many pages show, the viewer is asked for.
    ///
    /// # Errors
    /// What is wrong with its template.
    pub fn page(&self, viewer: &Viewer<'_>, view: &View) -> Rendered {
        let wanted = viewer.wanted(&view.template);
        let mut context = self.context(view.language, &view.root);
        context.insert_value("chrome", self.chrome(view)?);
        context.insert("page", &view.page);
        fields(&view.fields, wanted, &mut context);
        match &view.fields {
            Fields::Report(page) => self.report_lines(viewer, view, page, &mut context)?,
            Fields::Theme(page) => self.theme_lines(viewer, view, page, &mut context)?,
            _ => {}
        }
        self.template(&view.template, &context, 16 << 10)
    }
}

/// Puts those of a page's fields that its template wants at the top of its context. By hand, because one insertion
/// costs less than turning the struct into a map and taking the map apart.
fn fields(fields: &Fields, wanted: &Wanted, context: &mut tera::Context) {
    macro_rules! insert {
        ($page:expr, $($field:ident),+) => {{
            $(if wanted.has(stringify!($field)) {
                context.insert(stringify!($field), &$page.$field);
            })+
        }};
    }
    match fields {
        Fields::Home(page) => insert!(page, edition, columns, themes, editions, changes, content),
        Fields::Edition(page) => {
            insert!(page, edition, is_current, columns, matrix, changes, previous, next, content, toc, handouts);
        }
        Fields::Report(page) => {
            insert!(page, report, content, toc, citation, relations, related, backlinks, topic, others, appearance);
            insert!(page, appearances, absent, newer, is_current, previous, next, facts, notice);
        }
        Fields::Kind(page) => insert!(page, kind, current, chart, reports, groups),
        Fields::Themes(page) => insert!(page, themes),
        // The groups come with their lines.
        Fields::Theme(page) => insert!(page, theme, forward, matrix, lacking, content),
        Fields::Topics(page) => insert!(page, letters, editions, is_cut, rows),
        Fields::Topic(page) => insert!(page, topic, titles, reports, absent, themes, content, said),
        Fields::Editions(page) => insert!(page, editions),
        Fields::Changes(page) => insert!(page, edition, before, churn, groups, charts, rows, previous, next),
        Fields::Intersections(page) => insert!(page, edition, tables, network),
        Fields::Plain(page) => insert!(page, content, toc, words, date, updated, extra, reports),
        Fields::NotFound(_) => {}
        Fields::Brief(page) => insert!(page, edition, columns, before, moves, questions, address),
        Fields::Print(page) => insert!(page, edition, columns, content, notes, chapters, address),
        Fields::Discuss(page) => insert!(page, edition, agenda, groups, minutes),
    }
}
