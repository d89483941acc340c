use billing::invoicing::{Bill, Inputs, Invoice, Line, LineKind};
use kernel::{Currency, Exact, Money, Period};
use serde::{Deserialize, Serialize};

/// Version of the shape below. Stored invoices are read for ever: a change of shape is a new number and a new reader.
pub const FORMAT: u32 = 1;

/// The bytes are not an invoice this version can read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("not the JSON of an invoice")]
    Json(#[from] serde_json::Error),
    #[error("invoice format {0} is not known; this version reads {FORMAT}")]
    Format(u32),
    #[error("'{value}' is not a possible {field}")]
    Field { field: &'static str, value: String },
}

/// The canonical bytes of an invoice: what is stored, and what every page and paper of it is rendered from.
///
/// Keys in a fixed order, decimals as strings, one line, a newline at the end. Amounts stay exact (`1000/31`) beside what
/// they were settled to. A cost cannot be in it.
pub fn invoice_json(invoice: &Invoice) -> String {
    // Strings, lists and whole numbers only: nothing in it can fail to serialise.
    let mut json = serde_json::to_string(&Record::of(invoice)).unwrap_or_default();
    json.push('\n');
    json
}

/// The invoice that [`invoice_json`] wrote.
pub fn invoice_from_json(json: &str) -> Result<Invoice, ReadError> {
    serde_json::from_str::<Record>(json)?.read()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    format: u32,
    number: String,
    id: String,
    issued: String,
    issued_on: String,
    due_on: String,
    tenant: String,
    title: String,
    plan: String,
    plan_title: String,
    period: Span,
    first_day: String,
    last_day: String,
    currency: Currency,
    lines: Vec<LineRecord>,
    subtotal: String,
    total: String,
    inputs: InputsRecord,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Span {
    start: String,
    end: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineRecord {
    kind: KindRecord,
    product: String,
    description: String,
    group: Option<String>,
    quantity: String,
    unit: Option<String>,
    unit_plural: Option<String>,
    price: Option<String>,
    amount: String,
    settled: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindRecord {
    Charge,
    Minimum,
    Maximum,
    Correction(Span),
    Rounding,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InputsRecord {
    business_digest: String,
    events: u64,
    events_digest: String,
}

impl Record {
    fn of(invoice: &Invoice) -> Self {
        let bill = &invoice.bill;
        Self {
            format: FORMAT,
            number: invoice.number.clone(),
            id: invoice.id.to_string(),
            issued: invoice.issued.to_string(),
            issued_on: invoice.issued_on.to_string(),
            due_on: invoice.due_on.to_string(),
            tenant: bill.tenant.to_string(),
            title: bill.title.clone(),
            plan: bill.plan.clone(),
            plan_title: bill.plan_title.clone(),
            period: Span::of(bill.period),
            first_day: bill.first_day.to_string(),
            last_day: bill.last_day.to_string(),
            currency: bill.currency,
            lines: bill.lines.iter().map(LineRecord::of).collect(),
            subtotal: bill.subtotal.to_string(),
            total: bill.total.to_string(),
            inputs: InputsRecord {
                business_digest: invoice.inputs.business_digest.clone(),
                events: invoice.inputs.events,
                events_digest: invoice.inputs.events_digest.clone(),
            },
        }
    }

    fn read(self) -> Result<Invoice, ReadError> {
        if self.format != FORMAT {
            return Err(ReadError::Format(self.format));
        }
        let currency = self.currency;
        let bill = Bill {
            tenant: parsed("tenant", &self.tenant)?,
            title: self.title,
            plan: self.plan,
            plan_title: self.plan_title,
            period: self.period.read()?,
            first_day: parsed("first day", &self.first_day)?,
            last_day: parsed("last day", &self.last_day)?,
            currency,
            lines: self.lines.into_iter().map(|line| line.read(currency)).collect::<Result<_, _>>()?,
            subtotal: money("subtotal", &self.subtotal, currency)?,
            total: money("total", &self.total, currency)?,
        };
        Ok(Invoice {
            id: parsed("id", &self.id)?,
            number: self.number,
            issued: parsed("time of issue", &self.issued)?,
            issued_on: parsed("day of issue", &self.issued_on)?,
            due_on: parsed("due day", &self.due_on)?,
            bill,
            inputs: Inputs {
                business_digest: self.inputs.business_digest,
                events: self.inputs.events,
                events_digest: self.inputs.events_digest,
            },
        })
    }
}

impl Span {
    fn of(period: Period) -> Self {
        Self { start: period.start.to_string(), end: period.end.to_string() }
    }

    fn read(&self) -> Result<Period, ReadError> {
        Ok(Period { start: parsed("start", &self.start)?, end: parsed("end", &self.end)? })
    }
}

impl LineRecord {
    fn of(line: &Line) -> Self {
        Self {
            kind: match &line.kind {
                LineKind::Charge => KindRecord::Charge,
                LineKind::Minimum => KindRecord::Minimum,
                LineKind::Maximum => KindRecord::Maximum,
                LineKind::Correction { period } => KindRecord::Correction(Span::of(*period)),
                LineKind::Rounding => KindRecord::Rounding,
            },
            product: line.product.clone(),
            description: line.description.clone(),
            group: line.group.clone(),
            quantity: line.quantity.to_string(),
            unit: line.unit.clone(),
            unit_plural: line.unit_plural.clone(),
            price: line.price.map(|price| price.normalize().to_string()),
            amount: line.amount.to_string(),
            settled: line.settled.to_string(),
        }
    }

    fn read(self, currency: Currency) -> Result<Line, ReadError> {
        Ok(Line {
            kind: match self.kind {
                KindRecord::Charge => LineKind::Charge,
                KindRecord::Minimum => LineKind::Minimum,
                KindRecord::Maximum => LineKind::Maximum,
                KindRecord::Correction(span) => LineKind::Correction { period: span.read()? },
                KindRecord::Rounding => LineKind::Rounding,
            },
            product: self.product,
            description: self.description,
            group: self.group,
            quantity: parsed("quantity", &self.quantity)?,
            unit: self.unit,
            unit_plural: self.unit_plural,
            price: self.price.as_deref().map(|price| parsed("price", price)).transpose()?,
            amount: parsed("amount", &self.amount)?,
            settled: money("settled amount", &self.settled, currency)?,
        })
    }
}

fn parsed<T: std::str::FromStr>(field: &'static str, text: &str) -> Result<T, ReadError> {
    text.parse().map_err(|_| ReadError::Field { field, value: text.to_owned() })
}

/// Whole minor units, or not a sum of money at all: nothing is rounded on the way back.
fn money(field: &'static str, text: &str, currency: Currency) -> Result<Money, ReadError> {
    let wrong = || ReadError::Field { field, value: text.to_owned() };
    let major: Exact = parsed(field, text)?;
    let scale = Exact::from_whole(10i128.checked_pow(currency.places()).ok_or_else(wrong)?);
    let minor = major.times(scale).map_err(|_| wrong())?;
    if !minor.is_whole() {
        return Err(wrong());
    }
    Ok(Money::new(i64::try_from(minor.numerator()).map_err(|_| wrong())?, currency))
}
