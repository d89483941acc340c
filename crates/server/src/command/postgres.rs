use anyhow::{Result, ensure};

use super::{Place, block_on};
use crate::{
    database::{Claim, Database},
    exit::Exit,
    logs, out,
    postgres::Layout,
    shutdown::Shutdown,
};

/// Run the private PostgreSQL alone, for psql and backups, until Ctrl-C.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey postgres --data /var/lib/purvey")]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

pub fn run(args: &Args) -> Result<Exit> {
    let settings = args.place.settings()?;
    ensure!(settings.database.url.is_empty(), "A database address is given, so there is no private PostgreSQL to run.");
    let data = args.place.directory(&settings)?;
    logs::start(&settings.log.level);
    block_on(async {
        let mut shutdown = Shutdown::listen()?;
        let database = Database::open(&settings, &data, Claim::Alone, "purvey postgres").await?;
        let layout = Layout::of(&data)?;
        out::announce(&format!(
            "The private PostgreSQL runs. Connect with:\n  PGPASSWORD=$(cat '{}') psql --host='{}' --username=purvey --dbname=postgres\nCtrl-C stops it.",
            layout.password().display(),
            layout.run.display(),
        ));
        shutdown.asked().await;
        database.close().await?;
        Ok(Exit::Done)
    })
}
