//! Lines of lists and other pieces of pages, each from a template of the skin below `lines/`: a report stands in the
//! lists of some of its topic's other reports, of a dozen that share its themes, and of these themes. What a list comes to
//! is HTML, which the page's template prints as it is.

use std::cell::Cell;
use std::ops::Range;

use serde::Serialize;
use tera::{Context, Value};

use crate::base::finding::Finding;
use crate::link::{Page, Related};
use crate::render::Renderer;
use crate::render::form::{Forms, Names, Same, Template, Text, Texts, values};
use crate::skin::Wanted;
use crate::view::{
    CardText, ChangeGroup, ChangeRow, Changes, ChapterTexts, Column, DiscussGroup, EditionCounts, Fields, Group,
    Letter, MatrixRow, PageInfo, ReportTexts, ThemePage, TopicPage, Viewer, Whole,
};

use Text::{Html, Plain};

/// What is wrong with the templates of lines, or nothing.
pub type Lined<T> = Result<T, Vec<Finding>>;

/// What pieces stand on.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The number of the page's language.
    pub language: usize,
    /// What goes before every address on the page.
    pub root: &'a str,
    /// The forms of pages at the same depth; nothing for deeper ones than are usual.
    pub forms: Option<&'a Forms>,
}

/// A kind of piece.
type Piece = Template<'static>;

macro_rules! pieces {
    ($($piece:ident = $template:expr;)+) => {
        $(const $piece: Piece = $template;)+

        #[cfg(test)]
        const PIECES: &[Piece] = &[$($piece),+];
    };
}

pieces! {
    CRUMB = Piece::new("lines/crumb.html", &["crumb.url", "crumb.label"]);
    ALTERNATE = Piece::new("lines/alternate.html", ALTERNATE_NAMES);
    LANGUAGE = Piece::new("lines/language.html", ALTERNATE_NAMES);
    PART = Piece::new("lines/part.html", &["part.number", "part.url", "part.label", "part.is_current"]);
    TAG = Piece::new("lines/tag.html", &["theme.url", "theme.label"]);
    HEADING = Piece::new("lines/heading.html", &["entry.level", "entry.id", "entry.text"]);
    QUOTE = Piece::new("lines/quote.html", &["quote.text", "quote.about"]);
    EXAMPLE = Piece::new("lines/example.html", EXAMPLE_NAMES);
    ITEM = Piece::new("lines/item.html", &["item"]);
    RELATION = Piece::new("lines/relation.html", RELATION_NAMES);
    JOINED = Piece::of_card("lines/joined.html", &["why"]);
    RELATED = Piece::of_card("lines/related.html", &["shares", "is_linked"]);
    BACKLINK = Piece::new("lines/backlink.html", &["link.title", "link.url", "link.sentence"]);
    OTHER = Piece::of_card("lines/other.html", &["is_renamed", "is_of_other_kind"]);
    SOURCE = Piece::new("lines/source.html", &["source.title", "source.url", "source.about"]);
    CITATION = Piece::new("lines/citation.html", &["form.name", "form.text"]);
    IN_THEME = Piece::of_card("lines/theme.html", &[]);
    LACKING = Piece::of_card("lines/lacking.html", &[]);
    GROUP = Piece::new("lines/group.html", &["group.url", "group.title", "group.lines"]);
    IN_COLUMN = Piece::of_card("lines/card.html", &[]);
    IN_CELL = Piece::of_card("lines/cell.html", &[]);
    IN_KIND = Piece::of_card("lines/kind.html", &[]);
    IN_CONTENTS = Piece::of_card("lines/contents.html", &[]);
    IN_CHANGES = Piece::of_card("lines/changed.html", &[]);
    ASKED = Piece::of_card("lines/asked.html", &["lines.questions"]);
    IN_SHEET = Piece::of_card("lines/sheet.html", &[]);
    MATRIX_CELL = Piece::new("lines/matrix-cell.html", &["lines.reports"]);
    MATRIX_ROW = Piece::new("lines/matrix-row.html", &["theme.url", "theme.label", "cells"]);
    COUNT = Piece::new("lines/count.html", &["count"]);
    YEAR = Piece::new("lines/year.html", &["edition.url", "edition.title", "counts", "total"]);
    TOPIC_KIND = Piece::new("lines/topic-kind.html", &["kind.number", "kind.label"]);
    TOPIC = Piece::new("lines/topic.html", &["topic.title", "topic.url", "kinds", "said.count", "said.last"]);
    TOPIC_THEME = Piece::new("lines/topic-theme.html", &["theme.url", "theme.label", "editions"]);
    CONTEXT_CELL = Piece::of_card("lines/context-cell.html", &["edition.id", "is_tie"]);
    CONTEXT_NONE = Piece::new("lines/context-none.html", &[]);
    CONTEXT_ROW = Piece::new("lines/context-row.html", &["topic.title", "topic.url", "cells"]);
    CHANGE = Piece::new("lines/change.html", CHANGE_NAMES);
    CHANGE_ROW = Piece::new("lines/change-row.html", CHANGE_NAMES);
    THEN = Piece::of_card("lines/then.html", &[]);
    CHAPTER = Piece::of_card("lines/chapter.html", CHAPTER_NAMES);
    CHAPTER_EXAMPLE = Piece::new("lines/chapter-example.html", EXAMPLE_NAMES);
    CHAPTER_RELATION = Piece::new("lines/chapter-relation.html", RELATION_NAMES);
    CHAPTER_JOINED = Piece::of_card("lines/chapter-joined.html", &["why", "is_here"]);
    NOTE = Piece::new("lines/note.html", &["note.number", "note.title", "note.url", "note.href", "note.is_here"]);
}

