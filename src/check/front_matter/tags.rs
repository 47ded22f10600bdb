//! `tags`: one list for the kind of a report and its themes. Tells the two apart, and compares them with the keys `kind`
//! and `themes` beside it.

use crate::base::code::Code;
use crate::base::fields::Fields;
use crate::base::finding::Finding;
use crate::base::slug::slug;
use crate::base::span::{Located, Span};
use crate::base::suggest::SuggestionIndex;
use crate::check::front_matter::names;
use crate::check::front_matter::themes::ThemeName;
use crate::config::Settings;

/// The most words of a kind's name that are looked for at the beginning of a tag.
const KIND_WORDS: usize = 10;

/// A tag.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The text as written.
    pub written: String,
    /// Its place in the file.
    pub span: Span,
    /// The number of the kind that it names; `None` if it is a theme.
    pub kind: Option<usize>,
}

/// The value of `kind`.
pub struct WrittenKind {
    /// The number of the kind.
    pub number: usize,
    /// The text as written.
    pub written: String,
    /// Its place in the file.
    pub span: Span,
}

/// The tags of a file, as written.
pub struct Tags(Vec<Tag>);

impl Tags {
    /// Reads `tags`.
    pub fn read(fields: &mut Fields<'_>, settings: &Settings) -> Self {
        let mut tags = Vec::new();
        for Located { value: written, span } in names::read(fields, "tags") {
            if slug(&written).is_empty() {
                fields.report_at(Code::BadId, span, "a tag without letters or digits", "write a kind or a theme");
            } else {
                tags.push(Tag { kind: settings.find_kind(&written), written, span });
            }
        }
        Self(tags)
    }

    /// The tags that are themes.
    pub fn of_themes(&self) -> impl Iterator<Item = &Tag> {
        self.0.iter().filter(|tag| tag.kind.is_none())
    }

    /// The first tag of each kind that the tags name.
    fn of_kinds(&self) -> Vec<&Tag> {
        let mut first: Vec<&Tag> = Vec::new();
        for tag in self.0.iter().filter(|tag| tag.kind.is_some()) {
            if !first.iter().any(|other| other.kind == tag.kind) {
                first.push(tag);
            }
        }
        first
    }

    /// Returns true if no tag names a kind.
    pub fn lack_kind(&self) -> bool {
        self.0.iter().all(|tag| tag.kind.is_none())
    }

    /// Returns the kind that the tags name; `None` if they name none or several. Reports several, and one that is not that
    /// of `kind`.
    pub fn kind(&self, fields: &mut Fields<'_>, written_kind: Option<&WrittenKind>) -> Option<usize> {
        let of_kinds = self.of_kinds();
        match (&of_kinds[..], written_kind) {
            ([], _) => None,
            ([tag], Some(kind)) if tag.kind != Some(kind.number) => {
                self.report_other_kind(fields, tag, kind);
                tag.kind
            }
            ([tag], _) => tag.kind,
            (several, kind) => {
                self.report_several_kinds(fields, several, kind);
                None
            }
        }
    }

    fn report_other_kind(&self, fields: &mut Fields<'_>, tag: &Tag, kind: &WrittenKind) {
        let written = &*kind.written;
        let mended = self.0.iter().map(|other| if other.kind.is_some() { written } else { &other.written });
        let message = format!("the tags say `{}`, and `kind` says `{written}`", tag.written);
        let mended = names::yaml_list(&mended.collect::<Vec<_>>());
        let help = format!("write `tags: {mended}`, or `kind: {}`", tag.written);
        let finding = Finding::new(Code::TagConflict, fields.file(), message).at(tag.span).help(help);
        fields.add(finding.related(fields.file(), Some(kind.span), "the kind"));
    }

    fn report_several_kinds(&self, fields: &mut Fields<'_>, several: &[&Tag], kind: Option<&WrittenKind>) {
        let names: Vec<String> = several.iter().map(|tag| format!("`{}`", tag.written)).collect();
        let message = format!("the tags name {} kinds: {}", several.len(), names.join(", "));
        let is_kept = |tag: &&&Tag| kind.is_none_or(|kind| tag.kind == Some(kind.number));
        let mut candidates: Vec<&Tag> = several.iter().filter(is_kept).copied().collect();
        if candidates.is_empty() {
            candidates = several.to_vec();
        }
        let lists: Vec<String> = candidates.iter().map(|tag| format!("`tags: {}`", self.with_kind(tag.kind))).collect();
        let mut finding = Finding::new(Code::TagConflict, fields.file(), message).at(several[1].span);
        finding = finding.help(format!("keep one: {}", lists.join(", or ")));
        finding = finding.related(fields.file(), Some(several[0].span), "the first kind");
        if let Some(kind) = kind {
            finding = finding.related(fields.file(), Some(kind.span), "`kind`");
        }
        fields.add(finding);
    }

