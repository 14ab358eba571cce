//! What pages say about themselves, in the shapes in which sites write it: each page is invented, its markup is the usual.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use reportedly::{BlockKind, Document};
use reportedly_read::{Format, Input, ReadOptions, read};

/// A page and what must be read from it.
#[derive(Default)]
struct Shape {
    name: &'static str,
    head: &'static str,
    /// `STORY` stands for three paragraphs.
    body: &'static str,
    title: &'static str,
    outlet: &'static str,
    byline: &'static str,
    published: &'static str,
    updated: &'static str,
    /// Blocks beside paragraphs and title, as "kind: words".
    beside: &'static [&'static str],
}

const STORY: &str = "<p>The first grain ship since January left Port Arlen on Wednesday, the harbor authority said.</p>\n\
<p>The ship, which carries 26,000 tonnes of corn, is expected in Tunis within 10 days, two officials said.</p>\n\
<p>“It is a beginning,” said the minister, Ole Lund. “But it is one ship.”</p>\n";

const TITLE: &str = "Grain ship leaves Port Arlen";

fn document(shape: &Shape) -> Document {
    let html = format!(
        "<!doctype html><html lang=en><head>{}</head><body>{}</body></html>",
        shape.head,
        shape.body.replace("STORY", STORY)
    );
    let options = ReadOptions { format: Format::Html, ..ReadOptions::default() };
    match read(html.as_bytes(), shape.name, &options).pop() {
        Some(Ok(Input::Document(document))) => *document,
        other => panic!("{}: {other:?}", shape.name),
    }
}

/// What differs from what is meant, in lines.
fn differences(shape: &Shape) -> Vec<String> {
    let document = document(shape);
    let meta = &document.meta;
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: String, meant: &str| {
        if found != meant {
            wrong.push(format!("{}: {what}: {found:?} instead of {meant:?}", shape.name));
        }
    };
    let words = |field: &Option<String>| field.clone().unwrap_or_default();
    let day = |dated: &Option<reportedly::Dated>| match dated {
        Some(dated) => match &dated.time {
            Some(time) => format!("{}T{time}", dated.date),
            None => dated.date.to_string(),
        },
        None => String::new(),
    };
    compare("title", words(&meta.title), if shape.title.is_empty() { TITLE } else { shape.title });
    compare("outlet", words(&meta.outlet), shape.outlet);
    compare("byline", words(&meta.byline), shape.byline);
    compare("published", day(&meta.published), shape.published);
    compare("updated", day(&meta.updated), shape.updated);
    let blocks = |kind: fn(BlockKind) -> bool| -> Vec<String> {
        let of = |block: &reportedly::Block| block.span.of(&document.text).to_owned();
        document.blocks.iter().filter(|block| kind(block.kind)).map(of).collect()
    };
    let paragraphs = blocks(|kind| kind == BlockKind::Paragraph);
    compare("paragraphs", paragraphs.len().to_string(), "3");
    for paragraph in paragraphs.iter().filter(|words| !STORY.contains(words.as_str())) {
        compare("paragraph", paragraph.clone(), "");
    }
    let beside: Vec<String> = document
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Paragraph | BlockKind::Title))
        .map(|block| format!("{}: {}", block.kind.name(), block.span.of(&document.text)))
        .collect();
    compare("beside", beside.join(" / "), &shape.beside.join(" / "));
    compare(
        "R04",
        document.notices.iter().filter(|n| n.code == "R04").map(|n| n.message.clone()).collect(),
        "",
    );
    wrong
}

