//! What stands around every page - the way home, navigation, the foot - as ready HTML. It is the same on all
//! pages of one language and depth, and was a third of what rendering a report cost; so it is rendered once
//! for each, from templates of the skin below `chrome/`.

use std::sync::OnceLock;

use tera::Value;

use crate::base::finding::Finding;
use crate::config::BaseUrl;
use crate::render::Renderer;
use crate::view::Frame;

/// The parts, by the names that templates call them by, and their templates.
const PARTS: [(&str, &str); 5] = [
    ("meta", "chrome/meta.html"),
    ("links", "chrome/links.html"),
    ("brand", "chrome/brand.html"),
    ("navigation", "chrome/navigation.html"),
    ("foot", "chrome/foot.html"),
];

/// How deep pages lie: `es/topics/literacy/page/2/` is five folders. Deeper ones are rendered each for itself.
const DEPTHS: usize = 6;

/// The parts as templates take them, or what is wrong with their templates.
type Parts = Result<Value, Vec<Finding>>;

/// What stands around the pages of one language, by what goes before their addresses. Made when first asked for.
pub struct Chrome(Vec<(String, OnceLock<Parts>)>);

impl Chrome {
    /// A place for each root.
    pub fn new(roots: &[String]) -> Self {
        Self(roots.iter().map(|root| (root.clone(), OnceLock::new())).collect())
    }
}

/// What goes before the addresses of pages: the root's path, or the way up from each depth.
pub fn roots(base: Option<&BaseUrl>) -> Vec<String> {
    match base {
        Some(base) => vec![base.path.clone()],
        None => (0..DEPTHS).map(|depth| "../".repeat(depth)).collect(),
    }
}

impl Renderer<'_> {
    /// What stands around a page. A page that navigation leads to has its own, in which its entry is marked.
    ///
    /// # Errors
    /// What is wrong with its templates.
    pub fn chrome(&self, frame: &Frame<'_>) -> Parts {
        if frame.is_in_navigation {
            return self.parts(frame.language, &frame.root, &frame.page.url);
        }
        let Chrome(shared) = &self.languages[frame.language].chrome;
        match shared.iter().find(|(root, _)| *root == frame.root) {
            Some((root, made)) => made.get_or_init(|| self.parts(frame.language, root, "")).clone(),
            None => self.parts(frame.language, &frame.root, ""),
        }
    }

    fn parts(&self, language: usize, root: &str, here: &str) -> Parts {
        let mut context = self.context(language, root);
        context.insert("here", here);
        let mut parts = tera::Map::with_capacity(PARTS.len());
        for (name, template) in PARTS {
            self.part(template, &context, |html| drop(parts.insert(name.into(), Value::safe_string(html.trim_end()))))?;
        }
        Ok(Value::from(parts))
    }
}
