use std::{fs, path::Path};

use anyhow::{Context, Result};

/// Where the repository's own files are; anything else at its root (build output, data) is not looked at.
const ROOMS: [&str; 9] = [".ci", ".config", "bin", "businesses", "config", "crates", "docs", "fuzz", "scenarios"];

/// One text file: its path from the root with `/`, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// The repository's text files, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Repo {
    pub files: Vec<File>,
    /// Paths of files that are not text: pictures, fonts.
    pub others: Vec<String>,
}

impl Repo {
    /// Reads the files at `root` and in its rooms.
    pub fn read(root: &Path) -> Result<Self> {
        let mut repo = Self::default();
        for entry in sorted(root)? {
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if entry.is_file() || ROOMS.contains(&name.as_str()) {
                repo.take(&entry, &name)?;
            }
        }
        Ok(repo)
    }

    fn take(&mut self, at: &Path, path: &str) -> Result<()> {
        if at.is_dir() {
            for entry in sorted(at)? {
                let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if name != "target" {
                    self.take(&entry, &format!("{path}/{name}"))?;
                }
            }
            return Ok(());
        }
        let bytes = fs::read(at).with_context(|| format!("reading {path}"))?;
        match String::from_utf8(bytes) {
            Ok(text) => self.files.push(File { path: path.to_owned(), text }),
            Err(_) => self.others.push(path.to_owned()),
        }
        Ok(())
    }

    /// Files whose path ends so.
    pub fn ending<'r>(&'r self, end: &'r str) -> impl Iterator<Item = &'r File> {
        self.files.iter().filter(move |file| file.path.ends_with(end))
    }

    /// Whether a file has this path, or a folder that has files.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        let all = self.files.iter().map(|file| &file.path).chain(&self.others);
        path.is_empty() || all.into_iter().any(|each| each == path || each.starts_with(&folder))
    }

    /// A repository of these files, for samples.
    pub fn sample(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: files.iter().map(file).collect(), others: Vec::new() }
    }
}

fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

impl File {
    /// Code that does not ship, by its place: `tests/`, `benches/`, `examples/`, `tests.rs`, and this crate.
    pub fn is_test(&self) -> bool {
        let test_places = ["/tests/", "/benches/", "/examples/", "/tests.rs", "/testing"];
        self.path.starts_with("crates/testkit/")
            || self.path.starts_with("fuzz/")
            || test_places.iter().any(|place| self.path.contains(place))
    }

    /// The part of a Rust file that ships: all up to its test module, which by habit comes last.
    pub fn production(&self) -> &str {
        if self.is_test() { "" } else { self.split().0 }
    }

    /// The part of a Rust file that only tests run.
    pub fn tests(&self) -> &str {
        if self.is_test() { &self.text } else { self.split().1 }
    }

    fn split(&self) -> (&str, &str) {
        let starts = ["\n#[cfg(test)]\nmod ", "\n#[cfg(test)]\npub mod ", "\n#[cfg(test)]\npub(crate) mod "];
        let at = starts.iter().filter_map(|start| self.text.find(start)).min();
        self.text.split_at(at.unwrap_or(self.text.len()))
    }

    /// The crate a file belongs to.
    pub fn room(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}

/// The number of the line at a byte offset, from 1.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_module_is_not_production() {
        let repo = Repo::sample(&[("crates/a/src/lib.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n}\n")]);
        assert_eq!(repo.files[0].production(), "fn a() {}");
        assert!(repo.files[0].tests().contains("mod tests"));
        assert_eq!(repo.files[0].room(), Some("a"));
    }

    #[test]
    fn folders_exist_when_they_hold_files() {
        let repo = Repo::sample(&[("docs/decisions/0001-a.md", "")]);
        assert!(repo.has("docs/decisions/") && repo.has("docs") && !repo.has("docs/dec"));
    }
}
