//! Renders the page at an alias, which sends readers on.

use crate::render::{Rendered, Renderer};

impl Renderer<'_> {
    /// Renders the page at an alias. `target` is the page's address below the root.
    ///
    /// # Errors
    /// The mistakes in its template.
    pub fn redirect(&self, language: usize, root: &str, target: &str, canonical: &str, title: &str) -> Rendered {
        let mut context = self.context(language, root);
        context.insert("target", target);
        context.insert("canonical", canonical);
        context.insert("title", title);
        self.template("redirect.html", &context)
    }
}
