//! Whole invented pages, as they are read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use reportedly_read::{Input, ReadOptions, read};

/// What was read, in lines: meta, blocks with links, notices.
fn show(name: &str, options: &ReadOptions) -> String {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap();
    let mut lines = Vec::new();
    for input in read(&bytes, name, options) {
        let document = match input {
            Ok(Input::Document(document)) => document,
            Ok(Input::Analyzed(line)) => {
                lines.push(format!("analyzed {}", line.document.id));
                continue;
            }
            Err(error) => {
                lines.push(format!("error: {error}"));
                continue;
            }
        };
        let meta = &document.meta;
        lines.push(format!("id        {}", document.id));
        lines.push(format!("title     {:?}", meta.title));
        lines.push(format!("outlet    {:?}", meta.outlet));
        lines.push(format!("byline    {:?}", meta.byline));
        lines.push(format!("language  {:?}", meta.language));
        lines.push(format!("published {:?}", meta.published.as_ref().map(|dated| dated.date.to_string())));
        lines.push(format!("updated   {:?}", meta.updated.as_ref().map(|dated| dated.date.to_string())));
        for dated in &meta.dates {
            let time = dated.time.as_deref().unwrap_or("-");
            let (role, origin) = (dated.role.name(), dated.origin.name());
            lines.push(format!("date      {} {time} {role} {origin} ({})", dated.date, dated.evidence));
        }
        for block in &document.blocks {
            lines.push(format!("{:10}{}", block.kind.name(), block.span.of(&document.text)));
            for link in meta.links.iter().filter(|link| block.span.contains(link.span)) {
                lines.push(format!("          [{}] {}", link.span.of(&document.text), link.href));
            }
        }
        for notice in &document.notices {
            lines.push(format!("{}       {}", notice.code, notice.message));
        }
    }
    lines.join("\n")
}

#[test]
fn a_news_page() {
    insta::assert_snapshot!(show("news.html", &ReadOptions::default()));
}

#[test]
fn an_old_page_of_tables() {
    let options = ReadOptions {
        url: Some("http://courier.example/1999/ferry.html".to_owned()),
        ..ReadOptions::default()
    };
    insta::assert_snapshot!(show("tables.html", &options));
}

#[test]
fn a_page_without_an_article() {
    insta::assert_snapshot!(show("links.html", &ReadOptions::default()));
}

#[test]
fn a_page_that_is_made_by_script() {
    insta::assert_snapshot!(show("script.html", &ReadOptions::default()));
}

/// The same story in the layouts of different sites; what must not be read says JUNK.
#[test]
fn one_story_in_many_layouts() {
    let folder = format!("{}/tests/fixtures/layouts", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    let (mut all, mut failed) = (Vec::new(), Vec::new());
    for path in names {
        let name = format!("layouts/{}", path.file_name().unwrap().to_str().unwrap());
        let told = show(&name, &ReadOptions::default());
        let once = [
            "left Port Arlen on Wednesday, the",
            "on condition of anonymity.",
            "it is one ship.",
            "No comment.",
        ];
        let missing = once.into_iter().filter(|words| told.matches(words).count() != 1);
        let stated = ["[reached in Oslo] https://post.example/oslo", "published Some(\"2026-03-04\")"];
        let wrong: Vec<&str> =
            missing.chain(stated.into_iter().filter(|words| !told.contains(words))).collect();
        if told.contains("JUNK") || !wrong.is_empty() {
            failed.push(format!("{name}: {wrong:?}\n{told}"));
        }
        all.push(told);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    insta::assert_snapshot!(all.join("\n\n"));
}
