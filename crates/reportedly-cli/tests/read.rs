//! `reportedly read`, end to end: bad input of all kinds, exit codes, pipes, views.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::process::Stdio;

use common::{Folder, KELDA, err, out, run, run_with};

/// The exit code.
fn code(output: &std::process::Output) -> i32 {
    output.status.code().unwrap()
}

/// One error, in one line that names the program, the file and what to do.
fn one_error(output: &std::process::Output, parts: &[&str]) {
    let errors = err(output);
    assert_eq!(errors.lines().count(), 1, "{errors}");
    assert!(errors.starts_with("reportedly: "), "{errors}");
    for part in parts {
        assert!(errors.contains(part), "no “{part}” in: {errors}");
    }
}

#[test]
fn nothing_to_read_is_an_error_of_use() {
    for args in
        [&[][..], &["read"], &["read", "--no-such-option", KELDA], &["read", "--format", "pdf", KELDA]]
    {
        let output = run(args);
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(!err(&output).is_empty());
    }
    assert_eq!(code(&run(&["--version"])), 0);
}

#[test]
fn options_that_make_no_sense_are_refused() {
    one_error(&run(&["read", "--published", "yesterday", KELDA]), &["“yesterday”", "2016-06-09"]);
    one_error(&run(&["read", "--figures", "--format", "jsonl", KELDA]), &["--figures"]);
    assert_eq!(code(&run(&["read", "--published", "yesterday", KELDA])), 2);
}

#[test]
fn a_bad_file_never_stops_the_rest() {
    let folder = Folder::new("bad");
    let empty = folder.file("empty.txt", "");
    let blank = folder.file("blank.txt", " \n\n\t ");
    let binary =
        folder.file("picture.txt", [0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3]);
    let gone = folder.path("gone.txt");
    let page = folder.file("menu.html", "<html><body><nav><a href=/a>Home</a></nav></body></html>");
    let output = run(&["read", "--format", "jsonl", &empty, &blank, &binary, &gone, &page, KELDA]);
    assert_eq!(code(&output), 1);
    assert_eq!(out(&output).lines().count(), 1);
    let errors = err(&output);
    let lines: Vec<&str> = errors.lines().collect();
    assert_eq!(lines.len(), 5, "{errors}");
    for (line, name) in lines.iter().zip(["empty.txt", "blank.txt", "picture.txt", "gone.txt", "menu.html"]) {
        assert!(line.starts_with("reportedly: ") && line.contains(name), "{line}");
    }
    // When nothing at all could be read, that is another matter.
    assert_eq!(code(&run(&["read", &empty, &gone])), 2);
}

#[test]
fn a_broken_line_names_its_number() {
    let folder = Folder::new("lines");
    let good = std::fs::read_to_string(KELDA).unwrap();
    let mut lines = vec![good.trim_end(); 20];
    lines[6] = "{\"text\": \"cut";
    let file = folder.file("twenty.jsonl", lines.join("\n"));
    let output = run(&["read", "--format", "jsonl", &file]);
    assert_eq!(code(&output), 1);
    assert_eq!(out(&output).lines().count(), 19);
    one_error(&output, &["twenty.jsonl:7: "]);
}

#[test]
fn a_line_whose_spans_do_not_fit_is_refused() {
    let folder = Folder::new("spans");
    let good = std::fs::read_to_string(KELDA).unwrap();
    let wrong = good.replacen("Spill Closes", "A Spill Closes", 2);
    assert_ne!(good, wrong);
    let file = folder.file("moved.jsonl", wrong);
    let output = run(&["read", "--format", "jsonl", &file]);
    assert_eq!(code(&output), 2);
    one_error(&output, &["moved.jsonl:1: "]);
}

#[test]
fn a_document_that_is_too_large_is_refused() {
    let folder = Folder::new("large");
    let large = folder.file("large.txt", "The mayor said it was late. ".repeat(40));
    let output = run(&["read", "--max-size", "1kB", &large]);
    assert_eq!(code(&output), 2);
    one_error(&output, &["large.txt: ", "--max-size"]);
    let output = run(&["read", "--max-size", "2kB", "--format", "jsonl", &large]);
    assert_eq!(code(&output), 0, "{}", err(&output));
}

#[test]
fn hostile_input_is_survived() {
    let folder = Folder::new("hostile");
    let quotes = folder.file("quotes.txt", "“„«‘”’»\"'' he said. “She said “he said “they said so.");
    let deep =
        folder.file("deep.html", format!("<html><body>{}<p>The mayor said no.", "<div>".repeat(100_000)));
    let long = folder.file("long.txt", "x".repeat(1_000_000));
    let output = run(&["read", "--format", "jsonl", &quotes, &long]);
    assert!(matches!(code(&output), 0 | 1), "{}", err(&output));
    // Nested a hundred thousand deep: read or refused, but no crash.
    let output = run(&["read", "--format", "jsonl", &deep]);
    assert!(matches!(code(&output), 0 | 2), "{:?} {}", output.status, err(&output));
}

