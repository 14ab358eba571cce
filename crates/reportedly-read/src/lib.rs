//! Bytes to a document: plain text, HTML pages, JSON lines.
