//! What a ledger promises: whole documents, the same links in any order, judgments that stay, forgetting that erases.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{FLOOD, Folder, add, flood, holds, prepare, report, told};
use proptest::prelude::*;
use reportedly::{
    Analysis, Document, Evidence, Form, Language, Naming, Source, SourceId, SourceKind, Span, Step,
    StepSource,
};
use reportedly_ledger::{Act, Added, Judge, Ledger, LedgerErrorKind};

const NOW: &str = "2026-03-04T12:00:00Z";

fn judge() -> Judge<'static> {
    Judge { name: "R. Haas", now: NOW, note: None }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_same_links_and_lineages(
        reports in Just(flood(14)).prop_shuffle(), size in 1..15_usize, gone in 0..14_usize,
    ) {
        let folder = Folder::new("order");
        let mut all = folder.ledger("all");
        add(&mut all, &flood(14), 14);
        let mut other = folder.ledger("other");
        add(&mut other, &reports, size);
        prop_assert!(told(&all).0.len() > 20);
        prop_assert_eq!(told(&all), told(&other));
        // What is forgotten was never there.
        let forgotten = reports[gone].0.id.clone();
        other.forget(Language::english(), &forgotten).unwrap();
        let rest: Vec<_> = flood(14).into_iter().filter(|report| report.0.id != forgotten).collect();
        let mut less = folder.ledger("less");
        add(&mut less, &rest, 3);
        prop_assert_eq!(told(&less), told(&other));
        // An analysis made anew changes nothing if it is the same.
        let known = other.documents(false).unwrap();
        let batch: Vec<_> = known
            .iter()
            .map(|row| {
                let stored = other.stored(row.id).unwrap();
                (row.id, prepare(&(stored.document, stored.analysis)))
            })
            .collect();
        prop_assert_eq!(other.writer(Language::english()).replace(&batch).unwrap(), 0);
        other.check().unwrap();
    }
}

#[test]
fn keys_that_turn_common_do_so_in_any_order() {
    let folder = Folder::new("common");
    // More reports than a key may stand in share one sentence; a few share another one.
    let reports: Vec<_> = (0..132)
        .map(|n| {
            let extra = if n % 40 == 0 { FLOOD[5] } else { "" };
            let text = format!("{} {extra} Street {n} of {}.", FLOOD[0], n * 13);
            report(&format!("r{n}"), "Kelda Herald", "2026-03-04", &text)
        })
        .collect();
    let mut one = folder.ledger("one");
    add(&mut one, &reports, 132);
    let mut two = folder.ledger("two");
    let backwards: Vec<_> = reports.iter().rev().cloned().collect();
    add(&mut two, &backwards, 9);
    assert_eq!(told(&one), told(&two));
    assert!(!told(&one).0.is_empty());
    // With fewer reports the sentence is rare enough again.
    for n in 0..5 {
        two.forget(Language::english(), &format!("r{n}")).unwrap();
    }
    let mut rest = folder.ledger("rest");
    add(&mut rest, &reports[5..], 50);
    assert_eq!(told(&rest), told(&two));
    assert!(told(&rest).0.len() > 1000);
}

#[test]
fn identity_version_copy() {
    let folder = Folder::new("identity");
    let mut ledger = folder.ledger("ledger");
    let long = FLOOD.join(" ");
    let first = report("a", "Kelda Herald", "2026-03-04", &long);
    let changed = report("a", "Kelda Herald", "2026-03-05", &long.replace("1,400", "1,900"));
    let copy = report("b", "Northern Mail", "2026-03-04", &format!("{long} The Mail adds a line."));
    let mut writer = ledger.writer(Language::english());
    let mut put = |report: &_| writer.add(&[prepare(report)], NOW).unwrap().remove(0);
    assert_eq!(put(&changed), Added::New);
    assert_eq!(put(&changed), Added::Same);
    // The older one came later: it becomes the first version.
    assert_eq!(put(&first), Added::Version(1));
    assert!(matches!(put(&copy), Added::CopyOf(of, share) if of == "a" && share > 0.9));
    assert_eq!(put(&copy), Added::Same);
    let rows = ledger.documents(false).unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.identity.as_str(), row.version, row.latest)).collect();
    assert_eq!(told, [("a", 1, false), ("a", 2, true), ("b", 1, true)]);
    assert!(ledger.stored(rows[1].id).unwrap().document.text.contains("1,900"));
    assert_eq!(ledger.counts().unwrap().documents, 2);
}

