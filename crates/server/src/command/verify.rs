use anyhow::{Result, bail};
use app::{Actor, App, invoices::Verification, tenants::Page};

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Rebuild invoices from their raw events and compare them byte by byte.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  purvey verify INV-000042\n  purvey verify --all")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// An invoice's number or id
    #[arg(value_name = "INVOICE", required_unless_present = "all", conflicts_with = "all")]
    invoice: Option<String>,
    /// Every invoice there is
    #[arg(long)]
    all: bool,
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey verify", async |app| {
        let invoices = match &args.invoice {
            Some(invoice) => vec![invoice.clone()],
            None => numbers(app).await?,
        };
        if invoices.is_empty() {
            bail!("There is no invoice to verify yet. Close a month first: purvey close --period 2025-10");
        }
        let mut exit = Exit::Done;
        for invoice in &invoices {
            let verification = app.verify(Actor::operator().can()?, invoice).await?;
            if !verification.differences.is_empty() {
                exit = Exit::Failed;
            }
            out::print(&words(&verification))?;
        }
        Ok(exit)
    })
}

fn words(verification: &Verification) -> String {
    let Verification { summary, events, differences } = verification;
    let mut text = format!("{} {}: ", summary.number, summary.tenant);
    match differences.len() {
        0 => text += &format!("the same to the byte, rebuilt from {events} events"),
        count => text += &format!("{count} differences, rebuilt from {events} events"),
    }
    for difference in differences {
        text += &format!("\n  {difference}");
    }
    text
}

async fn numbers(app: &App) -> Result<Vec<String>> {
    let operator = Actor::operator();
    let mut numbers = Vec::new();
    let mut page = Page { limit: app::limits::PAGE_ROWS_MAX, ..Page::default() };
    loop {
        let (tenants, next) = app.tenants(operator.can()?, page.clone()).await?;
        for tenant in tenants {
            let mut after = None;
            loop {
                let (invoices, next) = app.invoices(&operator, &tenant.name, after, 0).await?;
                numbers.extend(invoices.into_iter().map(|invoice| invoice.number));
                after = next;
                if after.is_none() {
                    break;
                }
            }
        }
        page.after = next;
        if page.after.is_none() {
            numbers.sort_unstable();
            return Ok(numbers);
        }
    }
}
