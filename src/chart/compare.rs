//! The form in which readers compare a number of their own with a chart's (`compare: true`): "Where do you fit?"

use crate::base::{escape_attribute, escape_text};
use crate::chart::axis::HorizontalAxis;
use crate::chart::number::{NumberFormat, format_number};
use crate::chart::validate::Chart;

/// The form as HTML. It is hidden until the page's script, which alone can answer it, shows it.
pub fn form(chart: &Chart, id: &str, axis: HorizontalAxis, numbers: &NumberFormat<'_>) -> String {
    let translate = numbers.translate;
    let values = chart.rows.iter().filter_map(|row| row.values[0]).map(format_number).collect::<Vec<_>>().join(" ");
    // The script's name for the axis: `left length min max`.
    let place = [axis.left, axis.length, axis.min, axis.max].map(format_number).join(" ");
    // These placeholders are kept: the script fills them in.
    let placeholders = ["figure", "below", "above", "equal", "of"].map(|name| (name, format!("{{{name}}}")));
    let placeholders = placeholders.each_ref().map(|(name, placeholder)| (*name, &**placeholder));
    let [result, you] = ["fit-result", "fit-you"].map(|key| escape_attribute(&translate(key, &placeholders)));
    let unit = if chart.is_percent { "%" } else { &*chart.spec.unit };
    let label = match unit {
        "" => translate("fit-label", &[]),
        unit => translate("fit-label-unit", &[("unit", unit)]),
    };
    let (label, privacy) = (escape_text(&label), escape_text(&translate("fit-private", &[])));
    let decimal_mark = escape_attribute(&translate("decimal-mark", &[]));
    format!(
        "<div class=\"fit\" hidden data-plot=\"{id}-t\" data-values=\"{values}\" data-place=\"{place}\" \
         data-mark=\"{decimal_mark}\" data-result=\"{result}\" data-you=\"{you}\">\n\
         <label for=\"{id}-f\">{label}</label> <input id=\"{id}-f\" type=\"text\" inputmode=\"decimal\" \
         autocomplete=\"off\" size=\"7\" aria-describedby=\"{id}-p\"> \
         <span id=\"{id}-p\">{privacy}</span>\n<output for=\"{id}-f\"></output>\n</div>\n"
    )
}
