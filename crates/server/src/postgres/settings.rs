//! What the private server is told.

use std::fs;

use super::Layout;

/// Rewritten at every start; `ALTER SYSTEM` wins over it.
pub const FILE: &str = "purvey.conf";

const MEBIBYTE: u64 = 1024 * 1024;
const SHARED_BUFFERS_MIN: u64 = 128 * MEBIBYTE;
const SHARED_BUFFERS_MAX: u64 = 1024 * MEBIBYTE;

/// The text of [`FILE`] for a machine with `memory_bytes` and this way of compressing full pages in the log.
pub fn text(memory_bytes: u64, wal_compression: &str) -> String {
    let shared_buffers = (memory_bytes / 8).clamp(SHARED_BUFFERS_MIN, SHARED_BUFFERS_MAX) / MEBIBYTE;
    format!(
        "# Written by Purvey at every start. To change a setting, use ALTER SYSTEM: it wins over this file.\n\
         shared_buffers = '{shared_buffers}MB'\n\
         max_wal_size = '4GB'\n\
         min_wal_size = '256MB'\n\
         checkpoint_timeout = '15min'\n\
         wal_compression = {wal_compression}\n\
         unix_socket_permissions = 0700\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         log_checkpoints = off\n\
         # Purvey's queries are short: compiling them costs more than it saves.\n\
         jit = off\n"
    )
}

/// What may not be changed by any file: given on the command line, which wins over everything.
pub fn forced(layout: &Layout) -> Vec<String> {
    // A list of quoted paths: a double quote inside is doubled.
    let socket = format!("\"{}\"", layout.run.display().to_string().replace('"', "\"\""));
    [
        "listen_addresses=".to_owned(),
        format!("unix_socket_directories={socket}"),
        format!("port={}", super::PORT),
        "fsync=on".to_owned(),
        "full_page_writes=on".to_owned(),
        "synchronous_commit=on".to_owned(),
        "password_encryption=scram-sha-256".to_owned(),
    ]
    .into_iter()
    .flat_map(|setting| ["-c".to_owned(), setting])
    .collect()
}

/// The machine's memory; a small machine's, where the system does not tell.
pub fn memory_bytes() -> u64 {
    let meminfo = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kibibytes = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse::<u64>().ok());
    kibibytes.map_or(1024 * MEBIBYTE, |kibibytes| kibibytes.saturating_mul(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buffers_follow_the_memory_within_bounds() {
        assert!(text(512 * MEBIBYTE, "on").contains("shared_buffers = '128MB'"));
        assert!(text(4096 * MEBIBYTE, "on").contains("shared_buffers = '512MB'"));
        assert!(text(u64::MAX, "on").contains("shared_buffers = '1024MB'"));
    }

    #[test]
    fn durability_and_silence_on_the_network_cannot_be_configured_away() {
        let forced = forced(&Layout::of("/var/lib/purvey".as_ref()).unwrap()).join(" ");
        for setting in ["listen_addresses= ", "fsync=on", "full_page_writes=on", "synchronous_commit=on"] {
            assert!(forced.contains(setting), "{forced}");
        }
    }
}
