//! Text to business: the one way to a checked business, or every error with its place.
//!
//! Each section has a file that declares its keys (for the reader, the schema and the reference alike) and reads
//! them. A reader reports what is wrong and goes on, so that a founder sees all errors at once.

pub(crate) mod business;
pub(crate) mod growth;
pub(crate) mod meters;
pub(crate) mod people;
pub(crate) mod plans;
pub(crate) mod price;
pub(crate) mod products;
mod reader;
mod syntax;

use sha2::{Digest, Sha256};
use toml::de::DeTable;

use self::{
    plans::Catalogue,
    reader::{Field, Reader, Table},
};
use crate::{
    Business, Map,
    problem::{Errors, Problem, ProblemKind},
    section::{Kind, Section, key, section},
};

pub(crate) static FILE: Section = section(
    "business_file",
    "One business: who we are, what is measured, what is sold, and what it costs us.",
    &[
        key("business", Kind::Table(&business::BUSINESS), "Who we are.").required(),
        key("options", Kind::Table(&business::OPTIONS), "Our choices where billing products disagree.")
            .default("each as stated there"),
        key("vendors", Kind::Named(&people::VENDOR), "Who supplies us; never shown to clients."),
        key("confidential", Kind::Table(&people::CONFIDENTIAL), "What else clients must not read."),
        key("meters", Kind::Named(&meters::METER), "What is measured."),
        key("products", Kind::Named(&products::PRODUCT), "What is sold, and what it costs us."),
        key("plans", Kind::Named(&plans::PLAN), "What is sold together."),
        key("support", Kind::Named(&people::SUPPORT), "Levels of support that plans promise."),
        key("partners", Kind::Named(&people::PARTNER), "What partners earn."),
        key("brand", Kind::Table(&people::BRAND), "What clients see."),
        key("growth", Kind::Table(&growth::GROWTH), "What the business plans to be: the forecast's drivers."),
        key("assumptions", Kind::Map(&Kind::Prose), "What was assumed where the plan is silent, by name."),
    ],
);

/// The sections whose names others refer to.
const REFERRED: [&str; 5] = ["vendors", "meters", "products", "plans", "support"];

/// Reads a business file. `file_name` is only for the errors.
///
/// # Errors
///
/// Everything that is wrong with the text, each with line, column and what to do. Never panics, whatever the text.
pub fn parse(text: &str, file_name: &str) -> Result<Business, Errors> {
    let (tree, syntax) = syntax::tree(text);
    let Some(tree) = tree else { return Err(Errors::new(file_name, text, syntax, 0)) };
    let root = tree.get_ref();
    let reader = Reader::new(text, root, &REFERRED, syntax);
    let business = build(&reader, root);
    let healthy = !reader.has_problems();
    match business {
        Some(business) if healthy => Ok(business),
        _ => {
            let (mut problems, omitted) = reader.into_problems();
            if problems.is_empty() {
                // A reader gave up without saying why: our own mistake, but still not a business.
                problems.push(Problem::new(ProblemKind::Syntax, 0..0, "the file cannot be read as a business"));
            }
            Err(Errors::new(file_name, text, problems, omitted))
        }
    }
}

fn build<'a>(reader: &'a Reader<'a>, root: &'a DeTable<'a>) -> Option<Business> {
    let table = Table::new(reader, root, &FILE, String::new(), 0..0);
    let heading = table.get("business").and_then(|field| business::heading(&field.table(&business::BUSINESS)?));
    let options = business::options(table.get("options").as_ref());
    let vendors = each(&table, "vendors", |field, _| people::vendor(field));
    let confidential = table.get("confidential").map_or(Some(Vec::new()), |field| people::confidential(&field));
    let meters = each(&table, "meters", meters::meter);
    let products = each(&table, "products", |field, name| products::product(field, name, &meters));
    let entries = table.get("plans").map(|field| field.entries()).unwrap_or_default();
    let plans = plans::plans(&entries, &Catalogue::new(&meters, &products));
    let support = each(&table, "support", people::support_level);
    let partners = each(&table, "partners", people::partner);
    let brand = people::brand(table.get("brand").as_ref(), heading.as_ref().map_or("", |heading| &heading.name));
    let growth = table.get("growth").map_or(Some(None), |field| growth::growth(&field).map(Some));
    let assumptions = each(&table, "assumptions", |field, _| field.prose());
    let heading = heading?;
    Some(Business {
        name: heading.name,
        currency: heading.currency,
        zone_name: heading.zone_name,
        zone: heading.zone,
        options: options?,
        vendors,
        confidential: confidential?,
        meters,
        products: products.into_iter().map(|(name, read)| (name, read.product)).collect(),
        plans,
        support,
        partners,
        brand: brand?,
        growth: growth?,
        assumptions,
        digest: digest(reader.text),
    })
}

/// Reads every entry of a section, in the order of the file; those in error are left out, and reported.
fn each<'a, T>(table: &Table<'a>, section: &'static str, read: impl Fn(&Field<'a>, &str) -> Option<T>) -> Map<T> {
    let entries = table.get(section).map(|field| field.entries()).unwrap_or_default();
    entries.into_iter().filter_map(|(name, field)| read(&field, &name).map(|value| (name, value))).collect()
}

/// SHA-256 of the text's bytes, in lower-case hex.
pub fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