#[test]
fn what_goes_in_comes_out() {
    let folder = Folder::new("whole");
    let mut ledger = folder.ledger("ledger");
    let line = std::fs::read_to_string("../reportedly-cli/tests/data/kelda.jsonl").unwrap();
    let line = serde_json::from_str(&line).unwrap();
    let (document, analysis) = reportedly::unpack(&line).unwrap();
    add(&mut ledger, &[(document.clone(), analysis.clone())], 1);
    let number = ledger.documents(true).unwrap()[0].id;
    let stored = ledger.stored(number).unwrap();
    assert_eq!(stored.document, document);
    assert_eq!(stored.analysis, analysis);
    assert_eq!(ledger.line(number).unwrap(), reportedly::wire::line(&document, &analysis));
    // The views show the words.
    let words: i64 = ledger
        .connection()
        .query_row("SELECT count(*) FROM claims WHERE length(words) > 0", [], |row| row.get(0))
        .unwrap();
    assert_eq!(words as usize, analysis.claims.len());
}

#[test]
fn judgments_stay_and_can_be_taken_back() {
    let folder = Folder::new("judge");
    let mut ledger = folder.ledger("ledger");
    let one = report("a", "Kelda Herald", "2026-03-04", &format!("{} {}", FLOOD[6], FLOOD[5]));
    let two = report("b", "Northern Mail", "2026-03-05", &format!("{} {}", FLOOD[6], FLOOD[7]));
    add(&mut ledger, &[one, two], 2);
    let english = Language::english();
    let before = told(&ledger);
    assert_eq!((before.0.len(), before.1.len()), (1, 1));
    let number = ledger.judge(english, &Act::Reject, "a#c1", Some("b#c1"), &judge()).unwrap();
    let rejected = told(&ledger);
    assert!(rejected.0[0].contains("\"judged\":\"rejected\"") && rejected.1.is_empty());
    // It holds for links that are made later, too.
    let three = report("c", "Coast Radio", "2026-03-06", FLOOD[6]);
    add(&mut ledger, &[three], 1);
    assert_eq!(told(&ledger).1.len(), 1);
    let undone = ledger.undo(english, number, &judge()).unwrap();
    ledger.forget(english, "c").unwrap();
    assert_eq!(told(&ledger), before);
    assert!(matches!(ledger.undo(english, number, &judge()).unwrap_err().kind, LedgerErrorKind::Asked(_)));
    assert!(matches!(ledger.undo(english, undone, &judge()).unwrap_err().kind, LedgerErrorKind::Asked(_)));
    for (act, place, other) in [
        (Act::Confirm, "a#c9", None),
        (Act::Confirm, "nobody", None),
        (Act::Same, "a#c1", None),
        (Act::Confirm, "a#c2", Some("b#c2")),
    ] {
        let refused = ledger.judge(english, &act, place, other, &judge()).unwrap_err();
        assert!(matches!(refused.kind, LedgerErrorKind::Asked(_)), "{refused}");
    }
}

/// The flood's statement number six, given by one unnamed official.
fn by_an_official(id: &str, outlet: &str, day: &str, words: &str) -> (Document, Analysis) {
    let text = format!("{} {words}", FLOOD[6]);
    let (document, mut analysis) = report(id, outlet, day, &text);
    let at = text.find(words).unwrap();
    let span = Span::new(at, at + words.len());
    analysis.sources.push(Source {
        name: None,
        kind: SourceKind::Person,
        naming: Naming::Unnamed,
        descriptor: Some(span),
        stated_count: None,
        anonymity: None,
        basis: None,
        mentions: vec![span],
    });
    let sources = vec![StepSource { source: SourceId(0), span: Some(span), href: None }];
    let claim = &mut analysis.claims[0];
    claim.form = Form::Indirect;
    claim.chain = vec![Step { sources, evidence: Evidence::rule("test") }];
    (document, analysis)
}