const ALTERNATE_NAMES: Names = &["other.tag", "other.label", "other.url", "other.absolute", "other.is_current"];
const EXAMPLE_NAMES: Names = &["example.title", "example.text", "example.place", "example.url"];
const RELATION_NAMES: Names = &["relation.label", "relation.lines"];
const CHANGE_NAMES: Names = &[
    "row.title",
    "row.url",
    "row.word",
    "row.kind.number",
    "row.kind.label",
    "row.theme_url",
    "said.change",
    "said.kind_before",
    "said.title_before",
    "said.theme",
    "said.then",
    "said.now",
    "said.word",
];
const CHAPTER_NAMES: Names = &[
    "lead",
    "content",
    "lines.quotes",
    "lines.examples",
    "lines.actions",
    "lines.questions",
    "lines.relations",
    "lines.sources",
    "lines.notes",
];

/// A sign as a text that is there or not.
fn sign(is_there: bool) -> Text<'static> {
    Plain(if is_there { "true" } else { "" })
}

thread_local! {
    /// What the thread's next lists are written into: a text that grows is moved, and its memory cleared.
    static SCRATCH: Cell<String> = const { Cell::new(String::new()) };
}

/// The largest text that is kept for the next lists, in bytes.
const LISTS_LIMIT: usize = 4 << 20;

/// Lists of a page by their names, as HTML in one text.
pub struct Lists {
    html: String,
    lists: Vec<(&'static str, Range<usize>)>,
}

impl Drop for Lists {
    fn drop(&mut self) {
        if self.html.capacity() <= LISTS_LIMIT {
            SCRATCH.set(std::mem::take(&mut self.html));
        }
    }
}

impl Lists {
    /// No list yet.
    pub fn new() -> Self {
        let mut html = SCRATCH.take();
        html.clear();
        Self { html, lists: Vec::with_capacity(16) }
    }

    /// Adds a list, a line break between its lines.
    fn add<T>(
        &mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
        line: impl FnMut(T, &mut String) -> Lined<()>,
    ) -> Lined<()> {
        self.push(name, |html| joined(items, html, line))
    }

    /// Adds what is written by a function.
    ///
    /// # Errors
    /// Those of the function.
    pub fn push(&mut self, name: &'static str, write: impl FnOnce(&mut String) -> Lined<()>) -> Lined<()> {
        let start = self.html.len();
        write(&mut self.html)?;
        self.lists.push((name, start..self.html.len()));
        Ok(())
    }

    /// Takes the last list away again.
    pub fn pop(&mut self) {
        if let Some((_, range)) = self.lists.pop() {
            self.html.truncate(range.start);
        }
    }

    /// A list as a text; empty where there is none of this name.
    pub fn text(&self, name: &str) -> Text<'_> {
        let list = self.lists.iter().find(|(known, _)| *known == name);
        Html(list.map_or("", |(_, range)| &self.html[range.clone()]))
    }

