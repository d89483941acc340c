use crate::program::{Program, is_for_people};

#[test]
fn every_shipped_business_passes() {
    let program = Program::new();
    for name in ["dialer", "isp", "nodes", "deployments"] {
        let said = program.run(&["check", name]);
        assert_eq!(said.code, Some(0), "{}", said.out);
    }
    let said = program.run(&["check", "nodes"]);
    assert!(said.out.contains("91 to 99 nodes cost more than 100"), "{}", said.out);
}

#[test]
fn all_errors_are_told_at_once_with_their_places() {
    let program = Program::new();
    program.write("b.toml", "[business]\nname = 1\ncurency = \"USD\"\n");
    let said = program.run(&["check", "b.toml"]);
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("b.toml:2") && said.out.contains("currency"), "{}", said.out);
    let said = program.run(&["check", "b.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &json["ok"]), (Some(1), &false.into()));
    assert!(json["errors"].as_array().unwrap().len() >= 2, "{json}");
    assert!(json["errors"].as_array().unwrap().iter().any(|error| error["line"] == 2), "{json}");
}

#[test]
fn what_is_no_business_file_is_refused_in_words() {
    let program = Program::new();
    std::fs::write(program.path("binary"), b"name = \"a\"\n\xff\xfe").unwrap();
    for (file, words) in
        [("none.toml", "come with Purvey"), ("binary", "line 2"), ("data", "Cannot read"), ("-", "error")]
    {
        if file == "data" {
            std::fs::create_dir(program.path(file)).unwrap();
        }
        let said = program.run(&["check", file]);
        let text = said.out + &said.err;
        assert_eq!(said.code, Some(1), "{file}: {text}");
        assert!(text.contains(words) && is_for_people(&text), "{file}: {text}");
    }
    let said = program.run(&["check"]);
    assert_eq!(said.code, Some(2));
}

#[test]
fn the_difference_of_two_files_is_what_they_say() {
    let program = Program::new();
    let dialer = include_str!("../../../../businesses/dialer.toml");
    program.write(
        "new.toml",
        &dialer.replace("minutes = \"0.025\", numbers = \"3/month\"", "minutes = \"0.02\", numbers = \"3/month\""),
    );
    program.write("same.toml", &format!("# a comment\n{dialer}"));
    let changed = program.done(&["diff", "dialer", "new.toml"]);
    assert!(changed.contains("plans.silver") && changed.contains("0.025") && changed.lines().count() == 1, "{changed}");
    assert!(program.done(&["diff", "dialer", "same.toml"]).contains("the same"));
}

#[test]
fn the_schema_is_json() {
    let schema: serde_json::Value = serde_json::from_str(&Program::new().done(&["schema"])).unwrap();
    assert!(schema["$defs"].is_object());
}