#[test]
fn what_is_said_of_sources_changes_the_origins() {
    let folder = Folder::new("sources");
    let mut ledger = folder.ledger("ledger");
    let english = Language::english();
    let one = by_an_official("a", "Kelda Herald", "2026-03-04", "a dam keeper");
    let two = by_an_official("b", "Northern Mail", "2026-03-05", "a person at the company");
    add(&mut ledger, &[one, two], 2);
    let range = |ledger: &Ledger| {
        let lineages = told(ledger).1;
        assert_eq!(lineages.len(), 1, "{lineages:?}");
        let lineage: serde_json::Value = serde_json::from_str(&lineages[0]).unwrap();
        (lineage["origins"]["at_least"].as_u64().unwrap(), lineage["origins"]["at_most"].as_u64().unwrap())
    };
    let before = told(&ledger);
    assert_eq!(range(&ledger), (1, 2));
    let same = ledger.judge(english, &Act::Same, "a#s1", Some("b#s1"), &judge()).unwrap();
    assert_eq!(range(&ledger), (1, 1));
    // the later word stands over the earlier one, also the other way round
    let different = ledger.judge(english, &Act::Different, "b#s1", Some("a#s1"), &judge()).unwrap();
    assert_eq!(range(&ledger), (2, 2));
    // it holds when a third report comes in
    add(&mut ledger, &[report("c", "Coast Radio", "2026-03-06", FLOOD[6])], 1);
    // (the copy of a report is no origin beside it)
    assert_eq!(range(&ledger), (2, 2));
    ledger.forget(english, "c").unwrap();
    ledger.undo(english, different, &judge()).unwrap();
    assert_eq!(range(&ledger), (1, 1));
    ledger.undo(english, same, &judge()).unwrap();
    assert_eq!(told(&ledger), before);
    // two who are given one name are one
    let named = Act::Correct("name".to_owned(), "Edda Lund".to_owned());
    ledger.judge(english, &named, "a#s1", None, &judge()).unwrap();
    ledger.judge(english, &named, "b#s1", None, &judge()).unwrap();
    assert_eq!(range(&ledger), (1, 1));
    assert!(told(&ledger).1[0].contains("Edda Lund"));
}

#[test]
fn a_judgment_follows_its_words() {
    let folder = Folder::new("anchor");
    let mut ledger = folder.ledger("ledger");
    let english = Language::english();
    add(&mut ledger, &[report("a", "Kelda Herald", "2026-03-04", &format!("{} {}", FLOOD[0], FLOOD[1]))], 1);
    ledger.judge(english, &Act::Confirm, "a#c2", None, &judge()).unwrap();
    ledger
        .judge(english, &Act::Note, "a#c1", None, &Judge { note: Some("ask the mayor"), ..judge() })
        .unwrap();
    // A new analysis finds another sentence first, and the first one no more.
    let number = ledger.documents(true).unwrap()[0].id;
    let mut stored = ledger.stored(number).unwrap();
    stored.analysis.claims.remove(0);
    let again = prepare(&(stored.document, stored.analysis));
    assert_eq!(ledger.writer(english).replace(&[(number, again)]).unwrap(), 1);
    let rows = ledger.judgments().unwrap();
    assert_eq!(rows[0].now.as_deref(), Some("c1"));
    assert!(!rows[1].fits() && rows[1].note.as_deref() == Some("ask the mayor"));
    // A new version that keeps the words keeps the judgment, wherever they are now.
    let text = format!("{} {} {}", FLOOD[7], FLOOD[0], FLOOD[1]);
    add(&mut ledger, &[report("a", "Kelda Herald", "2026-03-09", &text)], 1);
    let rows = ledger.judgments().unwrap();
    assert_eq!(rows[0].now.as_deref(), Some("c3"));
    assert_eq!(rows[1].now.as_deref(), Some("c2"));
}

