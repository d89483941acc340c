//! `purvey bill`: the tool for trying a price. No database.

mod count;
mod print;

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;
use jiff::ToSpan as _;
use kernel::{
    Decimal, Period,
    id::TenantName,
    time::{Date, TimeZone},
};
use model::{Business, Contract};

use super::named_decimal;
use crate::{
    business_file::BusinessFile,
    exit::Exit,
    files::{Format as InputFormat, Reading, inputs, zone},
};

/// Work out a bill from a business file and usage files, without a database.
///
/// The tool for trying a price. Events given twice count once, events of other tenants and other periods are left out.
/// Lines that cannot be used are named on standard error; the bill is printed all the same, and the exit code is 3, so
/// that nobody sends it by mistake.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The business file; `-` for standard input; or the name of a business that comes with Purvey
    file: String,
    /// Usage: files, directories, patterns, or `-`: CloudEvents as lines or arrays, CSV, or Asterisk's Master.csv
    #[arg(long, value_name = "PATH", num_args = 1..)]
    usage: Vec<PathBuf>,
    /// Whose bill
    #[arg(long, value_name = "ID")]
    tenant: TenantName,
    /// The plan [default: the only one, or `standard`]
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// A month like 2025-10, or a year
    #[arg(long, value_name = "PERIOD")]
    period: String,
    /// Who reads the bill: a tenant's has no costs, margins or vendors
    #[arg(long = "as", value_enum, default_value_t = Reader::Operator, value_name = "WHO")]
    reader: Reader,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The contract's first day [default: whole years before the period, so that nothing falls due only once]
    #[arg(long, value_name = "DATE", help_heading = "Contract")]
    start: Option<Date>,
    /// An agreed quantity, or an optional product taken: nodes=100
    #[arg(long, value_name = "PRODUCT=N", value_parser = named_decimal, help_heading = "Contract")]
    quantity: Vec<(String, Decimal)>,
    /// An agreed price, where the plan states a range: advanced_crm=75
    #[arg(long, value_name = "PRODUCT=PRICE", value_parser = named_decimal, help_heading = "Contract")]
    price: Vec<(String, Decimal)>,
    /// What the bill calls the tenant [default: its id]
    #[arg(long, value_name = "NAME", help_heading = "Contract")]
    title: Option<String>,
    /// The tenant's time zone, in which periods are cut [default: the business's]
    #[arg(long, value_name = "ZONE", value_parser = zone, help_heading = "Contract")]
    zone: Option<TimeZone>,
    /// What the usage files hold [default: told by their names and first bytes]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Reading files")]
    input: Option<InputFormat>,
    /// The time zone of times that state none, like America/New_York [default: the tenant's]
    #[arg(long, value_name = "ZONE", value_parser = zone, help_heading = "Reading files")]
    times_in: Option<TimeZone>,
    #[command(flatten)]
    reading: Reading,
    /// End with exit code 0 even if some lines could not be used
    #[arg(long)]
    lenient: bool,
}

const EXAMPLES: &str = "Examples:
  purvey bill dialer --usage october.ndjson --tenant abc-solar --period 2025-10
  purvey bill dialer --usage Master.csv --tenant abc-solar --period 2025-10 --format pdf -o bill.pdf
  purvey bill dialer --usage calls.csv --tenant abc-solar --period 2025-10 --as tenant \\
      --map at=calldate,tenant=account,type==call.completed,billable_seconds=billsec
  purvey bill nodes --tenant acme --plan professional --period 2025-10 --quantity nodes=250";
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Reader {
    Operator,
    Tenant,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Html,
    Pdf,
}

pub fn run(args: &Args) -> Result<Exit> {
    let business = BusinessFile::read(&args.file)?.parse()?;
    let (contract, period) = agree(args, &business)?;
    let inputs = inputs(&args.usage).map_err(anyhow::Error::msg)?;
    let times_in = args.times_in.as_ref().unwrap_or_else(|| contract.zone(&business)).clone();
    let terms = args.reading.terms(args.input, times_in).map_err(anyhow::Error::msg)?;
    let (readings, complaints) = count::count(&business, &contract, period, &inputs, &terms)?;
    let rated = billing::invoicing::bill(&business, &contract, period, &readings).map_err(|error| explained(&error))?;
    print::print(args, &business, &rated)?;
    Ok(if complaints == 0 || args.lenient { Exit::Done } else { Exit::Incomplete })
}

/// The contract and the period that the options describe.
fn agree(args: &Args, business: &Business) -> Result<(Contract, Period)> {
    let zone = args.zone.as_ref().unwrap_or(&business.zone);
    let period = Period::parse(&args.period, zone).map_err(|error| anyhow!("{error}."))?;
    let first_day = period.first_day(zone);
    let start = match args.start {
        Some(start) => start,
        None => first_day.checked_sub(1.year()).map_err(|_| anyhow!("The period {} is out of range.", args.period))?,
    };
    if start >= period.day_after(zone) {
        bail!("The contract starts on {start}, after the period {} is over.", args.period);
    }
    let plan = plan(args.plan.as_deref(), business)?;
    for (product, _) in &args.price {
        let optional =
            business.plans.get(&plan).and_then(|plan| plan.products.get(product)).is_some_and(|p| p.optional);
        if optional && !args.quantity.iter().any(|(taken, _)| taken == product) {
            bail!(
                "A price is given for '{product}', which is optional and not taken. Take it with --quantity {product}=1."
            );
        }
    }
    let contract = Contract {
        tenant: args.tenant.clone(),
        title: args.title.clone().unwrap_or_else(|| args.tenant.to_string()),
        plan,
        start,
        zone: args.zone.clone(),
        quantities: args.quantity.iter().cloned().collect(),
        prices: args.price.iter().cloned().collect(),
    };
    Ok((contract, period))
}

fn plan(named: Option<&str>, business: &Business) -> Result<String> {
    let plans = || business.plans.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    match named {
        Some(name) if business.plans.contains_key(name) => Ok(name.to_owned()),
        Some(name) => bail!("There is no plan '{name}' in the business file. Its plans: {}.", plans()),
        None => match business.plans.first() {
            Some((only, _)) if business.plans.len() == 1 => Ok(only.clone()),
            _ if business.plans.contains_key("standard") => Ok("standard".into()),
            _ => bail!("Say which plan with --plan: {}.", plans()),
        },
    }
}

/// The error with what to do about it on the command line.
fn explained(error: &billing::invoicing::BillError) -> anyhow::Error {
    use billing::{invoicing::BillError, usage::TariffError};
    let hint = match error {
        BillError::Tariff(TariffError::PriceNotPicked { product, .. }) => {
            format!(" Pick it with --price {product}=PRICE.")
        }
        BillError::Tariff(TariffError::NotInPlan { .. }) => " See --quantity and --price.".into(),
        _ => String::new(),
    };
    anyhow!("There is no bill: {error}.{hint}")
}
