//! The report's header: what it is, where its date comes from, how much it says in whose name.

use maud::{Markup, html};

use super::{View, link};
use reportedly::summary::{hanging, other_dates, when, whence};
use reportedly::visible;

/// What the report is, where its date comes from, how much it says in whose name.
pub fn header(view: &View<'_>) -> Markup {
    let meta = &view.document.meta;
    let counts = view.summary.counts;
    html! {
        header {
            h1 { (visible(meta.title.as_deref().unwrap_or("(no title)"))) }
            p class="by" {
                (visible(meta.outlet.as_deref().unwrap_or("outlet not given")))
                @if let Some(byline) = &meta.byline { " · " (visible(byline)) }
            }
            p class="dates" {
                @match &meta.published {
                    Some(dated) => {
                        "published " time datetime=(dated.date) { (dated.date) }
                        @if let Some(time) = &dated.time { " " (visible(time)) }
                        " " span class="dim" { (visible(&whence(dated))) }
                    },
                    None => "no publication date",
                }
                @if let Some(dated) = &meta.updated {
                    " · updated " time datetime=(dated.date) { (dated.date) }
                    " " span class="dim" { (visible(&whence(dated))) }
                }
            }
            @if let Some(hanging) = hanging(view.document, view.analysis) { p class="dim" { (visible(&hanging)) } }
            @for other in other_dates(meta) {
                p class="dates" {
                    "another date: " (visible(&when(other))) " " span class="dim" { (visible(&whence(other))) }
                }
            }
            @if let Some(url) = &meta.url { p { (link(url)) } }
            @if let Some(custody) = &meta.custody {
                p class="custody" {
                    (visible(&custody.file))
                    @if let Some(line) = custody.line { ":" (line) }
                    " · " (custody.bytes) " bytes · SHA-256 " code { (visible(&custody.sha256)) }
                }
            }
            @let notices: Vec<_> = view.analysis.notices.iter().filter(|n| n.span.is_none()).collect();
            @if !notices.is_empty() {
                ul class="notices" {
                    @for notice in notices {
                        li { (visible(&notice.message)) " " span class="dim" { (notice.code) } }
                    }
                }
            }
            p class="counts" {
                b { (counts.attributed) } " attributed statements: "
                (counts.named) " from named sources, " (counts.unnamed) " from unnamed ones, "
                (counts.nobody) " from nobody named; " b { (counts.own) } " in its own voice"
            }
        }
    }
}
