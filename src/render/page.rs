//! A page to HTML: from a form, where its template shows texts and nothing else, or else from all that its view has.

use crate::base::hash::Hash;
use crate::link::{Page, PageKey};
use crate::render::form::{Names, Same, Template, Text, Texts};
use crate::render::lines::{At, Lists};
use crate::render::{Rendered, Renderer, empty, give_back};
use crate::skin::Wanted;
use crate::view::{CardText, Fields, Frame, PageInfo, ReportTexts, ThemePage, TopicPage, Viewer};

use Text::Plain;

/// What every page shows of itself, and then the names that are given.
macro_rules! names {
    ($($name:literal,)+) => {
        &[
            "page.window_title",
            "page.description",
            "page.title",
            "page.canonical",
            "page.feed",
            "page.image",
            "page.json_ld",
            "page.has_form",
            "page.paginator.previous",
            "page.paginator.next",
            "lines.crumbs",
            "lines.alternates",
            "lines.languages",
            "lines.pages",
            $($name,)+
        ]
    };
}

/// How many names come first for every page.
const OF_PAGE: usize = 14;

/// The names of what the page of a report shows.
pub const REPORT: Names = names![
    "report.kind.number",
    "report.kind.label",
    "report.kind.url",
    "report.edition.title",
    "report.edition.url",
    "report.lang",
    "report.title",
    "report.lead",
    "report.date",
    "report.updated",
    "report.rank",
    "report.said.rank_of",
    "report.change.word",
    "facts.published",
    "facts.updated",
    "facts.minutes",
    "facts.change",
    "facts.kind_before",
    "facts.title_before",
    "facts.appearance",
    "facts.absent",
    "facts.votes",
    "facts.rating",
    "facts.scale.name",
    "facts.scale.min",
    "facts.scale.max",
    "facts.scale.value",
    "facts.scale.text",
    "facts.audience",
    "facts.formerly",
    "notice.text",
    "notice.url",
    "topic.url",
    "content",
    "previous.title",
    "previous.url",
    "next.title",
    "next.url",
    "lines.themes",
    "lines.toc",
    "lines.quotes",
    "lines.examples",
    "lines.actions",
    "lines.questions",
    "lines.relations",
    "lines.related",
    "lines.backlinks",
    "lines.others",
    "lines.sources",
    "lines.citation",
];

/// The names of what the page of a theme shows.
pub const THEME: Names = names![
    "theme.id",
    "theme.label",
    "theme.url",
    "theme.summary",
    "said.count",
    "said.forward",
    "said.lacking",
    "content",
    "lines.lacking",
    "lines.years",
    "lines.groups",
];

/// The names of what the page of a topic shows.
pub const TOPIC: Names = names![
    "topic.id",
    "topic.title",
    "topic.url",
    "topic.summary",
    "said.titles",
    "said.absent",
    "said.themes",
    "content",
    "lines.history",
    "lines.themes",
];

