//! One old file of each version of the schema is opened, asked and added to.
//!
//! `versions/N.zlib` is a ledger of version N, made of the first reports of [`flood`]. A version that was released never
//! gets another file; where that of a new one is missing, the test makes it and fails once.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::PathBuf;

use common::{Folder, add, flood, told};
use reportedly::Language;
use reportedly_ledger::query::Search;
use reportedly_ledger::{Ledger, SCHEMA_VERSION};

/// Reports in the old files.
const OLD: usize = 9;
/// Reports in all.
const ALL: usize = 12;

fn file(version: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/versions/{version}.zlib"))
}

#[test]
fn an_old_file_of_each_version_is_opened_asked_and_added_to() {
    let folder = Folder::new("versions");
    let mut new = folder.ledger("new");
    add(&mut new, &flood(ALL), 4);
    for version in 1..=SCHEMA_VERSION {
        if version == SCHEMA_VERSION && !file(version).exists() {
            make(&folder);
            panic!("the file of version {version} was missing and has been made: look at it and commit it");
        }
        let pressed = std::fs::read(file(version)).unwrap();
        let path = folder.path(&format!("{version}.ledger"));
        std::fs::write(&path, miniz_oxide::inflate::decompress_to_vec_zlib(&pressed).unwrap()).unwrap();

        let asked = Ledger::open_read_only(&path).unwrap();
        assert_eq!(asked.counts().unwrap().documents, i64::try_from(OLD).unwrap());
        let search = Search { words: "crack eastern wall".to_owned(), limit: 10, ..Search::default() };
        let found = asked.find(&search).unwrap();
        assert!(found.all_words && !found.statements.is_empty() && !found.reports.is_empty());
        assert!(found.statements.iter().all(|found| found.statement.words.contains("wall")));
        drop(asked);

        let mut old = Ledger::open(&path).unwrap();
        old.check().unwrap();
        add(&mut old, &flood(ALL), 4);
        old.check().unwrap();
        // what was linked before stays as the program of then saw it; what came in now is linked to it
        assert_eq!(old.counts().unwrap().documents, new.counts().unwrap().documents, "version {version}");
        let linked = |told: &(Vec<String>, Vec<String>)| (told.0.len() >= OLD, !told.1.is_empty());
        assert_eq!(linked(&told(&old)), (true, true), "version {version}");
        let forgotten = old.forget(Language::english(), "flood-003").unwrap();
        assert_eq!(forgotten.versions, 1);
        old.check().unwrap();
    }
}

/// Makes the file of the newest version.
fn make(folder: &Folder) {
    let mut ledger = folder.ledger("made");
    add(&mut ledger, &flood(OLD), OLD);
    drop(ledger);
    let pressed = miniz_oxide::deflate::compress_to_vec_zlib(&std::fs::read(folder.path("made")).unwrap(), 9);
    std::fs::write(file(SCHEMA_VERSION), pressed).unwrap();
}
