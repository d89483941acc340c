use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::Settings;

/// The reference of all settings, embedded.
pub const DEFAULT: &str = include_str!("../../../../config/default.toml");
const PREFIX: &str = "PURVEY__";

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("Cannot read the settings in {path}: {source}.")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("The settings in {path} are not TOML:\n{message}")]
    NotToml { path: PathBuf, message: String },
    #[error("{origin} sets '{name}', which is no setting.{hint}")]
    Unknown { origin: String, name: String, hint: String },
    #[error("{origin} sets {name} to {given}; it takes {takes}.")]
    WrongType { origin: String, name: String, given: String, takes: &'static str },
    #[error("A setting cannot work: {0}.")]
    Impossible(String),
    #[error("the built-in settings are broken: {0}")]
    Broken(#[from] toml::de::Error),
}

/// The defaults, then `file`, then every `PURVEY__SECTION__KEY` of `environment`.
pub fn load(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, ConfigError> {
    let mut settings: Table = toml::from_str(DEFAULT)?;
    if let Some(path) = file {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let table: Table = toml::from_str(&text)
            .map_err(|error| ConfigError::NotToml { path: path.to_owned(), message: error.to_string() })?;
        overlay(&mut settings, table, &path.display().to_string())?;
    }
    for (name, text) in environment {
        let Some(rest) = name.strip_prefix(PREFIX) else { continue };
        let path = rest.to_lowercase().replace("__", ".");
        let value = typed(&settings, &path, &text);
        set(&mut settings, &path, value, &format!("The environment variable {name}"))?;
    }
    let settings: Settings = Value::Table(settings).try_into()?;
    settings.validate().map_err(ConfigError::Impossible)?;
    Ok(settings)
}

fn overlay(settings: &mut Table, table: Table, origin: &str) -> Result<(), ConfigError> {
    for (section, value) in table {
        match value {
            Value::Table(keys) if settings.contains_key(&section) => {
                for (key, value) in keys {
                    set(settings, &format!("{section}.{key}"), value, origin)?;
                }
            }
            _ => return Err(unknown(settings, &section, origin)),
        }
    }
    Ok(())
}

/// Environment variables are text: read it as what the setting is.
fn typed(settings: &Table, path: &str, text: &str) -> Value {
    match current(settings, path) {
        Some(Value::Integer(_)) => text.trim().parse().map(Value::Integer).ok(),
        Some(Value::Boolean(_)) => text.trim().parse().map(Value::Boolean).ok(),
        _ => None,
    }
    .unwrap_or_else(|| Value::String(text.to_owned()))
}

fn current<'s>(settings: &'s Table, path: &str) -> Option<&'s Value> {
    let (section, key) = path.split_once('.')?;
    settings.get(section)?.get(key)
}

fn set(settings: &mut Table, path: &str, value: Value, origin: &str) -> Result<(), ConfigError> {
    let place = path.split_once('.').and_then(|(section, key)| settings.get_mut(section)?.as_table_mut()?.get_mut(key));
    let Some(place) = place else { return Err(unknown(settings, path, origin)) };
    if place.type_str() != value.type_str() {
        let takes = match place {
            Value::Integer(_) => "a whole number",
            Value::Boolean(_) => "true or false",
            _ => "a text in quotes",
        };
        let (origin, name, given) = (origin.to_owned(), path.to_owned(), shown(&value));
        return Err(ConfigError::WrongType { origin, name, given, takes });
    }
    *place = value;
    Ok(())
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        other => format!("a {}", other.type_str()),
    }
}

fn unknown(settings: &Table, path: &str, origin: &str) -> ConfigError {
    let known = settings.iter().filter_map(|(section, keys)| Some((section, keys.as_table()?)));
    let names = known.flat_map(|(section, keys)| keys.keys().map(move |key| format!("{section}.{key}")));
    let nearest = names.map(|name| (strsim::jaro_winkler(path, &name), name)).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint = match nearest {
        Some((likeness, name)) if likeness > 0.75 => format!(" Did you mean {name}?"),
        _ => " The settings are listed by: purvey config".into(),
    };
    ConfigError::Unknown { origin: origin.to_owned(), name: path.to_owned(), hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str) -> Result<Settings, ConfigError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        load(Some(file.path()), [])
    }

    fn with_environment(name: &str, value: &str) -> Result<Settings, ConfigError> {
        load(None, [(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn the_reference_file_is_complete_and_valid() {
        let settings = load(None, []).unwrap();
        assert_eq!(settings.server.listen, "127.0.0.1:8440");
        assert!(settings.closing.automatic);
    }

    #[test]
    fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
        let settings = with_file("[ingest]\nlanes = 4\n[log]\nlevel = \"warn\"").unwrap();
        assert_eq!((settings.ingest.lanes, settings.log.level.as_str()), (4, "warn"));
        let settings = with_environment("PURVEY__CLOSING__AUTOMATIC", "false").unwrap();
        assert!(!settings.closing.automatic);
    }

    #[test]
    fn every_mistake_is_named_with_its_place() {
        let says = |result: Result<Settings, ConfigError>, words: &[&str]| {
            let error = result.unwrap_err().to_string();
            assert!(words.iter().all(|word| error.contains(word)), "{error}");
        };
        says(with_file("[server]\nlisten_on = \"x\""), &["server.listen_on", "Did you mean server.listen?"]);
        says(with_file("[serve]\nlisten = \"x\""), &["'serve'", "no setting"]);
        says(with_file("listen = 1"), &["'listen'"]);
        says(with_file("[server\n"), &["not TOML", "line 1"]);
        says(with_file("[ingest]\nlanes = \"two\""), &["ingest.lanes", "whole number"]);
        says(with_file("[ingest]\nlanes = 99"), &["ingest.lanes is 99", "1 to 16"]);
        says(with_file("[server]\nlisten = \"8440\""), &["server.listen", "127.0.0.1:8440"]);
        says(with_environment("PURVEY__INGEST__LANES", "many"), &["PURVEY__INGEST__LANES", "whole number"]);
        says(with_environment("PURVEY__NOTHING", "x"), &["PURVEY__NOTHING", "no setting"]);
        says(with_file("[database]\nurl = \"mysql://root:secret@h\""), &["postgres://"]);
        says(load(Some(Path::new("/nowhere/purvey.toml")), []), &["/nowhere/purvey.toml"]);
    }

    #[test]
    fn a_wrong_database_url_is_not_repeated() {
        let error = with_file("[database]\nurl = \"mysql://root:secret@h\"").unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }
}
