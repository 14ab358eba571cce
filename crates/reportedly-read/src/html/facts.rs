//! What a page says about itself: title, publisher, byline, dates, language, address.

use std::collections::BTreeMap;

use reportedly::{DateOrigin, DateRole, Dated, Meta, Notice};
use serde_json::Value;

use super::address;
use super::choose::bare;
use super::pieces::Piece;
use super::tree::Tree;
use super::words::WORDS;
use crate::{dates, meta};

/// What a page says about itself.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) meta: Meta,
    pub(crate) notices: Vec<Notice>,
    /// The article's text as JSON-LD gives it.
    pub(crate) body: Option<String>,
}

/// Names of `meta` tags (property, name, itemprop; lower case), best first.
const PUBLISHED: [&str; 22] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_date",
    "publication_date",
    "originalpublicationdate",
    "article_date_original",
    "ptime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
    "displaydate",
    "dat",
];
const UPDATED: [&str; 11] = [
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "og:updated_time",
    "article.updated",
    "utime",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
];
const TITLE: [&str; 6] = ["og:title", "headline", "twitter:title", "dc.title", "dcterms.title", "title"];
const OUTLET: [&str; 5] =
    ["og:site_name", "publisher", "dc.publisher", "dcterms.publisher", "application-name"];
const BYLINE: [&str; 8] = [
    "author",
    "article:author",
    "byl",
    "byline",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
];

