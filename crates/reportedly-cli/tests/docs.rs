//! The documentation tells what the program does: every option, the commands of the README.

#![allow(clippy::unwrap_used, clippy::panic)]

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
            let ours =
                !matches!(option, "--release" | "--workspace" | "--locked" | "--version" | "--path" | "--");
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
fn the_readme_shows_what_its_commands_do() {
    let commands = commands();
    assert_eq!(commands.len(), 3, "{commands:?}");
    assert!(commands[2].starts_with("cargo test --workspace"), "{commands:?}");
    for (place, command) in commands.iter().take(2).enumerate() {
        let (build, arguments) = command.split_once(" -- ").unwrap();
        assert_eq!(build, "cargo run --release -p reportedly-cli");
        let arguments: Vec<&str> = arguments.split_whitespace().collect();
        let output = common::program().args(arguments).current_dir(common::root()).output().unwrap();
        assert!(output.status.success(), "{}", common::err(&output));
        let shown = common::out(&output);
        // The transcript was made by the program. Another processor may round a score the other way, so a few lines may
        // differ; `BLESS=1 cargo test -p reportedly-cli --test docs` makes it anew.
        let readme = file("README.md");
        let (before, transcript, after) = transcript(&readme, place);
        if std::env::var_os("BLESS").is_some() {
            let made = if place == 0 { shown.clone() } else { shortened(&shown) };
            std::fs::write(common::root().join("README.md"), format!("{before}{made}{after}")).unwrap();
            continue;
        }
        let lines: Vec<&str> = transcript.lines().filter(|line| line.trim().len() > 1).collect();
        let kept = lines.iter().filter(|line| shown.contains(line.trim())).count();
        assert!(
            lines.len() > 20 && kept * 10 >= lines.len() * 7,
            "the README's transcript is out of date:\n{shown}"
        );
    }
}

/// What stands before, in and after a transcript of the README.
fn transcript(readme: &str, place: usize) -> (&str, &str, &str) {
    let (at, _) = readme.match_indices("```text\n").nth(place).unwrap();
    let (before, rest) = readme.split_at(at + "```text\n".len());
    let (transcript, after) = rest.split_at(rest.find("```").unwrap());
    (before, transcript, after)
}

/// The view without what lies between the first origins and the checks.
fn shortened(shown: &str) -> String {
    let lines: Vec<&str> = shown.lines().collect();
    let at = |heading: &str| lines.iter().position(|line| line.starts_with(heading)).unwrap();
    let (named, unnamed, check, get) = (at("NAMED"), at("UNNAMED"), at("CHECK"), at("GET"));
    let gap = ["…", ""];
    let upto = |from: usize, to: usize, most: usize| &lines[from..to.min(from + most)];
    let parts: [&[&str]; 7] = [
        upto(0, named, 99),
        upto(named, unnamed, 8),
        &gap,
        upto(unnamed, check, 9),
        &gap,
        upto(check, get, 99),
        upto(get, lines.len(), 9),
    ];
    let text = parts.concat().join("\n");
    text.trim_end().to_owned() + "\n"
}

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    for name in [
        "README.md",
        "DESIGN.md",
        "CONTRIBUTING.md",
        "docs/cli.md",
        "docs/json.md",
        "docs/terminal.md",
        "docs/ledger-questions.md",
    ] {
        let folder = common::root().join(name).parent().unwrap().to_owned();
        for target in file(name).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap();
            if !target.is_empty() && !target.contains("://") {
                assert!(folder.join(target).exists(), "{name} links to {target}");
            }
        }
    }
}
