//! Names that stand in many rows, stored as small numbers. Part of the file's format: the schema spells them out again, so
//! names may be added at the end, and none may move.

use crate::error::{LedgerErrorKind, Sql};

pub(crate) const FORM: &[&str] = &["own", "direct", "indirect", "mixed"];
pub(crate) const NAMING: &[&str] = &["named", "unnamed", "absent"];
pub(crate) const SOURCE: &[&str] = &["person", "group", "organization", "outlet", "document", "unknown"];
pub(crate) const RELATION: &[&str] =
    &["exact", "about", "at_least", "more_than", "at_most", "less_than", "between"];
pub(crate) const TIME: &[&str] = &["date", "time", "duration", "set"];
pub(crate) const PASSAGE: &[&str] = &["quote", "claim", "figure"];
pub(crate) const LINK: &[&str] =
    &["same", "compatible", "narrower", "update", "differs", "denies", "corrects"];
pub(crate) const DIRECTION: &[&str] = &["a_from_b", "b_from_a"];

/// The number of a name.
pub(crate) fn code(names: &[&str], name: &str) -> Sql<i64> {
    let place = names.iter().position(|known| *known == name).and_then(|place| i64::try_from(place).ok());
    place.ok_or_else(|| LedgerErrorKind::Document(format!("“{name}” is not known to the ledger")))
}

/// The number of a name, where there is one.
pub(crate) fn code_of(names: &[&str], name: Option<&str>) -> Sql<Option<i64>> {
    name.map(|name| code(names, name)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reportedly::link::{LinkDirection, LinkKind, LinkRelation, PassageKind};
    use reportedly::{Form, Naming, Relation, SourceKind, TimeKind};
    use rusqlite::Connection;

    #[test]
    fn every_name_has_a_number() {
        let known = |names: &[&str], all: Vec<&str>| {
            for name in all {
                assert!(code(names, name).is_ok(), "{name}");
            }
        };
        known(FORM, Form::ALL.iter().map(|form| form.name()).collect());
        known(NAMING, Naming::ALL.iter().map(|naming| naming.name()).collect());
        known(SOURCE, SourceKind::ALL.iter().map(|kind| kind.name()).collect());
        known(RELATION, Relation::ALL.iter().map(|relation| relation.name()).collect());
        known(TIME, TimeKind::ALL.iter().map(|kind| kind.name()).collect());
        known(PASSAGE, PassageKind::ALL.iter().map(|kind| kind.name()).collect());
        known(PASSAGE, LinkKind::ALL.iter().map(|kind| kind.name()).collect());
        known(LINK, LinkRelation::ALL.iter().map(|relation| relation.name()).collect());
        known(DIRECTION, LinkDirection::ALL.iter().map(|direction| direction.name()).collect());
    }

    #[test]
    fn the_schema_spells_the_same_names() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("../schema/0001_ledger.sql")).unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        let check = |names: &[&str], table: &str, column: &str, insert: &str| {
            for (code, name) in names.iter().enumerate() {
                conn.execute(insert, [code]).unwrap();
                let sql = format!("SELECT {column} FROM {table}");
                let spelled: String = conn.query_row(&sql, [], |row| row.get(0)).unwrap();
                assert_eq!(spelled, *name);
                conn.execute(&format!("DELETE FROM {table}"), []).unwrap();
            }
        };
        let claim = |form: &str, origin: &str| {
            format!(
                "INSERT INTO claim (document, number, form_code, origin_code, start, end, hedged, figures)
                 VALUES (1, 1, {form}, {origin}, 0, 0, 0, 0)"
            )
        };
        check(FORM, "claim", "form", &claim("?1", "0"));
        check(NAMING, "claim", "origin", &claim("0", "?1"));
        let source = |kind: &str, naming: &str| {
            format!(
                "INSERT INTO source (document, number, kind_code, naming_code) VALUES (1, 1, {kind}, {naming})"
            )
        };
        check(SOURCE, "source", "kind", &source("?1", "0"));
        check(NAMING, "source", "naming", &source("0", "?1"));
        check(
            RELATION,
            "figure",
            "relation",
            "INSERT INTO figure (document, number, start, end, relation_code) VALUES (1, 1, 0, 0, ?1)",
        );
        check(
            TIME,
            "time",
            "kind",
            "INSERT INTO time (document, number, start, end, kind_code, value) VALUES (1, 1, 0, 0, ?1, '')",
        );
        check(
            PASSAGE,
            "passage",
            "kind",
            "INSERT INTO passage (document, number, kind_code, start, end) VALUES (1, 1, ?1, 0, 0)",
        );
        let link = |kind: &str, relation: &str, direction: &str| {
            format!(
                "INSERT INTO link (a_document, a, b_document, b, kind_code, relation_code, direction_code, score)
                 VALUES (1, 1, 2, 1, {kind}, {relation}, {direction}, 0)"
            )
        };
        check(PASSAGE, "link", "kind", &link("?1", "0", "0"));
        check(LINK, "link", "relation", &link("0", "?1", "0"));
        check(DIRECTION, "link", "direction", &link("0", "0", "?1"));
    }
}
