use anyhow::Result;
use app::{Actor, invoices::Closed};
use indicatif::{ProgressBar, ProgressStyle};
use kernel::id::TenantName;

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Close a month: issue its invoices, each once however often it is asked.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  purvey close --period 2025-10\n  purvey close --period 2025-10 --tenant abc-solar"
)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// The month, like 2025-10
    #[arg(long, value_name = "MONTH")]
    period: String,
    /// One tenant only [default: all]
    #[arg(long, value_name = "NAME")]
    tenant: Option<TenantName>,
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey close", async |app| {
        let operator = Actor::operator();
        let Some(tenant) = &args.tenant else {
            let bar = ProgressBar::new(0).with_style(style());
            let run = app
                .close_all(operator.can()?, &args.period, &|done, of| {
                    bar.set_length(of);
                    bar.set_position(done);
                })
                .await?;
            bar.finish_and_clear();
            out::print(&format!(
                "{} invoices issued for {}, {} were issued before.",
                run.closed, args.period, run.already
            ))?;
            for (tenant, why) in &run.failed {
                out::note(&format!("not closed: {tenant}: {why}"));
            }
            return Ok(if run.failed.is_empty() { Exit::Done } else { Exit::Failed });
        };
        let (invoice, how) = match app.close(operator.can()?, tenant, &args.period).await? {
            Closed::Now(invoice) => (invoice, "issued"),
            Closed::Already(invoice) => (invoice, "was issued before"),
        };
        let currency = invoice.total.currency;
        out::print(&format!("{} {how}: {} {currency}, due {}.", invoice.number, invoice.total, invoice.due_on))?;
        Ok(Exit::Done)
    })
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("closing {wide_bar} {pos}/{len} tenants, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar())
}
