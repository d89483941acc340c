use anyhow::Result;
use app::Actor;
use clap::{Subcommand, ValueEnum};
use kernel::{Role, id::TenantName};

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Create API keys.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  purvey key create --role collector --label 'call server'\n  purvey key create --role tenant --tenant abc-solar"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Create a key and print its secret, once
    Create {
        /// What the key may do
        #[arg(long, value_enum)]
        role: KeyRole,
        /// Whose key it is, for the role tenant
        #[arg(long)]
        tenant: Option<TenantName>,
        /// What it is for
        #[arg(long, default_value = "")]
        label: String,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeyRole {
    /// Everything
    Operator,
    /// Send events of any tenant, nothing else
    Collector,
    /// Send and read what is the tenant's own
    Tenant,
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey key", async |app| {
        let Verb::Create { role, tenant, label } = &args.verb;
        let role = match role {
            KeyRole::Operator => Role::Operator,
            KeyRole::Collector => Role::Collector,
            KeyRole::Tenant => Role::Tenant,
        };
        let key = app.create_key(Actor::operator().can()?, role, tenant.as_ref(), label).await?;
        out::note(&format!("{} created. Its secret is shown this once:", key.id));
        out::print(&key.secret)?;
        Ok(Exit::Done)
    })
}
