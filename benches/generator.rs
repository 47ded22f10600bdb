//! Generates a site with a given number of reports, the same bytes each time. Its proportions are those of a site that has
//! existed for years: topics recur from edition to edition, move, leave, return and are renamed, so that every kind of
//! change occurs, and bodies are of very unequal length.

use std::fmt::Write as _;

#[path = "generator_text.rs"]
mod text;

pub use text::{Dice, body, sentence, words};

/// The number of reports in an edition of a large site. Few real editions are larger, and a print page holds a whole
/// edition.
const REPORTS_PER_EDITION: usize = 100;

/// The kinds, with the ends of their default rating scales.
const KINDS: [(&str, usize, usize); 3] = [("hurdle", 1, 5), ("accelerator", 1, 5), ("tech-enabler", 1, 5)];

/// The year of the newest edition.
const NEWEST: usize = 2026;

/// One report, before it is written.
struct Report {
    topic: usize,
    edition: usize,
    kind: usize,
    rank: usize,
}

/// Generates a site with this many reports and passes each file to `write`: its path below the site's root, its text.
pub fn generate(reports: usize, mut write: impl FnMut(String, String)) {
    let site = Site::of(reports);
    write("trendpress.yaml".to_owned(), SETTINGS.to_owned());
    write("content/index.md".to_owned(), plain("Reports of a made-up field", 1, 90));
    for (order, page) in ["methodology", "about", "glossary"].into_iter().enumerate() {
        write(format!("content/pages/{page}.md"), plain(&capital(page), order as u64 + 2, 500));
    }
    for theme in (0..site.themes).step_by(3) {
        write(format!("content/themes/{}.md", theme_id(theme)), Site::theme(theme));
    }
    for edition in 0..site.editions.len() {
        write(format!("content/{}/edition.md", site.year(edition)), site.edition(edition));
        for report in &site.editions[edition] {
            write(site.path(report), site.report(report));
        }
    }
}

const SETTINGS: &str = "title: Trends of a Made-up Field
description: A generated site, to measure with.
base_url: https://example.org/reports/
";

/// The reports of each edition.
struct Site {
    editions: Vec<Vec<Report>>,
    themes: usize,
}

impl Site {
    fn of(reports: usize) -> Self {
        let count = reports.div_ceil(REPORTS_PER_EDITION).max(3);
        let mut dice = Dice::new(reports as u64);
        let (mut present, mut gone, mut next): (Vec<usize>, Vec<usize>, usize) = (Vec::new(), Vec::new(), 0);
        let mut editions = Vec::with_capacity(count);
        for edition in 0..count {
            let size = reports * (edition + 1) / count - reports * edition / count;
            // One topic in eight leaves; a third of the free places go to topics that were there once.
            let (leaving, staying) = present.into_iter().partition(|_| edition > 0 && dice.one_in(8));
            gone.extend::<Vec<usize>>(leaving);
            present = staying;
            present.truncate(size);
            while present.len() < size {
                let topic = if !gone.is_empty() && dice.one_in(3) {
                    gone.swap_remove(dice.below(gone.len()))
                } else {
                    next += 1;
                    next - 1
                };
                if !present.contains(&topic) {
                    present.push(topic);
                }
            }
            // Some neighbours swap, so that ranks move by a few.
            for place in 1..present.len() {
                if dice.one_in(3) {
                    present.swap(place - 1, place);
                }
            }
            editions.push(ranked(&present, edition, count));
        }
        Self { editions, themes: reports.isqrt().max(4) }
    }

    /// The year of an edition. A large site begins long before such reports existed; the years only have to sort.
    fn year(&self, edition: usize) -> usize {
        NEWEST + 1 - self.editions.len() + edition
    }

    fn path(&self, report: &Report) -> String {
        format!("content/{}/{}.md", self.year(report.edition), topic_id(report.topic))
    }

    fn edition(&self, edition: usize) -> String {
        let (year, mut dice) = (self.year(edition), Dice::new(edition as u64 + 7_000_000));
        let mut text = format!("---\ntitle: Trends of {year}\nsummary: {}\ndate: {year}-02-04\n", sentence(&mut dice));
        let _ = writeln!(text, "board: {{size: {}, countries: {}}}", 90 + dice.below(60), 8 + dice.below(12));
        let _ = writeln!(
            text,
            "themes: [{}, {}]\n---",
            theme_id(edition % self.themes),
            theme_id((edition + 1) % self.themes)
        );
        text.push_str(&body(&mut dice, 150, &[]));
        text
    }