    /// Returns the list of the tags with one kind alone.
    fn with_kind(&self, kind: Option<usize>) -> String {
        let is_kept = |tag: &&Tag| tag.kind.is_none() || tag.kind == kind;
        names::yaml_list(&self.0.iter().filter(is_kept).map(|tag| &*tag.written).collect::<Vec<_>>())
    }

    /// Reports that the tags of a report name no kind, and nothing else does. Returns false if there are no tags.
    pub fn report_no_kind(&self, fields: &mut Fields<'_>, settings: &Settings) -> bool {
        let Some(key) = fields.key_span("tags").filter(|_| !self.0.is_empty()) else { return false };
        let mended = self.with_likely_kind(settings);
        let kinds: Vec<String> = settings.kinds().iter().map(|kind| format!("`{}`", kind.id)).collect();
        let help = match mended {
            Some(list) => format!("did you mean `tags: {list}`?"),
            None => {
                let first = settings.kinds().first().map(|kind| &*kind.id);
                let list = first.into_iter().chain(self.0.iter().map(|tag| &*tag.written));
                let list = names::yaml_list(&list.collect::<Vec<_>>());
                format!("add one of {}, such as `tags: {list}`", kinds.join(", "))
            }
        };
        fields.report_at(Code::MissingKind, key, "none of the tags names a kind", help);
        true
    }

    /// Returns the list of the tags in which one that nearly names a kind is that kind, or in which the kind that a tag
    /// begins with stands alone; `None` if no tag is like that.
    fn with_likely_kind(&self, settings: &Settings) -> Option<String> {
        let mut list: Vec<&str> = self.0.iter().map(|tag| &*tag.written).collect();
        let ids = || settings.kinds().iter().map(|kind| &*kind.id);
        let names: Vec<&str> = ids().chain(settings.kinds().iter().map(|kind| &*kind.plural)).collect();
        let index = SuggestionIndex::new(names.iter().copied());
        for (place, tag) in self.0.iter().enumerate() {
            let blanks = tag.written.match_indices(' ').take(KIND_WORDS);
            let words = blanks.map(|(at, _)| tag.written.split_at(at));
            let begins = words.filter_map(|(first, rest)| Some((settings.find_kind(first)?, rest.trim()))).last();
            let is_near = || index.nearest(&tag.written).and_then(|place| settings.find_kind(names[place]));
            if let Some((kind, rest)) = begins {
                list.splice(place..=place, [&*settings.kinds()[kind].id, rest]);
            } else if let Some(kind) = is_near() {
                list[place] = &settings.kinds()[kind].id;
            } else {
                continue;
            }
            return Some(names::yaml_list(&list));
        }
        None
    }

    /// Returns the tags that are themes, for an edition. Reports those that name a kind, which it cannot have.
    #[must_use]
    pub fn without_kinds(mut self, fields: &mut Fields<'_>) -> Self {
        for tag in self.of_kinds() {
            let message = format!("an edition has no kind, and the tag `{}` names one", tag.written);
            let help = format!("write `tags: {}`", self.with_kind(None));
            fields.report_at(Code::TagConflict, tag.span, message, help);
        }
        self.0.retain(|tag| tag.kind.is_none());
        self
    }

    /// Reports that the tags and `themes` both name themes, and not the same.
    pub fn compare_themes(&self, fields: &mut Fields<'_>, themes: &[Located<ThemeName>]) {
        if themes.is_empty() || self.of_themes().next().is_none() {
            return;
        }
        let is_theme = |tag: &&Tag| themes.iter().any(|theme| theme.value.id == slug(&tag.written));
        let is_tag = |theme: &&Located<ThemeName>| self.of_themes().any(|tag| slug(&tag.written) == theme.value.id);
        let more_tags: Vec<(&str, Span)> =
            self.of_themes().filter(|tag| !is_theme(tag)).map(|tag| (&*tag.written, tag.span)).collect();
        let more_themes: Vec<(&str, Span)> =
            themes.iter().filter(|theme| !is_tag(theme)).map(|theme| (&*theme.value.written, theme.span)).collect();
        let Some(&(_, place)) = more_tags.first().or(more_themes.first()) else { return };
        let names = more_tags.iter().chain(&more_themes).map(|(name, _)| format!("`{name}`"));
        let names = names.collect::<Vec<_>>().join(", ");
        let message = format!("`tags` and `themes` differ: only one of them has {names}");
        let all = self.0.iter().map(|tag| &*tag.written).chain(more_themes.iter().map(|(name, _)| *name));
        let help = format!("write `tags: {}`, and leave `themes` out", names::yaml_list(&all.collect::<Vec<_>>()));
        let (key, name) = if more_tags.is_empty() { ("tags", "the tags") } else { ("themes", "the themes") };
        let finding = Finding::new(Code::TagConflict, fields.file(), message).at(place).help(help);
        fields.add(finding.related(fields.file(), fields.key_span(key), name));
    }
}
