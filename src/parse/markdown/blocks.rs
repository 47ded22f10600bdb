//! Blocks: alerts, code, charts, tables and the boxes of tasks.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind};
use std::ops::Range;

use crate::parse::body::ChartText;
use crate::parse::hole::{Fill, UiWord};
use crate::parse::markdown::Writer;

/// A fenced block `chart` that is being read.
#[derive(Default)]
pub struct OpenChart {
    yaml: String,
    /// The place of its lines in the source.
    range: Option<Range<usize>>,
}

impl OpenChart {
    pub fn push(&mut self, yaml: &str, range: &Range<usize>) {
        self.yaml.push_str(yaml);
        let start = self.range.as_ref().map_or(range.start, |range| range.start);
        self.range = Some(start..range.end);
    }
}

/// The table that is being read.
#[derive(Default)]
pub struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Writer<'_> {
    pub(super) fn start_alert(&mut self, kind: BlockQuoteKind) {
        let (class, title) = match kind {
            BlockQuoteKind::Note => ("note", UiWord::Note),
            BlockQuoteKind::Tip => ("tip", UiWord::Tip),
            BlockQuoteKind::Important => ("important", UiWord::Important),
            BlockQuoteKind::Warning => ("warning", UiWord::Warning),
            BlockQuoteKind::Caution => ("caution", UiWord::Caution),
        };
        let html = format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">");
        self.open_block(&html, "</div>\n");
        self.out.hole(Fill::Word(title));
        self.out.push("</p>\n");
    }

    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', '\t', ',']).next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        if language == "chart" && self.dialect.extensions {
            self.chart = Some(OpenChart::default());
            return;
        }
        self.out.line("<pre><code");
        if !language.is_empty() {
            self.out.push(" class=\"language-");
            self.out.attribute(language);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    pub(super) fn end_code(&mut self, range: &Range<usize>) {
        match self.chart.take() {
            Some(chart) => self.end_chart(chart, range),
            None => self.out.push("</code></pre>\n"),
        }
    }

    fn end_chart(&mut self, chart: OpenChart, range: &Range<usize>) {
        let OpenChart { yaml, range: lines } = chart;
        // In a list or a quote every line loses its beginning; only elsewhere do places in the YAML tell places
        // in the file.
        let lines = lines.filter(|_| self.nesting == 0);
        let yaml = lines.clone().and_then(|lines| self.source.get(lines)).map_or(yaml, str::to_owned);
        self.out.line("");
        self.out.hole(Fill::Chart(self.body.charts.len()));
        self.out.push("\n");
        let start = lines.map(|lines| lines.start + self.start);
        self.body.charts.push(ChartText { yaml, start, span: self.block_span(range) });
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.table = Table { alignments, ..Table::default() };
        // A wide table scrolls by itself; to be scrolled by keyboard it must take the focus and have a name.
        self.out.line("<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
        self.out.hole(Fill::Word(UiWord::Table));
        self.out.push("\">\n<table>\n");
    }

    pub(super) fn start_table_head(&mut self) {
        self.table.in_head = true;
        self.table.column = 0;
        self.out.push("<thead>\n<tr>\n");
    }

    pub(super) fn end_table_head(&mut self) {
        self.table.in_head = false;
        self.out.push("</tr>\n</thead>\n<tbody>\n");
    }

    pub(super) fn start_table_row(&mut self) {
        self.table.column = 0;
        self.out.push("<tr>\n");
    }

    pub(super) fn start_table_cell(&mut self) {
        self.out.push(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.push(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    pub(super) fn end_table_cell(&mut self) {
        self.out.push(if self.table.in_head { "</th>\n" } else { "</td>\n" });
        self.table.column += 1;
    }

    /// The box of a task. Its name says its state, because the words after it say only the task.
    pub(super) fn task(&mut self, is_done: bool) {
        let (checked, name) = if is_done { (" checked=\"\"", UiWord::TaskDone) } else { ("", UiWord::TaskOpen) };
        self.out.push(&format!("<input type=\"checkbox\" disabled=\"\"{checked} aria-label=\""));
        self.out.hole(Fill::Word(name));
        self.out.push("\" />\n");
    }
}
