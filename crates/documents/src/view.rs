//! What a bill or an invoice says, in words, before it is a page or a paper: both are made from this, so they agree.

mod lines;

use billing::invoicing::{Bill, Invoice};
use model::Brand;

use crate::{
    colour::Palette,
    format::{date, days, initials, minor, money, printable},
};
pub(crate) use lines::{Row, Section, sections};

/// What is to be printed: an issued invoice, or a bill that nobody has issued (a live bill, a price tried out).
///
/// Neither can hold a cost, so no document can show one.
#[derive(Clone, Copy, Debug)]
pub enum Document<'d> {
    Invoice(&'d Invoice),
    Bill(&'d Bill),
}

/// The words of a document. All text is printable (see [`printable`]).
pub(crate) struct View {
    /// `Invoice` or `Bill`.
    pub title: &'static str,
    pub number: Option<String>,
    pub brand: String,
    pub initials: String,
    pub palette: Palette,
    /// The first line is the client's name.
    pub to: Vec<String>,
    /// The first line is our name.
    pub from: Vec<String>,
    pub facts: Vec<(&'static str, String)>,
    pub due: Due,
    pub sections: Vec<Section>,
    pub subtotal: String,
    pub total: (&'static str, String),
    /// Empty if there is nothing to pay.
    pub payment: Vec<String>,
    pub questions: Option<String>,
    /// Who we are, and how to reach us: lines for the foot of each page.
    pub foot: Vec<String>,
}

/// The box everyone looks at first.
pub(crate) struct Due {
    pub label: &'static str,
    pub amount: String,
    pub note: String,
}

impl<'d> Document<'d> {
    pub(crate) fn bill(self) -> &'d Bill {
        match self {
            Self::Invoice(invoice) => &invoice.bill,
            Self::Bill(bill) => bill,
        }
    }

    fn invoice(self) -> Option<&'d Invoice> {
        match self {
            Self::Invoice(invoice) => Some(invoice),
            Self::Bill(_) => None,
        }
    }
}

impl View {
    pub(crate) fn of(document: Document<'_>, brand: &Brand) -> Self {
        let bill = document.bill();
        let number = document.invoice().map(|invoice| printable(&invoice.number).into_owned());
        let payable = document.invoice().is_some() && bill.total.minor > 0;
        let name = printable(&brand.name).into_owned();
        Self {
            title: if number.is_some() { "Invoice" } else { "Bill" },
            initials: initials(&name),
            palette: Palette::of(&brand.colour),
            to: to(bill),
            from: from(brand, &name),
            facts: facts(document, number.as_deref(), payable),
            due: due(document),
            sections: sections(bill),
            subtotal: money(bill.subtotal),
            total: (if payable { "Total due" } else { "Total" }, money(bill.total)),
            payment: if payable { payment(brand, number.as_deref()) } else { Vec::new() },
            questions: brand.email.as_deref().map(|email| printable(email).into_owned()),
            foot: foot(brand, &name),
            brand: name,
            number,
        }
    }

    /// `Invoice 2025-000042`, for titles of windows and files.
    pub(crate) fn heading(&self) -> String {
        match &self.number {
            Some(number) => format!("{} {number}", self.title),
            None => self.title.to_owned(),
        }
    }
}

fn to(bill: &Bill) -> Vec<String> {
    let title = printable(&bill.title).into_owned();
    let customer = format!("Customer {}", bill.tenant);
    if title.is_empty() { vec![customer] } else { vec![title, customer] }
}

fn from(brand: &Brand, name: &str) -> Vec<String> {
    let legal = brand.legal.as_deref().map(|legal| printable(legal).into_owned()).unwrap_or_else(|| name.to_owned());
    let address = brand.address.iter().map(|line| printable(line).into_owned());
    let contact = [&brand.email, &brand.website].into_iter().flatten().map(|line| printable(line).into_owned());
    std::iter::once(legal).chain(address).chain(contact).filter(|line| !line.is_empty()).collect()
}

fn facts(document: Document<'_>, number: Option<&str>, payable: bool) -> Vec<(&'static str, String)> {
    let bill = document.bill();
    let mut facts = Vec::new();
    if let (Some(invoice), Some(number)) = (document.invoice(), number) {
        facts.push(("Invoice no.", number.to_owned()));
        facts.push(("Issue date", date(invoice.issued_on)));
        if payable {
            facts.push(("Due date", date(invoice.due_on)));
        }
    }
    facts.push(("Period", days(bill.first_day, bill.last_day)));
    facts.push(("Plan", printable(&bill.plan_title).into_owned()));
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

fn due(document: Document<'_>) -> Due {
    let bill = document.bill();
    let amount = money(bill.total);
    let Some(invoice) = document.invoice() else {
        let note = format!("{} · not an invoice", days(bill.first_day, bill.last_day));
        return Due { label: "Total", amount, note };
    };
    match bill.total.minor {
        0 => Due { label: "Amount due", amount, note: "Nothing to pay".into() },
        1.. => Due { label: "Amount due", amount, note: format!("Due {}", date(invoice.due_on)) },
        // In words, not by a sign: whose money it is must not hang on a small stroke.
        credit => Due {
            label: "Credit balance",
            amount: minor(-i128::from(credit), bill.currency),
            note: "In your favour: nothing to pay".into(),
        },
    }
}

fn payment(brand: &Brand, number: Option<&str>) -> Vec<String> {
    let mut lines: Vec<_> = brand.payment.iter().map(|line| printable(line).into_owned()).collect();
    lines.retain(|line| !line.is_empty());
    if let Some(number) = number.filter(|_| !lines.is_empty()) {
        lines.push(format!("Reference: {number}"));
    }
    lines
}

fn foot(brand: &Brand, name: &str) -> Vec<String> {
    let legal = printable(brand.legal.as_deref().unwrap_or(name)).into_owned();
    let address = brand.address.iter().map(|line| printable(line)).collect::<Vec<_>>().join(", ");
    let contact = [&brand.email, &brand.website].into_iter().flatten().map(|line| printable(line).into_owned());
    let joined =
        |pieces: Vec<String>| pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut lines = vec![joined(vec![legal, address]), joined(contact.collect())];
    lines.retain(|line| !line.is_empty());
    lines
}

#[cfg(test)]
mod tests;
