use std::{fs, io::IsTerminal as _};

use anyhow::{Context as _, Result, bail};
use billing::invoicing::Rated;
use documents::{Document, html, json, pdf, text};
use model::Business;

use super::{Args, Format, Reader};
use crate::out;

/// Prints the bill as asked. A tenant's is made from the bill alone, which has no place for a cost.
pub fn print(args: &Args, business: &Business, rated: &Rated) -> Result<()> {
    let costs = (args.reader == Reader::Operator).then_some(&rated.costs);
    let document = Document::Bill(&rated.bill);
    let bytes = match args.format {
        Format::Table => text::table(&rated.bill, costs, text::WIDTH).into_bytes(),
        Format::Json => format!("{}\n", json::bill_json(&rated.bill, costs)).into_bytes(),
        Format::Html => html::page(document, &business.brand).into_bytes(),
        Format::Pdf => pdf::pdf(document, &business.brand, pdf::PaperSize::A4)?,
    };
    match &args.output {
        Some(path) => {
            fs::write(path, bytes).with_context(|| format!("Cannot write {}.", path.display()))?;
            out::note(&format!("Written to {}.", path.display()));
        }
        None if args.format == Format::Pdf && std::io::stdout().is_terminal() => {
            bail!("A PDF is not for the screen: say where to write it with -o bill.pdf.");
        }
        None => out::print_bytes(&bytes)?,
    }
    Ok(())
}
