//! The codes of all findings, each with its usual severity and its page in `docs/diagnostics/`, which is also the text
//! of `trendpress explain CODE`.

use crate::base::finding::Severity;

/// The severity of a code's findings. Fatal ones are errors, whatever the settings say.
enum Weight {
    Fatal,
    Error,
    Warning,
}

impl Weight {
    fn severity(self) -> Severity {
        if matches!(self, Self::Warning) { Severity::Warning } else { Severity::Error }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $weight:ident;)+) => {
        /// The code of a finding. Names are stable: settings, scripts and CI rules refer to them.
        ///
        /// ```
        /// use trendpress::{Code, Severity};
        ///
        /// let code = Code::from_name("broken-link").unwrap();
        /// assert_eq!(code, Code::BrokenLink);
        /// assert_eq!(code.severity(), Severity::Error);
        /// assert_eq!(code.summary(), "A link to a page or file that does not exist.");
        /// assert!(code.page().starts_with("# broken-link\n"));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of the stages that raise them.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name, as in settings: `broken-link`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The severity, unless the settings change it.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Weight::$weight.severity(),)+ }
            }

            /// Returns true if a site with this finding cannot be built completely: files would be missing, or two would
            /// overwrite each other. Settings cannot lower its severity.
            pub fn is_fatal(self) -> bool {
                match self { $(Self::$variant => matches!(Weight::$weight, Weight::Fatal),)+ }
            }

            /// A description in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc,)+).trim_ascii(),)+ }
            }

            /// The page of the documentation, as Markdown.
            pub fn page(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("../../docs/diagnostics/", $name, ".md")),)+ }
            }
        }
    };
}

