//! The command line: one file per verb. Nothing here decides anything; it asks `app`, or the pure crates, and prints.

mod bench;
mod bill;
mod business;
mod check;
mod close;
mod config;
mod contract;
mod demo;
mod diff;
mod doctor;
mod import;
mod key;
mod links;
mod openapi;
mod place;
mod postgres;
mod reconcile;
mod rejected;
mod sample;
mod schema;
mod serve;
mod tenant;
mod verify;

use anyhow::Result;
use app::App;
use clap::{Parser, Subcommand};
use kernel::Decimal;

pub use place::Place;

use crate::{database::Claim, exit::Exit, installation::Installation, logs};

const EXIT_CODES: &str = "Exit codes: 0 done; 1 refused, failed, or a check found something; 2 the command line is \
                          wrong; 3 done, but some lines could not be used; 4 something does not answer, try later; \
                          70 a mistake in Purvey.";

/// Runs a SaaS business from one file: prices, costs and terms in a business file, usage in, invoices out.
#[derive(Debug, Parser)]
#[command(name = "purvey", version, after_help = EXIT_CODES, max_term_width = 100, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Check(check::Args),
    Bill(bill::Args),
    Sample(sample::Args),
    Serve(serve::Args),
    Business(business::Args),
    Tenant(tenant::Args),
    Contract(contract::Args),
    Key(key::Args),
    Import(import::Args),
    Links(links::Args),
    Close(close::Args),
    Verify(verify::Args),
    Reconcile(reconcile::Args),
    Rejected(rejected::Args),
    Diff(diff::Args),
    Schema(schema::Args),
    Openapi(openapi::Args),
    Config(config::Args),
    Doctor(doctor::Args),
    Postgres(postgres::Args),
    Bench(bench::Args),
}

/// Does what the command line asks.
pub fn run(cli: Cli) -> Result<Exit> {
    match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Bill(args) => bill::run(&args),
        Command::Sample(args) => sample::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Business(args) => business::run(&args),
        Command::Tenant(args) => tenant::run(&args),
        Command::Contract(args) => contract::run(&args),
        Command::Key(args) => key::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Links(args) => links::run(&args),
        Command::Close(args) => close::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Reconcile(args) => reconcile::run(&args),
        Command::Rejected(args) => rejected::run(&args),
        Command::Openapi(args) => openapi::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Postgres(args) => postgres::run(&args),
    }
}

/// Runs an asynchronous command to its end.
fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Opens what `place` names, does `work` with its use cases, and lets go of everything again.
fn with_app(place: &Place, what: &str, work: impl AsyncFnOnce(&App) -> Result<Exit>) -> Result<Exit> {
    logs::start(logs::QUIET);
    block_on(async {
        let installation = Installation::open(place, Claim::Beside, what).await?;
        let done = work(&installation.app).await;
        installation.close().await?;
        done
    })
}

/// `name=1.50`: a decimal under a name.
fn named_decimal(text: &str) -> Result<(String, Decimal), String> {
    let wrong = || format!("'{text}' is not a name and a number, like minutes=0.02");
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    Ok((name.trim().to_owned(), Decimal::from_str_exact(value.trim()).map_err(|_| wrong())?))
}
