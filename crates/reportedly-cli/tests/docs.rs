//! The documentation tells what the program does: every option, the commands of the README.

mod common;

fn file(name: &str) -> String {
    std::fs::read_to_string(common::root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_option_is_documented() {
    let help = common::out(&common::run(&["read", "--help"]));
    let guide = file("docs/cli.md");
    let mut options: Vec<&str> = help
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-'))
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .collect();
    options.sort();
    options.dedup();
    assert!(options.len() >= 13, "{options:?}");
    for option in options {
        assert!(guide.contains(&format!("`{option}")), "docs/cli.md says nothing of {option}");
    }
}

#[test]
fn the_guide_names_no_option_that_does_not_exist() {
    let help = common::out(&common::run(&["read", "--help"]));
    for name in ["README.md", "docs/cli.md", "docs/terminal.md", "docs/json.md"] {
        for word in file(name).split(|c: char| c.is_whitespace() || matches!(c, '`' | '(' | ')' | ',' | '='))
        {
            let option = word.trim_end_matches(['.', ';', ':']);
            let ours = !matches!(option, "--release" | "--workspace" | "--locked" | "--version" | "--");
            if option.starts_with("--") && ours && option.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            {
                assert!(help.contains(option), "{name} speaks of {option}");
            }
        }
    }
}

#[test]
fn every_field_of_the_format_is_documented() {
    let schema: serde_json::Value = serde_json::from_str(&file("docs/reportedly-1.schema.json")).unwrap();
    let guide = file("docs/json.md");
    fn names(value: &serde_json::Value, found: &mut Vec<String>) {
        if let Some(fields) = value["properties"].as_object() {
            found.extend(fields.keys().cloned());
        }
        match value {
            serde_json::Value::Object(fields) => fields.values().for_each(|field| names(field, found)),
            serde_json::Value::Array(items) => items.iter().for_each(|item| names(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    names(&schema, &mut found);
    assert!(found.len() > 50);
    for name in found {
        assert!(guide.contains(&format!("`{name}`")), "docs/json.md says nothing of {name}");
    }
}

/// The README's commands, as a newcomer copies them.
fn commands() -> Vec<String> {
    let readme = file("README.md");
    readme.lines().filter(|line| line.starts_with("cargo ")).map(str::to_owned).collect()
}

#[test]
fn the_readme_reads_the_example_and_runs_the_tests() {
    let commands = commands();
    assert_eq!(commands.len(), 2, "{commands:?}");
    let (read, test) = (&commands[0], &commands[1]);
    assert!(test.starts_with("cargo test --workspace"), "{test}");
    let (build, arguments) = read.split_once(" -- ").unwrap();
    assert_eq!(build, "cargo run --release -p reportedly-cli");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let output = common::program().args(arguments).current_dir(common::root()).output().unwrap();
    assert!(output.status.success(), "{}", common::err(&output));
    let shown = common::out(&output);
    assert!(shown.contains("attributed statements"), "{shown}");
    // The transcript is what the program shows, as far as it is shown.
    let readme = file("README.md");
    let transcript = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    for line in transcript
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('$') && line.trim() != "…")
    {
        assert!(shown.contains(line.trim()), "not shown any more: {line}\n\n{shown}");
    }
}

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    for name in
        ["README.md", "DESIGN.md", "CONTRIBUTING.md", "docs/cli.md", "docs/json.md", "docs/terminal.md"]
    {
        let folder = common::root().join(name).parent().unwrap().to_owned();
        for target in file(name).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap();
            if !target.is_empty() && !target.contains("://") {
                assert!(folder.join(target).exists(), "{name} links to {target}");
            }
        }
    }
}
