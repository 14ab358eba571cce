//! One entry for each person, body and place, and the places where its name stands.

use std::ops::Range;

use super::short::near;
use super::{Finder, Mention, NameKind, Named, gender_of};
use crate::Span;
use crate::language::{Classes, Gender};

impl Finder<'_> {
    pub(super) fn mention(&mut self, words: Range<usize>, with_title: Range<usize>, who: usize) {
        let index = u32::try_from(self.names.mentions.len()).ok();
        for at in words.clone() {
            if let Some(slot) = self.names.at.get_mut(at) {
                *slot = index;
            }
        }
        if let Some(named) = self.names.named.get_mut(who) {
            for at in with_title.start..words.start {
                let key = self.words.key(at);
                if !key.is_empty() && !self.words.is(at, Classes::FUNCTION) {
                    named.about.push(key.to_owned());
                }
            }
        }
        self.names.mentions.push(Mention { words, with_title, who });
    }

    pub(super) fn enter(&mut self, named: Named) -> usize {
        self.names.named.push(named);
        self.names.named.len() - 1
    }

    pub(super) fn written(&self, words: Range<usize>) -> String {
        let span = self.words.span(words).unwrap_or(Span::new(0, 0));
        span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn keys(&self, words: Range<usize>) -> Vec<String> {
        words.map(|at| self.words.key(at).to_owned()).collect()
    }

    /// A body or place by the words themselves.
    pub(super) fn body(&mut self, kind: NameKind, words: Range<usize>) -> usize {
        let key = self.words.keys(words.clone());
        let known = self.by_key.get(&key).or_else(|| self.by_key.get(&format!("{key}-tv")));
        if let Some(&who) = known {
            return who;
        }
        let named = Named {
            kind,
            name: self.written(words.clone()),
            keys: self.keys(words),
            gender: Gender::Open,
            about: Vec::new(),
            short: Vec::new(),
            station: None,
            first: usize::MAX,
            titled: false,
            journalist: false,
        };
        let who = self.enter(named);
        self.by_key.insert(key, who);
        who
    }

    /// A person by a full name, or by a surname with a title.
    pub(super) fn person(&mut self, name: Range<usize>, run: usize) -> usize {
        let keys = self.keys(name.clone());
        let end = keys.len()
            - usize::from(
                keys.len() > 1
                    && keys.last().is_some_and(|k| matches!(k.as_str(), "jr" | "sr" | "ii" | "iii" | "iv")),
            );
        let surname = keys.get(end.saturating_sub(1)).cloned().unwrap_or_default();
        let given = keys.first().filter(|_| end > 1).cloned();
        let title_gender = (run..name.start)
            .chain(run.checked_sub(1))
            .find_map(|at| gender_of(self.words.get(at)?.classes))
            .or_else(|| given.as_deref().and_then(|given| self.sourcing.given(given)))
            .unwrap_or_default();
        let same = self.by_surname.get(&surname).into_iter().flatten().copied().find(|&who| {
            self.names.named.get(who).is_some_and(|other| {
                match (&given, other.keys.first().filter(|_| other.keys.len() > 1)) {
                    (Some(one), Some(two)) => agree(one, two) || self.sourcing.same_given(one, two),
                    _ => true,
                }
            })
        });
        // "Mr. Obama" is not Michelle Obama
        let female = given.as_deref().and_then(|given| self.sourcing.given(given)) == Some(Gender::Female);
        let mister = self.misters.contains(&surname);
        let same = same.filter(|&who| {
            self.names.named.get(who).is_none_or(|other| {
                let bare = other.keys.len() == 1;
                !(bare
                    && given.is_some()
                    && female
                    && mister
                    && !other.about.iter().any(|word| matches!(word.as_str(), "mrs" | "ms")))
            })
        });
        // "Mr. Ban" is Ban Ki-moon
        let same = same.or_else(|| match (&given, self.by_given.get(&surname).map(Vec::as_slice)) {
            (None, Some([who])) => Some(*who),
            _ => None,
        });
        let written = self.written(name.clone());
        if let Some(who) = same {
            if let Some(named) = self.names.named.get_mut(who) {
                if keys.len() > named.keys.len() {
                    if let Some(given) = given.filter(|_| named.keys.len() == 1) {
                        self.by_given.entry(given).or_default().push(who);
                    }
                    named.name = written;
                    named.keys = keys;
                }
                if named.gender == Gender::Open {
                    named.gender = title_gender;
                }
            }
            return who;
        }
        let who = self.enter(Named {
            kind: NameKind::Person,
            name: written,
            keys,
            gender: title_gender,
            about: Vec::new(),
            short: Vec::new(),
            station: None,
            first: usize::MAX,
            titled: false,
            journalist: false,
        });
        self.by_surname.entry(surname).or_default().push(who);
        if let Some(given) = given {
            self.by_given.entry(given).or_default().push(who);
        }
        who
    }
}

/// Whether two given names may be the same person's: equal, an initial, or a short form.
pub(super) fn agree(one: &str, two: &str) -> bool {
    let initial = |short: &str, long: &str| short.trim_end_matches('.').len() == 1 && long.starts_with(short);
    one == two
        || (one.len() >= 5 && near(one, two))
        || initial(one, two)
        || initial(two, one)
        || (one.len().min(two.len()) >= 3 && (one.starts_with(two) || two.starts_with(one)))
}
