//! The whole, on made-up but plausible usage: the README's first command.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use app::{
    Actor, App,
    contracts::NewContract,
    invoices::{Closed, InvoiceSummary},
    links::Scope,
    tenants::NewTenant,
};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{Decimal, Kind, Role, id::TenantName};
use model::Map;

use super::{Place, block_on, serve};
use crate::{
    client::Client,
    config::Closing,
    database::Claim,
    demo::{self, Demo, DemoTenant},
    exit::Exit,
    installation::Installation,
    logs, out,
    outside::ShiftedClock,
    shutdown::Shutdown,
};

/// Events in one request.
const BATCH_EVENTS: usize = 1000;
/// The months that are over when the demo begins.
const ENDED: [&str; 2] = ["2025-09", "2025-10"];

/// Run a whole business on made-up usage, and print where to look.
///
/// Four call centres, Internet providers, licensees or AI teams, two months of their usage, October closed and November
/// running. It has a data directory and a clock of its own: the demo always begins on 12 November 2025.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  purvey demo\n  purvey demo isp --once")]
pub struct Args {
    /// dialer, isp, nodes or deployments
    #[arg(default_value = "dialer", value_parser = ["dialer", "isp", "nodes", "deployments"])]
    business: String,
    /// End after printing, instead of serving the pages
    #[arg(long)]
    once: bool,
    /// Address and port to listen on; port 0 picks a free one [default: the setting server.listen]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<std::net::SocketAddr>,
    #[command(flatten)]
    place: Place,
}

pub fn run(args: &Args) -> Result<Exit> {
    logs::start(logs::QUIET);
    let demo = demo::of(&args.business).context("There is no such demo.")?;
    let place = own_place(&args.place, demo.business)?;
    block_on(async {
        let mut shutdown = Shutdown::listen()?;
        let clock = Arc::new(ShiftedClock::starting_at(demo::starts_at()));
        let installation = Installation::open_at(&place, Claim::Alone, "purvey demo", clock).await?;
        let shown = show(&installation, &demo, args, &mut shutdown).await;
        installation.close().await?;
        shown.map(|()| Exit::Done)
    })
}

/// A directory beside the real one, so that a demo never touches a business.
fn own_place(place: &Place, business: &str) -> Result<Place> {
    let mut own = place.clone();
    if own.data.is_none() {
        let real = place.directory(&place.settings()?)?;
        let parent = real.parent().unwrap_or(&real).to_owned();
        own.data = Some(parent.join("purvey-demo").join(business));
    }
    Ok(own)
}

async fn show(installation: &Installation, demo: &Demo, args: &Args, shutdown: &mut Shutdown) -> Result<()> {
    let app = &installation.app;
    set_up(app, demo).await?;
    let listen = args.listen.map_or_else(|| installation.settings.server.listen.clone(), |listen| listen.to_string());
    // October is closed below, once its events are in.
    let closing = Closing { automatic: false, ..installation.settings.closing.clone() };
    let serving = serve::Serving::start(installation, &listen, closing).await?;
    let loaded = load(app, demo, &serving).await;
    let printed = match loaded {
        Ok(()) => print(app, demo, &serving.url).await,
        Err(error) => Err(error),
    };
    if printed.is_ok() && !args.once {
        out::print("Serving until Ctrl-C.")?;
        shutdown.asked().await;
    }
    serving.stop().await?;
    printed
}

/// Business file, tenants, contracts. Done again, it changes nothing.
async fn set_up(app: &App, demo: &Demo) -> Result<()> {
    let operator = Actor::operator();
    let shipped = model::shipped::get(demo.business).context("The business file is not shipped.")?;
    match app.current_business(operator.can()?).await {
        Ok(version) if version.text.as_ref() != shipped.text => {
            bail!(
                "This database runs another business, {}; a demo would mix with it. Give it a directory of its own with --data.",
                version.business.name
            )
        }
        Err(failure) if failure.kind != Kind::NotFound => return Err(failure.into()),
        _ => {}
    }
    app.apply_business(operator.can()?, shipped.text, &shipped.file_name()).await?;
    for tenant in &demo.tenants {
        let name: TenantName = tenant.name.parse()?;
        let new = NewTenant { name: name.clone(), title: tenant.title.into(), zone: None };
        app.add_tenant(operator.can()?, new).await?;
        let contract = NewContract {
            tenant: name,
            plan: tenant.plan.into(),
            start: tenant.start,
            quantities: decimals(tenant.quantities)?,
            prices: decimals(tenant.prices)?,
        };
        app.start_contract(operator.can()?, contract).await?;
    }
    Ok(())
}