#[test]
fn what_is_forgotten_is_in_no_byte_of_the_file() {
    let folder = Folder::new("forget");
    let mut ledger = folder.ledger("ledger");
    let english = Language::english();
    let secret = "The informant Zebulonia Quxworthy met the engineers at the Orvane dam.";
    add(&mut ledger, &flood(12), 5);
    add(&mut ledger, &[report("secret", "Kelda Herald", "2026-03-04", &format!("{} {secret}", FLOOD[0]))], 1);
    let note = Judge { note: Some("Quxworthy again"), ..judge() };
    let number = ledger.judge(english, &Act::Note, "secret#c2", None, &note).unwrap();
    ledger.undo(english, number, &Judge { note: Some("not Quxworthy"), ..judge() }).unwrap();
    let files = ["ledger", "ledger-wal", "ledger-shm"].map(|name| folder.path(name));
    let anywhere = |word: &str| files.iter().any(|path| holds(path, word));
    assert!(anywhere("quxworthy") && anywhere("zebulonia"));
    let gone = ledger.forget(english, "secret").unwrap();
    assert_eq!((gone.versions, gone.judgments), (1, 2));
    assert!(gone.links > 0);
    for word in ["quxworthy", "zebulonia", "zebuloni", "quxworth"] {
        assert!(!anywhere(word), "{word}");
    }
    ledger.check().unwrap();
    assert!(matches!(ledger.forget(english, "secret").unwrap_err().kind, LedgerErrorKind::Asked(_)));
    let mut without = folder.ledger("without");
    add(&mut without, &flood(12), 12);
    assert_eq!(told(&without), told(&ledger));
}

#[test]
fn readers_read_while_one_writes_and_a_second_writer_waits() {
    let folder = Folder::new("two");
    let mut ledger = folder.ledger("ledger");
    add(&mut ledger, &flood(4), 4);
    let reader = Ledger::open_read_only(&folder.path("ledger")).unwrap();
    ledger.connection().execute_batch("BEGIN IMMEDIATE; DELETE FROM lineage").unwrap();
    // While that goes on, what was there is read.
    assert_eq!(reader.counts().unwrap().documents, 4);
    let before = told(&reader);
    let path = folder.path("ledger");
    let second = std::thread::spawn(move || {
        let mut ledger = Ledger::open(&path).unwrap();
        add(&mut ledger, &flood(6), 6);
    });
    ledger.connection().execute_batch("ROLLBACK").unwrap();
    second.join().unwrap();
    assert_eq!(reader.counts().unwrap().documents, 6);
    assert_ne!(told(&reader), before);
}

#[test]
fn files_that_are_no_ledger() {
    let folder = Folder::new("foreign");
    let kind = |path: &str| Ledger::open_or_create(&folder.path(path)).unwrap_err().kind;
    std::fs::write(folder.path("text"), "The dam will hold, the engineer said.\n".repeat(40)).unwrap();
    assert!(matches!(kind("text"), LedgerErrorKind::NotALedger));
    assert!(matches!(
        Ledger::open_read_only(&folder.path("text")).unwrap_err().kind,
        LedgerErrorKind::NotALedger
    ));
    assert!(matches!(Ledger::open(&folder.path("none")).unwrap_err().kind, LedgerErrorKind::Missing));
    assert!(!folder.path("none").exists());
    {
        let ledger = folder.ledger("newer");
        ledger.connection().execute_batch("PRAGMA user_version = 99").unwrap();
    }
    assert!(matches!(kind("newer"), LedgerErrorKind::Newer(99)));
    {
        let ledger = folder.ledger("other");
        ledger.connection().execute_batch("PRAGMA application_id = 7").unwrap();
    }
    assert!(matches!(kind("other"), LedgerErrorKind::NotALedger));
    std::fs::create_dir(folder.path("folder")).unwrap();
    assert!(matches!(kind("folder"), LedgerErrorKind::Other(_)));
    assert!(matches!(kind("no/such/folder"), LedgerErrorKind::Other(_)));
    // An empty file becomes a ledger.
    std::fs::write(folder.path("empty"), "").unwrap();
    assert!(matches!(
        Ledger::open_read_only(&folder.path("empty")).unwrap_err().kind,
        LedgerErrorKind::Empty
    ));
    Ledger::open_or_create(&folder.path("empty")).unwrap().check().unwrap();
}

