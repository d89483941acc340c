use std::io::IsTerminal as _;

use anyhow::Result;
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::{business_file::BusinessFile, exit::Exit, out};

/// Check a business file: every error with its place, and what looks suspicious.
///
/// Errors make it unusable (exit code 1). Findings are worth a look: a volume discount that makes fewer cost more, a
/// price below its cost, a name never used.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  purvey check business.toml\n  purvey check nodes\n  purvey check --format json -")]
pub struct Args {
    /// The file; `-` for standard input; or the name of a business that comes with Purvey
    file: String,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    /// {"file", "ok", "errors", "findings"}
    Json,
}

pub fn run(args: &Args) -> Result<Exit> {
    let file = BusinessFile::read(&args.file)?;
    let colour = std::io::stdout().is_terminal();
    let checked = model::check(&file.text, &file.name);
    let exit = if checked.is_ok() { Exit::Done } else { Exit::Failed };
    out::print(&match (&checked, args.format) {
        (Ok((business, findings)), Format::Text) => format!("{}\n{}", summary(business), findings.render(colour)),
        (Err(errors), Format::Text) => errors.render(colour),
        (Ok((_, findings)), Format::Json) => {
            verdict(&file.name, true, Value::Array(vec![]), list(findings.to_json(), "findings"))
        }
        (Err(errors), Format::Json) => {
            verdict(&file.name, false, list(errors.to_json(), "errors"), Value::Array(vec![]))
        }
    })?;
    Ok(exit)
}

fn list(mut json: Value, key: &str) -> Value {
    json.get_mut(key).map(Value::take).unwrap_or_default()
}

fn verdict(file: &str, ok: bool, errors: Value, findings: Value) -> String {
    json!({ "file": file, "ok": ok, "errors": errors, "findings": findings }).to_string()
}

fn summary(business: &model::Business) -> String {
    let counted = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    format!(
        "{}: {}, {}, {}, in {}, {}\n",
        business.name,
        counted(business.meters.len(), "meter"),
        counted(business.products.len(), "product"),
        counted(business.plans.len(), "plan"),
        business.currency,
        business.zone_name,
    )
}
