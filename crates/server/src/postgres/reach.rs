//! Whether the server's account can get to its own directories, asked before anything is created.

use std::{fs, os::unix::fs::MetadataExt, path::Path};

use super::{Account, Layout, PostgresError};

/// Names the first directory on the way to the data that `account` may not pass through.
pub fn check(layout: &Layout, account: &Account) -> Result<(), PostgresError> {
    let mut on_the_way: Vec<&Path> = layout.base.ancestors().collect();
    on_the_way.reverse();
    for directory in on_the_way {
        // What does not exist yet is made passable.
        let Ok(found) = fs::metadata(directory) else { break };
        if !may_pass(account, found.uid(), found.gid(), found.mode()) {
            return Err(PostgresError::Unreachable {
                account: account.name.clone(),
                blocked: directory.to_owned(),
                mode: found.mode() & 0o7777,
                base: layout.base.clone(),
            });
        }
    }
    Ok(())
}

/// Whether the search bit that applies to the account is set: its own, its group's, or everybody's.
fn may_pass(account: &Account, uid: u32, gid: u32, mode: u32) -> bool {
    let search = match (uid == account.uid, gid == account.gid) {
        (true, _) => 0o100,
        (_, true) => 0o010,
        _ => 0o001,
    };
    mode & search != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_bit_that_applies_decides() {
        let account = Account { name: "postgres".into(), uid: 110, gid: 115 };
        assert!(may_pass(&account, 0, 0, 0o755));
        assert!(!may_pass(&account, 0, 0, 0o700), "another's private directory");
        assert!(may_pass(&account, 110, 0, 0o700), "its own");
        assert!(may_pass(&account, 0, 115, 0o710), "its group's");
        assert!(!may_pass(&account, 0, 115, 0o701), "the group's bits come before everybody's");
    }
}