    /// All of them as templates take them.
    pub fn value(&self) -> Value {
        let lists = self.lists.iter();
        let entries: tera::Map =
            lists.map(|(name, range)| ((*name).into(), Value::safe_string(&self.html[range.clone()]))).collect();
        entries.into()
    }
}

/// Lines with a line break between, as one text.
fn all_lines<T>(items: impl IntoIterator<Item = T>, line: impl FnMut(T, &mut String) -> Lined<()>) -> Lined<String> {
    let items = items.into_iter();
    let mut html = String::with_capacity(256 * items.size_hint().0.clamp(1, 16));
    joined(items, &mut html, line)?;
    Ok(html)
}

/// Appends lines with a line break between.
fn joined<T>(
    items: impl IntoIterator<Item = T>,
    html: &mut String,
    mut line: impl FnMut(T, &mut String) -> Lined<()>,
) -> Lined<()> {
    let start = html.len();
    for item in items {
        if html.len() > start {
            html.push('\n');
        }
        line(item, html)?;
    }
    Ok(())
}

/// Something that has reports, with their lines.
#[derive(Serialize)]
struct WithLines<'a, T> {
    #[serde(flatten)]
    own: &'a T,
    lines: Value,
}

/// What changed, with the lines of each list.
#[derive(Serialize)]
struct WithChanged<'a> {
    #[serde(flatten)]
    own: &'a Changes,
    new_lines: Value,
    returning_lines: Value,
    dropped_lines: Value,
}

