//! Words that a fact-checker looks for: what can be disputed (`data/en/disputable.toml`), what can be asked for
//! (`data/en/papers.toml`).

use crate::analysis::named;

named! {
    /// How a sentence says what others may dispute.
    Disputable {
        /// It says that something is beyond doubt.
        Certain = "certain",
        /// It gives a cause.
        Cause = "cause",
        /// It tells a change.
        Change = "change",
        /// It says that something is the most, the first.
        Most = "most",
        /// It judges.
        Judgment = "judgment",
        /// It foretells.
        Future = "future",
        /// It gives a motive.
        Motive = "motive",
    }
}

impl Disputable {
    /// What the sentence holds, for the reader.
    pub fn says(self) -> &'static str {
        match self {
            Disputable::Certain => "certainty",
            Disputable::Cause => "a cause",
            Disputable::Change => "a change",
            Disputable::Most => "a superlative",
            Disputable::Judgment => "a judgment",
            Disputable::Future => "a prediction",
            Disputable::Motive => "a motive",
        }
    }
}

named! {
    /// Papers and recordings that can be asked for.
    Paper {
        /// A report.
        Report = "report",
        /// A study or an article.
        Study = "study",
        /// A survey, a poll.
        Survey = "survey",
        /// Court papers, testimony.
        Filing = "filing",
        /// Numbers of an office.
        Data = "data",
        /// Letters, memos, e-mails.
        Letter = "letter",
        /// A statement or release.
        Statement = "statement",
        /// An audit or inquiry.
        Review = "review",
        /// Sound, pictures, messages.
        Recording = "recording",
        /// An interview.
        Interview = "interview",
        /// A book.
        Book = "book",
    }
}
