//! What links are made of. All types are plain values that can be stored and sent.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{ChangeKind, ClaimId, Direction, FigureId, Naming, Relation, SourceKind, Span, Stance};

/// A word as links compare it: a stable hash of its stem.
pub type WordId = u32;

macro_rules! data_names {
    ($($name:ident),* $(,)?) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let name = Cow::<str>::deserialize(from)?;
                $name::from_name(&name).ok_or_else(|| serde::de::Error::custom(format!("“{name}” is not known")))
            }
        }
    )*};
}

crate::analysis::named! {
    /// What a passage is.
    PassageKind {
        /// Words between quotation marks.
        Quote = "quote",
        /// A statement, reported or in the outlet's own voice.
        Claim = "claim",
        /// A figure with what it counts.
        Figure = "figure",
    }
}

crate::analysis::named! {
    /// What two linked passages share.
    LinkKind {
        /// The same utterance, word for word.
        Quote = "quote",
        /// The same statement in other words.
        Claim = "claim",
        /// The same quantity of the same thing.
        Figure = "figure",
    }
}

crate::analysis::named! {
    /// How two linked passages stand to each other.
    LinkRelation {
        /// They agree.
        Same = "same",
        /// Both can be right: "at least 12" and "14".
        Compatible = "compatible",
        /// The first end says it more precisely.
        Narrower = "narrower",
        /// The second end gives a later state.
        Update = "update",
        /// They cannot both be right.
        Differs = "differs",
        /// The second end denies the first.
        Denies = "denies",
        /// The second end corrects the first.
        Corrects = "corrects",
    }
}

crate::analysis::named! {
    /// Which end was taken from the other.
    LinkDirection {
        /// The first from the second.
        AFromB = "a_from_b",
        /// The second from the first.
        BFromA = "b_from_a",
    }
}

crate::analysis::named! {
    /// One of the two ends.
    End {
        /// The first.
        A = "a",
        /// The second.
        B = "b",
    }
}

crate::analysis::named! {
    /// What changed between two passages.
    Drift {
        /// A word that withholds certainty is missing at this end.
        HedgeDropped = "hedge_dropped",
        /// A bound or an approximation is missing at this end ("at least 12" became "12").
        BoundDropped = "bound_dropped",
        /// This end names a source where the other speaks in its own voice.
        AttributionAdded = "attribution_added",
        /// This end speaks in its own voice where the other names a source.
        AttributionLost = "attribution_lost",
        /// This end puts a reporter's words into quotation marks.
        QuotationMarksAdded = "quotation_marks_added",
        /// This end credits the source with what the other end's outlet worked out.
        ArithmeticCredited = "arithmetic_credited",
        /// This end names whom the other end leaves unnamed.
        UnnamedBecameNamed = "unnamed_became_named",
        /// This end says of all what the other end says of some.
        SubsetBecameWhole = "subset_became_whole",
    }
}

data_names!(PassageKind, LinkKind, LinkRelation, LinkDirection, End, Drift);

/// What of a report a decision needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The document's id.
    pub id: String,
    /// Who published it, as printed.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Day of publication, in days since 1 January 1970.
    pub published: Option<i32>,
    /// Day of the last change, likewise.
    pub updated: Option<i32>,
    /// The outlet's name as a key, the same for all its forms.
    pub outlet_key: Option<WordId>,
    /// Outlets that it credits, as keys, sorted.
    pub cites: Vec<WordId>,
    /// Its most telling words with their weights in tenths of a bit, the most telling first: what it is about.
    pub topics: Vec<(WordId, u8)>,
}

/// Somebody at a step of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// What it is.
    #[serde(with = "by_name")]
    pub kind: SourceKind,
    /// Whether it is named.
    #[serde(with = "by_name")]
    pub naming: Naming,
    /// The name, where it has one.
    pub name: Option<String>,
    /// How it is described, where it has no name.
    pub text: Option<String>,
    /// How many the report says they are.
    pub count: Option<u32>,
}

/// A figure's value as meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Least value; none where it is open.
    #[serde(with = "digits")]
    pub low: Option<Decimal>,
    /// Greatest value; none where it is open.
    #[serde(with = "digits")]
    pub high: Option<Decimal>,
    /// How the written number stands to the value meant.
    #[serde(with = "by_name")]
    pub relation: Relation,
    /// The unit, as in [`crate::Figure::unit`].
    pub unit: Option<String>,
    /// The rate, as in [`crate::Figure::per`].
    pub per: Option<String>,
    /// Direction and kind of the change it tells.
    #[serde(with = "change_by_name")]
    pub change: Option<(Direction, ChangeKind)>,
    /// Head words of what is counted.
    pub counted: Vec<WordId>,
    /// Class of the thing counted that never mixes with another class (killed, injured, missing …).
    pub class: Option<WordId>,
    /// First and last day that the value holds for, where stated, in days since 1 January 1970.
    pub as_of: Option<(i32, i32)>,
    /// Whether the report worked it out itself.
    pub derived: bool,
}