/// Reads head and JSON-LD.
pub(crate) fn facts(tree: &Tree, given_url: Option<&str>) -> Facts {
    let mut facts = Facts::default();
    let objects = linked_data(tree);
    let fields: Vec<(String, &str)> = tree
        .named("meta")
        .take(400)
        .filter_map(|(_, node)| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| node.attribute(key))?;
            let content = node.attribute("content").map(str::trim).filter(|content| !content.is_empty())?;
            Some((name.trim().to_ascii_lowercase(), content))
        })
        .collect();
    let field = |names: &[&str]| {
        names.iter().find_map(|name| {
            fields.iter().find(|(key, _)| key == name).map(|&(_, content)| content.to_owned())
        })
    };
    let linked = |path: &[&str]| objects.iter().find_map(|object| names(object, path));

    let canonical = tree.named("link").find_map(|(_, node)| {
        node.attribute("rel")
            .filter(|rel| rel.eq_ignore_ascii_case("canonical"))
            .and_then(|_| node.attribute("href"))
    });
    let url = canonical
        .map(str::to_owned)
        .or_else(|| field(&["og:url"]))
        .or_else(|| linked(&["mainEntityOfPage", "@id"]));
    facts.meta.url = url
        .and_then(|url| address::absolute(&url, given_url))
        .or_else(|| linked(&["url"]).and_then(|url| address::absolute(&url, None)));
    facts.meta.title = linked(&["headline"]).or_else(|| field(&TITLE)).map(|title| plain(&title));
    facts.meta.outlet = field(&["og:site_name"])
        .or_else(|| linked(&["publisher", "name"]))
        .or_else(|| field(&OUTLET))
        .map(|name| plain(&name));
    if let Some((title, outlet)) = facts.meta.title.as_mut().zip(facts.meta.outlet.as_deref()) {
        without_site(title, outlet);
    }
    facts.meta.byline = linked(&["author", "name"])
        .or_else(|| linked(&["author"]))
        .or_else(|| field(&BYLINE))
        .map(|name| plain(&name))
        .filter(|name| !address::is_web(name) && !name.is_empty())
        .map(|name| name.strip_prefix("By ").or(name.strip_prefix("by ")).unwrap_or(&name).to_owned());
    facts.meta.language = tree
        .named("html")
        .find_map(|(_, node)| node.attribute("lang"))
        .map(str::to_owned)
        .or_else(|| field(&["content-language", "language", "dc.language", "og:locale"]))
        .map(|tag| tag.trim().replace('_', "-"))
        .filter(|tag| {
            tag.len() >= 2 && tag.len() <= 12 && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
    facts.body = linked(&["articleBody"]);

    for (role, key, tags) in [
        (DateRole::Published, "datePublished", &PUBLISHED[..]),
        (DateRole::Updated, "dateModified", &UPDATED[..]),
    ] {
        if let Some(words) = linked(&[key]) {
            facts.take_date(role, &format!("JSON-LD {key}"), &words);
        }
        for (name, content) in &fields {
            if tags.contains(&name.as_str()) {
                facts.take_date(role, name, content);
            }
        }
    }
    facts
}

/// "Harbor closed – The Harbor Times" without the site's name.
fn without_site(title: &mut String, site: &str) {
    if let Some(before) = title.strip_suffix(site)
        && let Some(mark) =
            [" | ", " — ", " – ", " - ", " :: ", " · "].iter().find(|mark| before.ends_with(**mark))
        && before.len() > mark.len()
    {
        title.truncate(before.len() - mark.len());
    }
}

impl Facts {
    fn take_date(&mut self, role: DateRole, field: &str, words: &str) {
        match dates::parse(words) {
            Some(stamp) => self.meta.dates.push(stamp.dated(role, DateOrigin::Metadata, field)),
            None if self.notices.len() < 3 => self.notices.push(meta::not_understood(field, words)),
            None => {}
        }
    }
}

/// The dates of `time` tags. `kept` says which nodes stand in the article or above it.
pub(crate) fn time_tags(tree: &Tree, kept: impl Fn(usize) -> bool) -> Vec<Dated> {
    let mut found = Vec::new();
    for (id, node) in tree.named("time").filter(|&(id, _)| kept(id)).take(8) {
        let Some(value) = node.attribute("datetime").filter(|value| !value.trim().is_empty()) else {
            continue;
        };
        let Some(stamp) = dates::parse(value) else { continue };
        // the words around it, a little way up, say what it is
        let around: String = tree
            .ancestors(id)
            .take(3)
            .map(|up| {
                let class = tree.node(up).map(|node| {
                    node.attribute("class").unwrap_or("").to_owned()
                        + node.attribute("itemprop").unwrap_or("")
                });
                let words = tree.text(up);
                if words.len() < 160 { words + " " + &class.unwrap_or_default() } else { String::new() }
            })
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        let own = tree.text(id).to_lowercase()
            + node.attribute("class").unwrap_or("")
            + node.attribute("itemprop").unwrap_or("");
        let says_updated = |words: &str| words.contains("updat") || words.contains("modif");
        let says_published =
            |words: &str| words.contains("publi") || words.contains("posted") || words.contains("created");
        let updated = says_updated(&own)
            || (says_updated(&around) && !says_published(&own) && !says_published(&around));
        // a second time tag without a word for it may be anything
        if found.iter().any(|dated: &Dated| dated.role == DateRole::Published) && !updated {
            continue;
        }
        let role = if updated { DateRole::Updated } else { DateRole::Published };
        found.push(stamp.dated(role, DateOrigin::Metadata, "time datetime"));
    }
    found
}

/// The name in the first tag that is called byline or author. `kept` says which nodes stand in the article or above it.
pub(crate) fn byline_tag(tree: &Tree, kept: impl Fn(usize) -> bool) -> Option<String> {
    let tags = tree
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| !node.attributes.is_empty() && WORDS.byline.names(node));
    tags.filter(|&(id, node)| node.name != "meta" && node.name != "link" && kept(id)).take(6).find_map(
        |(id, _)| {
            let words = tree.text(id);
            let name = words
                .strip_prefix("By ")
                .or(words.strip_prefix("by "))
                .or(words.strip_prefix("BY "))
                .unwrap_or(&words);
            // "Jane Roe | The Harbor Times"
            let name = [" | ", " · ", " • ", " — ", " – "]
                .iter()
                .filter_map(|mark| name.split_once(mark))
                .map(|(before, _)| before)
                .min_by_key(|before| before.len())
                .unwrap_or(name);
            let name = name.trim().trim_end_matches(',');
            let parts: Vec<&str> = name.split_whitespace().collect();
            let joins =
                ["and", "of", "de", "la", "van", "von", "der", "den", "al", "bin", "da", "di", "&", "in"];
            let is_name = |part: &&str| part.starts_with(char::is_uppercase) || joins.contains(part);
            ((2..=12).contains(&parts.len()) && name.len() <= 120 && parts.iter().all(is_name))
                .then(|| name.to_owned())
        },
    )
}