    fn theme(theme: usize) -> String {
        let mut dice = Dice::new(theme as u64 + 8_000_000);
        let summary = sentence(&mut dice);
        format!("---\ntitle: {}\nsummary: {summary}\n---\n{}", theme_label(theme), body(&mut dice, 80, &[]))
    }

    fn report(&self, report: &Report) -> String {
        let mut dice = Dice::new((report.edition * 1_000_003 + report.topic) as u64 + 9_000_000);
        let mut text = String::with_capacity(6_000);
        self.front_matter(report, &mut dice, &mut text);
        let links = [self.link(report, &mut dice), self.link(report, &mut dice)];
        let length = dice.length();
        text.push_str(&body(&mut dice, length, &links));
        text
    }

    fn front_matter(&self, report: &Report, dice: &mut Dice, text: &mut String) {
        let (kind, low, high) = KINDS[report.kind];
        let year = self.year(report.edition);
        // A few topics have another title from the middle of the years on.
        let suffix = if report.topic % 29 == 7 && report.edition * 2 > self.editions.len() { " Again" } else { "" };
        let _ = writeln!(
            text,
            "---\ntitle: \"{}{suffix}\"\nkind: {kind}\nrank: {}",
            topic_title(report.topic),
            report.rank
        );
        let _ = writeln!(text, "themes: [{}]", self.themes_of(report.topic).join(", "));
        let _ = writeln!(text, "summary: \"{}\"", sentence(dice));
        let _ = writeln!(text, "rating: {}.{}", low + dice.below(high - low), dice.below(10));
        if dice.one_in(2) {
            let _ = writeln!(text, "votes: {{share: {}, of: {}}}", 20 + dice.below(60), 90 + dice.below(60));
        }
        self.relations(report, dice, text);
        text.push_str("sources:\n");
        for _ in 0..=dice.below(3) {
            let (title, year) = (words(dice, 6), year - dice.below(3));
            let _ = writeln!(
                text,
                "  - {{title: \"{title}\", url: \"https://example.org/{}\", year: {year}}}",
                dice.below(100_000)
            );
        }
        text.push_str("actions:\n");
        for _ in 0..2 + dice.below(3) {
            let _ = writeln!(text, "  - {}", sentence(dice));
        }
        let _ = writeln!(text, "questions:\n  - {}", sentence(dice));
        if dice.one_in(4) {
            let _ = writeln!(text, "quotes:\n  - {{text: \"{}\", name: A. Reader, role: teacher}}", sentence(dice));
        }
        let _ = writeln!(text, "audience: [superintendent, it-leader]\ndate: {year}-02-{:02}\n---", 1 + dice.below(28));
    }

    /// The relations of a tech enabler, to reports of its own edition.
    fn relations(&self, report: &Report, dice: &mut Dice, text: &mut String) {
        if KINDS[report.kind].0 != "tech-enabler" {
            return;
        }
        for (name, kind) in [("surmounts", 0), ("leverages", 1)] {
            let all: Vec<&Report> = self.editions[report.edition].iter().filter(|other| other.kind == kind).collect();
            if !all.is_empty() {
                let [first, second] = [dice.below(all.len()), dice.below(all.len())];
                let _ = write!(text, "{name}: [{}", topic_id(all[first].topic));
                if first != second {
                    let _ = write!(text, ", {{to: {}, why: \"{}\"}}", topic_id(all[second].topic), words(dice, 8));
                }
                text.push_str("]\n");
            }
        }
    }

    /// A link to another report of the same edition or the one before, in one of the three forms.
    fn link(&self, report: &Report, dice: &mut Dice) -> String {
        let edition = report.edition.saturating_sub(dice.below(2));
        let other = &self.editions[edition][dice.below(self.editions[edition].len())];
        let (year, topic) = (self.year(edition), topic_id(other.topic));
        match dice.below(3) {
            0 => format!("[{}](../{year}/{topic}.md)", words(dice, 3)),
            1 => format!("[{}](@/{year}/{topic}.md)", words(dice, 2)),
            _ => format!("[[{year}/{topic}]]"),
        }
    }

