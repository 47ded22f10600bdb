//! The size of an image, from its header: images are not decoded.

use std::path::Path;

/// The size of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct ImageSize {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
}

/// Reads the size of an image; `None` for files that are not images or do not contain it.
pub fn size(disk_path: &Path, extension: &str) -> Option<ImageSize> {
    match extension {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" => {
            let size = imagesize::size(disk_path).ok()?;
            Some(ImageSize { width: size.width, height: size.height })
        }
        _ => None,
    }
}

/// The size of an SVG: `width` and `height` of its root element, or else the last two numbers of the `viewBox`.
pub fn svg_size(text: &str) -> Option<ImageSize> {
    let start = text.find("<svg")?;
    let root = &text[start..start + text[start..].find('>')?];
    let pixels = |name: &str| number(attribute(root, name)?.trim_end_matches("px"));
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return Some(ImageSize { width, height });
    }
    let view: Vec<&str> = attribute(root, "viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    let [_, _, width, height] = view[..] else { return None };
    Some(ImageSize { width: number(width)?, height: number(height)? })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = tag.split_once(&format!(" {name}="))?;
    let quote = after.chars().next().filter(|&quote| quote == '"' || quote == '\'')?;
    after[1..].split(quote).next()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a small positive number")]
fn number(text: &str) -> Option<usize> {
    let number: f64 = text.parse().ok()?;
    (1.0..1e6).contains(&number).then(|| number.round() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_sizes_come_from_the_root_element() {
        let size = |text| svg_size(text).map(|size| (size.width, size.height));
        assert_eq!(size("<?xml?><svg width='40px' height=\"20\"><rect width=\"1\"/></svg>"), Some((40, 20)));
        assert_eq!(size("<svg viewBox=\"0 0 300 150.4\">"), Some((300, 150)));
        assert_eq!(size("<svg width=\"100%\">"), None);
    }
}
