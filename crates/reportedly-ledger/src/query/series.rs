//! Which figures count the same thing. Pure; where it is not sure, they stay apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use reportedly::Language;
use serde::Deserialize;

use super::text::{stem, words};
use crate::search::is_left_out;

/// What a figure counts, as far as this needs it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Thing {
    pub(crate) unit: Option<String>,
    pub(crate) per: Option<String>,
    /// "up by": a difference is no state.
    pub(crate) change: Option<String>,
    /// estimated and reported ones go together; forecasts and targets are another matter.
    pub(crate) status: Option<String>,
    /// Words of the thing counted.
    pub(crate) counted: Vec<String>,
    /// Places and names in the clause around it.
    pub(crate) names: BTreeSet<String>,
    /// The other telling words of the clause.
    pub(crate) clause: BTreeSet<String>,
    /// Words that say whether it is a state, a sum of all times, a part.
    pub(crate) scope: BTreeSet<&'static str>,
    /// The statement that it stands in: two figures of one statement are of two things.
    pub(crate) statement: Option<(i64, u32)>,
    /// The day of the report, counted from some day.
    pub(crate) day: Option<i64>,
}

/// The words of `data/en/series.toml`.
#[derive(Deserialize)]
struct List {
    small: BTreeSet<String>,
    scope: Vec<Scope>,
}

/// Words that change what a number means: of those who ever came, those who are there now, those who came back.
#[derive(Deserialize)]
#[cfg_attr(not(test), expect(dead_code, reason = "the examples are for the tests"))]
struct Scope {
    id: String,
    apart: bool,
    #[serde(default)]
    event: bool,
    #[serde(default)]
    ignored: bool,
    words: Vec<String>,
    example: String,
    not: String,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    let list = toml::from_str::<List>(include_str!("../../data/en/series.toml"));
    list.unwrap_or_else(|_| List { small: BTreeSet::new(), scope: Vec::new() })
});

/// Days that reports of one event lie apart at most.
const EVENT: i64 = 31;

/// Each word with its scope: the first that has it.
static WORDS: LazyLock<HashMap<&'static str, &'static Scope>> = LazyLock::new(|| {
    let all = LIST.scope.iter().rev();
    all.flat_map(|scope| scope.words.iter().map(move |word| (word.as_str(), scope))).collect()
});

fn scope(word: &str) -> Option<&'static Scope> {
    WORDS.get(word).copied()
}

impl Thing {
    /// `counted` and `about` as written; `figure` the figure's own words, which tell nothing about the thing.
    pub(crate) fn new(language: &Language, counted: &str, about: &str, figure: &str) -> Thing {
        let own: BTreeSet<String> = words(figure).into_iter().collect();
        let article =
            |word: &String| matches!(word.as_str(), "the" | "a" | "an" | "of" | "some" | "these" | "those");
        let counted: Vec<String> = words(counted)
            .iter()
            .filter(|word| !article(word) && !own.contains(*word))
            .map(|word| stem(word).to_owned())
            .collect();
        let mut thing = Thing { counted, ..Thing::default() };
        let mut at_start = true;
        for written in about.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let lower = written.to_lowercase();
            let base = stem(&lower).to_owned();
            let capital = written.starts_with(char::is_uppercase);
            let scope = scope(&lower);
            if let Some(scope) = scope.filter(|scope| !scope.ignored) {
                thing.scope.insert(&scope.id);
            }
            let when = scope.is_some_and(|scope| scope.ignored) && capital;
            let known = when || own.contains(&lower) || thing.counted.contains(&base);
            if !known && capital && (!at_start || language.sourcing.is_place(written)) {
                thing.names.insert(base);
            } else if !known
                && scope.is_none()
                && lower.chars().count() > 3
                && !is_left_out(&lower)
                && !LIST.small.contains(&lower)
                && !written.starts_with(|c: char| c.is_ascii_digit())
            {
                thing.clause.insert(base);
            }
            at_start = false;
        }
        thing
    }

    /// Leaves out the words of those who say it: they are no part of the thing.
    pub(crate) fn without(&mut self, labels: &[String]) {
        for word in labels.iter().flat_map(|label| words(label)) {
            let base = stem(&word);
            self.names.remove(base);
            self.clause.remove(base);
        }
    }

    /// What all of one series share.
    fn class(&self) -> (Option<&str>, Option<&str>, Option<&str>, Option<&str>) {
        let change = self.change.as_deref().filter(|change| change.ends_with("by"));
        let status = self.status.as_deref().filter(|status| *status != "estimated");
        (self.unit.as_deref(), self.per.as_deref(), change, status)
    }

    fn head(&self) -> Option<&String> {
        self.counted.last()
    }
}