codes! {
    /// A file or folder could not be read.
    UnreadableFile = "unreadable-file", Fatal;
    /// A text file is not UTF-8.
    NotUtf8 = "not-utf8", Fatal;
    /// A file is larger than its kind may be.
    FileTooLarge = "file-too-large", Fatal;
    /// A file's name or link cannot be published safely.
    UnsafePath = "unsafe-path", Fatal;
    /// The settings file `trendpress.yaml` is missing.
    SettingsMissing = "settings-missing", Fatal;
    /// There is no folder `content/` that can be read.
    ContentMissing = "content-missing", Fatal;
    /// A setting that does not exist.
    UnknownSetting = "unknown-setting", Error;
    /// A setting has a value that it cannot have.
    BadSetting = "bad-setting", Error;
    /// The skin that the settings name does not exist.
    UnknownSkin = "unknown-skin", Fatal;
    /// A Markdown file does not begin with front matter.
    FrontMatterMissing = "front-matter-missing", Fatal;
    /// The front matter is not closed.
    FrontMatterUnclosed = "front-matter-unclosed", Fatal;
    /// The front matter or settings are not valid YAML.
    YamlSyntax = "yaml-syntax", Fatal;
    /// A key that front matter does not know.
    UnknownKey = "unknown-key", Error;
    /// A value is of the wrong type.
    WrongType = "wrong-type", Error;
    /// A list with more items than a page can use, or a site with too many pages.
    TooManyItems = "too-many-items", Fatal;
    /// A file has no title.
    MissingTitle = "missing-title", Fatal;
    /// A report has no kind.
    MissingKind = "missing-kind", Fatal;
    /// A kind that the site does not have.
    UnknownKind = "unknown-kind", Fatal;
    /// Tags that contradict each other or another key.
    TagConflict = "tag-conflict", Fatal;
    /// An id with characters that ids cannot have.
    BadId = "bad-id", Error;
    /// A date that is not one.
    BadDate = "bad-date", Error;
    /// A rank that is not a whole number from 1.
    BadRank = "bad-rank", Error;
    /// Votes that cannot be.
    BadVotes = "bad-votes", Error;
    /// The counting of votes is described in a way that cannot be.
    BadTally = "bad-tally", Error;
    /// A rating outside the kind's scale.
    BadRating = "bad-rating", Error;
    /// The parts of an edition do not fit together.
    BadPart = "bad-part", Error;
    /// A chart that cannot be drawn as it is described.
    BadChart = "bad-chart", Error;
    /// A chart names a table that does not exist.
    UnknownData = "unknown-data", Error;
    /// A table of figures has a cell that cannot be right.
    BadData = "bad-data", Error;
    /// A ballot, or a file of ballots, that cannot be counted.
    BadBallot = "bad-ballot", Error;
    /// Two ballots have the same name.
    DuplicateBallot = "duplicate-ballot", Error;
    /// An address among the aliases that cannot be one.
    BadAlias = "bad-alias", Error;
    /// A page's work ended in a program error.
    PageFailed = "page-failed", Fatal;
    /// A character that nobody sees, which hides words or changes their order.
    InvisibleCharacter = "invisible-character", Warning;
    /// HTML that could run code was removed.
    UnsafeHtml = "unsafe-html", Warning;
    /// Parts of an SVG file that could run code or load something were left out.
    UnsafeSvg = "unsafe-svg", Warning;
    /// A link with a scheme that could run code.
    UnsafeLink = "unsafe-link", Fatal;
    /// An image from another host.
    RemoteImage = "remote-image", Error;
    /// An image without alternative text.
    ImageWithoutAlt = "image-without-alt", Warning;
    /// A heading skips a level.
    HeadingSkipped = "heading-skipped", Warning;
    /// Two headings of one page have the same id.
    DuplicateAnchor = "duplicate-anchor", Warning;
    /// A footnote is referred to but not written.
    BrokenFootnote = "broken-footnote", Warning;
    /// A report belongs to no edition.
    MissingEdition = "missing-edition", Fatal;
    /// A report names an edition that the site does not have.
    UnknownEdition = "unknown-edition", Fatal;
    /// A report is dated after the part of its edition that it belongs to.
    LateReport = "late-report", Warning;
    /// The day of a part has passed, and none of its reports is published.
    OverduePart = "overdue-part", Warning;
    /// Two reports of one edition are on the same topic.
    DuplicateTopic = "duplicate-topic", Error;
    /// An edition has ballots and does not say how they are counted.
    VotesWithoutTally = "votes-without-tally", Error;
    /// A column of ballots is headed by no topic of the site.
    UnknownCandidate = "unknown-candidate", Error;
    /// A report contradicts the votes of its edition.
    ContradictsTally = "contradicts-tally", Error;
    /// A page links to ballots or shows them.
    SecretBallots = "secret-ballots", Fatal;
    /// A report names a topic as its past that no earlier edition has.
    UnknownPast = "unknown-past", Warning;
    /// The past that a report names for its topic contradicts another report.
    UnclearPast = "unclear-past", Error;
    /// Two sources claim one address.
    DuplicateUrl = "duplicate-url", Fatal;
    /// An alias stands where a page is.
    AliasOnPage = "alias-on-page", Fatal;
    /// A translation in a language that the settings do not name.
    UnknownLanguage = "unknown-language", Error;
    /// A translation of a file that does not exist.
    TranslationWithoutOriginal = "translation-without-original", Error;
    /// A link to a page or file that does not exist.
    BrokenLink = "broken-link", Error;
    /// A link to a heading or anchor that does not exist.
    BrokenAnchor = "broken-anchor", Error;
    /// An image file that does not exist or is no image.
    MissingImage = "missing-image", Error;
    /// A `[[…]]` link that could mean several pages.
    AmbiguousLink = "ambiguous-link", Error;
    /// A relation to a topic that does not exist.
    UnknownRelationTarget = "unknown-relation-target", Error;
    /// A relation between kinds that it cannot join.
    WrongRelationKind = "wrong-relation-kind", Error;
    /// A theme used once, spelled almost like another.
    SimilarTheme = "similar-theme", Warning;
    /// An audience spelled almost like another.
    SimilarAudience = "similar-audience", Warning;
    /// A file in the content folder that nothing uses.
    UnusedFile = "unused-file", Warning;
    /// No report answers this one by the relation that its kind waits for.
    UnansweredReport = "unanswered-report", Warning;
    /// A theme that only one report has.
    SingleReportTheme = "single-report-theme", Warning;
    /// An edition has fewer reports of one kind than the edition before.
    ShortEdition = "short-edition", Warning;
    /// A report gives a share in per cent and no source.
    UnsourcedFigure = "unsourced-figure", Warning;
    /// A quote names a person without a role.
    QuoteWithoutRole = "quote-without-role", Warning;
    /// A report has no translation where others of its edition have one.
    MissingTranslation = "missing-translation", Warning;
    /// Nothing connects a report with any other.
    OrphanReport = "orphan-report", Warning;
    /// A topic's title changed, and no report says what it was called before.
    RenamedTopic = "renamed-topic", Warning;
    /// Most reports of the last build would be gone.
    SiteShrunk = "site-shrunk", Fatal;
    /// A template or string file of a skin has an error.
    TemplateError = "template-error", Fatal;
    /// A page takes more time to render, or more room, than a page may.
    PageLimit = "page-limit", Fatal;
    /// A page would load something from another host.
    RemoteRequest = "remote-request", Error;
    /// A skin overrides a template that is gone.
    RenamedTemplate = "renamed-template", Warning;
}

impl Code {
    /// Finds a code by its name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_the_same_shape() {
        for code in Code::ALL {
            let (name, page) = (code.name(), code.page());
            assert!(page.starts_with(&format!("# {name}\n\n")), "{name}");
            assert!(page.contains("\n\n## Example\n\n") && page.contains("\n\n## How to mend it\n\n"), "{name}");
            assert_eq!(page.matches("\n```").count() % 2, 0, "{name} leaves a fence open");
            let words = page.split_whitespace().count();
            assert!((60..=160).contains(&words), "{name} has {words} words");
        }
    }

    #[test]
    fn the_index_lists_every_code() {
        let index = include_str!("../../docs/diagnostics/index.md");
        for code in Code::ALL {
            let (name, severity) = (code.name(), code.severity().name());
            let row = format!("| [{name}]({name}.md) | {severity} | {} |\n", code.summary());
            assert!(index.contains(&row), "{row}");
        }
    }
}
