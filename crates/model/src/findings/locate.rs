//! From a path to its place in the text.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::Finding;
use crate::problem::Lines;

/// Fills in the places of the findings: of the path, or of as much of it as the text has.
pub(super) fn places(text: &str, findings: &mut [Finding]) {
    let (tree, _) = DeTable::parse_recoverable(text);
    let lines = Lines::new(text);
    for finding in findings {
        if let Some(span) = locate(tree.get_ref(), &finding.path) {
            finding.span = lines.clamp(&span);
            finding.place = Some(lines.place(finding.span.start));
        }
    }
}

fn locate(root: &DeTable<'_>, path: &str) -> Option<Range<usize>> {
    let mut table = root;
    let mut span = None;
    for part in path.split('.') {
        let Some((key, value)) = table.get_key_value(part) else {
            span = span.or_else(|| listed(table, part));
            break;
        };
        span = Some(key.span());
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            // A list of products: the name in it.
            DeValue::Array(items) => {
                let rest = path.rsplit('.').next().unwrap_or_default();
                let item = items.iter().find(|item| item.get_ref().as_str() == Some(rest));
                span = item.map(toml::Spanned::span).or(span);
                break;
            }
            _ => break,
        }
    }
    span
}

/// The place of a name that stands as an item of a list.
fn listed(table: &DeTable<'_>, name: &str) -> Option<Range<usize>> {
    let lists = table.values().filter_map(|value| value.get_ref().as_array());
    lists.flat_map(|list| list.iter()).find(|item| item.get_ref().as_str() == Some(name)).map(toml::Spanned::span)
}
