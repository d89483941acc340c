//! One Purvey ready to be asked: its database opened and migrated, its lanes running, its secret read.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path, sync::Arc};

use anyhow::{Context as _, Result};
use app::{App, links::Secret};
use kernel::{Clock, Entropy as _};
use store::{Ingest, Store};

use crate::{
    command::Place,
    config::Settings,
    database::{Claim, Database},
    outside::{SystemClock, SystemEntropy},
};

/// The use cases and what must be stopped after them.
pub struct Installation {
    pub app: App,
    pub settings: Settings,
    pub store: Store,
    ingest: Ingest,
    database: Database,
}

impl Installation {
    /// Opens what `place` names. `what` is the command, for the message if somebody else holds the data directory.
    pub async fn open(place: &Place, claim: Claim, what: &str) -> Result<Self> {
        Self::open_at(place, claim, what, Arc::new(SystemClock)).await
    }

    /// The same, by a clock of its own.
    pub async fn open_at(place: &Place, claim: Claim, what: &str, clock: Arc<dyn Clock>) -> Result<Self> {
        let settings = place.settings()?;
        let data = place.directory(&settings)?;
        let database = Database::open(&settings, &data, claim, what).await?;
        match Self::on(&database, &settings, &data, clock).await {
            Ok((app, store, ingest)) => Ok(Self { app, settings, store, ingest, database }),
            Err(error) => {
                // The server was perhaps started for us: do not leave it running behind an error.
                database.close().await?;
                Err(error)
            }
        }
    }

    async fn on(
        database: &Database,
        settings: &Settings,
        data: &Path,
        clock: Arc<dyn Clock>,
    ) -> Result<(App, Store, Ingest)> {
        let store = Store::connect(database.options.clone()).await?;
        store.migrate().await?;
        let ingest = Ingest::start(&store, settings.ingest.lanes);
        let app = App::new(store.clone(), ingest.clone(), clock, Arc::new(SystemEntropy), secret(data)?);
        Ok((app, store, ingest))
    }

    /// Writes what waits, then lets go of the database.
    pub async fn close(self) -> Result<()> {
        drop(self.app);
        self.ingest.stop().await;
        self.store.close().await;
        self.database.close().await
    }
}

/// The installation's secret, made when it is first needed. Links signed with another one are not valid.
fn secret(data: &Path) -> Result<Secret> {
    let path = data.join("link.secret");
    let unusable = || format!("The secret for signed links, {}, cannot be used.", path.display());
    if !path.exists() {
        let mut bytes = [0u8; 32];
        SystemEntropy.fill(&mut bytes);
        fs::create_dir_all(data).with_context(unusable)?;
        // Written aside and renamed: a crash leaves a whole secret or none.
        let fresh = path.with_extension("new");
        let mut options = fs::OpenOptions::new();
        let mut file =
            options.write(true).create(true).truncate(true).mode(0o600).open(&fresh).with_context(unusable)?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).with_context(unusable)?;
        fs::rename(&fresh, &path).with_context(unusable)?;
    }
    let bytes = fs::read(&path).with_context(unusable)?;
    let bytes = <[u8; 32]>::try_from(bytes).ok().context("it is not 32 bytes long").with_context(unusable)?;
    Ok(Secret(bytes))
}
