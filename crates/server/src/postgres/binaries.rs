//! Finds the PostgreSQL programs on this machine.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Layout, MAJOR_MIN, PostgresError, install_command};

/// A folder with the programs of one PostgreSQL version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    pub dir: PathBuf,
    pub major: u32,
}

const PROGRAMS: [&str; 2] = ["initdb", "postgres"];

impl Binaries {
    /// The newest usable version; exactly the one that made the cluster, if there is a cluster.
    pub fn find(layout: &Layout) -> Result<Self, PostgresError> {
        let made_by = layout.major();
        match env::var_os("PURVEY_PG_BIN").filter(|dir| !dir.is_empty()).map(PathBuf::from) {
            Some(dir) => pick(&[told(dir)?], made_by, layout),
            None => pick(&candidates(), made_by, layout),
        }
    }

    pub fn initdb(&self) -> PathBuf {
        self.dir.join("initdb")
    }

    pub fn postgres(&self) -> PathBuf {
        self.dir.join("postgres")
    }
}

/// The folder named by `PURVEY_PG_BIN`.
fn told(dir: PathBuf) -> Result<Binaries, PostgresError> {
    if let Some(missing) = PROGRAMS.into_iter().find(|program| !dir.join(program).exists()) {
        return Err(PostgresError::WrongBin { dir, missing });
    }
    look_at(&dir).ok_or(PostgresError::WrongBin { dir, missing: "working postgres" })
}

/// Every PostgreSQL on this machine, newest first.
fn candidates() -> Vec<Binaries> {
    let mut found: Vec<Binaries> = Vec::new();
    for dir in places() {
        let Ok(dir) = dir.canonicalize() else { continue };
        if found.iter().any(|known| known.dir == dir) {
            continue;
        }
        found.extend(look_at(&dir));
    }
    found.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    found
}

fn places() -> Vec<PathBuf> {
    let mut places = Vec::new();
    for parent in ["/usr/lib/postgresql", "/usr/local/opt", "/opt/homebrew/opt", "/Library/PostgreSQL"] {
        places.extend(children(Path::new(parent)).map(|child| child.join("bin")));
    }
    places.extend(children(Path::new("/usr")).filter(|child| named(child, "pgsql-")).map(|child| child.join("bin")));
    places.push("/usr/local/pgsql/bin".into());
    places.extend(bindir());
    places.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    places
}

fn children(parent: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(parent).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn named(path: &Path, prefix: &str) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix))
}

/// What `pg_config` on the path says.
fn bindir() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn look_at(dir: &Path) -> Option<Binaries> {
    if !PROGRAMS.iter().all(|program| dir.join(program).exists()) {
        return None;
    }
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    Some(Binaries { dir: dir.to_owned(), major: major_of(&String::from_utf8_lossy(&output.stdout))? })
}

/// 15, of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    let digits = number.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn pick(found: &[Binaries], made_by: Option<u32>, layout: &Layout) -> Result<Binaries, PostgresError> {
    let Some(newest) = found.first() else {
        let looked = "/usr/lib/postgresql/*/bin, /usr/pgsql-*/bin, pg_config, PATH".into();
        return Err(PostgresError::NoBinaries { looked, install: install_command() });
    };
    if let Some(made_by) = made_by {
        let same = found.iter().find(|binaries| binaries.major == made_by);
        return same.cloned().ok_or_else(|| PostgresError::OtherMajor {
            cluster: layout.cluster.clone(),
            made_by,
            found: found.iter().map(|binaries| binaries.major.to_string()).collect::<Vec<_>>().join(", "),
        });
    }
    if newest.major < MAJOR_MIN {
        let (found, dir) = (newest.major, newest.dir.clone());
        return Err(PostgresError::TooOld { found, dir, install: install_command() });
    }
    Ok(newest.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout() -> Layout {
        Layout::of(Path::new("/nowhere/purvey")).unwrap()
    }

    fn of(major: u32) -> Binaries {
        Binaries { dir: format!("/pg/{major}").into(), major }
    }

    #[test]
    fn versions_are_read_as_each_packager_writes_them() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_of("postgres (PostgreSQL)"), None);
    }

    #[test]
    fn the_newest_wins_unless_a_cluster_pins_its_own() {
        let found = [of(17), of(15)];
        assert_eq!(pick(&found, None, &layout()).unwrap().major, 17);
        assert_eq!(pick(&found, Some(15), &layout()).unwrap().major, 15);
        let error = pick(&found, Some(16), &layout()).unwrap_err().to_string();
        assert!(error.contains("PostgreSQL 16") && error.contains("17, 15"), "{error}");
    }

    #[test]
    fn without_programs_the_three_ways_out_are_named() {
        let error = pick(&[], None, &layout()).unwrap_err().to_string();
        assert!(["install", "PURVEY_PG_BIN", "DATABASE_URL"].iter().all(|way| error.contains(way)), "{error}");
        let error = pick(&[of(13)], None, &layout()).unwrap_err().to_string();
        assert!(error.contains("13") && error.contains("14 or newer"), "{error}");
    }
}
