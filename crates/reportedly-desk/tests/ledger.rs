//! A ledger that is written, vanishes or is damaged under the desk; judging; adding.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use axum::http::StatusCode;
use common::{COURIER, EVENT, Folder, Reader, fill, options, pages, prepare};
use reportedly::Language;
use reportedly_desk::Desk;
use reportedly_ledger::Ledger;

fn event(name: &str) -> (Folder, Reader) {
    let folder = Folder::new(name);
    fill(&folder.ledger());
    let reader = Reader::at(&folder.ledger());
    (folder, reader)
}

fn json(reader: &Reader, path: &str) -> serde_json::Value {
    let got = reader.get(path);
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body);
    serde_json::from_str(&got.body).unwrap()
}

#[test]
fn what_others_add_is_seen_and_disturbs_nobody() {
    let folder = Folder::new("growing");
    let path = folder.ledger();
    Ledger::open_or_create(&path).unwrap();
    let reader = Reader::at(&path);
    assert!(reader.get("/").body.contains("Nothing yet."));
    let writer = std::thread::spawn({
        let path = path.clone();
        move || {
            let mut ledger = Ledger::open(&path).unwrap();
            let mut writer = ledger.writer(Language::english());
            for line in EVENT.lines() {
                writer.add(&[prepare(line)], "2026-03-20T12:00:00Z").unwrap();
            }
        }
    });
    while !writer.is_finished() {
        for page in ["/", "/reports", "/search?q=boats", "/lineage?q=boats", "/sources", "/figures?q=boats"] {
            let status = reader.get(page).status;
            assert!(matches!(status.as_u16(), 200 | 404), "{page} {status}");
        }
    }
    writer.join().unwrap();
    assert_eq!(json(&reader, "/reports.json")["reports"].as_array().unwrap().len(), 12);
    assert!(reader.get("/lineage?q=boats+laid+up").body.contains("<svg"));
}

#[test]
fn a_ledger_that_vanishes_comes_back() {
    let (folder, reader) = event("vanishes");
    let path = folder.ledger();
    assert_eq!(reader.get("/reports").status, StatusCode::OK);
    let away = folder.0.join("away.ledger");
    std::fs::rename(&path, &away).unwrap();
    for (page, twin) in pages() {
        let got = reader.get(&page);
        assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE, "{page}");
        assert!(got.body.contains("there is no such ledger"), "{page}: {}", got.body);
        assert!(reader.get(&twin).body.contains("\"error\""), "{twin}");
    }
    let got = reader.post("/judge", "act=confirm&one=coast-radio-boats%23c1&judge=Ada");
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!path.exists(), "nothing is made in its place");
    std::fs::rename(&away, &path).unwrap();
    assert_eq!(reader.get("/reports").status, StatusCode::OK);
    // Another ledger under the same name is another ledger.
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    Ledger::open_or_create(&path).unwrap();
    assert!(reader.get("/").body.contains("Nothing yet."));
}

#[test]
fn damage_is_said_and_nothing_panics() {
    let (folder, reader) = event("damaged");
    let path = folder.ledger();
    let whole = std::fs::read(&path).unwrap();
    drop(reader);
    let mut worst = 0;
    for seed in 0..12_usize {
        let mut bytes = whole.clone();
        // Every page but the first few has some of its bytes turned.
        let page = 4 + seed * 7;
        for at in (page * 2048..bytes.len()).step_by(2048 * 3) {
            for byte in bytes.iter_mut().skip(at).take(24) {
                *byte ^= 0xa5;
            }
        }
        std::fs::write(&path, &bytes).unwrap();
        let Ok(desk) = Desk::open(&options(&path)) else { continue };
        let reader = Reader::new(desk);
        for (page, twin) in pages() {
            for path in [&page, &twin] {
                let got = reader.get(path);
                assert!(!got.body.contains("mistake in the program"), "{path}: {}", got.body);
                if got.status.is_server_error() {
                    worst += 1;
                    assert!(
                        got.body.contains("damaged")
                            || got.body.contains("error")
                            || got.body.contains("ledger"),
                        "{path}: {}",
                        got.body
                    );
                }
            }
        }
        let _ = reader.post("/judge", "act=confirm&one=coast-radio-boats%23c1&judge=Ada");
    }
    assert!(worst > 0, "nothing was damaged");
    std::fs::write(&path, b"This is no ledger at all, only some words.").unwrap();
    assert!(Desk::open(&options(&path)).is_err());
}