/// What two figures share that certainly count the same thing, by their words alone; half of their clauses' words are
/// to be shared besides.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Same<'a> {
    class: (Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<&'a str>),
    head: Option<&'a String>,
    counted: BTreeSet<&'a String>,
    names: &'a BTreeSet<String>,
    scope: &'a BTreeSet<&'static str>,
}

impl Same<'_> {
    fn of(thing: &Thing) -> Same<'_> {
        Same {
            class: thing.class(),
            head: thing.head(),
            counted: thing.counted.iter().collect(),
            names: &thing.names,
            scope: &thing.scope,
        }
    }
}

/// Whether a link may put them together: nothing that keeps numbers apart speaks against it.
pub(crate) fn may(one: &Thing, two: &Thing) -> bool {
    let mut apart = LIST.scope.iter().filter(|scope| scope.apart).map(|scope| scope.id.as_str());
    one.class() == two.class()
        && (one.statement.is_none() || one.statement != two.statement)
        && apart.all(|scope| one.scope.contains(scope) == two.scope.contains(scope))
}

/// Half of the words of the shorter clause stand in the other, and enough of them to know what is meant: "12 people" and
/// "40 people" are of anything. The words of both are sorted.
fn told_alike(one: (&Thing, &[u32]), two: (&Thing, &[u32])) -> bool {
    let shared = shared(one.1, two.1);
    let (few, many) = (one.1.len().min(two.1.len()), one.1.len().max(two.1.len()));
    // both have the same names and scope
    let event = LIST.scope.iter().any(|scope| scope.event && one.0.scope.contains(scope.id.as_str()));
    let nameless = one.0.names.is_empty();
    let enough = match (nameless, event) {
        // no name says where, or in which matter
        (true, _) => shared >= 2,
        // people are killed in one city every year
        (false, true) => shared >= 1,
        (false, false) => shared >= 1 || few + many <= 1,
    };
    // What names no place and no matter, and what happened, is the same only in reports of the same weeks.
    enough && shared * 2 >= few && (!(event || nameless) || near(one.0.day, two.0.day))
}

/// Whether two reports may be of one event.
fn near(one: Option<i64>, two: Option<i64>) -> bool {
    one.zip(two).is_some_and(|(one, two)| (one - two).abs() <= EVENT)
}

/// How many words both hold; they are sorted.
fn shared(one: &[u32], two: &[u32]) -> usize {
    let (mut shared, mut at) = (0, 0);
    for word in one {
        while two.get(at).is_some_and(|other| other < word) {
            at += 1;
        }
        shared += usize::from(two.get(at) == Some(word));
    }
    shared
}

