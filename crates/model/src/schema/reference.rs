//! The tables of docs/business-file.md.

use std::fmt::Write as _;

use super::scalars::described;
use crate::{
    parse::FILE,
    section::{Kind, Section},
};

/// For each section, in the order in which the file refers to them: its name, and a Markdown table of its keys.
pub fn reference() -> Vec<(&'static str, String)> {
    let mut seen: Vec<&'static Section> = Vec::new();
    collect(&FILE, &mut seen);
    seen.into_iter().map(|section| (section.name, table(section))).collect()
}

fn collect(section: &'static Section, seen: &mut Vec<&'static Section>) {
    if seen.iter().any(|known| known.name == section.name) {
        return;
    }
    seen.push(section);
    for key in section.keys {
        inside(key.kind, seen);
    }
}

fn inside(kind: Kind, seen: &mut Vec<&'static Section>) {
    match kind {
        Kind::Table(section) | Kind::Tables(section) | Kind::Named(section) => collect(section, seen),
        Kind::Map(kind) | Kind::MapOf(_, kind) | Kind::Rows(kind) | Kind::List(kind) => inside(*kind, seen),
        Kind::AnyOf(kinds) => kinds.iter().for_each(|kind| inside(*kind, seen)),
        _ => {}
    }
}

fn table(section: &Section) -> String {
    let anchor = section.name.replace('_', "-");
    let mut text =
        format!("<a id=\"{anchor}\"></a>{}\n\n| Key | Holds | Meaning | Default |\n|---|---|---|---|\n", section.doc);
    for key in section.keys {
        let default = match (key.required, key.default) {
            (true, _) => "**required**".to_owned(),
            (false, Some(default)) if default.starts_with('"') => format!("`{default}`"),
            (false, default) => default.unwrap_or_default().to_owned(),
        };
        // A pipe would end the cell.
        let row = [format!("`{}`", key.name), described(key.kind), key.doc.to_owned(), default];
        let _ = writeln!(text, "| {} |", row.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    text
}
