use std::net::SocketAddr;

use anyhow::Result;
use app::links::Scope;
use kernel::id::TenantName;

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Print signed links to the pages: the operator's, or a client's.
#[derive(Debug, clap::Args)]
#[command(after_help = "Links work for seven days.\n\nExamples:\n  purvey links\n  purvey links --tenant abc-solar")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The client whose page it is [default: the operator's page]
    #[arg(long, value_name = "NAME")]
    tenant: Option<TenantName>,
    /// Address and port that `purvey serve` listens on, if it was told another [default: the setting server.listen]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub fn run(args: &Args) -> Result<Exit> {
    let settings = args.place.settings()?;
    with_app(&args.place, "purvey links", async |app| {
        let scope = match &args.tenant {
            None => Scope::Operator,
            Some(name) => Scope::Tenant(app.tenant(&app::Actor::operator(), name).await?.name),
        };
        let listen = args.listen.map_or_else(|| settings.server.listen.parse(), Ok)?;
        out::print(&format!("{}/s/{}", settings.server.base_url(listen), app.sign_link(&scope)))?;
        Ok(Exit::Done)
    })
}
