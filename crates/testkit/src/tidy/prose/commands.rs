//! The commands that documents quote, so that they can be held against the program and the workspace.

use serde_json::Value;

use super::{super::Repo, Markdown};

/// One quoted command, as its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// `README.md:12`
    pub at: String,
    pub words: Vec<String>,
}

/// Commands quoted in inline code or in fenced `sh` and `console` blocks that begin with `program`.
pub fn commands(repo: &Repo, program: &str) -> Vec<Command> {
    let mut quoted = Vec::new();
    for file in repo.ending(".md") {
        let markdown = Markdown::of(&file.text);
        let fenced = markdown.fenced.iter().filter(|(_, language, _)| matches!(language.as_str(), "sh" | "console"));
        let lines =
            fenced.map(|(line, _, text)| (line, text)).chain(markdown.spans.iter().map(|(line, text)| (line, text)));
        for (line, text) in lines {
            let command = text.trim_start().trim_start_matches("$ ").split(" #").next().unwrap_or_default();
            let words: Vec<_> = command.split_whitespace().map(str::to_owned).collect();
            // Settings before the program: `RUST_LOG=debug purvey serve`.
            let skip = words.iter().take_while(|word| word.contains('=') && !word.starts_with('-')).count();
            if words.get(skip).is_some_and(|word| word == program) {
                quoted.push(Command {
                    at: format!("{}:{line}", file.path),
                    words: words.into_iter().skip(skip).collect(),
                });
            }
        }
    }
    quoted
}

/// `cargo` commands whose package, test, bench, binary or example is not in the output of `cargo metadata`.
pub fn cargo_commands(repo: &Repo, metadata: &Value) -> Vec<String> {
    let packages = || metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    let named = |value: &Value, name: &str| value.get("name").and_then(Value::as_str) == Some(name);
    let targets =
        || packages().flat_map(|package| package.get("targets").and_then(Value::as_array).into_iter().flatten());
    let mut complaints = Vec::new();
    for Command { at, words } in commands(repo, "cargo") {
        for pair in words.windows(2) {
            let [flag, name] = pair else { continue };
            let known = match flag.as_str() {
                "-p" | "--package" => packages().any(|package| named(package, name)),
                "--test" | "--bench" | "--bin" | "--example" => targets().any(|target| named(target, name)),
                _ => true,
            };
            if !known {
                complaints.push(format!("{at}: {flag} {name} is not in the workspace"));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn commands_are_found_in_prose_and_in_fences() {
        let text = "# T\nRun `purvey check FILE`.\n```sh\nRUST_LOG=debug purvey serve --port 1 # here\n$ purvey demo\necho purvey\n```\n";
        let found = commands(&Repo::sample(&[("a.md", text)]), "purvey");
        let words: Vec<_> = found.iter().map(|command| command.words.join(" ")).collect();
        assert_eq!(words, ["purvey serve --port 1", "purvey demo", "purvey check FILE"]);
        assert_eq!(found[0].at, "a.md:4");
    }

    #[test]
    fn a_cargo_command_that_names_nothing_is_named() {
        let metadata = json!({ "packages": [{ "name": "billing", "targets": [{ "name": "shapes" }] }] });
        let text = "# T\n`cargo bench -p billing --bench shapes` `cargo test -p gone` `cargo bench --bench gone`";
        let found = cargo_commands(&Repo::sample(&[("a.md", text)]), &metadata);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
