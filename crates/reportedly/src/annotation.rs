//! What is seen in the text: attributions, entities, syntax. What it means comes later (`resolve`).

use crate::{Evidence, Span};

/// Index of an attribution in [`Annotations::attributions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributionId(pub u32);

/// Everything seen in one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Attributions in text order of their first word; nested ones follow the one that holds them.
    pub attributions: Vec<Attribution>,
    /// Names of persons, organizations and places, in text order.
    pub entities: Vec<Entity>,
    /// Syntax of each token; as long as the tokens, or empty where no network ran.
    pub syntax: Vec<Syntax>,
}

/// Source, cue and content as they stand in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The source's words; empty where nobody is named or described.
    pub source: Vec<Span>,
    /// The cue's words.
    pub cue: Vec<Span>,
    /// The content, in one or more pieces.
    pub content: Vec<Span>,
    /// The attribution whose content holds this one.
    pub within: Option<AttributionId>,
    /// What it rests on.
    pub evidence: Evidence,
}

/// A name in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entity {
    /// Where it stands.
    pub span: Span,
    /// What it names.
    pub kind: EntityKind,
    /// The network's probability, 0 to 1.
    pub score: f32,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A person.
    Person,
    /// A company, agency, party, committee, outlet.
    Organization,
    /// A place or country.
    Location,
    /// Nationality, religious or political group ("French", "Democrats").
    Group,
    /// Anything else that has a name.
    Misc,
}

/// Part of speech and syntactic head of one token (Universal Dependencies).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// Universal part of speech.
    pub upos: Upos,
    /// Index of the head token; itself for a root.
    pub head: u32,
    /// Relation to the head, without subtype.
    pub deprel: Deprel,
}

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? } else $other:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),* }

        impl $name {
            /// The treebank's label.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            /// The label of that name; the catch-all one for a name that is not known.
            pub fn from_name(name: &str) -> $name {
                match name { $($text => $name::$variant,)* _ => $name::$other }
            }
        }
    };
}

labels! {
    /// Universal parts of speech.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    } else X
}

labels! {
    /// Universal dependency relations, without subtypes.
    Deprel {
        Acl = "acl", Advcl = "advcl", Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux",
        Case = "case", Cc = "cc", Ccomp = "ccomp", Clf = "clf", Compound = "compound", Conj = "conj", Cop = "cop",
        Csubj = "csubj", Dep = "dep", Det = "det", Discourse = "discourse", Dislocated = "dislocated",
        Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith", Iobj = "iobj", List = "list",
        Mark = "mark", Nmod = "nmod", Nsubj = "nsubj", Nummod = "nummod", Obj = "obj", Obl = "obl",
        Orphan = "orphan", Parataxis = "parataxis", Punct = "punct", Reparandum = "reparandum", Root = "root",
        Vocative = "vocative", Xcomp = "xcomp",
    } else Dep
}
