//! What can go wrong with a ledger, each in one line that says what to do.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::{Error, ErrorCode};

/// Something about a ledger that stops the work.
#[derive(Debug)]
pub struct LedgerError {
    /// The ledger's file.
    pub path: PathBuf,
    /// What is wrong.
    pub kind: LedgerErrorKind,
}

/// What can be wrong with a ledger.
#[derive(Debug)]
#[non_exhaustive]
pub enum LedgerErrorKind {
    /// There is no such file.
    Missing,
    /// The file is something else.
    NotALedger,
    /// Nothing was ever put into it.
    Empty,
    /// Made by a later version of the program: its schema's number.
    Newer(u32),
    /// It cannot be written.
    ReadOnly,
    /// Somebody else is writing to it.
    Busy,
    /// The disk, or the room allowed for the file, is full.
    Full,
    /// The file is damaged; what SQLite says.
    Damaged(String),
    /// A document that cannot be stored.
    Document(String),
    /// What was asked for is not there, or fits several things; in words.
    Asked(String),
    /// The system's or SQLite's own words.
    Other(String),
}

/// The result of everything that touches the file; the path is added at the border.
pub(crate) type Sql<T> = Result<T, LedgerErrorKind>;

impl LedgerErrorKind {
    pub(crate) fn at(self, path: &Path) -> LedgerError {
        LedgerError { path: path.to_owned(), kind: self }
    }
}

impl From<rusqlite::Error> for LedgerErrorKind {
    fn from(error: rusqlite::Error) -> LedgerErrorKind {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => LedgerErrorKind::NotALedger,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerErrorKind::Busy,
            Some(ErrorCode::ReadOnly) => LedgerErrorKind::ReadOnly,
            Some(ErrorCode::DiskFull) => LedgerErrorKind::Full,
            Some(ErrorCode::DatabaseCorrupt) => LedgerErrorKind::Damaged(error.to_string()),
            // What this program wrote is text and numbers that fit: the file is not as it was written.
            None if matches!(
                error,
                Error::FromSqlConversionFailure(..)
                    | Error::IntegralValueOutOfRange(..)
                    | Error::InvalidColumnType(..)
                    | Error::Utf8Error(..)
            ) =>
            {
                LedgerErrorKind::Damaged(error.to_string())
            }
            Some(ErrorCode::CannotOpen) => LedgerErrorKind::Other(
                "cannot be opened (check who may read and write it, and its folder)".to_owned(),
            ),
            Some(ErrorCode::SystemIoFailure) => {
                LedgerErrorKind::Other(format!("{error} (is there room on the disk, and is it still there?)"))
            }
            _ => LedgerErrorKind::Other(error.to_string()),
        }
    }
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.kind)
    }
}

impl fmt::Display for LedgerErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LedgerErrorKind::Missing => write!(f, "there is no such ledger (make one with reportedly add)"),
            LedgerErrorKind::NotALedger => {
                write!(f, "is no ledger of Reportedly (the ledger is named first, then the reports)")
            }
            LedgerErrorKind::Empty => {
                write!(f, "holds nothing yet (put reports into it with reportedly add)")
            }
            LedgerErrorKind::Newer(version) => write!(
                f,
                "was made by a newer version of reportedly (ledger version {version}, this program knows {}; update the program)",
                crate::SCHEMA_VERSION
            ),
            LedgerErrorKind::ReadOnly => {
                write!(f, "cannot be written (check who may write it, and its folder)")
            }
            LedgerErrorKind::Busy => {
                write!(f, "another program is writing to it (wait until it is done and run again)")
            }
            LedgerErrorKind::Full => {
                write!(
                    f,
                    "there is no room left to write it (free some space and run again; nothing is lost)"
                )
            }
            LedgerErrorKind::Damaged(what) => {
                write!(f, "the file is damaged: {what} (restore a copy, or add its reports to a new ledger)")
            }
            LedgerErrorKind::Document(what) | LedgerErrorKind::Asked(what) => write!(f, "{what}"),
            LedgerErrorKind::Other(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for LedgerError {}
