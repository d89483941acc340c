use anyhow::Result;
use app::{
    Actor,
    contracts::{NewContract, Started},
};
use clap::Subcommand;
use kernel::{Decimal, id::TenantName, time::Date};

use super::{Place, with_app};
use crate::{exit::Exit, out};

/// Put tenants under contract.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  purvey contract start abc-solar --plan standard --from 2025-09-15")]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Start a contract on a plan of the current business file; starting the same again changes nothing
    Start {
        tenant: TenantName,
        #[arg(long)]
        plan: String,
        /// First day, like 2025-09-15
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// An agreed quantity, or an optional product taken: essential=100
        #[arg(long, value_name = "PRODUCT=N", value_parser = super::named_decimal)]
        quantity: Vec<(String, Decimal)>,
        /// An agreed price, where the plan states a range: advanced_crm=75
        #[arg(long, value_name = "PRODUCT=PRICE", value_parser = super::named_decimal)]
        price: Vec<(String, Decimal)>,
    },
}

pub fn run(args: &Args) -> Result<Exit> {
    with_app(&args.place, "purvey contract", async |app| {
        let Verb::Start { tenant, plan, from, quantity, price } = &args.verb;
        let new = NewContract {
            tenant: tenant.clone(),
            plan: plan.clone(),
            start: *from,
            quantities: quantity.iter().cloned().collect(),
            prices: price.iter().cloned().collect(),
        };
        let how = match app.start_contract(Actor::operator().can()?, new).await? {
            Started::Now => "starts",
            Started::Already => "was started already",
        };
        out::print(&format!("The contract of {tenant} on plan {plan} {how}, from {from} on."))?;
        Ok(Exit::Done)
    })
}
