//! The program `purvey`: subcommands, configuration, a private PostgreSQL, and the adapters to clock and chance.
//!
//! Errors become text here and nowhere below: one sentence, and what to do about it.

mod business_file;
mod client;
mod command;
pub mod config;
mod database;
mod demo;
mod exit;
mod files;
mod installation;
mod logs;
mod out;
pub mod outside;
pub mod postgres;
mod shutdown;

use std::process::ExitCode;

use clap::Parser as _;

/// Reads the command line, does what it asks, and says how it went.
pub fn run() -> ExitCode {
    exit::on_panic();
    let cli = command::Cli::parse();
    // A panic has been reported by the hook; here it only becomes an exit code.
    match std::panic::catch_unwind(|| command::run(cli)) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => exit::report(&error).into(),
        Err(_) => exit::Exit::Bug.into(),
    }
}
