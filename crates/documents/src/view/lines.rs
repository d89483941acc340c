use billing::invoicing::{Bill, Line, LineKind};

use crate::format::{counted, money, price, printable, quantity};

/// Lines under one head, in the bill's order.
pub(crate) struct Section {
    pub title: Option<String>,
    pub rows: Vec<Row>,
}

pub(crate) struct Row {
    pub description: String,
    /// What kind of line it is, where that is not plain.
    pub note: Option<String>,
    pub quantity: String,
    pub price: String,
    pub amount: String,
    /// A line that no product stands behind.
    pub quiet: bool,
}

#[derive(PartialEq)]
enum Head<'b> {
    Group(Option<&'b str>),
    Corrections,
    Rounding,
}

/// Lines gathered by group in the order the groups first appear, then corrections, then rounding. Every line once.
pub(crate) fn sections(bill: &Bill) -> Vec<Section> {
    let mut gathered: Vec<(Head<'_>, Vec<Row>)> = Vec::new();
    for line in &bill.lines {
        let head = head(line);
        let row = row(bill, line);
        match gathered.iter_mut().find(|(other, _)| *other == head) {
            Some((_, rows)) => rows.push(row),
            None => gathered.push((head, vec![row])),
        }
    }
    // Stable: groups keep their order.
    gathered.sort_by_key(|(head, _)| match head {
        Head::Group(_) => 0,
        Head::Corrections => 1,
        Head::Rounding => 2,
    });
    let titled = |(index, (head, rows)): (usize, (Head<'_>, Vec<Row>))| {
        let title = match head {
            Head::Group(Some(group)) => Some(printable(group).into_owned()),
            // Without a head they would seem to belong to the group above.
            Head::Group(None) => Some("Other".to_owned()).filter(|_| index > 0),
            Head::Corrections => Some("Corrections".to_owned()),
            Head::Rounding => None,
        };
        Section { title, rows }
    };
    gathered.into_iter().enumerate().map(titled).collect()
}

fn head(line: &Line) -> Head<'_> {
    match line.kind {
        LineKind::Correction { .. } => Head::Corrections,
        LineKind::Rounding => Head::Rounding,
        LineKind::Charge | LineKind::Minimum | LineKind::Maximum => {
            Head::Group(line.group.as_deref().filter(|group| !group.trim().is_empty()))
        }
    }
}

fn row(bill: &Bill, line: &Line) -> Row {
    // Other lines say what they are: "Minutes, correction for October 2025".
    let note = (line.kind == LineKind::Rounding).then(|| "What the rounded lines do not add up to".to_owned());
    let has_count = matches!(line.kind, LineKind::Charge) || line.unit.is_some();
    let count = || match &line.unit {
        Some(unit) => counted(line.quantity, unit, line.unit_plural.as_deref()),
        None => quantity(line.quantity),
    };
    let each = line.price.filter(|_| has_count);
    Row {
        description: printable(&line.description).into_owned(),
        note,
        quantity: if has_count { printable(&count()).into_owned() } else { String::new() },
        price: each.map(|each| price(each, bill.currency)).unwrap_or_default(),
        amount: money(line.settled),
        quiet: line.kind == LineKind::Rounding,
    }
}