impl Renderer<'_> {
    /// Renders one page.
    ///
    /// # Errors
    /// What is wrong with its template.
    pub fn page(&self, viewer: &Viewer<'_>, page: Page) -> Rendered {
        let frame = viewer.frame(page);
        let (language, root) = (frame.language, &*frame.root);
        let at = At { language, root, forms: self.forms(language, root) };
        let mut lists = Lists::new();
        self.page_lists(at, &frame.page, &mut lists)?;
        let wanted = viewer.wanted(&frame.template);
        let shown = if let PageKey::Report(report) = page.key {
            let report = viewer.report(page, report);
            self.report_lists(viewer, at, &report, &mut lists)?;
            if let Some(html) = self.filled_page(at, &frame, REPORT, || report_texts(viewer, &frame, &report, &lists)) {
                return Ok(html);
            }
            viewer.report_fields(page, report, wanted)
        } else {
            viewer.fields(page, wanted)
        };
        let filled = match &shown {
            Fields::Theme(theme) => {
                self.theme_lists(viewer, at, theme, &mut lists)?;
                self.filled_page(at, &frame, THEME, || theme_texts(viewer, &frame, theme, &lists))
            }
            Fields::Topic(topic) => {
                self.topic_lists(viewer, at, topic, &mut lists)?;
                self.filled_page(at, &frame, TOPIC, || topic_texts(&frame.page, topic, &lists))
            }
            _ => None,
        };
        if let Some(html) = filled {
            return Ok(html);
        }
        let mut context = self.context(frame.language, &frame.root);
        context.insert_value("chrome", self.chrome(&frame)?);
        context.insert("page", &frame.page);
        fields(&shown, wanted, &mut context);
        self.field_lines(viewer, at, wanted, &shown, &mut context, &mut lists)?;
        let Fields::Print(print) = &shown else {
            context.insert_value("lines", lists.value());
            return self.template(&frame.template, &context, 16 << 10);
        };
        if self.skin.plain.only_prints(&frame.template, "lines.chapters") {
            // Nobody can write it in the text itself.
            let secret = Hash::of(print.content.as_str().as_bytes()).short();
            let blank = ["\u{1}trendpress-chapters-", &secret, "\u{2}"].concat();
            lists.push("chapters", |html| {
                html.push_str(&blank);
                Ok(())
            })?;
            context.insert_value("lines", lists.value());
            lists.pop();
            // Templates write text only.
            let html = String::from_utf8(self.template(&frame.template, &context, 16 << 10)?).unwrap_or_default();
            if html.contains(&blank) {
                return self.with_chapters(viewer, at, page, &print.reports, html, &blank);
            }
        }
        lists.push("chapters", |html| self.chapters(viewer, at, page, &print.reports, html))?;
        context.insert_value("lines", lists.value());
        self.template(&frame.template, &context, 16 << 10)
    }

    /// Puts the chapters of a print page where its template left blanks for them. They are by far the most of it, and are
    /// written where they belong, not into a value first.
    fn with_chapters(
        &self,
        viewer: &Viewer<'_>,
        at: At<'_>,
        page: Page,
        reports: &[usize],
        mut html: String,
        blank: &str,
    ) -> Rendered {
        let rest = html.split_off(html.find(blank).unwrap_or(html.len()));
        for after in rest.split(blank).skip(1) {
            self.chapters(viewer, at, page, reports, &mut html)?;
            html.push_str(after);
        }
        Ok(html.into_bytes())
    }

    /// A page, if its template shows texts of these names and nothing else.
    fn filled_page<'t>(
        &self,
        at: At<'_>,
        frame: &Frame<'_>,
        names: Names,
        texts: impl FnOnce() -> Vec<Text<'t>>,
    ) -> Option<Vec<u8>> {
        let template = Template::new(&frame.template, names);
        let forms = at.forms.filter(|forms| forms.is_plain(self.skin, &template))?;
        let same = || {
            let mut context = self.context(at.language, at.root);
            // What is wrong with it is found when the page is rendered with all that there is.
            context.insert_value("chrome", self.chrome(frame).ok()?);
            let page = &frame.page;
            let fixed = vec![("page.name", page.name.to_owned()), ("page.type", page.type_.to_owned())];
            Some(Same { context, fixed })
        };
        let mut html = String::from_utf8(empty(16 << 10)).unwrap_or_default();
        let is_plain = forms.fill(self.skin, &template, Texts { card: None, own: &texts() }, same, &mut html);
        if !is_plain {
            give_back(html.into_bytes());
            return None;
        }
        Some(html.into_bytes())
    }
}

/// What a page shows of itself, in the order of the names.
fn page_texts<'t>(page: &'t PageInfo<'_>, lists: &'t Lists) -> [Text<'t>; OF_PAGE] {
    let [previous, next] = page.paginator.as_ref().map_or(["", ""], |it| [&it.previous, &it.next]);
    [
        Plain(&page.window_title),
        Plain(&page.description),
        Plain(&page.title),
        Plain(&page.canonical),
        Plain(&page.feed),
        Plain(page.image),
        Text::Html(page.json_ld.as_str()),
        Plain(if page.has_form { "true" } else { "" }),
        Plain(previous),
        Plain(next),
        lists.text("crumbs"),
        lists.text("alternates"),
        lists.text("languages"),
        lists.text("pages"),
    ]
}

/// The lists among the names behind those of every page, in their order.
fn list_texts(names: Names, lists: &Lists) -> impl Iterator<Item = Text<'_>> {
    names[OF_PAGE..].iter().filter_map(|name| name.strip_prefix("lines.")).map(|name| lists.text(name))
}

/// What the page of a theme shows, in the order of the names.
fn theme_texts<'t>(viewer: &Viewer<'t>, frame: &'t Frame<'_>, theme: &'t ThemePage, lists: &'t Lists) -> Vec<Text<'t>> {
    let mut texts = Vec::with_capacity(THEME.len());
    texts.extend(page_texts(&frame.page, lists));
    texts.extend(viewer.theme_texts(frame.language, theme.number).map(Plain));
    let said = &theme.said;
    texts.extend([&said.count, &said.forward, &said.lacking].map(|text| Plain(text)));
    texts.push(Text::Html(theme.content.as_str()));
    texts.extend(list_texts(THEME, lists));
    texts
}

