//! Every page and its twin, for the invented event.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use axum::http::StatusCode;
use common::{COURIER, Folder, Reader, echoes, fill, long, long_without, pages};
use reportedly::Language;
use reportedly_ledger::Ledger;

fn event(name: &str) -> (Folder, Reader) {
    let folder = Folder::new(name);
    fill(&folder.ledger());
    let reader = Reader::at(&folder.ledger());
    (folder, reader)
}

#[test]
fn every_page_is_there_with_its_twin() {
    let (_folder, reader) = event("pages");
    for (page, twin) in pages() {
        let got = reader.get(&page);
        assert_eq!(got.status, StatusCode::OK, "{page}: {}", got.body);
        let body = &got.body;
        assert_eq!(body.matches("<h1").count(), 1, "{page}");
        for part in
            ["<main id=\"main\"", "<nav aria-label=\"Desk\">", "class=\"skip\"", "<footer", "lang=\"en\""]
        {
            assert!(body.contains(part), "{page}: {part}");
        }
        assert!(!body.contains(" style="), "{page}: the policy allows no style of its own");
        assert!(
            body.contains(&format!("href=\"{}", twin.split('?').next().unwrap())),
            "{page} names its twin"
        );
        let got = reader.get(&twin);
        assert_eq!(got.status, StatusCode::OK, "{twin}: {}", got.body);
        assert!(serde_json::from_str::<serde_json::Value>(&got.body).is_ok(), "{twin}");
        assert!(got.headers["content-type"].to_str().unwrap().starts_with("application/json"));
        // The same question, the same bytes.
        assert_eq!(reader.get(&page).body, *body, "{page}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let (_folder, reader) = event("links");
    let mut seen = std::collections::BTreeSet::new();
    let mut todo: Vec<String> = pages().into_iter().map(|(page, _)| page).collect();
    let mut looked = 0;
    while let Some(page) = todo.pop() {
        if looked > 400 || !seen.insert(page.clone()) {
            continue;
        }
        looked += 1;
        let got = reader.get(&page);
        if got.status == StatusCode::SEE_OTHER {
            todo.push(got.headers["location"].to_str().unwrap().split('#').next().unwrap().to_owned());
            continue;
        }
        assert_eq!(got.status, StatusCode::OK, "{page}: {}", got.body);
        for part in got.body.split("href=\"").skip(1) {
            let href = part.split('"').next().unwrap().replace("&amp;", "&");
            let (address, place) = href.split_once('#').unwrap_or((&href, ""));
            if address.is_empty() {
                let id = format!("id=\"{place}\"");
                assert!(got.body.contains(&id), "{page}: nothing is called {place}");
            }
            if address.starts_with('/')
                && !address.contains("words=")
                && !address.starts_with("/desk")
                && !address.ends_with(".svg")
            {
                todo.push(address.to_owned());
            }
        }
    }
    assert!(looked > 60, "{looked}");
}

#[test]
fn a_claim_has_an_address_that_lasts() {
    let (_folder, reader) = event("address");
    let body = reader.get(&format!("/report?d={COURIER}&claim=c7")).body;
    assert!(body.contains("id=\"c7\"") && body.contains("data-claim=\"c7\""));
    let part = body.split("class=\"lasting\"").nth(1).unwrap();
    let lasting = part.split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
    let lasting = lasting.split('#').next().unwrap().to_owned();
    let got = reader.get(&lasting);
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    assert_eq!(got.headers["location"], format!("/report?d={COURIER}&claim=c7#c7"));
    // Another start: the words find it.
    let at = lasting.find("at=").unwrap();
    let moved = format!("{}at=1{}", &lasting[..at], &lasting[lasting[at..].find('&').unwrap() + at..]);
    assert_eq!(reader.get(&moved).headers["location"], format!("/report?d={COURIER}&claim=c7#c7"));
    let lost = reader.get(&format!("/report?d={COURIER}&at=99999&words=never+said"));
    assert_eq!(lost.status, StatusCode::OK);
    assert!(lost.body.contains("no statement of the report any more"));
}

#[test]
fn the_lineage_is_drawn_with_its_numbers() {
    let (_folder, reader) = event("lineage");
    let body = reader.get("/lineage?q=boats+laid+up+since+the+first+dead+fish").body;
    for part in [
        "<svg",
        "earliest in this ledger",
        "unnamed port officials",
        "Who repeats whom",
        "<ins>",
        "<del>",
        "denies",
        "<summary><b>6</b><span>reports",
    ] {
        assert!(body.contains(part), "{part}");
    }
}

#[test]
fn figures_are_charts_and_tables() {
    let (_folder, reader) = event("figures");
    let body = reader.get("/figures?q=boats").body;
    assert!(
        body.contains("class=\"chart\"")
            && body.contains("<table class=\"figures\">")
            && body.contains("dot hollow")
    );
    // A season is a bar, where the time of the statement is asked for.
    let told = reader.get("/figures?q=boats&time=told").body;
    assert!(told.contains("class=\"rod\""));
}

#[test]
fn what_is_not_there_is_said_in_words() {
    let (_folder, reader) = event("missing");
    for (path, status) in [
        ("/report?d=nothing", 404),
        ("/report", 400),
        ("/report?d=coast-radio-boats&claim=c999", 404),
        ("/report?d=coast-radio-boats&claim=x", 404),
        ("/report?d=coast-radio-boats&v=7", 404),
        ("/lineage?id=0000000000000000", 404),
        ("/lineage", 400),
        ("/source?name=Nobody+At+All", 404),
        ("/outlet?name=Nobody", 404),
        ("/search?q=boats&from=yesterday", 400),
        ("/nothing", 404),
        ("/add/now", 405),
        ("/judge", 405),
    ] {
        let got = reader.get(path);
        assert_eq!(got.status.as_u16(), status, "{path}");
        if status != 405 {
            assert!(got.body.contains("<p class=\"wrong\">"), "{path}: {}", got.body);
        }
        if let Some((page, query)) = path.split_once('?') {
            let twin = reader.get(&format!("{page}.json?{query}"));
            assert_eq!(twin.status.as_u16(), status, "{path}");
            assert!(twin.body.contains("\"error\""), "{path}");
        }
    }
}

#[test]
fn numbers_beyond_all_bounds_break_nothing() {
    let (_folder, reader) = event("bounds");
    for path in [
        "/sources?page=4294967295",
        "/source?name=Paul+Reyes&page=4294967295",
        "/outlet?name=Coast+Radio&page=4294967295",
        "/changes?page=4294967295",
        "/reports?before=-9223372036854775808",
        "/judgments?before=9223372036854775807",
        "/search?q=boats&limit=4294967295",
        "/report?d=coast-radio-boats&page=4294967295",
        "/lineage?q=boats&page=4294967295",
        "/report?d=coast-radio-boats&words=%00%ff%F0%9F&at=18446744073709551616",
    ] {
        let status = reader.get(path).status;
        assert!(status.as_u16() < 500, "{path} {status}");
    }
}

#[test]
fn long_reports_are_light_and_paged() {
    let folder = Folder::new("long");
    let mut ledger = Ledger::open_or_create(&folder.ledger()).unwrap();
    let mut writer = ledger.writer(Language::english());
    writer.add(&[long(200), long(900)], "2026-03-20T12:00:00Z").unwrap();
    let reader = Reader::at(&folder.ledger());
    // 2,000 words with a statement for every ten.
    let body = reader.get("/report?d=long-200").body;
    assert!(body.len() < 200_000, "{} bytes", body.len());
    assert!(!body.contains("class=\"pager\"") && body.contains("id=\"c200\""));
    let first = reader.get("/report?d=long-900").body;
    assert!(first.len() < 200_000, "{} bytes", first.len());
    assert!(first.contains("part 1 of 5") && first.contains("id=\"c1\"") && !first.contains("id=\"c900\""));
    // A statement is found on its part, and all numbers are those of the whole report.
    let last = reader.get("/report?d=long-900&claim=c900").body;
    assert!(
        last.contains("part 5 of 5") && last.contains("id=\"c900\"") && last.contains("data-claim=\"c900\"")
    );
    assert!(last.contains("<b>900</b>"));
}

#[test]
fn addresses_and_open_pages_survive_a_new_analysis() {
    let folder = Folder::new("anew");
    let mut ledger = Ledger::open_or_create(&folder.ledger()).unwrap();
    ledger.writer(Language::english()).add(&[long(20)], "2026-03-20T12:00:00Z").unwrap();
    let reader = Reader::at(&folder.ledger());
    let body = reader.get("/report?d=long-20&claim=c12").body;
    let part = body.split("class=\"lasting\"").nth(1).unwrap();
    let lasting =
        part.split("href=\"").nth(1).unwrap().split(['"', '#']).next().unwrap().replace("&amp;", "&");
    let words =
        body.split("name=\"words\" value=\"").nth(1).unwrap().split('"').next().unwrap().replace(' ', "+");
    let number = ledger.report("long-20", None).unwrap().unwrap().id;
    ledger.writer(Language::english()).replace(&[(number, long_without(20, 3))]).unwrap();
    // What was c12 is c9 now.
    let got = reader.get(&lasting);
    assert_eq!(got.headers["location"], "/report?d=long-20&claim=c9#c9");
    // A judgment from the page as it was is put where its words are.
    let form = format!("act=confirm&one=long-20%23c12&words={words}&judge=Ada&back=/judgments");
    assert_eq!(reader.post("/judge", &form).status, StatusCode::SEE_OTHER);
    let rows = ledger.judgments().unwrap();
    assert_eq!(rows[0].now.as_deref(), Some("c9"));
    assert!(rows[0].anchor.as_ref().unwrap().quote.contains("harbor 12 "));
    // Other words at the place of a statement are another statement.
    let got = reader.get("/report?d=long-20&at=600&words=The+boats+of+harbor+77+stay");
    assert!(got.body.contains("no statement of the report any more"));
    // The first one is no statement any more.
    let got = reader.get("/report?d=long-20&at=0&words=The+boats+of+harbor+1+stay");
    assert_eq!(got.status, StatusCode::OK);
    assert!(got.body.contains("no statement of the report any more"));
}

#[test]
fn no_page_is_heavy_and_every_row_is_somewhere() {
    let folder = Folder::new("heavy");
    let mut ledger = Ledger::open_or_create(&folder.ledger()).unwrap();
    let mut writer = ledger.writer(Language::english());
    writer.add(&echoes(9), "2026-03-20T12:00:00Z").unwrap();
    writer.finish().unwrap();
    let reader = Reader::at(&folder.ledger());
    let lineage = "/lineage?q=boats+laid+up+since+the+first+dead+fish";
    let outlet = "/outlet?name=The+3.+Paper+of+the+Northern+Harbors";
    for start in [
        "/",
        "/reports",
        "/figures?q=boats",
        "/figures?q=boats&time=told",
        "/figures?q=people",
        lineage,
        "/sources",
        "/source?name=Paul+Reyes",
        "/outlets",
        outlet,
        "/changes",
        "/search?q=boats&limit=4000000",
        "/search?q=the+harbor&limit=60",
        "/add",
    ] {
        // With everything that "next" leads to.
        let (mut next, mut seen) = (Some(start.to_owned()), 0);
        while let Some(page) = next {
            let got = reader.get(&page);
            assert_eq!(got.status, StatusCode::OK, "{page}");
            assert!(got.body.len() < 200_000, "{page}: {} bytes", got.body.len());
            seen += 1;
            assert!(seen < 200, "{page}: it never ends");
            let link = got.body.split("rel=\"next\" href=\"").nth(1);
            next = link.map(|link| link.split(['"', '#']).next().unwrap().replace("&amp;", "&"));
        }
    }
    let twin: serde_json::Value = serde_json::from_str(&reader.get("/figures.json?q=boats").body).unwrap();
    let all: usize = twin["found"]["series"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["points"].as_array().unwrap().len())
        .sum();
    let (mut rows, mut page) = (0, 1);
    loop {
        let body = reader.get(&format!("/figures?q=boats&page={page}")).body;
        rows += body.matches("<tr><td class=\"day\">").count();
        if !body.contains("rel=\"next\"") {
            break;
        }
        page += 1;
    }
    assert_eq!(rows, all, "{page} pages");
    // A wording on another page is led to with that page.
    let body = reader.get(lineage).body;
    let pages = body.split("aria-label=\"More wordings\"").nth(1).unwrap();
    assert!(pages.contains("page=2"), "{pages}");
    assert!(body.contains("page=2#m"), "the drawing leads to wordings of the second page");
    let second = reader.get(&format!("{lineage}&page=2")).body;
    assert!(second.contains("id=\"m31\"") && !second.contains("id=\"m1\""));
}

#[test]
fn one_origin_has_one_letter_on_the_whole_page() {
    let (_folder, reader) = event("letters");
    let body = reader.get("/figures?q=boats").body;
    let mut letters = std::collections::BTreeMap::new();
    let mut named = 0;
    for part in body.split("<span class=\"key ").skip(1) {
        let letter = part.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        let name = part.split("</span> ").nth(1).unwrap().split('<').next().unwrap().to_owned();
        named += 1;
        assert_eq!(*letters.entry(name.clone()).or_insert(letter.clone()), letter, "{name}");
    }
    assert!(named > letters.len() && letters.len() > 4, "{letters:?}");
    let different: std::collections::BTreeSet<&String> = letters.values().collect();
    assert_eq!(different.len(), letters.len(), "{letters:?}");
}

#[test]
fn the_drawing_names_everybody_in_full() {
    let (_folder, reader) = event("drawing");
    let body = reader.get("/lineage?q=boats+laid+up+since+the+first+dead+fish").body;
    let drawing = body.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap();
    // What stands in lines, put together again.
    let mut words = String::new();
    for part in drawing.split(['<', '>']) {
        if !part.contains('=') && !part.starts_with('/') {
            words.push_str(part);
            words.push(' ');
        }
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    for name in [
        "unnamed port officials and a deckhands’ network",
        "← Lindhaven Post ← unnamed port officials cited in the Post report",
        "The Capital Standard ← Fisheries Authority ← Lindhaven Post",
        "denies it",
        "denied by another",
    ] {
        assert!(words.contains(name), "{name}: {words}");
    }
    assert!(!drawing.contains('…'), "{drawing}");
    // The others stand beside the one that denies them, once.
    let conflicts = body.split("id=\"conflicts\"").nth(1).unwrap().split("id=\"wordings\"").next().unwrap();
    assert_eq!(conflicts.matches("class=\"entry\"").count(), 1, "{conflicts}");
    assert_eq!(conflicts.matches("<li><p>").count(), 4, "{conflicts}");
}
