//! Renders feeds as Atom.

use crate::render::{Rendered, Renderer};
use crate::view::FeedView;

impl Renderer<'_> {
    /// Renders a feed.
    ///
    /// # Errors
    /// The mistakes in its template.
    pub fn feed(&self, view: &FeedView) -> Rendered {
        let mut context = self.context(view.language, &view.root);
        context.insert("feed", &view.feed);
        context.insert("entries", &view.entries);
        self.template("atom.xml", &context)
    }
}
