//! `Master.csv`, the call records of Asterisk's `cdr_csv`: no header, every text quoted, 16 columns and up to five more.
//!
//! `accountcode, src, dst, dcontext, clid, channel, dstchannel, lastapp, lastdata, start, answer, end, duration, billsec,
//! disposition, amaflags`, then, each as `cdr.conf` has it: `uniqueid` (loguniqueid), `userfield` (loguserfield) and
//! `peeraccount, linkedid, sequence` (newcdrcolumns).

use std::io::{self, Read};

use csv::ByteRecord;

use super::{
    Content, Row,
    cells::{Cells, Found},
    event::{ContentIds, Fields},
    moment,
    open::Terms,
    table::joined,
};

const SOURCE: &str = "asterisk";
const KIND: &str = "call.completed";

const ACCOUNT: usize = 0;
const CALLER: usize = 1;
const DESTINATION: usize = 2;
const CONTEXT: usize = 3;
const START: usize = 9;
const DURATION: usize = 12;
const BILLABLE: usize = 13;
const DISPOSITION: usize = 14;
/// Columns that are always there.
const FIXED: usize = 16;
const COLUMNS_MAX: usize = 21;

pub struct Calls<R: Read> {
    cells: Cells<R>,
    terms: Terms,
    ids: ContentIds,
}

impl<R: Read> Calls<R> {
    pub fn new(reader: R, terms: Terms) -> Self {
        Self { cells: Cells::new(reader, b','), terms, ids: ContentIds::default() }
    }

    fn row(&mut self) -> io::Result<Option<Row>> {
        Ok(match self.cells.next()? {
            None => None,
            Some(Found::Broken(line, why)) => Some(Row::unreadable(line, "", why)),
            Some(Found::Row(line, record)) => Some(match call(record, &mut self.ids, &self.terms) {
                Ok(content) => Row { line, content },
                Err(why) => Row::unreadable(line, &joined(record), why),
            }),
        })
    }
}

impl<R: Read> Iterator for Calls<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row().transpose()
    }
}

/// Whether a row looks like one of `Master.csv`.
pub fn is_call(record: &ByteRecord) -> bool {
    let answers: [&[u8]; 6] = [b"ANSWERED", b"NO ANSWER", b"BUSY", b"FAILED", b"CONGESTION", b"UNKNOWN"];
    (FIXED..=COLUMNS_MAX).contains(&record.len())
        && record.get(DISPOSITION).is_some_and(|cell| answers.contains(&cell))
        && record.get(DURATION).is_some_and(|cell| cell.iter().all(u8::is_ascii_digit))
}

fn call(record: &ByteRecord, ids: &mut ContentIds, terms: &Terms) -> Result<Content, String> {
    if !(FIXED..=COLUMNS_MAX).contains(&record.len()) {
        let columns = record.len();
        return Err(format!("the row has {columns} columns; Master.csv has {FIXED} to {COLUMNS_MAX}"));
    }
    let cell = |index: usize, name: &str| {
        std::str::from_utf8(record.get(index).unwrap_or_default())
            .map(str::trim)
            .map_err(|_| format!("{name} is not UTF-8 text"))
    };
    match cell(DISPOSITION, "disposition")? {
        "ANSWERED" => {}
        "NO ANSWER" | "BUSY" | "FAILED" | "CONGESTION" | "UNKNOWN" => return Ok(Content::Passed("not answered")),
        other => return Err(format!("disposition '{}' is none of Asterisk's", moment::short(other))),
    }
    let tenant = match cell(ACCOUNT, "accountcode")? {
        "" => return Err("accountcode is empty, so nobody can be charged for the call".into()),
        account => account,
    };
    let start = cell(START, "start")?;
    let at = moment::parse(start, &terms.zone).map_err(|why| format!("start: {why}"))?;
    let billable = seconds(cell(BILLABLE, "billsec")?, "billsec")?;
    let duration = seconds(cell(DURATION, "duration")?, "duration")?;
    let extra = Extra::of(record);
    let id = match (extra.unique, extra.sequence) {
        (Some(unique), Some(sequence)) => format!("{unique}-{sequence}"),
        // A transferred call has several records with one id, which began at different times.
        (Some(unique), None) => format!("{unique}@{start}"),
        (None, _) => ids.of(record.iter()),
    };
    let mut data = vec![("billable_seconds", billable), ("duration_seconds", duration)];
    let more = [
        ("caller", cell(CALLER, "src")?),
        ("destination", cell(DESTINATION, "dst")?),
        ("context", cell(CONTEXT, "dcontext")?),
        ("userfield", extra.user),
    ];
    data.extend(more.into_iter().filter(|(_, value)| !value.is_empty()));
    let (source, kind) = (terms.source.as_deref().unwrap_or(SOURCE), terms.kind.as_deref().unwrap_or(KIND));
    Ok(Content::Event(Fields { id: &id, source, kind, tenant, at, data }.to_json()))
}

fn seconds<'s>(text: &'s str, name: &str) -> Result<&'s str, String> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(format!("{name} is '{}'; it is a whole number of seconds", moment::short(text)))
    }
}

/// The columns that `cdr.conf` may add.
#[derive(Default)]
struct Extra<'r> {
    unique: Option<&'r str>,
    user: &'r str,
    sequence: Option<&'r str>,
}

impl<'r> Extra<'r> {
    fn of(record: &'r ByteRecord) -> Self {
        let cells: Vec<&str> =
            record.iter().skip(FIXED).map(|cell| std::str::from_utf8(cell).unwrap_or_default().trim()).collect();
        match cells.as_slice() {
            [unique, user, _, _, sequence] => Self { unique: present(unique), user, sequence: present(sequence) },
            [one, _, _, sequence] if is_unique(one) => {
                Self { unique: Some(one), user: "", sequence: present(sequence) }
            }
            [user, _, linked, sequence] => Self { unique: present(linked), user, sequence: present(sequence) },
            [_, linked, sequence] => Self { unique: present(linked), user: "", sequence: present(sequence) },
            [unique, user] => Self { unique: present(unique), user, sequence: None },
            [one] if is_unique(one) => Self { unique: Some(one), ..Self::default() },
            [user] => Self { user, ..Self::default() },
            _ => Self::default(),
        }
    }
}

fn present(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// `1759320000.42`, perhaps after the name of the system and a dash.
fn is_unique(text: &str) -> bool {
    let number = text.rsplit_once('-').map_or(text, |(_, number)| number);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    number.split_once('.').is_some_and(|(seconds, count)| digits(seconds) && digits(count))
}