impl Renderer<'_> {
    /// The lists that every page has: the way to it, the same page in other languages, and the parts of a long list.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn page_lists(&self, at: At<'_>, page: &PageInfo<'_>, lists: &mut Lists) -> Lined<()> {
        lists.add("crumbs", &page.breadcrumbs, |crumb, html| {
            self.piece(at, &CRUMB, &[Plain(&crumb.url), Plain(&crumb.label)], html)
        })?;
        for (name, piece) in [("alternates", &ALTERNATE), ("languages", &LANGUAGE)] {
            lists.add(name, &page.alternates, |other, html| {
                let texts = [&other.tag, &other.label, &other.url, &other.absolute].map(|text| Plain(text));
                self.piece(at, piece, &[&texts[..], &[sign(other.is_current)]].concat(), html)
            })?;
        }
        let parts = page.paginator.iter().flat_map(|paginator| &paginator.pages);
        lists.add("pages", parts, |part, html| {
            let number = part.number.to_string();
            let texts = [Plain(&number), Plain(&part.url), Plain(&part.label), sign(part.is_current)];
            self.piece(at, &PART, &texts, html)
        })
    }

    /// The lists of a report's page.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn report_lists(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        report: &ReportTexts<'_>,
        lists: &mut Lists,
    ) -> Lined<()> {
        lists.add("themes", viewer.themes_of(at.language, report.number), |theme, html| {
            self.piece(at, &TAG, &[Plain(&theme.url), Plain(&theme.title)], html)
        })?;
        let headings = report.headings.iter().filter(|heading| heading.level < 4);
        let headings = if report.headings.len() > 2 { Some(headings) } else { None };
        lists.add("toc", headings.into_iter().flatten(), |heading, html| {
            self.piece(at, &HEADING, &[Plain(heading.digit()), Plain(&heading.id), Plain(&heading.text)], html)
        })?;
        self.whole_lists(viewer, at, &report.whole, &EXAMPLE, lists)?;
        lists.add("relations", viewer.relations(at.language, report.edges), |relation, html| {
            let lines = all_lines(relation.edges, |edge, html| {
                self.card_piece(viewer, at, &JOINED, edge.report, &[Plain(&edge.why)], html)
            })?;
            self.piece(at, &RELATION, &[Plain(&relation.label), Html(&lines)], html)
        })?;
        lists.add("related", &report.nearest, |related: &Related, html| {
            let shares = viewer.shares(at.language, &related.themes);
            let texts = [Plain(&shares), sign(related.is_linked)];
            self.card_piece(viewer, at, &RELATED, related.report, &texts, html)
        })?;
        lists.add("backlinks", &report.backlinks, |link, html| {
            self.piece(at, &BACKLINK, &[Plain(&link.title), Plain(&link.url), Plain(link.sentence)], html)
        })?;
        let own = viewer.card_texts(at.language, report.number);
        lists.add("others", &report.others, |&other, html| {
            let card = viewer.card_texts(at.language, other);
            let differs = |text| card.get(text) != own.get(text);
            let differences = [differs(CardText::Title), differs(CardText::KindNumber)];
            let line = |html: &mut String| self.card_piece(viewer, at, &OTHER, other, &differences.map(sign), html);
            // By far the most, and each stands on several pages.
            let Some(forms) = at.forms.filter(|_| differences == [false, false]) else { return line(html) };
            let make = || {
                let mut own = String::with_capacity(256);
                line(&mut own).map(|()| own)
            };
            forms.line(other, make).map(|line| html.push_str(line))
        })?;
        lists.add("citation", &report.citation.forms, |form, html| {
            self.piece(at, &CITATION, &[Plain(form.name), Html(form.text.as_str())], html)
        })
    }

    /// The lists of what stands with a report in its file.
    fn whole_lists(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        whole: &Whole<'_>,
        example: &Piece,
        lists: &mut Lists,
    ) -> Lined<()> {
        lists.add("quotes", whole.quotes, |quote, html| {
            let about = viewer.about_quote(at.language, &quote.value);
            self.piece(at, &QUOTE, &[Plain(&quote.value.text), Plain(&about)], html)
        })?;
        lists.add("examples", whole.examples, |it, html| {
            let texts = [&it.title, &it.text, &it.place, &it.url].map(|text| Plain(text));
            self.piece(at, example, &texts, html)
        })?;
        for (name, items) in [("actions", whole.actions), ("questions", whole.questions)] {
            lists.add(name, items, |item, html| self.piece(at, &ITEM, &[Plain(item)], html))?;
        }
        lists.add("sources", whole.sources, |source, html| {
            let about = viewer.about_source(at.language, source);
            self.piece(at, &SOURCE, &[Plain(&source.title), Plain(&source.url), Plain(&about)], html)
        })
    }

    /// Appends the chapters of a print page.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn chapters(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        page: Page,
        reports: &[usize],
        html: &mut String,
    ) -> Lined<()> {
        joined(reports, html, |&report, html| self.chapter(viewer, at, &viewer.chapter(page, report), html))
    }

    /// Appends a chapter of a print page.
    fn chapter(&self, viewer: &Viewer<'_>, at: At<'_>, chapter: &ChapterTexts<'_>, html: &mut String) -> Lined<()> {
        let mut lists = Lists::new();
        self.whole_lists(viewer, at, &chapter.whole, &CHAPTER_EXAMPLE, &mut lists)?;
        lists.add("relations", viewer.relations(at.language, chapter.edges), |relation, html| {
            let lines = all_lines(relation.edges, |edge, html| {
                let texts = [Plain(&edge.why), sign(viewer.are_together(edge.report, chapter.number))];
                self.card_piece(viewer, at, &CHAPTER_JOINED, edge.report, &texts, html)
            })?;
            self.piece(at, &CHAPTER_RELATION, &[Plain(&relation.label), Html(&lines)], html)
        })?;
        lists.add("notes", &chapter.notes, |note, html| {
            let number = note.number.to_string();
            let texts = [&number, &note.title, &note.url, &note.href].map(|text| Plain(text));
            self.piece(at, &NOTE, &[&texts[..], &[sign(note.is_here)]].concat(), html)
        })?;
        let list = |name| lists.text(name);
        let texts = [
            Plain(chapter.whole.lead),
            Html(&chapter.content),
            list("quotes"),
            list("examples"),
            list("actions"),
            list("questions"),
            list("relations"),
            list("sources"),
            list("notes"),
        ];
        self.card_piece(viewer, at, &CHAPTER, chapter.number, &texts, html)
    }

    /// Puts the lists of a page that is not a report's into its context and among its lists, as lines.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn field_lines(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        wanted: &Wanted,
        fields: &Fields,
        context: &mut Context,
        lists: &mut Lists,
    ) -> Lined<()> {
        let of_column: fn(&Column) -> &[usize] = |column| &column.numbers;
        let of_group: fn(&Group) -> &[usize] = |group| &group.numbers;
        match fields {
            Fields::Home(home) => {
                context.insert("columns", &self.with_lines(viewer, at, &IN_COLUMN, &home.columns, of_column)?);
                context.insert("changes", &self.changes(viewer, at, home.changes.as_ref())?);
            }
            Fields::Brief(brief) => {
                context.insert("columns", &self.with_lines(viewer, at, &IN_COLUMN, &brief.columns, of_column)?);
            }
            Fields::Edition(edition) => {
                context.insert("columns", &self.with_lines(viewer, at, &IN_COLUMN, &edition.columns, of_column)?);
                context.insert("changes", &self.changes(viewer, at, edition.changes.as_ref())?);
                lists.add("matrix", &edition.matrix, |row, html| self.matrix_row(viewer, at, row, html))?;
            }
            Fields::Kind(kind) => {
                let current = &kind.current_reports;
                lists.add("current", current, |&it, html| self.card_piece(viewer, at, &IN_COLUMN, it, &[], html))?;
                context.insert("groups", &self.with_lines(viewer, at, &IN_KIND, &kind.groups, of_group)?);
            }
            // Nearly every template shows the lists, which have them too.
            Fields::Theme(theme) if wanted.has("groups") => {
                context.insert("groups", &self.with_lines(viewer, at, &IN_THEME, &theme.groups, of_group)?);
            }
            Fields::Changes(changes) => {
                let group = |group| self.change_group(viewer, at, group, &changes.changed);
                context.insert("groups", &changes.groups.iter().map(group).collect::<Lined<Vec<_>>>()?);
                lists.add("table", &changes.changed, |row, html| self.change(viewer, at, &CHANGE_ROW, row, html))?;
            }
            Fields::Discuss(discuss) => {
                let group = |group| self.discussed(viewer, at, group);
                context.insert("groups", &discuss.groups.iter().map(group).collect::<Lined<Vec<_>>>()?);
            }
            Fields::Topics(topics) => {
                let lines = |own| self.letter(viewer, at, own);
                context.insert("letters", &topics.letters.iter().map(lines).collect::<Lined<Vec<_>>>()?);
                let rows = if topics.editions.len() > 1 { &*topics.numbers } else { &[] };
                lists.add("context", rows, |&topic, html| self.context_row(viewer, at, topic, html))?;
            }
            Fields::Print(print) => {
                context.insert("columns", &self.with_lines(viewer, at, &IN_CONTENTS, &print.columns, of_column)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// The lists of a theme's page.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn theme_lists(&self, viewer: &Viewer<'_>, at: At<'_>, theme: &ThemePage, lists: &mut Lists) -> Lined<()> {
        let lacking = &theme.lacking_numbers;
        lists.add("lacking", lacking, |&it, html| self.card_piece(viewer, at, &LACKING, it, &[], html))?;
        let years = if theme.matrix.len() > 1 { &*theme.matrix } else { &[] };
        lists.add("years", years, |year, html| self.year(viewer, at, year, html))?;
        lists.add("groups", &theme.groups, |group, html| {
            let edition = &viewer.names(at.language).editions[group.number];
            let line = |&it: &usize, html: &mut String| self.card_piece(viewer, at, &IN_THEME, it, &[], html);
            let lines = all_lines(&group.numbers, line)?;
            self.piece(at, &GROUP, &[Plain(&edition.url), Plain(&edition.title), Html(&lines)], html)
        })
    }

    /// The lists of a topic's page.
    ///
    /// # Errors
    /// What is wrong with the templates of the lines.
    pub fn topic_lists(&self, viewer: &Viewer<'_>, at: At<'_>, topic: &TopicPage, lists: &mut Lists) -> Lined<()> {
        lists.add("history", &topic.shown, |&it, html| self.card_piece(viewer, at, &THEN, it, &[], html))?;
        lists.add("themes", &topic.theme_texts, |(theme, editions), html| {
            let theme = &viewer.names(at.language).themes[*theme];
            self.piece(at, &TOPIC_THEME, &[Plain(&theme.url), Plain(&theme.title), Plain(editions)], html)
        })
    }

    /// Things that have reports, each with the lines of its own.
    fn with_lines<'t, T>(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        piece: &Piece,
        things: &'t [T],
        reports: fn(&T) -> &[usize],
    ) -> Lined<Vec<WithLines<'t, T>>> {
        let with_lines = |own: &'t T| Ok(WithLines { own, lines: self.cards(viewer, at, piece, reports(own))? });
        things.iter().map(with_lines).collect()
    }

    fn changes<'c>(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        changes: Option<&'c Changes>,
    ) -> Lined<Option<WithChanged<'c>>> {
        let Some(own) = changes else { return Ok(None) };
        let [new, returning, dropped] = &own.numbers;
        let lines = |reports: &[usize]| self.cards(viewer, at, &IN_CHANGES, reports);
        Ok(Some(WithChanged {
            own,
            new_lines: lines(new)?,
            returning_lines: lines(returning)?,
            dropped_lines: lines(dropped)?,
        }))
    }

    fn change_group<'g>(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        own: &'g ChangeGroup,
        rows: &[ChangeRow],
    ) -> Lined<WithLines<'g, ChangeGroup>> {
        let of_group = rows.iter().filter(|row| row.word == own.word);
        let lines = all_lines(of_group, |row, html| self.change(viewer, at, &CHANGE, row, html))?;
        Ok(WithLines { own, lines: Value::safe_string(&lines) })
    }

    fn change(&self, viewer: &Viewer<'_>, at: At<'_>, piece: &Piece, row: &ChangeRow, html: &mut String) -> Lined<()> {
        let kind = &viewer.names(at.language).kinds[row.kind_number];
        let said = viewer.change_texts(at.language, row);
        let texts = [
            Plain(&row.title),
            Plain(&row.url),
            Plain(row.word),
            Plain(&kind.number),
            Plain(&kind.title),
            Plain(row.theme_url.as_deref().unwrap_or_default()),
            Plain(&said.said),
            Plain(&said.kind_before),
            Plain(&said.title_before),
            Plain(&said.theme),
            Plain(&said.then),
            Plain(&said.now),
            Plain(&said.word),
        ];
        self.piece(at, piece, &texts, html)
    }

    /// The reports of a kind with their questions, and the same as rows of a worksheet.
    fn discussed<'g>(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        own: &'g DiscussGroup,
    ) -> Lined<WithLines<'g, DiscussGroup>> {
        let mut lists = Lists::new();
        lists.add("asked", &own.numbers, |&report, html| {
            let questions = viewer.questions(at.language, report);
            let lines = all_lines(questions, |item, html| self.piece(at, &ITEM, &[Plain(item)], html))?;
            self.card_piece(viewer, at, &ASKED, report, &[Html(&lines)], html)
        })?;
        lists.add("sheet", &own.numbers, |&it, html| self.card_piece(viewer, at, &IN_SHEET, it, &[], html))?;
        Ok(WithLines { own, lines: lists.value() })
    }

    /// Appends a row of an edition's table of themes and kinds.
    fn matrix_row(&self, viewer: &Viewer<'_>, at: At<'_>, row: &MatrixRow, html: &mut String) -> Lined<()> {
        let theme = &viewer.names(at.language).themes[row.number];
        let cells = all_lines(&row.numbers, |reports, html| {
            let lines = all_lines(reports, |&it, html| self.card_piece(viewer, at, &IN_CELL, it, &[], html))?;
            self.piece(at, &MATRIX_CELL, &[Html(&lines)], html)
        })?;
        self.piece(at, &MATRIX_ROW, &[Plain(&theme.url), Plain(&theme.title), Html(&cells)], html)
    }

    /// Appends a row of a theme's table of editions and kinds.
    fn year(&self, viewer: &Viewer<'_>, at: At<'_>, year: &EditionCounts, html: &mut String) -> Lined<()> {
        let edition = &viewer.names(at.language).editions[year.number];
        let counts = all_lines(&year.counts, |count, html| self.piece(at, &COUNT, &[Plain(&count.to_string())], html))?;
        let texts = [Plain(&edition.url), Plain(&edition.title), Html(&counts), Plain(&year.total.to_string())];
        self.piece(at, &YEAR, &texts, html)
    }

    /// The topics under a letter.
    fn letter<'l>(&self, viewer: &Viewer<'_>, at: At<'_>, own: &'l Letter) -> Lined<WithLines<'l, Letter>> {
        let lines = all_lines(&own.numbers, |&topic, html| {
            let kinds = all_lines(viewer.topic_kinds(topic), |kind, html| {
                let kind = &viewer.names(at.language).kinds[kind];
                self.piece(at, &TOPIC_KIND, &[Plain(&kind.number), Plain(&kind.title)], html)
            })?;
            let (title, url) = viewer.topic_link(at.language, topic);
            let [count, last] = viewer.topic_life(at.language, topic);
            let texts = [Plain(title), Plain(&url), Html(&kinds), Plain(&count), Plain(&last)];
            self.piece(at, &TOPIC, &texts, html)
        })?;
        Ok(WithLines { own, lines: Value::safe_string(&lines) })
    }

    /// Appends a row of the table of topics and editions.
    fn context_row(&self, viewer: &Viewer<'_>, at: At<'_>, topic: usize, html: &mut String) -> Lined<()> {
        let cells = all_lines(viewer.topic_cells(topic), |report, html| {
            let Some(report) = report else { return self.piece(at, &CONTEXT_NONE, &[], html) };
            let (edition, is_tie) = viewer.place_of(report);
            self.card_piece(viewer, at, &CONTEXT_CELL, report, &[Plain(edition), sign(is_tie)], html)
        })?;
        let (title, url) = viewer.topic_link(at.language, topic);
        self.piece(at, &CONTEXT_ROW, &[Plain(title), Plain(&url), Html(&cells)], html)
    }

    /// The lines of some reports as a template takes them.
    fn cards(&self, viewer: &Viewer<'_>, at: At<'_>, piece: &Piece, reports: &[usize]) -> Lined<Value> {
        let mut lines = String::with_capacity(reports.len() * 384);
        joined(reports, &mut lines, |&report, html| self.card_piece(viewer, at, piece, report, &[], html))?;
        Ok(Value::safe_string(&lines))
    }

    /// Appends a piece about a report. A template that looks into more than texts receives the whole card.
    fn card_piece(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        piece: &Piece,
        report: usize,
        more: &[Text<'_>],
        html: &mut String,
    ) -> Lined<()> {
        let texts = Texts { card: Some(viewer.card_texts(at.language, report)), own: more };
        self.filled(at, piece, texts, html, |context| {
            context.insert_value("card", viewer.card(at.language, report).value().clone());
        })
    }

    /// Appends a piece.
    fn piece(&self, at: At<'_>, piece: &Piece, texts: &[Text<'_>], html: &mut String) -> Lined<()> {
        self.filled(at, piece, Texts { card: None, own: texts }, html, |_| {})
    }

    /// Appends what a piece's template comes to, without the line break at its end.
    fn filled(
        &self,
        at: At<'_>,
        piece: &Piece,
        texts: Texts<'_>,
        html: &mut String,
        more: impl FnOnce(&mut Context),
    ) -> Lined<()> {
        let same = || Some(Same { context: self.context(at.language, at.root), fixed: Vec::new() });
        let start = html.len();
        if at.forms.is_some_and(|forms| forms.fill(self.skin, piece, texts, same, html)) {
            if html.len() > start && html.ends_with('\n') {
                html.pop();
            }
            return Ok(());
        }
        let mut context = self.context(at.language, at.root);
        for (name, value) in values(piece, texts) {
            context.insert_value(name, value);
        }
        more(&mut context);
        self.part(piece.name, &context, |part| html.push_str(part.strip_suffix('\n').unwrap_or(part)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::base::path::SourcePath;
    use crate::config::Settings;
    use crate::load::Snapshot;
    use crate::render::page::{REPORT, THEME, TOPIC};
    use crate::skin::skin;

    #[test]
    fn templates_of_the_default_skin_are_plain() {
        let settings = SourcePath::new(Path::new("trendpress.yaml")).unwrap();
        let (skin, _) = skin(&Snapshot::default(), &Settings::default(), &settings);
        let pages = [("report.html", REPORT), ("theme.html", THEME), ("topic.html", TOPIC)];
        let pages = pages.map(|(name, names)| Template::new(name, names));
        for template in PIECES.iter().chain(&pages) {
            assert!(template.is_plain(&skin), "{}", template.name);
            assert!(template.all_names().len() < 128, "{}", template.name);
        }
    }
}
