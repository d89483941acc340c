//! Which files are meant.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    File(PathBuf),
    /// Standard input, written `-`.
    Stdin,
}

/// Files that a directory is searched for.
const ENDINGS: [&str; 4] = ["ndjson", "jsonl", "json", "csv"];

impl Input {
    pub fn open(&self) -> io::Result<Box<dyn Read>> {
        Ok(match self {
            Self::File(path) => Box::new(File::open(path)?),
            Self::Stdin => Box::new(io::stdin()),
        })
    }

    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Stdin => Path::new("-"),
        }
    }

    /// Bytes to read, where that is known.
    pub fn bytes(&self) -> Option<u64> {
        match self {
            Self::File(path) => fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|found| found.len()),
            Self::Stdin => None,
        }
    }

    /// How messages call it.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Stdin => "standard input".into(),
        }
    }
}

/// The files that `arguments` mean, each once: a file, a directory (its usage files, sorted), a pattern with `*` and `?`
/// in its last part, or `-`.
pub fn inputs(arguments: &[PathBuf]) -> Result<Vec<Input>, String> {
    let mut found = Vec::new();
    for argument in arguments {
        for input in meant(argument)? {
            if !found.contains(&input) {
                found.push(input);
            }
        }
    }
    Ok(found)
}

fn meant(argument: &Path) -> Result<Vec<Input>, String> {
    let shown = argument.display();
    if argument == Path::new("-") {
        return Ok(vec![Input::Stdin]);
    }
    if argument.is_dir() {
        let usage = |path: &Path| {
            path.extension().is_some_and(|end| ENDINGS.iter().any(|usage| end.eq_ignore_ascii_case(usage)))
        };
        return match listed(argument, usage)? {
            found if found.is_empty() => Err(format!("There is no usage file ({}) in {shown}.", ENDINGS.join(", "))),
            found => Ok(found),
        };
    }
    let last = argument.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if !argument.exists() && last.contains(['*', '?']) {
        let parent = argument.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let fits = |path: &Path| {
            path.file_name().is_some_and(|name| matches(last.as_bytes(), name.to_string_lossy().as_bytes()))
        };
        return match listed(parent, fits)? {
            found if found.is_empty() => Err(format!("No file is called like {shown}.")),
            found => Ok(found),
        };
    }
    match File::open(argument) {
        Ok(_) => Ok(vec![Input::File(argument.to_owned())]),
        Err(error) => Err(format!("Cannot read {shown}: {error}.")),
    }
}

fn listed(directory: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<Input>, String> {
    let entries = fs::read_dir(directory).map_err(|error| format!("Cannot read {}: {error}.", directory.display()))?;
    let mut paths: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file() && wanted(path)).collect();
    paths.sort();
    Ok(paths.into_iter().map(Input::File).collect())
}

/// `*` stands for any letters, `?` for one.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) if matches(rest, name) => true,
        (Some((b'*', _)), Some((_, left))) => matches(pattern, left),
        (Some((b'?', rest)), Some((_, left))) => matches(rest, left),
        (Some((wanted, rest)), Some((letter, left))) if wanted == letter => matches(rest, left),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_directories_and_patterns_are_found_in_order() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.ndjson", "a.csv", "notes.txt"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        let names = |argument: &Path| {
            let found = inputs(&[argument.to_owned(), argument.to_owned()]).unwrap();
            found
                .iter()
                .map(|input| input.path().file_name().unwrap().to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names(dir.path()), ["a.csv", "b.ndjson"]);
        assert_eq!(names(&dir.path().join("*.nd?son")), ["b.ndjson"]);
        assert_eq!(names(&dir.path().join("notes.txt")), ["notes.txt"]);
        assert!(inputs(&[dir.path().join("none")]).unwrap_err().contains("Cannot read"));
        assert!(inputs(&[dir.path().join("*.xml")]).unwrap_err().contains("No file"));
        assert_eq!(inputs(&["-".into()]).unwrap(), [Input::Stdin]);
    }
}
