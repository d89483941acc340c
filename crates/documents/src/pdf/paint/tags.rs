//! The order of reading, for readers that cannot see the paper: a title, headings, paragraphs, one table.

use std::{collections::BTreeMap, num::NonZeroU16, num::NonZeroU32};

use krilla::tagging::{Identifier, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use crate::pdf::flow::Role;

/// What has been drawn, by place in the order of reading: a row is a place, a column a place within it.
#[derive(Default)]
pub struct Tags {
    leaves: BTreeMap<(u32, u32), Leaf>,
}

struct Leaf {
    role: Role,
    text: String,
    drawn: Vec<Identifier>,
}

impl Tags {
    /// `text` was drawn under `identifier`.
    pub fn add(&mut self, role: Role, text: &str, identifier: Identifier) {
        let place = match role {
            Role::Artifact => return,
            Role::Title(order) | Role::Heading(order) | Role::Paragraph(order) => (order, 0),
            Role::GroupHead { row } | Role::RowHead { row, .. } => (row, 0),
            Role::ColumnHead { row, column } | Role::Cell { row, column } => (row, column),
        };
        let leaf = self.leaves.entry(place).or_insert_with(|| Leaf { role, text: text.to_owned(), drawn: Vec::new() });
        leaf.drawn.push(identifier);
    }

    pub fn tree(self) -> TagTree {
        let mut tree = TagTree::new();
        let mut table = TagGroup::new(Tag::Table);
        let mut row: Option<(u32, TagGroup)> = None;
        for ((order, _), Leaf { role, text, drawn }) in self.leaves {
            let mut leaf = TagGroup::new(kind(role, text));
            drawn.into_iter().for_each(|identifier| leaf.push(identifier));
            if row.as_ref().is_some_and(|(number, _)| *number != order) {
                table.children.extend(row.take().map(|(_, row)| row.into()));
            }
            if is_cell(role) {
                row.get_or_insert_with(|| (order, TagGroup::new(Tag::TR))).1.push(leaf);
                continue;
            }
            if !table.children.is_empty() {
                tree.push(std::mem::replace(&mut table, TagGroup::new(Tag::Table)));
            }
            tree.push(leaf);
        }
        table.children.extend(row.take().map(|(_, row)| row.into()));
        if !table.children.is_empty() {
            tree.push(table);
        }
        tree
    }
}

fn is_cell(role: Role) -> bool {
    matches!(role, Role::ColumnHead { .. } | Role::GroupHead { .. } | Role::RowHead { .. } | Role::Cell { .. })
}

fn kind(role: Role, text: String) -> TagKind {
    match role {
        Role::Title(_) => Tag::Hn(NonZeroU16::MIN, Some(text)).into(),
        Role::Heading(_) => Tag::Hn(NonZeroU16::MIN.saturating_add(1), Some(text)).into(),
        Role::Paragraph(_) | Role::Artifact => Tag::P.into(),
        Role::ColumnHead { .. } => Tag::TH(TableHeaderScope::Column).into(),
        Role::GroupHead { .. } => Tag::TH(TableHeaderScope::Row).with_col_span(NonZeroU32::new(4)).into(),
        Role::RowHead { columns, .. } => Tag::TH(TableHeaderScope::Row)
            .with_col_span(NonZeroU32::new(columns).filter(|count| count.get() > 1))
            .into(),
        Role::Cell { .. } => Tag::TD.into(),
    }
}
