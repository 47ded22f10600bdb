//! Templates of the default skin that are gone. A skin that still overrides one is told which template has its markup
//! now.

use crate::base::{Code, Finding};
use crate::skin::layers::Layer;

/// The names below `templates/`, and the template that has the markup now.
const SUCCESSORS: [(&str, &str); 50] = [
    ("chrome/brand.html", "base.html"),
    ("chrome/foot.html", "base.html"),
    ("chrome/links.html", "base.html"),
    ("chrome/meta.html", "base.html"),
    ("chrome/navigation.html", "base.html"),
    ("lines/alternate.html", "base.html"),
    ("lines/asked.html", "discuss.html"),
    ("lines/backlink.html", "report.html"),
    ("lines/card.html", "partials/card.html"),
    ("lines/cell.html", "edition.html"),
    ("lines/change-row.html", "changes.html"),
    ("lines/change.html", "changes.html"),
    ("lines/changed.html", "partials/changes.html"),
    ("lines/chapter-example.html", "partials/report.html"),
    ("lines/chapter-joined.html", "partials/chapter.html"),
    ("lines/chapter-relation.html", "partials/chapter.html"),
    ("lines/chapter.html", "partials/chapter.html"),
    ("lines/citation.html", "report.html"),
    ("lines/contents.html", "print.html"),
    ("lines/context-cell.html", "topics.html"),
    ("lines/context-none.html", "topics.html"),
    ("lines/context-row.html", "topics.html"),
    ("lines/count.html", "theme.html"),
    ("lines/crumb.html", "base.html"),
    ("lines/example.html", "partials/report.html"),
    ("lines/group.html", "theme.html"),
    ("lines/heading.html", "partials/toc.html"),
    ("lines/item.html", "partials/report.html"),
    ("lines/joined.html", "report.html"),
    ("lines/kind.html", "kind.html"),
    ("lines/lacking.html", "theme.html"),
    ("lines/language.html", "base.html"),
    ("lines/matrix-cell.html", "edition.html"),
    ("lines/matrix-row.html", "edition.html"),
    ("lines/note.html", "partials/notes.html"),
    ("lines/other.html", "report.html"),
    ("lines/part.html", "partials/pages.html"),
    ("lines/quote.html", "partials/report.html"),
    ("lines/related.html", "report.html"),
    ("lines/relation.html", "report.html"),
    ("lines/sheet.html", "discuss.html"),
    ("lines/source.html", "partials/sources.html"),
    ("lines/tag.html", "report.html"),
    ("lines/theme.html", "theme.html"),
    ("lines/then.html", "topic.html"),
    ("lines/topic-kind.html", "topics.html"),
    ("lines/topic-theme.html", "topic.html"),
    ("lines/topic.html", "topics.html"),
    ("lines/year.html", "theme.html"),
    ("partials/lines.html", "report.html"),
];

/// Returns a finding for each file of a site's skin that overrides a template that is gone.
pub fn renamed_templates(layers: &[Layer<'_>]) -> Vec<Finding> {
    let files = layers.iter().flat_map(|layer| layer.folder("templates/"));
    let finding = |(name, file): (&str, &crate::skin::layers::LayerFile<'_>)| {
        let (_, successor) = SUCCESSORS.iter().find(|(gone, _)| *gone == name)?;
        let message = format!("no page uses `{name}` any more, so this file changes nothing");
        let help = format!("its markup is in `{successor}` now: override that, and remove or rename this file");
        Some(Finding::new(Code::RenamedTemplate, &file.source, message).help(help))
    };
    files.filter_map(finding).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_successor_is_a_template_of_the_default_skin_and_no_gone_one_is() {
        let templates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
        for (gone, successor) in SUCCESSORS {
            assert!(!templates.join(gone).exists(), "{gone}");
            assert!(templates.join(successor).exists(), "{successor}");
        }
    }
}
