//! Business files on the command line: a path, `-`, or the name of one that comes with Purvey.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

use anyhow::{Context as _, Result, bail};
use model::{Business, shipped};

/// The text of a business file, and what messages call it.
#[derive(Clone, Debug)]
pub struct BusinessFile {
    pub name: String,
    pub text: String,
}

impl BusinessFile {
    pub fn read(file: &str) -> Result<Self> {
        let bytes = if file == "-" {
            let mut bytes = Vec::new();
            io::stdin().take(BYTES_MAX).read_to_end(&mut bytes).context("Cannot read standard input.")?;
            bytes
        } else if Path::new(file).exists() {
            let mut bytes = Vec::new();
            fs::File::open(file)
                .and_then(|open| open.take(BYTES_MAX).read_to_end(&mut bytes))
                .with_context(|| format!("Cannot read {file}."))?;
            bytes
        } else if let Some(shipped) = shipped::get(file) {
            return Ok(Self { name: shipped.file_name(), text: shipped.text.to_owned() });
        } else {
            let names: Vec<&str> = shipped::all().iter().map(|shipped| shipped.name).collect();
            bail!(
                "There is no file {file}. These come with Purvey and can be named as they are: {}.",
                names.join(", ")
            );
        };
        let name = if file == "-" { "standard input".to_owned() } else { file.to_owned() };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let before = error.as_bytes().get(..at).unwrap_or_default();
                let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                bail!("{name} is not UTF-8 text: see line {line}. Save it as UTF-8.");
            }
        }
    }

    /// The checked business. The error is the rendered list of everything wrong with the file.
    pub fn parse(&self) -> Result<Business> {
        Ok(model::parse(&self.text, &self.name)?)
    }
}

/// One byte more than a business file may have, so that a longer one is seen to be too long.
const BYTES_MAX: u64 = model::limits::FILE_BYTES_MAX as u64 + 1;
