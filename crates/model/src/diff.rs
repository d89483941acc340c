//! What changed between two versions of a business file, in its own words.

mod facts;

use std::collections::BTreeMap;

use crate::Business;

/// One difference. Added has no `old`, removed no `new`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Where: `plans.silver.products.minutes.price`.
    pub path: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => write!(f, "{}: {old} → {new}", self.path),
            (None, Some(new)) => write!(f, "{}: new, {new}", self.path),
            (Some(old), None) => write!(f, "{}: gone, was {old}", self.path),
            (None, None) => f.write_str(&self.path),
        }
    }
}

/// Every difference in what the two say, ordered by path. How they are written does not matter.
pub fn diff(old: &Business, new: &Business) -> Vec<Change> {
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (facts::facts(old), facts::facts(new));
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| old.get(*path) != new.get(*path))
        .map(|path| Change { path: path.clone(), old: old.get(path).cloned(), new: new.get(path).cloned() })
        .collect()
}

#[cfg(test)]
mod tests;
