use anyhow::Result;
use app::{
    Actor,
    tenants::{Added, NewTenant, Page},
};
use clap::Subcommand;
use kernel::id::TenantName;

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Add and list tenants.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  purvey tenant add abc-solar --title 'ABC Solar Company'\n  purvey tenant list")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add a tenant; adding the same again changes nothing
    Add {
        /// Its name in events, links and the API
        name: TenantName,
        /// Its name on documents [default: the name]
        #[arg(long)]
        title: Option<String>,
        /// Its time zone, like Europe/Paris [default: the business's]
        #[arg(long)]
        zone: Option<String>,
    },
    /// List tenants
    List {
        /// Only those whose name or title contains this
        #[arg(long)]
        search: Option<String>,
    },
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey tenant", async |app| {
        let operator = Actor::operator();
        match &args.verb {
            Verb::Add { name, title, zone } => {
                let title = title.clone().unwrap_or_else(|| name.to_string());
                let new = NewTenant { name: name.clone(), title, zone: zone.clone() };
                let how = match app.add_tenant(operator.can()?, new).await? {
                    Added::Now(_) => "added",
                    Added::Already(_) => "was there already",
                };
                out::print(&format!("{name} {how}. Next: purvey contract start {name} --plan PLAN --from DATE"))?;
            }
            Verb::List { search } => {
                let mut page = Page { limit: app::limits::PAGE_ROWS_MAX, search: search.clone(), ..Page::default() };
                loop {
                    let (tenants, next) = app.tenants(operator.can()?, page.clone()).await?;
                    for tenant in tenants {
                        let plan = tenant.plan.as_deref().unwrap_or("no contract");
                        out::print(&format!("{:<24} {:<16} {}", tenant.name.as_str(), plan, tenant.title))?;
                    }
                    page.after = next;
                    if page.after.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(Exit::Done)
    })
}