/// A place in a report that may stand in others too, with all that a decision needs of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Where it stands.
    #[serde(with = "span_pair")]
    pub span: Span,
    /// The claim it belongs to.
    #[serde(with = "claim_number")]
    pub claim: Option<ClaimId>,
    /// The figure it is.
    #[serde(with = "figure_number")]
    pub figure: Option<FigureId>,
    /// All its words in order; of a statement without those that say whose it is.
    pub words: Vec<WordId>,
    /// Its telling words with their weights (in tenths of a bit), sorted by key, each once.
    pub weights: Vec<(WordId, u8)>,
    /// Telling words around it that say who or what it is about, likewise.
    pub around: Vec<(WordId, u8)>,
    /// Who says it, nearest step first; empty for the outlet's own voice.
    pub chain: Vec<Vec<Voice>>,
    /// How the source stands to it.
    #[serde(with = "by_name")]
    pub stance: Stance,
    /// Whether a word withholds certainty.
    pub hedged: bool,
    /// Whether it says that something is not so.
    pub negated: bool,
    /// Whether it stands in quotation marks.
    pub quoted: bool,
    /// Whether it says that an earlier report was wrong.
    pub correction: bool,
    /// Words that bound whom it speaks of ("some", "a few", "most").
    pub partial: bool,
    /// First and last day of what it tells, in days since 1 January 1970.
    pub days: Option<(i32, i32)>,
    /// The value, for figures.
    pub amount: Option<Amount>,
}

/// Something that differs between the ends of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// What.
    pub kind: Drift,
    /// The end that has it.
    pub at: End,
}

/// Why two passages are linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkEvidence {
    /// The rule that decided.
    pub rule: Cow<'static, str>,
    /// How many telling words both hold.
    pub shared: u16,
    /// The longest run of words that both hold.
    pub run: u16,
    /// Why the direction is what it is.
    pub direction: Option<Cow<'static, str>>,
    /// What stays open ("update or conflict: as-of not stated").
    pub note: Option<Cow<'static, str>>,
}

/// Two passages of different reports that carry the same quote, claim or figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// What they share.
    pub kind: LinkKind,
    /// How they stand to each other.
    pub relation: LinkRelation,
    /// How sure the link is, 0 to 1, two digits.
    pub score: f32,
    /// Which was taken from which, where it can be told.
    pub direction: Option<LinkDirection>,
    /// What differs.
    pub changes: Vec<Change>,
    /// Why.
    pub evidence: LinkEvidence,
    /// Whether the link's end `a` is the second of the two passages given: a link reads the same however they are given.
    pub swapped: bool,
}

mod by_name {
    //! Enums of the analysis, stored by their names.
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) trait Named: Sized + Copy {
        fn to_name(self) -> &'static str;
        fn of_name(name: &str) -> Option<Self>;
    }
    macro_rules! named_by {
        ($($name:ty),*) => {$(impl Named for $name {
            fn to_name(self) -> &'static str { self.name() }
            fn of_name(name: &str) -> Option<Self> { <$name>::from_name(name) }
        })*};
    }
    named_by!(
        crate::SourceKind,
        crate::Naming,
        crate::Relation,
        crate::Stance,
        crate::Direction,
        crate::ChangeKind
    );

    pub(super) fn serialize<T: Named, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(value.to_name())
    }
    pub(super) fn deserialize<'de, T: Named, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let name = Cow::<str>::deserialize(from)?;
        T::of_name(&name).ok_or_else(|| serde::de::Error::custom(format!("“{name}” is not known")))
    }
}

mod change_by_name {
    //! A change, stored as the names of its direction and kind.
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::{ChangeKind, Direction};

    pub(super) fn serialize<S: Serializer>(
        value: &Option<(Direction, ChangeKind)>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        value.map(|(direction, kind)| (direction.name(), kind.name())).serialize(to)
    }
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<(Direction, ChangeKind)>, D::Error> {
        let names = Option::<(String, String)>::deserialize(from)?;
        Ok(names.and_then(|(d, k)| Some((Direction::from_name(&d)?, ChangeKind::from_name(&k)?))))
    }
}

mod span_pair {
    //! A span as its two byte offsets.
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::Span;

    pub(super) fn serialize<S: Serializer>(span: &Span, to: S) -> Result<S::Ok, S::Error> {
        (span.start(), span.end()).serialize(to)
    }
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Span, D::Error> {
        let (start, end) = <(usize, usize)>::deserialize(from)?;
        Ok(Span::new(start, end))
    }
}

macro_rules! number {
    ($module:ident, $id:ident) => {
        mod $module {
            //! An id as its number.
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            pub(super) fn serialize<S: Serializer>(
                id: &Option<crate::$id>,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                id.map(|id| id.0).serialize(to)
            }
            pub(super) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<Option<crate::$id>, D::Error> {
                Ok(Option::<u32>::deserialize(from)?.map(crate::$id))
            }
        }
    };
}
number!(claim_number, ClaimId);
number!(figure_number, FigureId);

mod digits {
    //! A decimal as its digits.
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(value: &Option<Decimal>, to: S) -> Result<S::Ok, S::Error> {
        value.map(|value| value.to_string()).serialize(to)
    }
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
        let digits = Option::<String>::deserialize(from)?;
        digits.map(|digits| digits.parse().map_err(serde::de::Error::custom)).transpose()
    }
}
