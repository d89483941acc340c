//! What a scenario's transcript looks like. Figures as documents print them; where a line was rounded, what exactly was.

use billing::invoicing::{Bill, Costs, Invoice, Line, LineKind, Rated};
use documents::format;
use kernel::Money;

use super::world::{Entry, Margin, Receipt, Rejected};

/// A table whose columns line up: text to the left, figures to the right.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<String>>,
}

impl Grid {
    fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    /// `figures`: the columns that line up on the right.
    fn print(&self, indent: usize, figures: &[usize]) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width =
            |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = " ".repeat(indent);
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate().filter(|(_, (_, width))| **width > 0) {
                let pad = " ".repeat(width.saturating_sub(cell.chars().count()));
                let cell = if figures.contains(&column) { format!("{pad}{cell}") } else { format!("{cell}{pad}") };
                line.push_str(&cell);
                line.push_str("  ");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

pub fn invoice(invoice: &Invoice, margin: &Margin) -> String {
    let mut text = format!("    {}, issued {}, due {}\n", invoice.number, invoice.issued_on, invoice.due_on);
    text += &paper(&invoice.bill, Some(margin));
    text
}

pub fn rated(rated: &Rated) -> String {
    let Costs { lines, total, margin } = &rated.costs;
    let lines = lines.iter().map(|cost| (cost.line, cost.vendor.clone(), cost.settled)).collect();
    paper(&rated.bill, Some(&Margin { cost: *total, margin: *margin, lines }))
}

pub fn bill(bill: &Bill) -> String {
    paper(bill, None)
}

fn paper(bill: &Bill, margin: Option<&Margin>) -> String {
    let days = format::days(bill.first_day, bill.last_day);
    let mut text = format!("    {}, {}, {days}\n", bill.title, bill.plan_title);
    let mut grid = Grid::default();
    for (index, line) in bill.lines.iter().enumerate() {
        let cost = margin.map(|margin| behind(margin, Some(index))).unwrap_or_default();
        grid.row([line.description.clone(), measure(bill, line), format::money(line.settled), cost, exactly(line)]);
    }
    let unbilled = margin.map(|margin| behind(margin, None)).filter(|cost| !cost.is_empty());
    if let Some(cost) = unbilled {
        grid.row(["(not charged)".into(), String::new(), String::new(), cost, String::new()]);
    }
    let sums =
        margin.map(|margin| format!("cost {}, margin {}", format::money(margin.cost), format::money(margin.margin)));
    grid.row(["total".into(), String::new(), format::money(bill.total), sums.unwrap_or_default(), String::new()]);
    text += &grid.print(6, &[2]);
    text
}

/// `100,000 minutes × $0.025`; nothing for a fee.
fn measure(bill: &Bill, line: &Line) -> String {
    if matches!(line.kind, LineKind::Rounding | LineKind::Minimum | LineKind::Maximum) {
        return String::new();
    }
    let counted = line.unit.as_ref().map(|unit| format::counted(line.quantity, unit, line.unit_plural.as_deref()));
    match (counted, line.price) {
        (Some(counted), Some(price)) => format!("{counted} × {}", format::price(price, bill.currency)),
        (Some(counted), None) => counted,
        (None, _) => String::new(),
    }
}

/// `cost $1,000.00 (instacall)`
fn behind(margin: &Margin, line: Option<usize>) -> String {
    let costs = margin.lines.iter().filter(|(at, ..)| *at == line);
    let words = costs.map(|(_, vendor, settled)| match vendor {
        Some(vendor) => format!("cost {} ({vendor})", format::money(*settled)),
        None => format!("cost {}", format::money(*settled)),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn exactly(line: &Line) -> String {
    let is_rounded = line.kind != LineKind::Rounding && line.settled.exact() != line.amount;
    if is_rounded { format!("exactly {}", line.amount) } else { String::new() }
}

pub fn receipt(receipt: &Receipt) -> String {
    let mut parts = Vec::new();
    if receipt.accepted > 0 {
        parts.push(format!("accepted {}", receipt.accepted));
    }
    if receipt.duplicate > 0 {
        parts.push(format!("duplicate {}", receipt.duplicate));
    }
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for refused in &receipt.not_accepted {
        match reasons.iter_mut().find(|(reason, _)| *reason == refused.reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((&refused.reason, 1)),
        }
    }
    parts.extend(reasons.iter().map(|(reason, count)| format!("{reason} {count}")));
    let text = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
    format!("    {text}\n")
}

pub fn journal(entries: &[Entry]) -> String {
    let amount = |money: &Money| format::money(*money);
    entries
        .iter()
        .map(|entry| {
            let mut grid = Grid::default();
            for (account, money) in &entry.postings {
                grid.row([account.clone(), amount(money)]);
            }
            format!("    {}\n{}", entry.memo, grid.print(6, &[1]))
        })
        .collect()
}

pub fn rejected(queue: &[Rejected]) -> String {
    let mut grid = Grid::default();
    for Rejected { id, subject, reason } in queue {
        grid.row([subject.clone(), id.clone(), reason.clone()]);
    }
    if queue.is_empty() { "    nothing\n".into() } else { grid.print(4, &[]) }
}

pub fn proof(differences: &[String]) -> String {
    if differences.is_empty() {
        return "    every invoice rebuilt to the byte; events = rated = invoiced = ledger\n".into();
    }
    differences.iter().map(|difference| format!("    {difference}\n")).collect()
}

/// Text of others, line by line.
pub fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}
