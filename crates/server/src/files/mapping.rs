//! Which column of a table says what.

use std::str::FromStr;

/// `at=calldate,tenant=account,id=uniqueid,type==call.completed,billable_seconds=billsec`
///
/// A name of an event on the left, a column on the right; after `==`, a fixed text. `at`, `tenant`, `type`, `id` and
/// `source` are the event's own; every other name is an attribute of its data (dots descend).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    pub at: Option<Cell>,
    pub tenant: Option<Cell>,
    pub kind: Option<Cell>,
    pub id: Option<Cell>,
    pub source: Option<Cell>,
    pub data: Vec<(String, Cell)>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Column(String),
    Fixed(String),
}

impl FromStr for Mapping {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut mapping = Self::default();
        let entries = text.split([',', '\n']).map(|entry| entry.split('#').next().unwrap_or_default().trim());
        for entry in entries.filter(|entry| !entry.is_empty()) {
            let (name, value) = entry
                .split_once('=')
                .ok_or_else(|| format!("'{entry}' maps nothing: write name=column, or name==text for a fixed text"))?;
            let cell = match value.strip_prefix('=') {
                Some(fixed) => Cell::Fixed(fixed.trim().to_owned()),
                None => Cell::Column(value.trim().to_owned()),
            };
            mapping.put(name.trim(), cell)?;
        }
        Ok(mapping)
    }
}

impl Mapping {
    /// The columns as they are called: those with an event's own names, and all others as attributes.
    pub fn by_name<'h>(header: impl Iterator<Item = &'h str>) -> Result<Self, String> {
        let mut mapping = Self::default();
        for name in header.filter(|name| !name.is_empty()) {
            mapping.put(name, Cell::Column(name.to_owned()))?;
        }
        Ok(mapping)
    }

    fn put(&mut self, name: &str, cell: Cell) -> Result<(), String> {
        let place = match name {
            "at" | "time" => &mut self.at,
            "tenant" | "subject" => &mut self.tenant,
            "type" => &mut self.kind,
            "id" => &mut self.id,
            "source" => &mut self.source,
            "" => return Err("a name is missing before '='".into()),
            attribute => {
                if self.data.iter().any(|(known, _)| known == attribute) {
                    return Err(format!("'{attribute}' is mapped twice"));
                }
                self.data.push((attribute.to_owned(), cell));
                return Ok(());
            }
        };
        match place.replace(cell) {
            None => Ok(()),
            Some(_) => Err(format!("'{name}' is mapped twice")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_read_from_one_line_or_many() {
        let line: Mapping =
            "at=calldate, tenant=account,type==call.completed,billable_seconds=billsec".parse().unwrap();
        assert_eq!(line.kind, Some(Cell::Fixed("call.completed".into())));
        assert_eq!(line.data, [("billable_seconds".to_owned(), Cell::Column("billsec".into()))]);
        let file =
            "# calls\nat = calldate\ntenant = account # who\ntype == call.completed\n\nbillable_seconds = billsec\n";
        assert_eq!(file.parse::<Mapping>().unwrap(), line);
    }

    #[test]
    fn a_wrong_mapping_is_explained() {
        assert!("calldate".parse::<Mapping>().unwrap_err().contains("name=column"));
        assert!("at=a,time=b".parse::<Mapping>().unwrap_err().contains("twice"));
        assert!("x=a,x=b".parse::<Mapping>().unwrap_err().contains("twice"));
        assert!("=a".parse::<Mapping>().unwrap_err().contains("missing"));
    }
}