#[test]
fn folders_patterns_and_standard_input() {
    let folder = Folder::new("folders");
    let good = std::fs::read_to_string(KELDA).unwrap();
    let named = |name: &str| good.replacen("\"id\": \"kelda\"", &format!("\"id\": \"{name}\""), 1);
    folder.file("b.jsonl", named("b"));
    folder.file("a/z.jsonl", named("z"));
    folder.file("a/.hidden.jsonl", named("hidden"));
    folder.file("photo.jpg", [0xff, 0xd8, 0xff]);
    let read = |name: &str| {
        let output = run(&["read", "--format", "jsonl", name]);
        assert_eq!(code(&output), 0, "{}", err(&output));
        let ids: Vec<String> = out(&output)
            .lines()
            .map(|line| {
                serde_json::from_str::<serde_json::Value>(line).unwrap()["document"]["id"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        (ids, err(&output))
    };
    let (ids, said) = read(&folder.path(""));
    assert_eq!(ids, ["b", "z"]);
    assert!(said.contains("1 other file"), "{said}");
    assert_eq!(read(&folder.path("*.jsonl")).0, ["b"]);
    assert_eq!(read(&folder.path("**/*.jsonl")).0, ["z", "b"]);
    let none = run(&["read", &folder.path("*.html")]);
    assert_eq!(code(&none), 2);
    one_error(&none, &["*.html: no file matches"]);
    let piped = run_with(&["read", "--format", "jsonl", "-"], good.as_bytes());
    assert_eq!(code(&piped), 0, "{}", err(&piped));
    assert_eq!(out(&piped).lines().count(), 1);
}

#[test]
fn results_come_in_order_and_equal_for_any_number_of_threads() {
    let folder = Folder::new("threads");
    let mut files = vec!["read".to_owned(), "--format".to_owned(), "jsonl".to_owned()];
    for number in 0..6 {
        let text = "The mayor said on Tuesday that 3 people left. ".repeat(1 + number % 3);
        files.push(folder.file(&format!("{number}.txt"), format!("Report {number}\n\n{text}")));
    }
    let args = |threads: &str| {
        let mut args: Vec<&str> = files.iter().map(String::as_str).collect();
        args.extend(["--threads", threads]);
        run(&args)
    };
    let (one, two) = (args("1"), args("2"));
    assert_eq!(code(&one), 0, "{}", err(&one));
    assert_eq!(out(&one).lines().count(), 6);
    assert_eq!(one.stdout, two.stdout);
    for (number, line) in out(&one).lines().enumerate() {
        assert!(line.contains(&format!("Report {number}")), "{line}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new("pipe");
    let good = std::fs::read_to_string(KELDA).unwrap();
    // More than a pipe holds.
    let many = folder.file("many.jsonl", good.repeat(200));
    let mut child = common::program()
        .args(["read", "--format", "jsonl", &many])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let output = run(&["read", "--format", "jsonl", "-o", "/dev/full", KELDA]);
    assert_eq!(code(&output), 2);
    one_error(&output, &["/dev/full: the disk is full"]);
}

#[test]
fn an_input_is_never_overwritten() {
    let folder = Folder::new("same");
    let good = std::fs::read_to_string(KELDA).unwrap();
    let file = folder.file("a.jsonl", &good);
    let output = run(&["read", "--format", "jsonl", "-o", &file, &file]);
    assert_eq!(code(&output), 2);
    one_error(&output, &["would be overwritten"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), good);
}

#[test]
fn a_folder_of_inputs_is_never_overwritten() {
    let folder = Folder::new("same-folder");
    let good = std::fs::read_to_string(KELDA).unwrap();
    let (file, root) = (folder.file("a.jsonl", &good), folder.path(""));
    for input in [&file, &root] {
        let output = run(&["read", "--format", "jsonl", "-o", &root, input]);
        assert_eq!(code(&output), 2);
        one_error(&output, &["a.jsonl", "would be overwritten"]);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), good);
    }
    // pages beside the inputs destroy nothing
    assert_eq!(code(&run(&["read", "--format", "html", "-o", &root, &file])), 0);
    assert!(std::fs::exists(folder.path("a.html")).unwrap());
}

#[test]
fn a_former_output_stays_where_nothing_can_be_read() {
    let folder = Folder::new("former");
    let (page, gone) = (folder.file("page.html", "a longer page ".repeat(99_999)), folder.path("gone.txt"));
    assert_eq!(code(&run(&["read", "--format", "html", "-o", &page, &gone])), 2);
    assert!(std::fs::read_to_string(&page).unwrap().starts_with("a longer page"));
    assert_eq!(code(&run(&["read", "--format", "html", "-o", &page, KELDA])), 0);
    let new = std::fs::read_to_string(&page).unwrap();
    assert!(new.starts_with("<!DOCTYPE html>") && new.ends_with("</html>\n"));
}

#[test]
fn a_folder_gets_a_file_for_each_report() {
    let folder = Folder::new("out");
    let to = folder.path("pages/");
    let output = run(&["read", "--format", "html", "-o", &to, KELDA, KELDA]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    for name in ["kelda.html", "kelda-2.html"] {
        let page = std::fs::read_to_string(folder.path("pages/") + name).unwrap();
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"), "{name}");
    }
}

#[test]
fn the_terminal_view() {
    let output = run(&["read", "--width", "80", KELDA]);
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
    insta::assert_snapshot!(out(&output));
}

#[test]
fn the_terminal_view_in_full() {
    insta::assert_snapshot!(out(&run(&["read", "--width", "80", "--all", KELDA])));
}

#[test]
fn the_table_of_figures() {
    insta::assert_snapshot!(out(&run(&["read", "--width", "100", "--figures", KELDA])));
}

#[test]
fn lines_fit_the_width() {
    for width in ["40", "80", "119"] {
        for view in [&["--all"][..], &["--figures"], &[]] {
            let output = run(&[&["read", "--width", width, KELDA], view].concat());
            for line in out(&output).lines() {
                let columns = line.chars().count();
                assert!(columns <= width.parse().unwrap(), "{columns} columns: {line}");
            }
        }
    }
}

#[test]
fn color_only_where_wanted() {
    let colored = |args: &[&str]| out(&run(&[&["read", KELDA], args].concat())).contains("\x1b[1m");
    assert!(!colored(&[]), "standard output is a pipe");
    assert!(!colored(&["--color", "never"]));
    assert!(colored(&["--color", "always"]));
}

#[test]
fn terminal_controls_are_shown_and_not_obeyed() {
    for view in [&["--all"][..], &["--figures"], &["--format", "html"]] {
        let shown = out(&run(&[&["read", KELDA], view].concat()));
        assert!(!shown.contains(['\x1b', '\u{202e}']), "{view:?}");
    }
    let shown = out(&run(&["read", "--all", KELDA]));
    assert!(shown.contains("⟨U+202E⟩"), "{shown}");
    let folder = Folder::new("name");
    let output = run(&["read", &folder.path("gone\x1b[31m.txt")]);
    assert!(!err(&output).contains('\x1b'));
}

#[test]
fn the_page_is_escaped_and_closed() {
    let page = out(&run(&["read", "--format", "html", KELDA]));
    assert!(page.contains("&lt;b&gt;Coast Radio&lt;/b&gt;"));
    assert!(!page.contains("told <b>"));
    let policy =
        page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"));
    for outside in [" src=", "style=\"", " onclick", "javascript:", "<link", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    // Every way inside the page leads somewhere, and no id is there twice.
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(ids.len(), unique.len());
    for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&target), "#{target}");
    }
    // The text is all there, in order.
    let text = page.split("<section class=\"text\"").nth(1).unwrap().split("</section>").next().unwrap();
    let plain: String =
        text.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect();
    assert!(plain.contains("Two beaches were clearly closed because of the spill."), "{plain}");
}

#[test]
fn several_reports_on_one_page_keep_apart() {
    let page = out(&run(&["read", "--format", "html", KELDA, KELDA]));
    assert_eq!(page.matches("<!DOCTYPE html>").count(), 1);
    assert_eq!(page.matches("<article").count(), 2);
    assert!(page.contains("id=\"r0-c1\"") && page.contains("id=\"r1-c1\""));
}

#[test]
fn a_report_is_read_with_what_the_user_adds() {
    let text =
        b"Mayor resigns\n\nThe mayor of Lindhaven resigned on Tuesday, the Union Press Agency reported.\n";
    let args =
        ["read", "-", "--published", "2026-03-05", "--outlet", "The Morning Courier", "--format", "jsonl"];
    let output = run_with(&args, text);
    assert_eq!(code(&output), 0, "{}", err(&output));
    let line: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(line["document"]["published"], "2026-03-05");
    assert_eq!(line["document"]["outlet"], "The Morning Courier");
    assert_eq!(line["document"]["dates"][0]["origin"], "user");
    assert_eq!(line["document"]["custody"]["bytes"], text.len());
}