fn decimals(named: &[(&str, &str)]) -> Result<Map<Decimal>> {
    named.iter().map(|(name, value)| Ok(((*name).to_owned(), Decimal::from_str_exact(value)?))).collect()
}

/// Sends all events over HTTP, as a client of the API would, then closes what is over.
async fn load(app: &App, demo: &Demo, serving: &serve::Serving) -> Result<()> {
    let operator = Actor::operator();
    let key = app.create_key(operator.can()?, Role::Collector, None, "demo").await?;
    let address = serving.address.to_string();
    let mut client = Client::connect(&address, &key.secret).await?;
    let count = demo.tenants.iter().map(|tenant| tenant.events.len() as u64).sum();
    let bar = ProgressBar::new(count).with_style(style("sending events"));
    for tenant in &demo.tenants {
        for events in tenant.events.chunks(BATCH_EVENTS) {
            let bodies: Vec<String> = events.iter().map(|event| event.json(tenant.name)).collect();
            let (_, receipt) = client.send(&format!("[{}]", bodies.join(","))).await?;
            let taken = receipt.get("accepted").and_then(serde_json::Value::as_u64).unwrap_or(0)
                + receipt.get("duplicate").and_then(serde_json::Value::as_u64).unwrap_or(0);
            if taken != events.len() as u64 {
                bail!("Some of the demo's events were not accepted: {receipt}");
            }
            bar.inc(events.len() as u64);
        }
    }
    bar.finish_and_clear();
    for month in ENDED {
        app.close_all(operator.can()?, month, &|_, _| {}).await?;
    }
    Ok(())
}

fn style(doing: &str) -> ProgressStyle {
    let template = format!("{doing} {{wide_bar}} {{pos}}/{{len}}, {{eta}} left");
    ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

async fn print(app: &App, demo: &Demo, url: &str) -> Result<()> {
    let operator = Actor::operator();
    let Some(first) = demo.tenants.first() else { return Ok(()) };
    let name: TenantName = first.name.parse()?;
    let october = app.rated(operator.can()?, &name, Some("2025-10")).await?;
    let invoice = issued(app, &name).await?;
    if invoice.total != october.bill.total {
        bail!("{} says {}, and its events come to {}.", invoice.number, invoice.total, october.bill.total);
    }
    out::print(&format!(
        "{}: {} issued for October 2025, what it cost us beside each line\n",
        first.title, invoice.number
    ))?;
    out::print(&documents::text::table(&october.bill, Some(&october.costs), documents::text::WIDTH))?;
    if demo.business == "dialer" {
        out::print(&format!(
            "The founders' text states a cost of 1,200.00 for this bill. Its own prices come to {}, as computed above.\n",
            october.costs.total
        ))?;
    }
    let verified = app.verify(operator.can()?, &invoice.number).await?;
    let proof = if verified.differences.is_empty() { "the same to the byte" } else { "DIFFERENT" };
    out::print(&format!("Rebuilt from its {} events, the invoice is {proof}.\n", verified.events))?;
    out::print("Where to look (links work for seven days of the demo's clock):")?;
    out::print(&format!("  operator            {url}/s/{}", app.sign_link(&Scope::Operator)))?;
    for DemoTenant { name, title, .. } in &demo.tenants {
        let link = app.sign_link(&Scope::Tenant(name.parse()?));
        out::print(&format!("  {name:<19} {url}/s/{link}   {title}'s own page"))?;
    }
    out::print(&format!(
        "  invoice as PDF      {url}/operator/invoices/{}.pdf   (after opening the operator's link)\n",
        invoice.id
    ))?;
    Ok(())
}

/// October's invoice, issued a moment ago or in an earlier run.
async fn issued(app: &App, name: &TenantName) -> Result<InvoiceSummary> {
    match app.close(Actor::operator().can()?, name, "2025-10").await? {
        Closed::Now(invoice) | Closed::Already(invoice) => Ok(invoice),
    }
}
