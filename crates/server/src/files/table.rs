//! CSV with a header: each row an event, by a mapping.

use std::io::{self, Read};

use csv::ByteRecord;

use super::{
    Content, Mapping, Row,
    cells::{Cells, Found},
    event::{ContentIds, Fields},
    mapping::Cell,
    moment,
    open::Terms,
};

/// The source of events from tables that name none.
const SOURCE: &str = "csv";

pub struct Table<R: Read> {
    cells: Cells<R>,
    terms: Terms,
    columns: Option<Columns>,
    ids: ContentIds,
}

impl<R: Read> Table<R> {
    pub fn new(reader: R, delimiter: u8, terms: Terms) -> Self {
        Self { cells: Cells::new(reader, delimiter), terms, columns: None, ids: ContentIds::default() }
    }

    fn row(&mut self) -> io::Result<Option<Row>> {
        loop {
            let (line, record) = match self.cells.next()? {
                None => return Ok(None),
                Some(Found::Broken(line, why)) => return Ok(Some(Row::unreadable(line, "", why))),
                Some(Found::Row(line, record)) => (line, record),
            };
            let Some(columns) = &self.columns else {
                match Columns::of(record, &self.terms) {
                    Ok(columns) => self.columns = Some(columns),
                    Err(why) => {
                        self.cells.stop();
                        return Ok(Some(Row::unreadable(line, "", why)));
                    }
                }
                continue;
            };
            return Ok(Some(match columns.event(record, &mut self.ids, &self.terms) {
                Ok(event) => Row { line, content: Content::Event(event) },
                Err(why) => Row::unreadable(line, &joined(record), why),
            }));
        }
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row().transpose()
    }
}

/// The row for a person to recognise.
pub fn joined(record: &ByteRecord) -> String {
    record.iter().map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}

/// A mapping bound to the columns of one file.
struct Columns {
    width: usize,
    at: Place,
    tenant: Place,
    kind: Place,
    id: Option<Place>,
    source: Option<Place>,
    data: Vec<(String, Place)>,
}

enum Place {
    Column(usize),
    Fixed(String),
}

impl Columns {
    fn of(header: &ByteRecord, terms: &Terms) -> Result<Self, String> {
        let header: Vec<&str> = header
            .iter()
            .map(|cell| std::str::from_utf8(cell).map(str::trim))
            .collect::<Result<_, _>>()
            .map_err(|_| "the header is not UTF-8 text".to_owned())?;
        let by_name;
        let mapping = match &terms.mapping {
            Some(mapping) => mapping,
            None => {
                by_name = Mapping::by_name(header.iter().copied()).map_err(|why| format!("in the header, {why}"))?;
                &by_name
            }
        };
        let place = |cell: &Cell| bind(cell, &header);
        let needed = |cell: &Option<Cell>, name: &str| match cell {
            Some(cell) => place(cell),
            None => Err(format!(
                "no column says '{name}': map it with --map {name}=COLUMN or --map {name}==TEXT (columns: {})",
                header.join(", ")
            )),
        };
        let kind = terms.kind.clone().map(Cell::Fixed);
        Ok(Self {
            width: header.len(),
            at: needed(&mapping.at, "at")?,
            tenant: needed(&mapping.tenant, "tenant")?,
            kind: needed(&kind.or_else(|| mapping.kind.clone()), "type")?,
            id: mapping.id.as_ref().map(place).transpose()?,
            source: mapping.source.as_ref().map(place).transpose()?,
            data: mapping
                .data
                .iter()
                .map(|(name, cell)| Ok((name.clone(), place(cell)?)))
                .collect::<Result<_, String>>()?,
        })
    }

    fn event(&self, record: &ByteRecord, ids: &mut ContentIds, terms: &Terms) -> Result<String, String> {
        if record.len() != self.width {
            return Err(format!("the row has {} cells and the header {}", record.len(), self.width));
        }
        let at = moment::parse(self.at.needed(record, "at")?, &terms.zone).map_err(|why| format!("at: {why}"))?;
        let id = match &self.id {
            Some(place) => place.needed(record, "id")?.to_owned(),
            None => ids.of(record.iter()),
        };
        let source = match (&terms.source, &self.source) {
            (Some(source), _) => source,
            (None, Some(place)) => place.needed(record, "source")?,
            (None, None) => SOURCE,
        };
        let mut data = Vec::with_capacity(self.data.len());
        for (name, place) in &self.data {
            // An empty cell says nothing; what a meter needs of it, it will ask for.
            let value = place.get(record, name)?;
            if !value.is_empty() {
                data.push((name.as_str(), value));
            }
        }
        let (kind, tenant) = (self.kind.needed(record, "type")?, self.tenant.needed(record, "tenant")?);
        Ok(Fields { id: &id, source, kind, tenant, at, data }.to_json())
    }
}

impl Place {
    fn get<'r>(&'r self, record: &'r ByteRecord, name: &str) -> Result<&'r str, String> {
        match self {
            Self::Fixed(text) => Ok(text),
            Self::Column(index) => std::str::from_utf8(record.get(*index).unwrap_or_default())
                .map(str::trim)
                .map_err(|_| format!("{name} is not UTF-8 text")),
        }
    }

    fn needed<'r>(&'r self, record: &'r ByteRecord, name: &str) -> Result<&'r str, String> {
        match self.get(record, name)? {
            "" => Err(format!("{name} is empty")),
            value => Ok(value),
        }
    }
}

fn bind(cell: &Cell, header: &[&str]) -> Result<Place, String> {
    let name = match cell {
        Cell::Fixed(text) => return Ok(Place::Fixed(text.clone())),
        Cell::Column(name) => name,
    };
    match header.iter().position(|column| column == name) {
        Some(index) => Ok(Place::Column(index)),
        None => Err(format!("there is no column '{name}' (columns: {})", header.join(", "))),
    }
}