/// What the page of a topic shows, in the order of the names.
fn topic_texts<'t>(page: &'t PageInfo<'_>, topic: &'t TopicPage, lists: &'t Lists) -> Vec<Text<'t>> {
    let mut texts = Vec::with_capacity(TOPIC.len());
    texts.extend(page_texts(page, lists));
    let (own, said) = (&topic.topic, &topic.said);
    texts.extend(
        [&own.id, &own.title, &own.url, &own.summary, &said.titles, &said.absent, &said.themes].map(|text| Plain(text)),
    );
    texts.push(Text::Html(topic.content.as_str()));
    texts.extend(list_texts(TOPIC, lists));
    texts
}

/// What the page of a report shows, in the order of the names.
fn report_texts<'t>(
    viewer: &Viewer<'t>,
    frame: &'t Frame<'_>,
    report: &'t ReportTexts<'t>,
    lists: &'t Lists,
) -> Vec<Text<'t>> {
    let (card, facts) = (viewer.card_texts(frame.language, report.number), &report.facts);
    let kind_url = viewer.kind_url(frame.language, report.number);
    let (notice, notice_url) = report.notice.as_ref().map_or(("", ""), |notice| (&notice.text, &notice.url));
    let scale = facts.scale.as_ref();
    let neighbour = |report: Option<usize>| {
        let card = report.map(|report| viewer.card_texts(frame.language, report));
        [CardText::Title, CardText::Url].map(|text| Plain(card.map_or("", |card| card.get(text))))
    };
    let mut texts = Vec::with_capacity(REPORT.len());
    texts.extend(page_texts(&frame.page, lists));
    texts.extend([
        Plain(card.get(CardText::KindNumber)),
        Plain(card.get(CardText::KindLabel)),
        Plain(kind_url),
        Plain(card.get(CardText::EditionTitle)),
        Plain(card.get(CardText::EditionUrl)),
        Plain(card.get(CardText::Lang)),
        Plain(card.get(CardText::Title)),
        Plain(report.whole.lead),
        Plain(card.get(CardText::Date)),
        Plain(&report.whole.updated),
        Plain(card.get(CardText::Rank)),
        Plain(card.get(CardText::SaidRankOf)),
        Plain(card.get(CardText::Change)),
        Plain(&facts.published),
        Plain(&facts.updated),
        Plain(&facts.minutes),
        Plain(&facts.change),
        Plain(&facts.kind_before),
        Plain(&facts.title_before),
        Plain(&facts.appearance),
        Plain(&facts.absent),
        Plain(&facts.votes),
        Plain(&facts.rating),
    ]);
    let of_scale = |text: fn(&crate::view::Measure) -> &String| Plain(scale.map_or("", |scale| text(scale)));
    texts.extend([
        of_scale(|scale| &scale.name),
        of_scale(|scale| &scale.min),
        of_scale(|scale| &scale.max),
        of_scale(|scale| &scale.value),
        of_scale(|scale| &scale.text),
    ]);
    texts.extend([Plain(&facts.audience), Plain(&facts.formerly), Plain(notice), Plain(notice_url)]);
    texts.extend([Plain(&report.topic_url), Text::Html(&report.content)]);
    texts.extend(neighbour(report.previous));
    texts.extend(neighbour(report.next));
    texts.extend(list_texts(REPORT, lists));
    texts
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
    // Columns, changes, groups and letters come with their lines.
    match fields {
        Fields::Home(page) => insert!(page, edition, themes, editions, content),
        Fields::Edition(page) => {
            insert!(page, edition, is_current, matrix, previous, next, content, toc, handouts);
        }
        Fields::Report(page) => {
            insert!(page, report, content, toc, citation, relations, related, backlinks, topic, others, appearance);
            insert!(page, appearances, absent, newer, is_current, previous, next, facts, notice);
        }
        Fields::Kind(page) => insert!(page, kind, current, chart, reports),
        Fields::Themes(page) => insert!(page, themes),
        Fields::Theme(page) => insert!(page, theme, forward, matrix, lacking, content, said),
        Fields::Topics(page) => insert!(page, editions, is_cut, rows),
        Fields::Topic(page) => insert!(page, topic, titles, reports, absent, themes, content, said),
        Fields::Editions(page) => insert!(page, editions),
        Fields::Changes(page) => insert!(page, edition, before, churn, charts, rows, previous, next),
        Fields::Intersections(page) => insert!(page, edition, tables, network),
        Fields::Plain(page) => insert!(page, content, toc, words, date, updated, extra, reports),
        Fields::NotFound(_) => {}
        Fields::Brief(page) => insert!(page, edition, before, moves, questions, address),
        Fields::Print(page) => insert!(page, edition, content, notes, chapters, address),
        Fields::Discuss(page) => insert!(page, edition, agenda, minutes),
    }
}
