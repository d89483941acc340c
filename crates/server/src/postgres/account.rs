use std::{fs, os::unix::fs::MetadataExt};

use super::{Layout, PostgresError};

/// The account the server runs as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

/// Tried in this order.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

impl Account {
    /// Whom to become: nobody else when Purvey is an ordinary user; as root, the owner of an existing cluster or an
    /// unprivileged account.
    pub fn choose(layout: &Layout) -> Result<Option<Self>, PostgresError> {
        let me = rustix::process::geteuid().as_raw();
        let owner = fs::metadata(&layout.cluster).ok().map(|found| (found.uid(), found.gid()));
        match (me, owner) {
            (0, Some((uid, gid))) => Ok(Some(Self { name: name_of(uid), uid, gid })),
            (0, None) => unprivileged().map(Some),
            (me, Some((owner, _))) if owner != me => {
                Err(PostgresError::OtherOwner { cluster: layout.cluster.clone(), owner, me })
            }
            _ => Ok(None),
        }
    }
}

fn unprivileged() -> Result<Account, PostgresError> {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    UNPRIVILEGED
        .iter()
        .find_map(|name| passwd_entry(&passwd, |entry| entry.name == *name))
        .ok_or(PostgresError::NoAccount)
}

fn name_of(uid: u32) -> String {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    passwd_entry(&passwd, |entry| entry.uid == uid).map_or_else(|| uid.to_string(), |entry| entry.name)
}

/// The first account of a passwd file that `wanted` takes.
fn passwd_entry(passwd: &str, wanted: impl Fn(&Account) -> bool) -> Option<Account> {
    passwd.lines().filter_map(entry).find(wanted)
}

fn entry(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account { name, uid, gid })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passwd_file_is_read_line_by_line() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\nbroken\npostgres:x:110:115::/var/lib/postgresql:/bin/bash\n";
        let postgres = passwd_entry(passwd, |entry| entry.name == "postgres");
        assert_eq!(postgres, Some(Account { name: "postgres".into(), uid: 110, gid: 115 }));
        assert_eq!(passwd_entry(passwd, |entry| entry.name == "nobody"), None);
        assert_eq!(passwd_entry("a:b:c:d\n:::\n", |_| true), None);
    }
}