/// The objects of JSON-LD that are articles, in order; those inside lists of other articles are left out.
fn linked_data(tree: &Tree) -> Vec<Value> {
    let mut articles = Vec::new();
    let mut pages = Vec::new();
    // names of persons and publishers that an article gives by their id only
    let mut named: BTreeMap<String, Value> = BTreeMap::new();
    for (_, node) in tree.named("script").take(200) {
        if !node.attribute("type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
        {
            continue;
        }
        let json: String =
            node.children.iter().filter_map(|&id| tree.node(id)).map(|text| text.text.as_str()).collect();
        let json = json.trim().trim_start_matches("<!--").trim_end_matches("-->");
        let json =
            json.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
        let Ok(value) = serde_json::from_str::<Value>(json).or_else(|_| {
            // raw line breaks inside strings are the usual mistake
            serde_json::from_str(&json.replace(['\n', '\r', '\t'], " "))
        }) else {
            continue;
        };
        let mut stack = vec![value];
        while let Some(value) = stack.pop() {
            match value {
                Value::Array(values) => stack.extend(values.into_iter().rev()),
                Value::Object(mut object) => {
                    if let Some(graph) = object.remove("@graph") {
                        stack.push(graph);
                    }
                    if let (Some(Value::String(id)), Some(name)) = (object.get("@id"), object.get("name")) {
                        named.entry(id.clone()).or_insert_with(|| name.clone());
                    }
                    let kinds = object.get("@type").map(Value::to_string).unwrap_or_default();
                    if ["Article", "Posting", "Report\"", "Review\""].iter().any(|kind| kinds.contains(kind))
                    {
                        articles.push(Value::Object(object));
                    } else if kinds.contains("WebPage\"") {
                        stack.extend(object.remove("mainEntity"));
                        pages.push(Value::Object(object));
                    }
                }
                _ => {}
            }
        }
    }
    articles.truncate(1);
    articles.extend(pages.into_iter().take(1));
    for key in ["author", "publisher"] {
        for value in articles.iter_mut().filter_map(|article| article.get_mut(key)) {
            name_by_id(value, &named);
        }
    }
    articles
}

/// Gives `{"@id": …}` the name that stands at that id elsewhere on the page.
fn name_by_id(value: &mut Value, named: &BTreeMap<String, Value>) {
    match value {
        Value::Array(values) => {
            values.iter_mut().filter(|value| value.is_object()).for_each(|value| name_by_id(value, named))
        }
        Value::Object(object) if !object.contains_key("name") => {
            let name = object.get("@id").and_then(Value::as_str).and_then(|id| named.get(id)).cloned();
            object.extend(name.map(|name| ("name".to_owned(), name)));
        }
        _ => {}
    }
}

/// The words at a path; of several, all with commas between.
fn names(value: &Value, path: &[&str]) -> Option<String> {
    let words = match (value, path.split_first()) {
        (Value::Array(values), _) => {
            let all: Vec<String> = values.iter().filter_map(|value| names(value, path)).collect();
            all.join(", ")
        }
        (value, Some((first, rest))) => names(value.get(first)?, rest)?,
        (Value::String(words), None) => words.trim().to_owned(),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

/// `<title>` and its parts: "Harbor closed | The Harbor Times".
fn title_tag(tree: &Tree) -> Option<(String, Vec<String>)> {
    let (id, _) = tree.named("title").next()?;
    let title = crate::head(&tree.text(id), 1000).to_owned();
    let mut parts = vec![title.as_str()];
    for mark in [" | ", " — ", " – ", " - ", " :: ", " « ", " » ", " · "] {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    let parts =
        parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    (!title.is_empty()).then_some((title, parts))
}

impl Facts {
    /// Where the fields give no title, `<title>` does, by the part of it that stands on the page as a line of its own;
    /// what is left of two parts is the site's name.
    pub(crate) fn title_from_page(&mut self, tree: &Tree, pieces: &[Piece]) {
        if self.meta.title.is_some() {
            return;
        }
        let Some((title, parts)) = title_tag(tree) else { return };
        let lines: Vec<String> = pieces
            .iter()
            .filter(|piece| piece.text.len() <= 400 && piece.link_density() < 50)
            .map(|piece| bare(&piece.text))
            .collect();
        let shown = parts.iter().take(6).position(|part| part.len() >= 12 && lines.contains(&bare(part)));
        let longest = || (0..parts.len()).max_by_key(|&at| parts.get(at).map(String::len));
        // "The Harbor Times: Harbor closed"
        if shown.is_none()
            && let Some((site, rest)) = title.split_once(": ")
            && lines.contains(&bare(rest))
        {
            self.meta.outlet.get_or_insert_with(|| site.to_owned());
            self.meta.title = Some(rest.trim().to_owned());
            return;
        }
        let chosen = shown.or_else(|| longest().filter(|_| parts.len() > 1));
        if let [first, second] = parts.as_slice()
            && let (None, Some(at)) = (&self.meta.outlet, shown)
        {
            let site = if at == 0 { second } else { first };
            self.meta.outlet = Some(site.clone()).filter(|site| site.len() <= 40);
        }
        self.meta.title = chosen.and_then(|at| parts.get(at).cloned()).or(Some(title));
    }
}

/// One line; entities that were escaped twice are read.
fn plain(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.contains('&') {
        return words;
    }
    let pairs = [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&apos;", "'"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&nbsp;", " "),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(words, |words, (entity, meant)| words.replace(entity, meant))
}

/// `articleBody` as paragraphs: it may hold tags or entities of its own.
pub(crate) fn body_paragraphs(body: &str) -> Vec<String> {
    let words = if body.contains("</") || body.contains("<br") {
        let tree = Tree::parse(body);
        super::pieces::cut(&tree).into_iter().map(|piece| piece.text).collect::<Vec<_>>().join("\n")
    } else {
        body.lines().map(plain).collect::<Vec<_>>().join("\n")
    };
    words.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
