//! An alias to the page that sends readers on.

use crate::render::{Rendered, Renderer};

impl Renderer<'_> {
    /// Renders the page at an old address. `target` is the new one, below the root.
    ///
    /// # Errors
    /// What is wrong with its template.
    pub fn redirect(&self, language: usize, root: &str, target: &str, canonical: &str, title: &str) -> Rendered {
        let mut context = self.context(language, root);
        context.insert("target", target);
        context.insert("canonical", canonical);
        context.insert("title", title);
        self.template("redirect.html", &context, 1 << 10)
    }
}
