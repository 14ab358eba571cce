//! The finished product: who says what, through whom.

use crate::{Derived, Evidence, Figure, FigureGroup, Notice, Span, Time, TimeId};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// The name used in data.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }

            /// The variant of that name.
            pub fn from_name(name: &str) -> Option<$name> {
                match name { $($text => Some($name::$variant),)* _ => None }
            }

            /// Every variant, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
        }
    };
}
pub(crate) use named;

/// Index of a claim in [`Analysis::claims`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub u32);

/// Index of a source in [`Analysis::sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Everything that one report says, and what it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// Claims in text order.
    pub claims: Vec<Claim>,
    /// Whom the claims come from; one entry for each person, group or thing.
    pub sources: Vec<Source>,
    /// Quantities, in text order.
    pub figures: Vec<Figure>,
    /// Figures that belong together: the ends of one change, a whole and its parts.
    pub figure_groups: Vec<FigureGroup>,
    /// What follows from figures by arithmetic and is not said in the report.
    pub derived: Vec<Derived>,
    /// Time expressions, in text order.
    pub times: Vec<Time>,
    /// Doubts, in text order; those about the whole report first.
    pub notices: Vec<Notice>,
}

/// What is said, by whom, through whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The claim whose content holds this one.
    pub within: Option<ClaimId>,
    /// How the words are given.
    pub form: Form,
    /// The source's words.
    pub source: Vec<Span>,
    /// The cue's words.
    pub cue: Vec<Span>,
    /// The content's words.
    pub content: Vec<Span>,
    /// Steps from the voice nearest to the report to the origin; empty for the outlet's own voice.
    pub chain: Vec<Step>,
    /// How the cue stands to the content.
    pub stance: Stance,
    /// Words that withhold certainty ("reportedly", "allegedly"), in or around the claim.
    pub hedges: Vec<Span>,
    /// Whose words a quotation in it holds.
    pub words: Option<Words>,
    /// A reaction rather than a statement: declined to comment, denied …
    pub response: Option<Response>,
    /// When what it tells happened or holds, as far as its own words say.
    pub told: Option<TimeId>,
    /// When it was said, as far as the words around its content say; the publication is the report's own time.
    pub said: Option<TimeId>,
    /// Words by which the claim says that something is not known or was not told ("it was unclear whether").
    pub unknown: Option<Span>,
    /// Why this is a claim at all.
    pub evidence: Evidence,
}

/// One step of a chain: one source, or several side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Who stands at this step; never empty.
    pub sources: Vec<StepSource>,
    /// Why this step is there.
    pub evidence: Evidence,
}

/// A source at a step, with the words that put it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepSource {
    /// Who.
    pub source: SourceId,
    /// The words; none for an absent source.
    pub span: Option<Span>,
    /// Where a hyperlink on the words leads.
    pub href: Option<String>,
}

/// Somebody or something that a claim comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The fullest proper name the report itself gives, without titles.
    pub name: Option<String>,
    /// What it is.
    pub kind: SourceKind,
    /// Whether it is named.
    pub naming: Naming,
    /// How the report describes it, in its own words ("unnamed Western diplomats, who represent six missions").
    pub descriptor: Option<Span>,
    /// How many people or bodies the report says it is ("two officials", "six missions").
    pub stated_count: Option<u32>,
    /// Why it is not named, where it is not.
    pub anonymity: Option<Anonymity>,
    /// How it is said to know.
    pub basis: Option<Basis>,
    /// Where it is mentioned, in text order.
    pub mentions: Vec<Span>,
}

/// The stated reason for not naming a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anonymity {
    /// The class of the reason.
    pub class: AnonymityClass,
    /// The words; none where no reason is stated.
    pub span: Option<Span>,
}

/// How a source is said to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The class.
    pub class: BasisClass,
    /// The words; none where nothing is stated.
    pub span: Option<Span>,
}

/// A reaction to a question or an accusation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// Which reaction.
    pub kind: ResponseKind,
    /// The words that say so.
    pub span: Span,
}

named! {
    /// How the words of a claim are given.
    Form {
        /// (Nearly) all of the content is inside quotation marks.
        Direct = "direct",
        /// No quotation marks.
        Indirect = "indirect",
        /// Part of the content is inside quotation marks.
        Mixed = "mixed",
        /// A sentence in the outlet's own voice.
        Own = "own",
    }
}

named! {
    /// What a source is.
    SourceKind {
        /// One human being.
        Person = "person",
        /// People together: diplomats, voters, two aides.
        Group = "group",
        /// A committee, company, ministry, campaign, party, country.
        Organization = "organization",
        /// A newspaper, station, agency, program.
        Outlet = "outlet",
        /// A report, study, poll, filing, recording.
        Document = "document",
        /// Nobody is given.
        Unknown = "unknown",
    }
}

named! {
    /// Whether a source is named.
    Naming {
        /// By a proper name.
        Named = "named",
        /// Only described.
        Unnamed = "unnamed",
        /// Not given at all (passive, "reportedly").
        Absent = "absent",
    }
}

named! {
    /// How a cue stands to what it reports.
    Stance {
        /// said, told, according to.
        Neutral = "neutral",
        /// claimed, alleged, purported.
        Distancing = "distancing",
        /// noted, pointed out, confirmed, knows.
        Endorsing = "endorsing",
        /// denied, rejected, refuted.
        Denying = "denying",
        /// asked, questioned, wondered, doubted.
        Questioning = "questioning",
        /// plans, wants, vowed, decided.
        Intending = "intending",
    }
}

named! {
    /// Whose words stand in a claim's quotation marks.
    Words {
        /// The origin's own.
        Speaker = "speaker",
        /// Those of the outlet or document that carries the information.
        Carrier = "carrier",
        /// It cannot be told.
        Unclear = "unclear",
    }
}

named! {
    /// A reaction to a question or an accusation.
    ResponseKind {
        /// The reporting outlet itself confirmed it.
        Confirmed = "confirmed",
        /// Could not be verified.
        Unverified = "unverified",
        /// Declined to comment.
        Declined = "declined",
        /// Did not respond, could not be reached.
        NoResponse = "no_response",
        /// Denied it.
        Denied = "denied",
        /// "First reported by": credit, not dependence.
        Credited = "credited",
    }
}

named! {
    /// Classes of reasons for not naming a source.
    AnonymityClass {
        /// Not authorized to speak.
        NotAuthorized = "not_authorized",
        /// Fear for life, job, reprisal.
        Safety = "safety",
        /// The matter is sensitive.
        Sensitivity = "sensitivity",
        /// Court, investigation, law.
        Legal = "legal",
        /// Rules of an office: customary, ground rules.
        Policy = "policy",
        /// Privacy, victims, minors.
        Privacy = "privacy",
        /// Another reason.
        Other = "other",
        /// None is stated.
        NoneStated = "none_stated",
    }
}

named! {
    /// How a source is said to know what it says.
    BasisClass {
        /// Saw or heard it.
        Witnessed = "witnessed",
        /// Took part.
        TookPart = "took_part",
        /// Was briefed.
        Briefed = "briefed",
        /// Saw the document.
        SawDocument = "saw_document",
        /// Was told by others.
        ToldByOthers = "told_by_others",
        /// Public record.
        PublicRecord = "public_record",
        /// Nothing is said.
        NotStated = "not_stated",
    }
}
