use std::time::Duration;

use anyhow::{Context as _, Result};
use app::{Actor, App, links::Scope};
use tokio::{net::TcpListener, sync::watch, time::MissedTickBehavior};

use super::{Place, block_on};
use crate::{database::Claim, exit::Exit, installation::Installation, logs, out, shutdown::Shutdown};

/// Run Purvey: the API, the pages, and the closing of periods, until Ctrl-C or SIGTERM.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey serve --listen 127.0.0.1:8440")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Address and port to listen on; port 0 picks a free one [default: the setting server.listen]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<std::net::SocketAddr>,
}

pub fn run(args: &Args) -> Result<Exit> {
    let settings = args.place.settings()?;
    logs::start(&settings.log.level);
    block_on(async {
        let mut shutdown = Shutdown::listen()?;
        let installation = Installation::open(&args.place, Claim::Alone, "purvey serve").await?;
        let listen = args.listen.map_or_else(|| settings.server.listen.clone(), |listen| listen.to_string());
        let served = serve(&installation, &listen, shutdown.asked()).await;
        installation.close().await?;
        served.map(|()| Exit::Done)
    })
}

/// Serves `installation` until `stop` is done, then finishes the requests under way.
pub async fn serve(installation: &Installation, listen: &str, stop: impl Future<Output = ()>) -> Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("Nobody can listen on {listen}; is another Purvey there? Choose with --listen."))?;
    let url = installation.settings.server.base_url(listener.local_addr()?);
    let app = &installation.app;
    let surface = web::Settings { public_url: url.clone(), ..web::Settings::default() };
    let router = web::router(app.clone(), surface);
    let link = app.sign_link(&Scope::Operator);
    out::announce(&format!("Purvey runs at {url}\n  the operator's page: {url}/s/{link}\nCtrl-C stops it."));

    let (told, telling) = watch::channel(false);
    let closing = installation.settings.closing.clone();
    let closer = tokio::spawn(close_periods(app.clone(), closing, telling.clone()));
    let server = tokio::spawn(async move {
        let mut telling = telling;
        let stopped = async move {
            // An ended sender means the same as being told.
            let _ = telling.wait_for(|told| *told).await;
        };
        axum::serve(listener, router).with_graceful_shutdown(stopped).await
    });
    stop.await;
    told.send_replace(true);
    server.await??;
    closer.await?;
    Ok(())
}

/// Looks from time to time for periods that are due, and closes them.
async fn close_periods(app: App, settings: crate::config::Closing, mut stop: watch::Receiver<bool>) {
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
                tracing::error!(failure = kernel::error::chain(&failure), "periods not closed; trying later")
            }
        }
    }
}
