use crate::program::Program;

/// The commands that `purvey --help` lists.
fn commands(help: &str) -> Vec<String> {
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // A description that goes on in the next line is indented further.
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn the_help_is_the_committed_one() {
    let program = Program::new();
    let help = program.done(&["--help"]);
    insta::assert_snapshot!("purvey", help);
    for command in commands(&help) {
        let text = program.done(&[&command, "--help"]).replace("DIR/data", "");
        insta::assert_snapshot!(format!("purvey-{command}"), text);
    }
}

#[test]
fn every_command_shows_an_example_or_its_verbs() {
    let program = Program::new();
    for command in commands(&program.done(&["--help"])) {
        let text = program.done(&[&command, "--help"]);
        let plain = ["openapi"].contains(&command.as_str());
        assert!(plain || text.contains("Example") || text.contains("Commands:"), "{text}");
    }
}