#[test]
fn judging_keeps_the_same_records_as_the_command_line() {
    let (folder, reader) = event("judging");
    let back = format!("/report?d={COURIER}&claim=c6#c6")
        .replace('&', "%26")
        .replace('%', "%25")
        .replace("%2526", "%26")
        .replace('#', "%23");
    let form =
        |act: &str, more: &str| format!("act={act}&one={COURIER}%23c6&judge=R.+Haas&back={back}{more}");
    let got = reader.post("/judge", &form("reject", "&note=another+bay"));
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    assert_eq!(got.headers["location"], format!("/report?d={COURIER}&claim=c6#c6"));
    assert!(got.headers["set-cookie"].to_str().unwrap().starts_with("reportedly-judge=R.+Haas;"));
    assert_eq!(
        reader.post("/judge", &form("correct", "&field=form&value=mixed")).status,
        StatusCode::SEE_OTHER
    );
    let rows = Ledger::open_read_only(&folder.ledger()).unwrap().judgments().unwrap();
    let anchor = rows[0].anchor.as_ref().unwrap();
    assert_eq!(
        (rows[0].act.as_str(), rows[0].judge.as_str(), rows[0].note.as_deref()),
        ("reject", "R. Haas", Some("another bay"))
    );
    assert!(
        anchor.quote.contains("340 boats")
            && !anchor.before.is_empty()
            && rows[0].now.as_deref() == Some("c6")
    );
    assert_eq!(rows[0].made, "2026-03-21T12:00:00Z");
    assert_eq!((rows[1].field.as_deref(), rows[1].value.as_deref()), (Some("form"), Some("mixed")));
    let page = reader.get(&format!("/report?d={COURIER}&claim=c6")).body;
    assert!(page.contains("rejected") && page.contains("another bay") && page.contains("should be “mixed”"));
    // Undone, both stay on record.
    assert_eq!(
        reader.post("/undo", &format!("number={}&judge=R.+Haas", rows[0].id)).status,
        StatusCode::SEE_OTHER
    );
    let page = reader.get("/judgments").body;
    assert!(page.contains("taken back"));
    assert!(!reader.get(&format!("/report?d={COURIER}&claim=c6")).body.contains("another bay"));
    assert_eq!(
        reader.post("/undo", &format!("number={}&judge=R.+Haas", rows[0].id)).status,
        StatusCode::NOT_FOUND
    );
    // Two sources, and a link.
    let merge = format!("act=same&one={COURIER}%23s1&two={COURIER}%23s2&judge=Ada");
    assert_eq!(reader.post("/judge", &merge).status, StatusCode::SEE_OTHER);
    for wrong in [
        "act=confirm&one=coast-radio-boats%23c1",
        "act=confirm&one=nothing%23c1&judge=Ada",
        "act=explode&one=coast-radio-boats%23c1&judge=Ada",
        "act=correct&one=coast-radio-boats%23c1&judge=Ada&field=form",
        "act=note&one=coast-radio-boats%23c1&judge=Ada&note=++",
        "act=confirm&judge=Ada",
    ] {
        assert!(reader.post("/judge", wrong).status.is_client_error(), "{wrong}");
    }
    // What was read anew since the page was made is found by its words, or nothing is kept.
    let words = "an+estimated+340+boats+from+just";
    let moved = format!("act=confirm&one={COURIER}%23c1&words={words}&judge=Ada");
    assert_eq!(reader.post("/judge", &moved).status, StatusCode::SEE_OTHER);
    let rows = Ledger::open_read_only(&folder.ledger()).unwrap().judgments().unwrap();
    assert_eq!(rows.last().unwrap().now.as_deref(), Some("c6"));
    let gone = format!("act=confirm&one={COURIER}%23c99&words=never+said&judge=Ada");
    assert_eq!(reader.post("/judge", &gone).status, StatusCode::BAD_REQUEST);
}

