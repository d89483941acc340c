use std::{net::SocketAddr, time::Duration};

use anyhow::{Context as _, Result};
use app::{Actor, App, links::Scope};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::MissedTickBehavior};

use super::{Place, block_on};
use crate::{config::Closing, database::Claim, exit::Exit, installation::Installation, logs, out, shutdown::Shutdown};

/// Run Purvey: the API, the pages, and the closing of periods, until Ctrl-C or SIGTERM.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey serve --listen 127.0.0.1:8440")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Address and port to listen on; port 0 picks a free one [default: the setting server.listen]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub fn run(args: &Args) -> Result<Exit> {
    let settings = args.place.settings()?;
    logs::start(&settings.log.level);
    block_on(async {
        let mut shutdown = Shutdown::listen()?;
        let installation = Installation::open(&args.place, Claim::Alone, "purvey serve").await?;
        let listen = args.listen.map_or_else(|| settings.server.listen.clone(), |listen| listen.to_string());
        let served = until_asked(&installation, &listen, &mut shutdown).await;
        installation.close().await?;
        served.map(|()| Exit::Done)
    })
}

async fn until_asked(installation: &Installation, listen: &str, shutdown: &mut Shutdown) -> Result<()> {
    let closing = installation.settings.closing.clone();
    let serving = Serving::start(installation, listen, closing).await?;
    let link = installation.app.sign_link(&Scope::Operator);
    out::print(&format!(
        "Purvey runs at {url}\n  the operator's page: {url}/s/{link}\nCtrl-C stops it.",
        url = serving.url
    ))?;
    shutdown.asked().await;
    serving.stop().await
}

/// A listening Purvey, and the closing of periods beside it.
pub struct Serving {
    pub url: String,
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    server: JoinHandle<std::io::Result<()>>,
    closer: JoinHandle<()>,
}

impl Serving {
    pub async fn start(installation: &Installation, listen: &str, closing: Closing) -> Result<Self> {
        let listener = TcpListener::bind(listen).await.with_context(|| {
            format!("Nobody can listen on {listen}; is another Purvey there? Choose with --listen.")
        })?;
        let address = listener.local_addr()?;
        let url = installation.settings.server.base_url(address);
        let app = &installation.app;
        let router = web::router(app.clone(), web::Settings { public_url: url.clone(), ..web::Settings::default() });
        let (stop, told) = watch::channel(false);
        let closer = tokio::spawn(close_periods(app.clone(), closing, told.clone()));
        let server = tokio::spawn(async move {
            let mut told = told;
            // A sender that is gone means the same as being told.
            let stopped = async move { drop(told.wait_for(|told| *told).await) };
            axum::serve(listener, router).with_graceful_shutdown(stopped).await
        });
        Ok(Self { url, address, stop, server, closer })
    }

    /// Finishes the requests under way.
    pub async fn stop(self) -> Result<()> {
        self.stop.send_replace(true);
        self.server.await??;
        self.closer.await?;
        Ok(())
    }
}

/// Looks from time to time for periods that are due, and closes them.
async fn close_periods(app: App, settings: Closing, mut stop: watch::Receiver<bool>) {
    if !settings.automatic {
        return;
    }
    let mut tick = tokio::time::interval(Duration::from_secs(settings.every_minutes * 60));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.wait_for(|told| *told) => return,
            _ = tick.tick() => {}
        }
        let run = match Actor::operator().can() {
            Ok(can) => app.close_due(can).await,
            Err(failure) => Err(failure),
        };
        match run {
            Ok(run) if run.closed > 0 || !run.failed.is_empty() => {
                tracing::info!(closed = run.closed, failed = run.failed.len(), "periods closed");
            }
            Ok(_) => {}
            Err(failure) => {
                tracing::error!(failure = kernel::error::chain(&failure), "periods not closed; trying later");
            }
        }
    }
}
