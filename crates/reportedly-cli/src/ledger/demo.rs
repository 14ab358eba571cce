//! `reportedly demo`: the shipped example, put into a ledger, and the lineage of its main claim.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use reportedly::Language;
use reportedly_ledger::{Ledger, Prepared};
use reportedly_read::{Input, Inputs, ReadOptions};

use super::args::Demo;
use super::{FAILED, FOUND, paper, print, trace};
use crate::message::Messages;
use crate::paint::{Ink, Page, Text};

/// What the example's reports are asked for.
const QUESTION: &str = "boats laid up since the first dead fish came ashore";

macro_rules! example {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../../examples/kelda-bay/", $name)))),*]
    };
}

/// The reports of `examples/kelda-bay/`, by name.
const REPORTS: &[(&str, &[u8])] = example![
    "capital-standard.jsonl",
    "coast-radio.jsonl",
    "evening-tide.html",
    "kelda-herald.html",
    "lindhaven-post-january.html",
    "lindhaven-post-march.html",
    "morning-courier-first.html",
    "morning-courier.html",
    "northern-mail-boats.txt",
    "northern-mail.html",
    "union-press-agency-march.txt",
    "union-press-agency-november.txt",
];

pub(crate) fn run(args: &Demo) -> u8 {
    let temporary = args.ledger.is_none();
    let path = args.ledger.clone().unwrap_or_else(temporary_path);
    if !temporary && path.exists() {
        let what = format!("{}: is there already (name a new file for the example's ledger)", path.display());
        Messages::new().say(&what);
        return FAILED;
    }
    let code = match show(&path, args) {
        Ok(words) => print(&words, FOUND),
        Err(what) => {
            Messages::new().say(&what);
            FAILED
        }
    };
    if temporary {
        for ending in ["", "-wal", "-shm"] {
            let mut name = path.clone().into_os_string();
            name.push(ending);
            // What is not there need not be removed.
            let _ = std::fs::remove_file(PathBuf::from(name));
        }
    }
    code
}

fn temporary_path() -> PathBuf {
    std::env::temp_dir().join(format!("reportedly-demo-{}.ledger", std::process::id()))
}

fn show(path: &Path, args: &Demo) -> Result<String, String> {
    let language = Language::english();
    let scorer = crate::read::network(crate::read::threads(None))?;
    let mut prepared = Vec::new();
    for (name, bytes) in REPORTS {
        let options = ReadOptions::default();
        for input in Inputs::new(Cursor::new(*bytes), name, options) {
            let (document, analysis) = match input.map_err(|error| error.to_string())? {
                Input::Analyzed(line) => {
                    reportedly::unpack(&line).map_err(|error| format!("{name}: {error}"))?
                }
                Input::Document(document) => {
                    let analysis = reportedly::analyze(language, &document, scorer.as_ref())
                        .map_err(|error| format!("{name}: {error}"))?;
                    (*document, analysis)
                }
            };
            let ready =
                Prepared::new(language, &document, &analysis).map_err(|error| format!("{name}: {error}"))?;
            prepared.push(ready);
        }
    }
    let mut ledger = Ledger::open_or_create(path).map_err(|error| error.to_string())?;
    let now = jiff::Timestamp::now().to_string();
    ledger.writer(language).add(&prepared, &now).map_err(|error| error.to_string())?;
    let found = ledger.trace(QUESTION).map_err(|error| error.to_string())?;
    let paper = paper(args.color, args.width);
    let mut page = Page::new();
    let outlets = ledger.outlets().map_err(|error| error.to_string())?;
    let text = format!(
        "{} invented reports of {} invented outlets, put into {}. Asked for: {QUESTION}",
        prepared.len(),
        outlets.outlets.len(),
        args.ledger
            .as_ref()
            .map_or_else(|| "a temporary ledger".to_owned(), |path| path.display().to_string()),
    );
    page.wrapped(paper, 0, 0, &Text::new().with(Ink::Dim, &text));
    page.blank();
    let mut words = page.into_string();
    match &found {
        Some(found) => words.push_str(&trace::view(found, paper, false)),
        None => return Err("the example's main claim was not found".to_owned()),
    }
    let mut page = Page::new();
    page.blank();
    let next = match &args.ledger {
        Some(path) => format!(
            "next: reportedly figures {0} boats · reportedly changes {0} · reportedly sources {0} · reportedly outlets {0}",
            path.display()
        ),
        None => "keep the ledger and ask it more: reportedly demo kelda.ledger, then reportedly figures kelda.ledger boats".to_owned(),
    };
    page.wrapped(paper, 0, 2, &Text::new().with(Ink::Dim, &next));
    words.push_str(&page.into_string());
    Ok(words)
}
