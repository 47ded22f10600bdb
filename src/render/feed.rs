//! A feed's view to Atom.

use crate::render::{Rendered, Renderer};
use crate::view::FeedView;

impl Renderer<'_> {
    /// Renders a feed.
    ///
    /// # Errors
    /// What is wrong with its template.
    pub fn feed(&self, view: &FeedView) -> Rendered {
        let mut context = self.context(view.language, &view.root);
        context.insert("feed", &view.feed);
        context.insert("entries", &view.entries);
        self.template("atom.xml", &context, 16 << 10)
    }
}
