//! A PostgreSQL of Purvey's own, inside its data directory: found, created, started, watched, stopped.
//!
//! It listens on a Unix socket that only its own account can reach and asks for a password there, too; fsync and
//! checksums are on. Started by root it runs as an unprivileged account. Whoever holds [`Lock`] is its manager; a server
//! left behind by a killed Purvey is taken over as it runs, and one that dies while Purvey runs is started again.

mod account;
mod binaries;
mod create;
mod error;
mod layout;
mod leftover;
mod lock;
mod manager;
mod reach;
mod ready;
mod running;
mod settings;
mod system;

pub use account::Account;
pub use binaries::Binaries;
pub use error::PostgresError;
pub use layout::Layout;
pub use lock::{Lock, Locked, holder};
pub use manager::PrivatePostgres;
pub use reach::check as check_reach;
pub use ready::reach_running;
use system::install_command;

/// The oldest PostgreSQL that will do: 14 has the statistics and `COPY` behaviour the store relies on.
pub const MAJOR_MIN: u32 = 14;
/// The server's own administrator; the store creates the roles that serve requests.
const SUPERUSER: &str = "purvey";
/// Only part of the socket's name, as nothing listens on a port.
const PORT: u16 = 5432;