/// What `kill -9` leaves within the first milliseconds: a file with a journal that is still to be taken back.
#[test]
fn a_ledger_that_was_hardly_begun_is_empty() {
    let folder = Folder::new("begun");
    let path = folder.path("ledger");
    let begun = rusqlite::Connection::open(&path).unwrap();
    begun.execute_batch("PRAGMA cache_spill = 1; CREATE TABLE one (a); PRAGMA cache_size = 1").unwrap();
    begun.execute_batch("BEGIN; PRAGMA application_id = 7; DROP TABLE one; CREATE TABLE two (a)").unwrap();
    for number in 0..200 {
        begun.execute("INSERT INTO two VALUES (?1 || zeroblob(4000))", [number]).unwrap();
    }
    // As if the process had gone: both files as they are in the middle of a transaction.
    let left = folder.path("left");
    for ending in ["", "-journal"] {
        let name = |path: &std::path::Path| format!("{}{ending}", path.display());
        std::fs::copy(name(&path), name(&left)).unwrap();
    }
    assert!(std::fs::metadata(folder.path("left-journal")).unwrap().len() > 0);
    // What was there before that is no ledger, and nobody is asked for rights to write.
    let kind = Ledger::open_read_only(&left).unwrap_err().kind;
    assert!(matches!(kind, LedgerErrorKind::NotALedger), "{kind}");
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = Folder::new("full");
    let mut ledger = folder.ledger("ledger");
    add(&mut ledger, &flood(3), 3);
    let before = told(&ledger);
    let pages: u32 = ledger.connection().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    ledger.limit_pages(pages + 4).unwrap();
    let batch: Vec<_> = flood(40).iter().map(prepare).collect();
    let error = ledger.writer(Language::english()).add(&batch, NOW).unwrap_err();
    assert!(matches!(error.kind, LedgerErrorKind::Full), "{error}");
    assert_eq!(ledger.counts().unwrap().documents, 3);
    assert_eq!(told(&ledger), before);
    ledger.check().unwrap();
    // With more room the same goes on.
    ledger.limit_pages(1 << 30).unwrap();
    add(&mut ledger, &flood(40), 40);
    let mut whole = folder.ledger("whole");
    add(&mut whole, &flood(40), 7);
    assert_eq!(told(&whole), told(&ledger));
}

#[test]
fn a_damaged_file_is_said_to_be_damaged() {
    let folder = Folder::new("damaged");
    let path = folder.path("ledger");
    let mut ledger = folder.ledger("ledger");
    add(&mut ledger, &flood(30), 30);
    drop(ledger);
    let good = std::fs::read(&path).unwrap();
    let mut told_of = 0;
    for page in (1..good.len() / 4096).step_by(7) {
        let mut bad = good.clone();
        for byte in bad.iter_mut().skip(page * 4096).take(64) {
            *byte ^= 0xa5;
        }
        std::fs::write(&path, bad).unwrap();
        // Whatever is done, it ends with an answer.
        match Ledger::open_read_only(&path) {
            Err(_) => told_of += 1,
            Ok(ledger) => {
                let _ = ledger.each_link(&mut |_| true);
                let _ = ledger.each_lineage(&mut |_| true);
                let _ = ledger
                    .documents(false)
                    .map(|rows| rows.iter().filter(|row| ledger.stored(row.id).is_ok()).count());
                told_of += usize::from(ledger.check().is_err());
            }
        }
    }
    assert!(told_of > 0);
    // Pages that are whole with words that are none: an outlet's name is no text any more.
    let mut bad = good.clone();
    let name = b"Kelda Herald";
    for at in 0..bad.len().saturating_sub(name.len()) {
        if bad[at..].starts_with(name) {
            bad[at] = 0xff;
        }
    }
    std::fs::write(&path, bad).unwrap();
    let error = Ledger::open_read_only(&path).and_then(|ledger| ledger.documents(false)).unwrap_err();
    assert!(matches!(error.kind, LedgerErrorKind::Damaged(_)), "{error}");
}

#[test]
fn a_ledger_that_cannot_be_written_can_be_read() {
    let folder = Folder::new("frozen");
    let path = folder.path("ledger");
    let mut ledger = folder.ledger("ledger");
    add(&mut ledger, &flood(3), 3);
    let told_before = told(&ledger);
    drop(ledger);
    // Nothing can be put beside it, as on a disk that is read only.
    #[cfg(unix)]
    {
        let aside = folder.path("ledger-shm");
        std::os::unix::fs::symlink("nowhere/at/all", &aside).unwrap();
        assert_eq!(told(&Ledger::open_read_only(&path).unwrap()), told_before);
        let error = Ledger::open(&path).unwrap_err();
        assert!(error.to_string().contains("check who may"), "{error}");
        std::fs::remove_file(&aside).unwrap();
    }
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).unwrap();
    assert_eq!(told(&Ledger::open_read_only(&path).unwrap()), told_before);
    // Whoever may do everything can write it all the same.
    if let Err(error) = Ledger::open(&path) {
        assert!(matches!(error.kind, LedgerErrorKind::ReadOnly), "{error}");
    }
}