#[test]
fn files_are_added_and_failures_have_reasons() {
    let folder = Folder::new("adding");
    Ledger::open_or_create(&folder.ledger()).unwrap();
    let reader = Reader::at(&folder.ledger());
    assert_eq!(reader.upload(&[("text", None, b"  ")]).status, StatusCode::BAD_REQUEST);
    let first = EVENT.lines().next().unwrap();
    let lines = format!("{first}\n{{\"text\":\n{first}\n");
    let got = reader.upload(&[
        ("files", Some("../../etc/lines.jsonl"), lines.as_bytes()),
        ("files", Some("<script>.pdf"), b"%PDF-1.4 nothing to read"),
        ("files", Some("plain.txt"), b"The harbor is closed, the mayor said on Monday."),
    ]);
    assert_eq!((got.status, got.headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/add#jobs"));
    let state = reader.added();
    let jobs = state["jobs"].as_array().unwrap();
    assert_eq!(jobs.len(), 3);
    assert_eq!(
        (jobs[2]["name"].as_str(), jobs[2]["state"].as_str(), jobs[2]["reports"].as_u64()),
        (Some("lines.jsonl"), Some("done"), Some(3))
    );
    let results = jobs[2]["results"].to_string();
    assert!(
        results.contains("not a JSON document")
            && results.contains("statement")
            && results.contains("was there already"),
        "{results}"
    );
    assert_eq!(jobs[1]["state"], "failed");
    assert!(jobs[1]["results"].to_string().contains("PDF"), "{}", jobs[1]);
    assert!(jobs[0]["results"].to_string().contains("no network"), "{}", jobs[0]);
    let page = reader.get("/add").body;
    assert!(page.contains("&lt;script&gt;.pdf") && !page.contains("<script>.pdf"));
    assert_eq!(json(&reader, "/reports.json")["reports"].as_array().unwrap().len(), 1);
    let bad = reader.upload(&[("text", None, b"Some text."), ("published", None, b"yesterday")]);
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    assert!(bad.body.contains("is no date"));
}

#[test]
fn a_link_is_judged_where_it_is_shown() {
    let (folder, reader) = event("link");
    let links = || {
        let mut held = 0_usize;
        let ledger = Ledger::open_read_only(&folder.ledger()).unwrap();
        ledger
            .each_link(&mut |link| {
                held += usize::from(link.judged.as_deref() != Some("rejected"));
                true
            })
            .unwrap();
        held
    };
    let before = links();
    let page = "/lineage?q=boats+laid+up+since+the+first+dead+fish";
    let body = reader.get(page).body;
    let form = body.split("class=\"link-judging\"").nth(1).unwrap().split("</form>").next().unwrap();
    let value = |name: &str| {
        let part = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        part.split('"').next().unwrap().replace('%', "%25").replace('#', "%23").replace("&amp;", "%26")
    };
    let (one, two) = (value("one"), value("two"));
    let got = reader.post("/judge", &format!("act=reject&one={one}&two={two}&judge=Ada&back=/judgments"));
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let rows = json(&reader, "/judgments.json");
    let row = &rows["judgments"][0];
    assert_eq!((row["target"].as_str(), row["act"].as_str()), (Some("link"), Some("reject")));
    assert!(row["now"].is_string() && row["other_now"].is_string());
    assert!(links() < before, "what was rejected holds nothing together");
}

#[test]
fn a_rejected_link_is_no_arrow_any_more() {
    let page = "/lineage?q=boats+laid+up+since+the+first+dead+fish";
    let forms = |body: &str| -> Vec<(String, String)> {
        let value = |form: &str, name: &str| {
            let part = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
            part.split('"').next().unwrap().replace("&amp;", "&")
        };
        let forms =
            body.split("class=\"link-judging\"").skip(1).map(|form| form.split("</form>").next().unwrap());
        forms.map(|form| (value(form, "one"), value(form, "two"))).collect()
    };
    let sent = |words: &str| words.replace('%', "%25").replace('#', "%23").replace('&', "%26");
    let number = forms(&event("arrows").1.get(page).body).len();
    assert!(number > 3);
    for at in 0..number {
        let (_folder, reader) = event(&format!("arrow-{at}"));
        let (one, two) = forms(&reader.get(page).body).swap_remove(at);
        // Whoever repeats whom, as pairs of passages.
        let pairs = || -> Vec<(String, String)> {
            let got = json(&reader, &page.replace("/lineage", "/lineage.json"));
            let members = got["trace"]["members"].as_array().unwrap().clone();
            let id = |member: &serde_json::Value| {
                let statement = &member["statement"];
                let own = statement["claim"].as_str().or(statement["figure"].as_str()).unwrap_or_default();
                format!("{}#{own}", statement["report"]["document"].as_str().unwrap())
            };
            let pair = |member: &serde_json::Value| {
                let parent = members.get(usize::try_from(member["repeats"].as_u64()?).unwrap())?;
                Some((id(member), id(parent)))
            };
            members.iter().filter(|member| member["newer"].is_null()).filter_map(pair).collect()
        };
        assert!(pairs().contains(&(one.clone(), two.clone())), "{one} {two}");
        let form = format!("act=reject&one={}&two={}&judge=Ada&back=/judgments", sent(&one), sent(&two));
        assert_eq!(reader.post("/judge", &form).status, StatusCode::SEE_OTHER, "{form}");
        assert!(!pairs().contains(&(one.clone(), two.clone())), "{one} still repeats {two}");
    }
}

#[test]
fn sources_are_merged_by_name() {
    let (folder, reader) = event("merging");
    let (page, back) = ("/source?name=Paul+Reyes", "/source?name=Paul%2BReyes");
    let body = reader.get(page).body;
    let form = body.split("id=\"merge\"").nth(1).unwrap();
    let one = form.split("name=\"one\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sent = one.replace('%', "%25").replace('#', "%23").replace('&', "%26");
    let merge =
        |two: &str| format!("act=same&one={sent}&two={two}&judge=Ada&note=his+office&back={back}%23merge");
    let missing = reader.post("/judge", &merge("Nobody+At+All"));
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.body.contains("no source here is called exactly"), "{}", missing.body);
    let rows = || Ledger::open_read_only(&folder.ledger()).unwrap().judgments().unwrap();
    assert!(rows().is_empty());
    let got = reader.post("/judge", &merge("Dorn+Chemical"));
    assert_eq!(
        (got.status, got.headers["location"].to_str().unwrap()),
        (StatusCode::SEE_OTHER, "/source?name=Paul+Reyes#merge")
    );
    let kept = rows();
    assert_eq!((kept.len(), kept[0].target.as_str(), kept[0].act.as_str()), (1, "source", "same"));
    assert!(kept[0].now.is_some() && kept[0].other_now.is_some(), "{kept:?}");
    // It is told on both pages, and taken back there.
    for page in [page, "/source?name=Dorn+Chemical"] {
        let body = reader.get(page).body;
        assert!(body.contains("said to be the same") && body.contains("his office"), "{page}");
    }
    assert!(!reader.get("/source?name=Edda+Lund").body.contains("said to be the same"));
    assert_eq!(
        reader.post("/undo", &format!("number={}&judge=Ada&back={back}", kept[0].id)).status,
        StatusCode::SEE_OTHER
    );
    assert!(!reader.get(page).body.contains("said to be the same"));
}

#[test]
fn while_somebody_else_writes_for_long_it_is_said() {
    let (folder, reader) = event("locked");
    // As another program that holds the file for writing.
    let other = rusqlite::Connection::open(folder.ledger()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(reader.get("/reports").status, StatusCode::OK, "reading goes on");
    let form = "act=confirm&one=coast-radio-boats%23c1&judge=Ada";
    let got = reader.post("/judge", form);
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE, "{}", got.body);
    assert!(got.body.contains("Not now") && got.body.contains("class=\"wrong\""), "{}", got.body);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(reader.post("/judge", form).status, StatusCode::SEE_OTHER);
    assert_eq!(Ledger::open_read_only(&folder.ledger()).unwrap().judgments().unwrap().len(), 1);
}
