//! How PostgreSQL is installed on this system.

use std::fs;

/// The command that installs a PostgreSQL server here.
pub fn install_command() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let root = rustix::process::geteuid().is_root();
    command_for(&release, cfg!(target_os = "macos"), root)
}

fn command_for(os_release: &str, macos: bool, root: bool) -> String {
    if macos {
        return "brew install postgresql@17".into();
    }
    let names: Vec<&str> = os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split_whitespace())
        .collect();
    let is = |name: &str| names.contains(&name);
    let command = if is("debian") || is("ubuntu") {
        "apt-get install postgresql"
    } else if is("fedora") || is("rhel") || is("centos") {
        "dnf install postgresql-server"
    } else if is("arch") {
        "pacman -S postgresql"
    } else if is("alpine") {
        "apk add postgresql"
    } else if is("suse") || is("opensuse") {
        "zypper install postgresql-server"
    } else {
        return "your system's PostgreSQL server package, version 14 or newer".into();
    };
    if root { command.into() } else { format!("sudo {command}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_of_systems_has_its_command() {
        let debian = "PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n";
        assert_eq!(command_for(debian, false, true), "apt-get install postgresql");
        assert_eq!(
            command_for("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", false, false),
            "sudo apt-get install postgresql"
        );
        assert_eq!(
            command_for("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", false, false),
            "sudo dnf install postgresql-server"
        );
        assert_eq!(command_for("", true, false), "brew install postgresql@17");
        assert!(command_for("ID=plan9", false, true).contains("14 or newer"));
    }
}
