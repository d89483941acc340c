//! Texts, flags and choices.

use toml::de::DeValue;

use super::{Field, clip, nearest};
use crate::{
    limits::{PROSE_CHARS_MAX, TEXT_CHARS_MAX, TEXTS_MAX},
    problem::ProblemKind,
    section::Kind,
};

impl<'a> Field<'a> {
    pub fn text(&self) -> Option<&'a str> {
        match self.node.get_ref() {
            DeValue::String(text) => Some(text.as_ref()),
            _ => {
                self.wrong_type("a text in quotes");
                None
            }
        }
    }

    /// Text for people: not empty, no control characters, at most so many characters.
    fn words(&self, most: usize) -> Option<String> {
        let text = self.text()?;
        let length = text.chars().count();
        let fault = if text.trim().is_empty() {
            "it is empty".to_owned()
        } else if length > most {
            format!("it has {length} characters, and {most} is the most")
        } else if text.chars().any(|c| c.is_control() || is_direction(c)) {
            "it has control characters in it".to_owned()
        } else {
            return Some(text.trim().to_owned());
        };
        self.report(ProblemKind::NotText, format!("'{}' cannot be shown: {fault}", self.path), fault, &[]);
        None
    }

    pub fn title(&self) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Text | Kind::Texts).then_some(()));
        self.words(TEXT_CHARS_MAX)
    }

    pub fn prose(&self) -> Option<String> {
        self.declared(|kind| matches!(kind, Kind::Prose).then_some(()));
        self.words(PROSE_CHARS_MAX)
    }

    /// One text, or a list of them.
    pub fn texts(&self) -> Option<Vec<String>> {
        self.declared(|kind| matches!(kind, Kind::Texts).then_some(()));
        if self.is_list() {
            let items = self.items(TEXTS_MAX);
            let texts: Vec<String> = items.iter().filter_map(Field::title).collect();
            return (texts.len() == items.len()).then_some(texts);
        }
        self.title().map(|text| vec![text])
    }

    pub fn flag(&self) -> Option<bool> {
        self.declared(|kind| matches!(kind, Kind::Flag).then_some(()));
        match self.node.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.wrong_type("true or false");
                None
            }
        }
    }

    pub fn choice<T: Copy>(&self, choices: &[(&'static str, T)]) -> Option<T> {
        let same =
            |declared: &[(&str, &str)]| declared.iter().map(|(name, _)| name).eq(choices.iter().map(|(name, _)| name));
        self.declared(|kind| matches!(kind, Kind::Choice(declared) if same(declared)).then_some(()));
        let text = self.text()?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let label = match nearest(text, &names) {
            Some(near) => format!("did you mean '{near}'?"),
            None => "not a choice".to_owned(),
        };
        self.report(
            ProblemKind::NotOneOf,
            format!("'{}' is not a choice for '{}'", clip(text), self.path),
            label,
            &[format!("choose one of: {}", names.join(", "))],
        );
        None
    }
}

/// Characters that turn the direction of what follows: they can make a text read as another.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