    /// The two or three themes of a topic, the same in all editions. Some themes are much more common than others.
    fn themes_of(&self, topic: usize) -> Vec<String> {
        let mut dice = Dice::new(topic as u64 + 6_000_000);
        let mut themes: Vec<usize> = Vec::new();
        for _ in 0..2 + dice.below(2) {
            let theme = dice.below(self.themes).min(dice.below(self.themes));
            if !themes.contains(&theme) {
                themes.push(theme);
            }
        }
        themes.into_iter().map(theme_id).collect()
    }
}

/// The reports of an edition, ranked within their kinds in the order of the topics. Every fortieth is a tie.
fn ranked(topics: &[usize], edition: usize, editions: usize) -> Vec<Report> {
    let mut ranks = [0; KINDS.len()];
    let mut reports = Vec::with_capacity(topics.len());
    for (place, &topic) in topics.iter().enumerate() {
        // A few topics are of another kind from the middle of the years on.
        let is_other = topic % 97 == 11 && edition * 2 > editions;
        let kind = (topic + usize::from(is_other)) % KINDS.len();
        if place % 40 != 39 || ranks[kind] == 0 {
            ranks[kind] += 1;
        }
        reports.push(Report { topic, edition, kind, rank: ranks[kind] });
    }
    reports
}

/// A plain page.
fn plain(title: &str, seed: u64, length: usize) -> String {
    let mut dice = Dice::new(seed);
    format!("---\ntitle: {title}\n---\n{}", body(&mut dice, length, &[]))
}

const ADJECTIVES: [&str; 24] = [
    "adaptive",
    "open",
    "shared",
    "rural",
    "mobile",
    "early",
    "local",
    "hybrid",
    "public",
    "trusted",
    "flexible",
    "digital",
    "inclusive",
    "connected",
    "personal",
    "civic",
    "remote",
    "modular",
    "careful",
    "urban",
    "visual",
    "applied",
    "joint",
    "practical",
];
const NOUNS: [&str; 24] = [
    "broadband",
    "assessment",
    "staffing",
    "privacy",
    "curriculum",
    "funding",
    "analytics",
    "mentoring",
    "libraries",
    "devices",
    "leadership",
    "identity",
    "language",
    "safety",
    "translation",
    "scheduling",
    "transport",
    "literacy",
    "research",
    "archives",
    "feedback",
    "training",
    "networks",
    "tutoring",
];
const ENDS: [&str; 24] = [
    "planning",
    "practice",
    "policy",
    "tools",
    "services",
    "networks",
    "models",
    "teams",
    "standards",
    "support",
    "pathways",
    "labs",
    "systems",
    "rules",
    "agreements",
    "reviews",
    "programs",
    "exchange",
    "design",
    "platforms",
    "budgets",
    "habits",
    "guides",
    "portals",
];

/// The words of a topic. There are 13,824 combinations; further topics get a number too.
fn topic_words(topic: usize) -> [&'static str; 3] {
    // 7 and 24 have no divisor in common, so each block of 24 topics has all adjectives, mixed.
    [ADJECTIVES[topic * 7 % 24], NOUNS[(topic / 24 + topic) % 24], ENDS[(topic / 576 + topic / 24) % 24]]
}

fn topic_id(topic: usize) -> String {
    let round = topic / 13_824;
    let id = topic_words(topic).join("-");
    if round == 0 { id } else { format!("{id}-{}", round + 1) }
}

fn topic_title(topic: usize) -> String {
    let title = topic_words(topic).map(capital).join(" ");
    let round = topic / 13_824;
    if round == 0 { title } else { format!("{title} {}", round + 1) }
}

fn theme_id(theme: usize) -> String {
    theme_label(theme).to_lowercase().replace(' ', "-")
}

/// The label of a theme. There are 576 combinations; further themes get a number too.
fn theme_label(theme: usize) -> String {
    let label = format!("{} and {}", capital(NOUNS[theme % 24]), ENDS[(theme / 24 + theme) % 24]);
    let round = theme / 576;
    if round == 0 { label } else { format!("{label} {}", round + 1) }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
