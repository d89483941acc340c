use std::fmt;

/// One word of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    Plain(String),
    Quoted(String),
    /// `key=value` or `key="value"`.
    Pair {
        key: String,
        value: String,
        quoted: bool,
    },
}

impl Word {
    pub fn plain(&self) -> Option<&str> {
        match self {
            Self::Plain(word) => Some(word),
            Self::Quoted(_) | Self::Pair { .. } => None,
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(word) => f.write_str(word),
            Self::Quoted(text) => write!(f, "\"{text}\""),
            Self::Pair { key, value, .. } => write!(f, "{key}={value}"),
        }
    }
}

/// The words of a line up to its comment. Double quotes hold a text together; there are no escapes.
pub fn words(line: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
        let (front, after) = rest.split_at(end);
        let (word, after) = match after.strip_prefix('"') {
            None => (bare(front), after),
            Some(text) => {
                let (text, after) = text.split_once('"').ok_or("a quotation is not closed")?;
                (quotation(front, text)?, after)
            }
        };
        words.push(word);
        rest = after.trim_start();
    }
    Ok(words)
}

fn bare(word: &str) -> Word {
    match word.split_once('=') {
        Some((key, value)) => Word::Pair { key: key.into(), value: value.into(), quoted: false },
        None => Word::Plain(word.into()),
    }
}

fn quotation(front: &str, text: &str) -> Result<Word, String> {
    match front.strip_suffix('=') {
        Some(key) => Ok(Word::Pair { key: key.into(), value: text.into(), quoted: true }),
        None if front.is_empty() => Ok(Word::Quoted(text.into())),
        None => Err(format!("a quotation begins inside '{front}'")),
    }
}
