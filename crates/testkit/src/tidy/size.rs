//! Small rooms: production files stay short enough to read at a sitting. Function length is clippy's.

use super::Repo;

/// Lines of production code in one file: no file beyond the first, nine in ten within the second, half within the third.
pub const FILE_LINES_MAX: usize = 500;
pub const FILE_LINES_P90_MAX: usize = 300;
pub const FILE_LINES_MEDIAN_MAX: usize = 120;

/// How long the production files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub files: usize,
    pub lines: usize,
    pub median: usize,
    pub p90: usize,
    pub largest: (usize, String),
}

pub fn sizes(repo: &Repo) -> Sizes {
    let mut lengths: Vec<_> = repo
        .ending(".rs")
        .map(|file| (file.production().lines().count(), file.path.clone()))
        .filter(|(lines, _)| *lines > 0)
        .collect();
    lengths.sort();
    let at = |share: usize| lengths.get(lengths.len() * share / 100).map_or(0, |(lines, _)| *lines);
    Sizes {
        files: lengths.len(),
        lines: lengths.iter().map(|(lines, _)| lines).sum(),
        median: at(50),
        p90: at(90),
        largest: lengths.last().cloned().unwrap_or_default(),
    }
}

pub fn broken(repo: &Repo) -> Vec<String> {
    let Sizes { median, p90, .. } = sizes(repo);
    let mut complaints: Vec<_> = repo
        .ending(".rs")
        .map(|file| (file.production().lines().count(), &file.path))
        .filter(|(lines, _)| *lines > FILE_LINES_MAX)
        .map(|(lines, path)| format!("{path}: {lines} lines, over {FILE_LINES_MAX}: split it by verb"))
        .collect();
    for (name, is, max) in [("p90", p90, FILE_LINES_P90_MAX), ("median", median, FILE_LINES_MEDIAN_MAX)] {
        if is > max {
            complaints.push(format!("the {name} of the production files is {is} lines, over {max}"));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_named_and_tests_do_not_count() {
        let long = "//\n".repeat(FILE_LINES_MAX + 1);
        let found = broken(&Repo::sample(&[("crates/web/src/a.rs", &long)]));
        assert!(found[0].starts_with("crates/web/src/a.rs: 501 lines"), "{found:?}");
        assert_eq!(found.len(), 3, "the file, the p90 and the median: {found:?}");
        assert!(broken(&Repo::sample(&[("crates/web/src/a/tests.rs", &long)])).is_empty());
    }
}
