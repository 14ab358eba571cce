//! Papers that a fact-checker can ask for (`data/en/papers.toml`).

use crate::analysis::named;

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
