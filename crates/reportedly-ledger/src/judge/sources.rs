//! What was decided about sources, for the origins of lineages.

use std::collections::BTreeMap;

use reportedly::link::{Judged, Passage, Who};
use reportedly::{Naming, SourceKind};
use rusqlite::Connection;

use super::anchor::{Anchor, locate};
use crate::error::Sql;
use crate::load;

/// The user's word on sources, as far as it holds.
#[derive(Default)]
pub(crate) struct Voices {
    /// Which sources are one, and which are not.
    pub(crate) judged: Judged,
    /// What else a source is, by the report's number.
    changes: BTreeMap<i64, Vec<Changed>>,
}

/// A source that was corrected, or is none.
struct Changed {
    called: Vec<String>,
    name: Option<String>,
    kind: Option<SourceKind>,
    naming: Option<Naming>,
    rejected: bool,
}

/// A judgment on a source.
struct Held {
    act: String,
    one: Anchor,
    two: Option<Anchor>,
    field: Option<String>,
    value: Option<String>,
}

impl Voices {
    /// All that holds now; later judgments stand over earlier ones.
    pub(crate) fn load(conn: &Connection) -> Sql<Voices> {
        let sql = "SELECT act, anchor, other, field, value FROM judgment j WHERE target = 'source'
            AND act IN ('same', 'different', 'correct', 'reject', 'confirm')
            AND NOT EXISTS (SELECT 1 FROM judgment u WHERE u.undoes = j.id) ORDER BY id";
        let anchor = |text: Option<String>| text.and_then(|text| serde_json::from_str::<Anchor>(&text).ok());
        let mut statement = conn.prepare_cached(sql)?;
        let held: Vec<Option<Held>> = statement
            .query_map([], |row| {
                let (act, one, two) = (row.get(0)?, anchor(row.get(1)?), anchor(row.get(2)?));
                let (field, value) = (row.get(3)?, row.get(4)?);
                Ok(one.map(|one| Held { act, one, two, field, value }))
            })?
            .collect::<Result<_, _>>()?;
        let mut voices = Voices::default();
        // what a source is comes first: its new name is one of those that it is called by
        let mut pairs: BTreeMap<(Place, Place), (&Held, bool)> = BTreeMap::new();
        let held: Vec<Held> = held.into_iter().flatten().collect();
        for judgment in &held {
            let Some(one) = place(conn, &judgment.one)? else { continue };
            match (judgment.act.as_str(), &judgment.two) {
                ("same" | "different", Some(two)) => {
                    let Some(two) = place(conn, two)? else { continue };
                    let key = if one <= two { (one, two) } else { (two, one) };
                    pairs.insert(key, (judgment, judgment.act == "same"));
                }
                _ => voices.change(conn, &one, judgment)?,
            }
        }
        for ((one, two), (_, same)) in pairs {
            let ends = (voices.who(conn, &one)?, voices.who(conn, &two)?);
            if same {
                voices.judged.same.push(ends);
            } else {
                voices.judged.different.push(ends);
            }
        }
        Ok(voices)
    }

    fn change(&mut self, conn: &Connection, place: &Place, judgment: &Held) -> Sql<()> {
        let mut called = called(conn, place)?;
        let all = self.changes.entry(place.document).or_default();
        let at = match all.iter().position(|changed| changed.called == called) {
            Some(at) => at,
            None => {
                called.dedup();
                all.push(Changed { called, name: None, kind: None, naming: None, rejected: false });
                all.len() - 1
            }
        };
        let Some(changed) = all.get_mut(at) else { return Ok(()) };
        match (judgment.act.as_str(), judgment.field.as_deref(), judgment.value.as_deref()) {
            ("reject", ..) => changed.rejected = true,
            ("confirm", ..) => changed.rejected = false,
            ("correct", Some("name"), Some(name)) => changed.name = Some(name.to_owned()),
            ("correct", Some("kind"), Some(kind)) => changed.kind = SourceKind::from_name(kind),
            ("correct", Some("naming"), Some(naming)) => changed.naming = Naming::from_name(naming),
            _ => {}
        }
        Ok(())
    }

    fn who(&self, conn: &Connection, place: &Place) -> Sql<Who> {
        let mut called = called(conn, place)?;
        let changed = self.changes.get(&place.document).into_iter().flatten();
        let names: Vec<String> = changed
            .filter(|changed| changed.called == called)
            .filter_map(|changed| changed.name.clone())
            .collect();
        called.extend(names);
        Ok(Who { report: place.identity.clone(), called })
    }

    /// The passage as the user's word has it; none where nothing was said of its sources.
    pub(crate) fn apply(&self, document: i64, passage: &Passage) -> Option<Passage> {
        let changes = self.changes.get(&document)?;
        let mut changed = passage.clone();
        for step in &mut changed.chain {
            step.retain_mut(|voice| {
                let label = voice.name.as_ref().or(voice.text.as_ref());
                let is = |change: &&Changed| label.is_some_and(|label| change.called.contains(label));
                let Some(change) = changes.iter().find(is) else { return true };
                if let Some(name) = &change.name {
                    (voice.name, voice.text, voice.naming) = (Some(name.clone()), None, Naming::Named);
                }
                voice.kind = change.kind.unwrap_or(voice.kind);
                voice.naming = change.naming.unwrap_or(voice.naming);
                !change.rejected
            });
        }
        changed.chain.retain(|step| !step.is_empty());
        (changed != *passage).then_some(changed)
    }
}

/// Where a source stands now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    document: i64,
    identity: String,
    source: String,
}

fn place(conn: &Connection, anchor: &Anchor) -> Sql<Option<Place>> {
    let found = locate(conn, anchor)?;
    Ok(found.map(|(document, source)| Place { document, identity: anchor.document.clone(), source }))
}

/// What the report calls a source: its name, its description, and the words at each step that it stands at.
fn called(conn: &Connection, place: &Place) -> Sql<Vec<String>> {
    let line = load::line(conn, place.document)?;
    let mut called = Vec::new();
    for source in line.sources.iter().filter(|source| source.id == place.source) {
        called.extend(source.name.clone());
        called.extend(source.descriptor.clone());
    }
    let steps = line.claims.iter().flat_map(|claim| claim.chain.iter().flatten());
    called.extend(steps.filter(|step| step.source == place.source).filter_map(|step| step.text.clone()));
    called.sort_unstable();
    called.dedup();
    Ok(called)
}
