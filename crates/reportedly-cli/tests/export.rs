//! `reportedly export`: the same tables as csv and as Parquet, read back.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs::File;

use common::{Folder, err, run};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

/// The reports of `examples/kelda-bay/` with their analyses.
const EVENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/kelda-bay.jsonl");

/// Every table of an export.
const TABLES: &[&str] =
    &["documents", "claims", "sources", "figures", "times", "links", "lineages", "judgments"];

fn good(args: &[&str]) {
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", err(&output));
}

/// The event, with one judgment, written out as `format`; the folder of the tables.
fn exported(folder: &Folder, format: &str) -> String {
    let ledger = folder.path("event.ledger");
    if !std::path::Path::new(&ledger).exists() {
        good(&["add", &ledger, EVENT]);
        good(&["note", &ledger, "https://post.example/kelda/licenses", "=ask the harbor", "--by", "R. Haas"]);
    }
    let out = folder.path(format);
    good(&["export", &ledger, &out, "--format", format]);
    out
}

fn rows(folder: &str, table: &str) -> Vec<Row> {
    let reader = SerializedFileReader::new(File::open(format!("{folder}/{table}.parquet")).unwrap()).unwrap();
    assert_eq!(reader.metadata().file_metadata().schema().name(), table);
    reader.get_row_iter(None).unwrap().map(Result::unwrap).collect()
}

fn cell<'r>(row: &'r Row, name: &str) -> &'r Field {
    row.get_column_iter().find(|(column, _)| *column == name).unwrap_or_else(|| panic!("no {name}")).1
}

/// What stands in the cells of a csv file; an empty cell is none.
fn cells(text: &str) -> Vec<Vec<Option<String>>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => cell.push(signs.next().unwrap()),
            '"' => quoted = !quoted,
            ',' | '\r' if !quoted => {
                let words = std::mem::take(&mut cell);
                row.push((!words.is_empty()).then_some(words));
            }
            '\n' if !quoted => rows.push(std::mem::take(&mut row)),
            sign => cell.push(sign),
        }
    }
    rows
}

/// A field as csv has it.
fn written(field: &Field) -> Option<String> {
    match field {
        Field::Null => None,
        Field::Bool(flag) => Some(i32::from(*flag).to_string()),
        Field::Long(number) => Some(number.to_string()),
        Field::Double(number) => Some(number.to_string()),
        Field::Str(words) => Some(words.clone()).filter(|words| !words.is_empty()),
        other => panic!("{other:?} in a table"),
    }
}

#[test]
fn parquet_holds_what_csv_holds() {
    let folder = Folder::new("parquet");
    let (parquet, csv) = (exported(&folder, "parquet"), exported(&folder, "csv"));
    for table in TABLES {
        let expected = cells(&std::fs::read_to_string(format!("{csv}/{table}.csv")).unwrap());
        let rows = rows(&parquet, table);
        assert_eq!(rows.len() + 1, expected.len(), "{table}");
        assert!(*table == "judgments" || rows.len() > 10, "{table}");
        for (row, cells) in rows.iter().zip(&expected[1..]) {
            for (name, words) in expected[0].iter().flatten().zip(cells) {
                // Numbers that were written keep their digits; in csv what a spreadsheet would run has an apostrophe.
                let digits = format!("{name}_digits");
                let known = row.get_column_iter().any(|(column, _)| *column == digits);
                let field = cell(row, if known { &digits } else { name });
                let words = words.as_deref().map(|words| words.strip_prefix('\'').unwrap_or(words));
                let plain = written(field).map(|words| words.strip_prefix('\'').unwrap_or(&words).to_owned());
                assert_eq!(plain.as_deref(), words, "{table}.{name}");
            }
        }
    }
}

#[test]
fn columns_have_types() {
    let folder = Folder::new("types");
    let out = exported(&folder, "parquet");
    let documents = rows(&out, "documents");
    assert!(documents.iter().all(|row| matches!(cell(row, "latest"), Field::Bool(_))));
    assert!(documents.iter().any(|row| *cell(row, "latest") == Field::Bool(false)), "an older version");
    assert!(documents.iter().any(|row| *cell(row, "byline") == Field::Null));
    let figures = rows(&out, "figures");
    let open =
        figures.iter().find(|row| *cell(row, "text") == Field::Str("More than 400".to_owned())).unwrap();
    assert_eq!(*cell(open, "low"), Field::Double(400.0));
    assert_eq!(*cell(open, "low_digits"), Field::Str("400".to_owned()));
    assert_eq!((cell(open, "high"), cell(open, "high_digits")), (&Field::Null, &Field::Null));
    assert!(matches!(cell(open, "start"), Field::Long(_)));
    assert!(rows(&out, "links").iter().all(|row| matches!(cell(row, "score"), Field::Double(_))));
    let judgments = rows(&out, "judgments");
    assert_eq!(*cell(&judgments[0], "note"), Field::Str("=ask the harbor".to_owned()));
    assert_eq!(*cell(&judgments[0], "undone_by"), Field::Null);
    // The same ledger gives the same bytes.
    let bytes = |name: &str| std::fs::read(format!("{out}/{name}.parquet")).unwrap();
    let before: Vec<Vec<u8>> = TABLES.iter().map(|name| bytes(name)).collect();
    exported(&folder, "parquet");
    assert!(TABLES.iter().zip(before).all(|(name, before)| bytes(name) == before));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = Folder::new("parquet-full");
    exported(&folder, "csv");
    for (format, file) in [("csv", "claims.csv"), ("parquet", "claims.parquet"), ("jsonl", "reports.jsonl")] {
        let out = folder.path(&format!("full-{format}"));
        std::fs::create_dir(&out).unwrap();
        std::os::unix::fs::symlink("/dev/full", format!("{out}/{file}")).unwrap();
        let output = run(&["export", &folder.path("event.ledger"), &out, "--format", format]);
        assert_eq!((output.status.code(), err(&output).lines().count()), (Some(2), 1), "{}", err(&output));
        assert!(
            err(&output).contains(file) && err(&output).contains("cannot be written"),
            "{}",
            err(&output)
        );
    }
}
