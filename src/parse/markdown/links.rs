//! Links and images.

use pulldown_cmark::LinkType;
use std::ops::Range;

use crate::base::{Code, Finding, Span};
use crate::parse::body::{Image, Link};
use crate::parse::destination::{self, Destination, Form, Target};
use crate::parse::hole::Fill;
use crate::parse::markdown::Writer;

/// An image that is being read. The text in it is its alternative text.
pub struct OpenImage {
    pub image: Image,
    /// False for `![[map.png]]`, whose text is the name of the file.
    pub has_words: bool,
    /// The number of open elements in its text.
    pub depth: usize,
}

impl Writer<'_> {
    pub(super) fn start_link(&mut self, link_type: LinkType, written: &str, title: &str, range: &Range<usize>) {
        if let LinkType::WikiLink { has_pothole } = link_type {
            self.start_wiki_link(written, has_pothole, range);
            return;
        }
        if link_type == LinkType::Email {
            self.open_outside(&format!("mailto:{written}"));
        } else {
            match destination::classify(written) {
                Target::Outside => self.open_outside(written),
                Target::Inside(destination) => self.open_inside(destination, range),
                Target::Unsafe(scheme) => {
                    self.unsafe_link(&scheme, range);
                    // The words stay, the link goes.
                    self.end_tags.push("");
                    return;
                }
            }
        }
        self.end_tags.push("</a>");
        if !title.is_empty() {
            self.out.push(" title=\"");
            self.out.attribute(title);
            self.out.push("\"");
        }
        self.out.push(">");
    }

    fn open_outside(&mut self, address: &str) {
        self.body.outside_links += 1;
        self.out.push("<a href=\"");
        self.out.address(address);
        self.out.push("\"");
    }

    fn open_inside(&mut self, destination: Destination, range: &Range<usize>) {
        let number = self.body.links.len();
        self.out.push("<a href=\"");
        self.out.hole(Fill::Link(number));
        self.out.push("\"");
        self.block.links.push((number, self.block.text.len()));
        self.body.links.push(Link { destination, span: self.span(range), sentence: String::new() });
    }

    fn start_wiki_link(&mut self, written: &str, has_text: bool, range: &Range<usize>) {
        let number = self.body.links.len();
        self.open_inside(destination::name(written), range);
        self.end_tags.push("</a>");
        self.out.push(">");
        if !has_text {
            // `[[name]]` shows the title of its target; its own words are not shown.
            self.out.hole(Fill::LinkTitle(number));
            self.in_name = true;
        }
    }

    pub(super) fn end_link(&mut self) {
        self.in_name = false;
        if let Some(end_tag) = self.end_tags.pop().filter(|end_tag| !end_tag.is_empty()) {
            self.out.push(end_tag);
            self.out.hole(Fill::LinkEnd);
        }
    }

    fn unsafe_link(&mut self, scheme: &str, range: &Range<usize>) {
        let message = format!("a link with the scheme `{scheme}:` is not published");
        self.find(Code::UnsafeLink, range, message, "link with http, https, mailto or tel, or to a page of the site");
    }

    pub(super) fn start_image(&mut self, link_type: LinkType, written: &str, title: &str, range: &Range<usize>) {
        let destination = match destination::classify(written) {
            Target::Inside(destination) => destination,
            Target::Outside => {
                let message = format!("the image `{written}` is on another host");
                self.find(Code::RemoteImage, range, message, "save the image beside the report and show that file");
                no_file(written)
            }
            Target::Unsafe(scheme) => {
                self.unsafe_link(&scheme, range);
                no_file("")
            }
        };
        let image = Image { destination, alt: String::new(), title: title.to_owned(), span: self.span(range) };
        let has_words = link_type != LinkType::WikiLink { has_pothole: false };
        self.image = Some(OpenImage { image, has_words, depth: 0 });
    }

    pub(super) fn end_image(&mut self) {
        let Some(OpenImage { image, .. }) = self.image.take() else { return };
        if image.alt.trim().is_empty() && self.dialect.extensions {
            self.missing_alt(&image.destination, image.span);
        }
        self.out.push("<img ");
        self.out.hole(Fill::Image(self.body.images.len()));
        self.out.push(" />");
        self.body.images.push(image);
    }

    fn missing_alt(&mut self, destination: &Destination, span: Span) {
        let message = format!("the image `{}` has no alternative text", destination.written);
        let help = "say between the brackets what it shows: `![A map of …](map.png)`";
        self.findings.push(Finding::new(Code::ImageWithoutAlt, self.path, message).at(span).help(help));
    }
}

/// The destination of an image that cannot be shown.
fn no_file(written: &str) -> Destination {
    Destination { form: Form::Address, path: String::new(), anchor: None, written: written.to_owned() }
}