#[test]
fn pages_as_sites_write_them() {
    let shapes = [
        Shape {
            name: "a graph whose article names its author by id",
            head: r##"<title>Grain ship leaves Port Arlen - Harbor Times</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
                {"@type":"Article","@id":"https://times.example/a/#article","author":{"@id":"https://times.example/#/person/7"},"headline":"Grain ship leaves Port Arlen","datePublished":"2026-03-04T08:00:00+00:00","dateModified":"2026-03-04T09:30:00+00:00","publisher":{"@id":"https://times.example/#organization"}},
                {"@type":"WebPage","@id":"https://times.example/a/","url":"https://times.example/a/","name":"Grain ship leaves Port Arlen - Harbor Times"},
                {"@type":"Organization","@id":"https://times.example/#organization","name":"Harbor Times"},
                {"@type":"Person","@id":"https://times.example/#/person/7","name":"Jane Roe"}]}</script>"##,
            body: "<main><article><h1>Grain ship leaves Port Arlen</h1><div class=entry-content>STORY</div></article></main>",
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00:00+00:00",
            updated: "2026-03-04T09:30:00+00:00",
            ..Shape::default()
        },
        Shape {
            name: "two authors in a list, kinds in a list",
            head: r#"<script type="application/ld+json">[{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"World"}]},{"@type":["NewsArticle","Article"],"headline":"Grain ship leaves Port Arlen","author":[{"@type":"Person","name":"Jane Roe"},{"@type":"Person","name":"Tom Reed"}],"publisher":{"@type":"Organization","name":"Harbor Times"},"datePublished":"2026-03-04T08:00:00+01:00"}]</script>"#,
            body: "<article><h1>Grain ship leaves Port Arlen</h1>STORY</article>",
            outlet: "Harbor Times",
            byline: "Jane Roe, Tom Reed",
            published: "2026-03-04T08:00:00+01:00",
            ..Shape::default()
        },
        Shape {
            name: "microdata",
            head: "<title>Grain ship leaves Port Arlen | Harbor Times</title>",
            body: r#"<div itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">Grain ship leaves Port Arlen</h1>
                <div>By <span itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">Jane Roe</span></span></div>
                <meta itemprop="datePublished" content="2026-03-04T08:00:00+01:00"><meta itemprop="dateModified" content="2026-03-05T09:00:00+01:00">
                <div itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="Harbor Times"></div>
                <div itemprop="articleBody">STORY</div></div>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00:00+01:00",
            updated: "2026-03-05T09:00:00+01:00",
            ..Shape::default()
        },
        Shape {
            name: "meta tags of analytics only",
            head: r#"<title>Grain ship leaves Port Arlen</title><meta name="parsely-title" content="Grain ship leaves Port Arlen"><meta name="parsely-author" content="Jane Roe"><meta name="sailthru.date" content="2026-03-04 08:00:00"><meta name="application-name" content="Harbor Times">"#,
            body: "<div id=content><h1>Grain ship leaves Port Arlen</h1>STORY</div>",
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00:00",
            ..Shape::default()
        },
        Shape {
            name: "dates of related stories beside the article",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times">"#,
            body: r#"<header><time datetime="2026-03-09">9 March 2026</time></header><main><article><h1>Grain ship leaves Port Arlen</h1><p>Published: 4 March 2026</p><p>Last modified on Thu 5 Mar 2026 10.02 GMT</p>STORY</article>
                <aside><h2>Related</h2><ul><li><a href="/b">Who eats the corn</a> <time datetime="2025-01-02T00:00:00Z">2 January 2025</time></li></ul></aside></main>"#,
            outlet: "Harbor Times",
            published: "2026-03-04",
            updated: "2026-03-05T10:02Z",
            beside: &["credit: Published: 4 March 2026", "credit: Last modified on Thu 5 Mar 2026 10.02 GMT"],
            ..Shape::default()
        },
        Shape {
            name: "a live blog",
            head: r#"<meta property="og:site_name" content="Harbor Times"><script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Grain ship leaves Port Arlen","datePublished":"2026-03-04T06:00:00Z","dateModified":"2026-03-04T12:00:00Z","coverageStartTime":"2026-03-04T06:00:00Z","author":{"@type":"Person","name":"Jane Roe"},"liveBlogUpdate":[{"@type":"BlogPosting","headline":"Ship seen off Arlen","datePublished":"2026-03-04T11:00:00Z","articleBody":"Seen."}]}</script>"#,
            body: r#"<main><h1>Grain ship leaves Port Arlen</h1><div class="live-blog"><article class="post"><time datetime="2026-03-04T11:00:00Z">11:00</time><h2>Ship seen off Arlen</h2>STORY</article></div></main>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T06:00:00Z",
            updated: "2026-03-04T12:00:00Z",
            beside: &["heading: Ship seen off Arlen"],
            ..Shape::default()
        },
        Shape {
            name: "a page for phones",
            head: r#"<script async src="https://cdn.example/v0.js"></script><link rel=canonical href="https://times.example/a"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Grain ship leaves Port Arlen","datePublished":"2026-03-04T08:00:00Z","author":"Jane Roe","publisher":{"name":"Harbor Times"}}</script>"#,
            body: r#"<amp-sidebar id=menu><ul><li>World</li></ul></amp-sidebar><article><h1>Grain ship leaves Port Arlen</h1><amp-img src=a.jpg></amp-img><amp-ad type=x>Advertisement</amp-ad>STORY<amp-list><template>more</template></amp-list></article>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00:00Z",
            ..Shape::default()
        },
        Shape {
            name: "behind a wall",
            head: r#"<meta property="og:site_name" content="Harbor Times"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Grain ship leaves Port Arlen","isAccessibleForFree":false,"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".paid"},"datePublished":"2026-03-04"}</script>"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1>STORY<div class="paywall-prompt"><h3>Keep reading with a subscription</h3><p>Subscribe to Harbor Times today to read this article and all others.</p><p>Already a subscriber? Log in.</p><p>This article is for subscribers only.</p></div></article>"#,
            outlet: "Harbor Times",
            published: "2026-03-04",
            ..Shape::default()
        },
        Shape {
            name: "an agency's story in a regional paper",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta property="article:published_time" content="2026-03-04T08:00:00Z">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1><div class="byline">By JANE ROE, Associated Press</div>STORY<p>Copyright 2026 The Associated Press. All rights reserved.</p></article>"#,
            outlet: "Harbor Times",
            byline: "JANE ROE, Associated Press",
            published: "2026-03-04T08:00:00Z",
            beside: &[
                "credit: By JANE ROE, Associated Press",
                "credit: Copyright 2026 The Associated Press. All rights reserved.",
            ],
            ..Shape::default()
        },
        Shape {
            name: "a title that ends with the site's name",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen – Harbor Times"><meta property="og:site_name" content="Harbor Times"><meta name="pubdate" content="20260304">"#,
            body: "<article><h1>Grain ship leaves Port Arlen</h1>STORY</article>",
            outlet: "Harbor Times",
            published: "2026-03-04",
            ..Shape::default()
        },
        Shape {
            name: "an author who is an address",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta property="article:author" content="https://social.example/janeroe"><meta property="article:published_time" content="Wed Mar 04 2026 08:00:00 GMT+0000 (Coordinated Universal Time)">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1><p class="meta">By <a rel="author" href="/jane">Jane Roe</a></p>STORY</article>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00:00Z",
            beside: &["credit: By Jane Roe"],
            ..Shape::default()
        },
        Shape {
            name: "an author with the paper's name or a role behind it",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta name="author" content="By Jane Roe"><meta name="date" content="2026-03-04T08:00:00-0500">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1><div class="byline"><span class="byline__name">By Jane Roe</span><span class="byline__title">Business reporter, Harbor Times</span></div>STORY</article>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00:00-05:00",
            beside: &["credit: By Jane Roe Business reporter, Harbor Times"],
            ..Shape::default()
        },
        Shape {
            name: "a byline of two lines",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta name="date" content="2026-03-04">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1><p>By Jane Roe<br>Business reporter, BBC News</p>STORY</article>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04",
            beside: &["credit: By Jane Roe", "credit: Business reporter, BBC News"],
            ..Shape::default()
        },
        Shape {
            name: "a correspondent below the name",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta name="date" content="2026-03-04">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1><div><div>By Jane Roe &amp; Tom Reed</div><div>Diplomatic correspondent</div></div>STORY</article>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe & Tom Reed",
            published: "2026-03-04",
            beside: &["credit: By Jane Roe & Tom Reed", "credit: Diplomatic correspondent"],
            ..Shape::default()
        },
        Shape {
            name: "two dates in spans that touch",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1><p class="byline">By <span class="name">Jane Roe</span> and <span class="name">Tom Reed</span></p><div class="timestamp"><span>Published March 4, 2026</span><span>Updated March 5, 2026, 9:12 a.m. EST</span></div>STORY</article>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe and Tom Reed",
            published: "2026-03-04",
            updated: "2026-03-05T09:12-05:00",
            beside: &[
                "credit: By Jane Roe and Tom Reed",
                "credit: Published March 4, 2026 Updated March 5, 2026, 9:12 a.m. EST",
            ],
            ..Shape::default()
        },
        Shape {
            name: "posted and updated in one line",
            head: r#"<title>Grain ship leaves Port Arlen - Harbor Times: World</title>"#,
            body: r#"<div id="blox-story"><h1>Grain ship leaves Port Arlen</h1><p>Posted: Wednesday, March 4, 2026 8:00 am | Updated: 9:12 pm, Wed Mar 4, 2026.</p><p>By Jane Roe Staff Writer</p>STORY</div>"#,
            outlet: "Harbor Times: World",
            byline: "Jane Roe Staff Writer",
            published: "2026-03-04T08:00",
            updated: "2026-03-04",
            beside: &[
                "credit: Posted: Wednesday, March 4, 2026 8:00 am | Updated: 9:12 pm, Wed Mar 4, 2026.",
                "credit: By Jane Roe Staff Writer",
            ],
            ..Shape::default()
        },
        Shape {
            name: "first published under a fold",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta property="article:published_time" content="2026-03-04T08:00:00.000Z"><meta property="article:modified_time" content="2026-03-04T10:00:00.000Z"><meta name="author" content="Jane Roe">"#,
            body: r#"<main><h1>Grain ship leaves Port Arlen</h1><aside><address><a rel="author" href="/jane">Jane Roe</a> in Oslo</address><details><summary>Wed 4 Mar 2026 10.00 GMT</summary>First published on Wed 4 Mar 2026 08.00 GMT</details></aside><div id="maincontent"><div class="article-body">STORY</div></div></main>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00:00Z",
            updated: "2026-03-04T10:00:00Z",
            ..Shape::default()
        },
        Shape {
            name: "boxes inside the article",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta name="dc.date.issued" content="2026-03-04">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1><figure><img src=a.jpg><figcaption>The ship Anna at the quay. Photograph: Ann Hill/Union Press</figcaption></figure>STORY
                <div class="newsletter-signup"><p>Sign up for our morning newsletter, and get the news of the harbor in your inbox every day.</p></div>
                <aside class="pullquote"><p>“But it is one ship.”</p></aside><div class="related-content"><p><a href="/b">Who eats the corn of Port Arlen, and who pays for it in the end?</a></p></div>
                <p class="correction">This article was amended on 5 March 2026. An earlier version gave the wrong tonnage.</p></article>"#,
            outlet: "Harbor Times",
            published: "2026-03-04",
            beside: &[
                "caption: The ship Anna at the quay. Photograph: Ann Hill/Union Press",
                "correction: This article was amended on 5 March 2026. An earlier version gave the wrong tonnage.",
            ],
            ..Shape::default()
        },
        Shape {
            name: "a note of correction in italics",
            head: r#"<meta property="og:title" content="Grain ship leaves Port Arlen"><meta property="og:site_name" content="Harbor Times"><meta name="date" content="2026-03-04">"#,
            body: r#"<article><h1>Grain ship leaves Port Arlen</h1>STORY<hr><p><em>Correction, 6 March: An earlier version of this report gave the wrong tonnage. It is 26,000, not 20,000.</em></p><p><i><b>Clarification:</b> This story has been updated to say that the ship left on Wednesday.</i></p></article>"#,
            outlet: "Harbor Times",
            published: "2026-03-04",
            beside: &[
                "correction: Correction, 6 March: An earlier version of this report gave the wrong tonnage. It is 26,000, not 20,000.",
                "correction: Clarification: This story has been updated to say that the ship left on Wednesday.",
            ],
            ..Shape::default()
        },
        Shape {
            name: "data with line breaks, escaped twice",
            head: "<script type=\"application/ld+json\">\n//<![CDATA[\n{\"@context\":\"http://schema.org\",\"@type\":\"NewsArticle\",\"headline\":\"Grain ship leaves Port Arlen\",\n\"description\":\"First\nship\",\"author\":{\"@type\":\"Person\",\"name\":[\"Jane O&#39;Roe\"]},\"datePublished\":\"2026-03-04T08:00:00Z\",\"dateModified\":\"2026-03-04T08:00:00Z\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"Harbor &amp; Bay Times\"}}\n//]]>\n</script>",
            body: "<article><h1>Grain ship leaves Port Arlen</h1>STORY</article>",
            outlet: "Harbor & Bay Times",
            byline: "Jane O'Roe",
            published: "2026-03-04T08:00:00Z",
            updated: "2026-03-04T08:00:00Z",
            ..Shape::default()
        },
        Shape {
            name: "an author without a page, below the title",
            head: r#"<title>Grain ship leaves Port Arlen</title><meta property="og:site_name" content="Harbor Times">"#,
            body: r#"<div class="story"><h1>Grain ship leaves Port Arlen</h1><div class="author">Jane Roe | Harbor Times</div><div class="date">Mar. 4, 2026, 8:00 AM EST</div><div class="story-body">STORY</div></div>"#,
            outlet: "Harbor Times",
            byline: "Jane Roe",
            published: "2026-03-04T08:00-05:00",
            ..Shape::default()
        },
    ];
    let wrong: Vec<String> = shapes.iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
