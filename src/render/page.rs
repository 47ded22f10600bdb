//! Renders a page through its template.

use tera::{Context, Value};

use crate::link::Page;
use crate::render::{Rendered, Renderer};
use crate::view::Viewer;

impl Renderer<'_> {
    /// Renders one page.
    ///
    /// # Errors
    /// The mistakes in its template.
    pub fn page(&self, viewer: &Viewer<'_>, page: Page) -> Rendered {
        let frame = viewer.frame(page);
        let mut context = self.context(frame.language, &frame.root);
        context.insert("page", &frame.page);
        insert_fields(&mut context, Value::from_serializable(&viewer.fields(page)));
        self.template(&frame.template, &context)
    }
}

/// Makes each field of a page a variable of its template.
fn insert_fields(context: &mut Context, fields: Value) {
    for (name, value) in fields.into_map().unwrap_or_default() {
        context.insert_value(name.to_string(), value);
    }
}
