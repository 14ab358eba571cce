//! Addresses of the desk's pages.

use std::fmt::Write;

/// A value of a query, escaped.
pub(crate) fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len() + 8);
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(char::from(byte))
            }
            b' ' => escaped.push('+'),
            // A string takes everything.
            byte => drop(write!(escaped, "%{byte:02X}")),
        }
    }
    escaped
}

/// The page of a report.
pub(crate) fn report(document: &str) -> String {
    format!("/report?d={}", escape(document))
}

/// The page of a report in a version.
pub(crate) fn version(document: &str, version: u32) -> String {
    format!("/report?d={}&v={version}", escape(document))
}

/// The page of a report with a claim in focus.
pub(crate) fn claim(document: &str, claim: &str) -> String {
    format!("/report?d={}&claim={}#{}", escape(document), escape(claim), escape(claim))
}

/// The address of a claim that outlives a new analysis: it carries the words and where they stood.
pub(crate) fn lasting(document: &str, claim: &str, start: usize, words: &str) -> String {
    let words: String = words.chars().take(80).collect();
    format!("/report?d={}&at={start}&words={}#{}", escape(document), escape(&words), escape(claim))
}

/// The page of a lineage.
pub(crate) fn lineage(id: &str) -> String {
    format!("/lineage?id={}", escape(id))
}

/// The page of a source.
pub(crate) fn source(label: &str) -> String {
    format!("/source?name={}", escape(label))
}

/// The page of an outlet.
pub(crate) fn outlet(name: &str) -> String {
    format!("/outlet?name={}", escape(name))
}

/// The figures with these words.
pub(crate) fn figures(words: &str) -> String {
    format!("/figures?q={}", escape(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped() {
        assert_eq!(escape("a b&c=d#é/.."), "a+b%26c%3Dd%23%C3%A9%2F..");
        assert_eq!(claim("x", "c1"), "/report?d=x&claim=c1#c1");
    }
}