/// The series of each figure, as a number; `links` are pairs that are known to count the same.
pub(crate) fn series(things: &[Thing], links: &[(usize, usize)]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..things.len()).collect();
    fn find(group: &mut [usize], mut at: usize) -> usize {
        while let Some(&up) = group.get(at)
            && up != at
        {
            // the way gets shorter for the next one
            let above = group.get(up).copied().unwrap_or(up);
            if let Some(slot) = group.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }
    let mut join = |a: usize, b: usize| {
        let (a, b) = (find(&mut group, a), find(&mut group, b));
        if let Some(slot) = group.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    };
    for &(a, b) in links {
        if let (Some(one), Some(two)) = (things.get(a), things.get(b))
            && may(one, two)
        {
            join(a, b);
        }
    }
    // What must be the same, with the place in the block of one noun and the words of the clause as numbers.
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let mut blocks: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let mut alike: BTreeMap<Same<'_>, Vec<(usize, usize, Vec<u32>)>> = BTreeMap::new();
    for (at, thing) in things.iter().enumerate() {
        let Some(head) = thing.head() else { continue };
        let key = (head.as_str(), thing.unit.as_deref().unwrap_or(""), thing.per.as_deref().unwrap_or(""));
        let block = blocks.entry(key).or_default();
        let mut clause: Vec<u32> = Vec::with_capacity(thing.clause.len());
        for word in &thing.clause {
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            clause.push(*known.entry(word).or_insert(next));
        }
        clause.sort_unstable();
        alike.entry(Same::of(thing)).or_default().push((at, *block, clause));
        *block += 1;
    }
    for list in alike.into_values() {
        for (from, (a, place, clause)) in list.iter().enumerate() {
            // A block of thousands has many copies of the same; what is near in order is enough to find them.
            for (b, _, other) in list.iter().skip(from + 1).take_while(|(_, next, _)| next - place <= 200) {
                let (Some(one), Some(two)) = (things.get(*a), things.get(*b)) else { continue };
                let apart = one.statement.is_none() || one.statement != two.statement;
                if apart && told_alike((one, clause), (two, other)) {
                    join(*a, *b);
                }
            }
        }
    }
    (0..things.len()).map(|at| find(&mut group, at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &Thing, two: &Thing) -> bool {
        series(&[one.clone(), two.clone()], &[]) == [0, 0]
    }

    fn thing(counted: &str, about: &str, figure: &str) -> Thing {
        Thing::new(Language::english(), counted, about, figure)
    }

    #[test]
    fn the_same_thing_in_the_same_place() {
        let one =
            thing("foreign divers", "about 300 foreign divers are now in Norway and Sweden", "about 300");
        let two = thing("foreign divers", "400 foreign divers are now in Sweden and Norway", "400");
        assert!(same(&one, &two));
    }

    #[test]
    fn ever_now_and_a_part_stay_apart() {
        let now = thing("divers", "300 divers are now in Norway", "300");
        for (counted, about) in [
            ("divers", "900 divers have traveled to Norway since 2011"),
            ("divers", "40 divers were killed in Norway"),
            ("divers", "300 divers are now in Sweden"),
            ("foreign divers", "300 foreign divers are now in Norway"),
            ("boats", "300 boats are now in Norway"),
        ] {
            assert!(!same(&now, &thing(counted, about, "300")), "{about}");
        }
        let monthly = Thing { per: Some("month".to_owned()), ..now.clone() };
        assert!(!same(&now, &monthly) && !may(&now, &monthly));
        let share = Thing { unit: Some("percent".to_owned()), ..now.clone() };
        assert!(!may(&now, &share));
    }

    #[test]
    fn every_word_has_its_examples() {
        assert!(LIST.scope.len() > 8);
        for list in LIST.scope.iter() {
            let (_, marked) = list.example.split_once('[').unwrap();
            let (marked, _) = marked.split_once(']').unwrap();
            assert_eq!(
                scope(&marked.to_lowercase()).map(|found| &found.id),
                Some(&list.id),
                "{}",
                list.example
            );
            for word in words(&list.not) {
                assert!(scope(&word).is_none_or(|found| found.id != list.id), "{}", list.not);
            }
        }
    }

    #[test]
    fn two_figures_of_one_statement_are_two_things() {
        let one = Thing {
            statement: Some((1, 4)),
            ..thing("divers", "13 of the 29 divers are now in Norway", "13")
        };
        let two = Thing {
            statement: Some((1, 4)),
            ..thing("divers", "13 of the 29 divers are now in Norway", "29")
        };
        assert!(!same(&one, &two) && !may(&one, &two));
    }

    #[test]
    fn people_are_anybody() {
        assert!(!same(
            &thing("people", "12 people", "12"),
            &thing("people", "17 million people", "17 million")
        ));
        assert!(!same(
            &thing("people", "12 people were there", "12"),
            &thing("people", "40 people were there", "40")
        ));
    }

    #[test]
    fn the_jobs_of_another_month_are_others() {
        let on = |day| Thing {
            day: Some(day),
            ..thing("jobs", "67,000 jobs were created by private employers last month", "67,000")
        };
        assert!(same(&on(100), &on(101)) && !same(&on(100), &on(480)));
        assert!(!same(
            &Thing { day: Some(1), ..thing("jobs", "12 jobs in the last two months", "12") },
            &Thing { day: Some(1), ..thing("jobs", "90 jobs over the last 27 months", "90") }
        ));
    }

    #[test]
    fn what_happened_years_later_is_something_else() {
        let on = |day, about: &str| Thing { day, ..thing("people", about, "12") };
        let blast = "12 people were killed in the blast in Orrick";
        let now = on(Some(100), blast);
        assert!(same(&now, &on(Some(103), "killed 12 people in a blast near Orrick")));
        assert!(!same(&now, &on(Some(800), blast)) && !same(&now, &on(None, blast)));
        assert!(!same(&now, &on(Some(103), "12 people were killed in Orrick")));
        // what is no event may grow over years
        let since = "12 people live on the hill in Orrick";
        assert!(same(&on(Some(100), since), &on(Some(800), since)));
    }

    #[test]
    fn who_says_it_is_no_part_of_the_thing() {
        let mut one =
            thing("boats", "40 boats are laid up in Orrick, Edda Lund told reporters on Friday", "40");
        one.without(&["Edda Lund".to_owned()]);
        assert_eq!(one.names.into_iter().collect::<Vec<_>>(), ["orrick"]);
    }

    #[test]
    fn links_join_but_never_the_dead_with_the_hurt() {
        let dead = thing("people", "12 people were killed in the blast", "12");
        let hurt = thing("people", "12 people were injured in the blast", "12");
        let again = thing("crew members", "the blast killed 12 crew members", "12");
        assert_eq!(series(&[dead.clone(), hurt.clone(), again.clone()], &[(0, 1), (0, 2)]), [0, 1, 0]);
    }

    #[test]
    fn a_clause_that_tells_nothing_joins_nothing() {
        let one = thing("boats", "laid up in the harbors: 340 boats", "340");
        let two = thing("boats", "340 boats", "340");
        assert!(!same(&one, &two));
    }
}
