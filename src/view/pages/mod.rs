//! One file for each page's template, with the struct of its fields.

mod audience;
mod audiences;
mod brief;
mod changes;
mod discuss;
mod edition;
mod editions;
mod home;
mod intersections;
mod kind;
mod plain;
mod print;
mod report;
mod slides;
mod theme;
mod themes;
mod topic;
mod topics;

use serde::Serialize;

use crate::link::{Page, PageKey, Scope};
use crate::view::Viewer;

/// The fields of a page's template, beside those that every template receives.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum PageFields<'a> {
    Home(Box<home::HomePage<'a>>),
    Edition(Box<edition::EditionPage<'a>>),
    Part(Box<edition::EditionPage<'a>>),
    Report(Box<report::ReportPage<'a>>),
    Kind(kind::KindPage),
    Themes(themes::ThemesPage),
    Theme(Box<theme::ThemePage>),
    Topics(topics::TopicsPage<'a>),
    Topic(Box<topic::TopicPage<'a>>),
    Audiences(audiences::AudiencesPage),
    Audience(Box<audience::AudiencePage<'a>>),
    Editions(editions::EditionsPage<'a>),
    Changes(Box<changes::ChangesPage<'a>>),
    Intersections(intersections::IntersectionsPage<'a>),
    Plain(plain::PlainPage<'a>),
    NotFound {},
    Brief(Box<brief::BriefPage<'a>>),
    Print(Box<print::PrintPage<'a>>),
    Discuss(Box<discuss::DiscussPage<'a>>),
    Slides(Box<slides::SlidesPage<'a>>),
}

/// Returns the fields of a page's template.
pub fn fields<'a>(viewer: &Viewer<'a>, page: Page) -> PageFields<'a> {
    match page.key {
        PageKey::Home => PageFields::Home(Box::new(home::home(viewer, page))),
        PageKey::Edition(edition) => {
            PageFields::Edition(Box::new(edition::edition(viewer, page, Scope::of_edition(edition))))
        }
        PageKey::Part(scope) => PageFields::Part(Box::new(edition::edition(viewer, page, scope))),
        PageKey::Report(report) => PageFields::Report(Box::new(report::report(viewer, page, report))),
        PageKey::Kind(kind) => PageFields::Kind(kind::kind(viewer, page, kind)),
        PageKey::Themes => PageFields::Themes(themes::themes(viewer, page)),
        PageKey::Theme(theme) => PageFields::Theme(Box::new(theme::theme(viewer, page, theme))),
        PageKey::Topics => PageFields::Topics(topics::topics(viewer, page)),
        PageKey::Topic(topic) => PageFields::Topic(Box::new(topic::topic(viewer, page, topic))),
        PageKey::Audiences => PageFields::Audiences(audiences::audiences(viewer, page)),
        PageKey::Audience(audience) => PageFields::Audience(Box::new(audience::audience(viewer, page, audience))),
        PageKey::Editions => PageFields::Editions(editions::editions(viewer, page)),
        PageKey::Changes(edition) => PageFields::Changes(Box::new(changes::changes(viewer, page, edition))),
        PageKey::Intersections => PageFields::Intersections(intersections::intersections(viewer, page)),
        PageKey::Plain(plain) => PageFields::Plain(plain::plain(viewer, page, plain)),
        PageKey::NotFound => PageFields::NotFound {},
        PageKey::Brief(scope) => PageFields::Brief(Box::new(brief::brief(viewer, page, scope))),
        PageKey::Print(scope) => PageFields::Print(Box::new(print::print(viewer, page, scope))),
        PageKey::Discuss(scope) => PageFields::Discuss(Box::new(discuss::discuss(viewer, page, scope))),
        PageKey::Slides(scope) => PageFields::Slides(Box::new(slides::slides(viewer, page, scope))),
    }
}

/// Returns the name of a page's template without its ending, which is also its `page.name`.
pub fn name(key: PageKey) -> &'static str {
    match key {
        PageKey::Home => "home",
        PageKey::Edition(_) => "edition",
        PageKey::Part(_) => "part",
        PageKey::Report(_) => "report",
        PageKey::Kind(_) => "kind",
        PageKey::Themes => "themes",
        PageKey::Theme(_) => "theme",
        PageKey::Topics => "topics",
        PageKey::Topic(_) => "topic",
        PageKey::Audiences => "audiences",
        PageKey::Audience(_) => "audience",
        PageKey::Editions => "editions",
        PageKey::Changes(_) => "changes",
        PageKey::Intersections => "intersections",
        PageKey::Plain(_) => "page",
        PageKey::NotFound => "404",
        PageKey::Brief(_) => "brief",
        PageKey::Print(_) => "print",
        PageKey::Discuss(_) => "discuss",
        PageKey::Slides(_) => "slides",
    }
}
