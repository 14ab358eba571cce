//! Bytes to characters: finds the encoding, says how it was found, and never loses a quotation mark.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use reportedly::Notice;

use crate::error::ReadErrorKind;

/// How many bytes are looked at to tell what a file is.
pub(crate) const HEAD: usize = 8192;

/// Characters, and what was doubtful in getting them.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) notices: Vec<Notice>,
}

/// Decodes bytes. `asked` is the user's word (`--encoding`), `declared` the file's own.
///
/// # Errors
///
/// Unknown encoding, or no text at all.
pub(crate) fn decode(
    bytes: &[u8],
    asked: Option<&str>,
    declared: Option<&str>,
) -> Result<Decoded, ReadErrorKind> {
    if let Some(label) = asked {
        let encoding = Encoding::for_label(label.trim().as_bytes())
            .ok_or_else(|| ReadErrorKind::UnknownEncoding(label.to_owned()))?;
        return Ok(with(bytes, encoding, None));
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(with(bytes, encoding, None));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(with(bytes, encoding, Some(guessed(encoding))));
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if is_binary(head) {
        return Err(ReadErrorKind::Binary(what_it_looks_like(head)));
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // what is valid UTF-8 and not plain ASCII is practically never anything else
        let other = declared.filter(|&encoding| encoding != UTF_8 && !text.is_ascii());
        if let Some(encoding) = other.filter(|encoding| !encoding.is_ascii_compatible()) {
            return Ok(with(bytes, encoding, None));
        }
        let mut notices = Vec::new();
        if let Some(encoding) = other {
            notices.push(Notice::new(
                "R01",
                None,
                format!("the file says it is {}, but it is UTF-8 and was read as such", encoding.name()),
            ));
        }
        notices.extend(decoded_wrongly_before(text));
        return Ok(Decoded { text: text.to_owned(), notices });
    }
    if let Some(decoded) = mostly_utf8(bytes) {
        return Ok(decoded);
    }
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        return Ok(with(bytes, encoding, None));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    Ok(with(bytes, encoding, Some(guessed(encoding))))
}

fn guessed(encoding: &'static Encoding) -> Notice {
    Notice::new(
        "R01",
        None,
        format!("not UTF-8; read as {} by its bytes (another can be given with --encoding)", encoding.name()),
    )
}

fn with(bytes: &[u8], encoding: &'static Encoding, notice: Option<Notice>) -> Decoded {
    let (text, used, bad) = encoding.decode(bytes);
    let mut notices: Vec<Notice> = notice.into_iter().collect();
    if bad {
        let lost = text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
        notices.push(Notice::new(
            "R02",
            None,
            format!("{lost} places could not be read as {} and are shown as �", used.name()),
        ));
    }
    Decoded { text: text.into_owned(), notices }
}

/// UTF-8 with a few foreign bytes: texts put together from several sources. The foreign bytes are nearly always the
/// curly quotation marks and dashes of windows-1252, so they are read as that.
fn mostly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    if good < bad {
        return None;
    }
    let mut text = String::with_capacity(bytes.len() + bad);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    let message = format!("UTF-8 with {bad} foreign bytes, which were read as windows-1252");
    Some(Decoded { text, notices: vec![Notice::new("R02", None, message)] })
}

/// Signs of a text that somebody decoded wrongly before it came to us.
fn decoded_wrongly_before(text: &str) -> Option<Notice> {
    const SIGNS: [&str; 4] = ["â€œ", "â€™", "â€\u{9d}", "Ã©"];
    SIGNS.iter().any(|sign| text.contains(sign)).then(|| {
        let message =
            "signs such as “â€œ” show that the text was decoded wrongly before: quotations may be missed";
        Notice::new("R03", None, message)
    })
}

/// UTF-16 without a byte order mark: in text of European languages every other byte is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let pairs = head.len() / 2;
    if pairs < 8 {
        return None;
    }
    let zeros = |odd: usize| head.chunks_exact(2).filter(|pair| pair.get(odd) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    match () {
        () if second > pairs * 7 / 10 && first < pairs / 20 => Some(UTF_16LE),
        () if first > pairs * 7 / 10 && second < pairs / 20 => Some(UTF_16BE),
        () => None,
    }
}

/// Whether bytes are no text in any encoding without zero bytes.
pub(crate) fn is_binary(head: &[u8]) -> bool {
    if Encoding::for_bom(head).is_some() || utf16_without_mark(head).is_some() {
        return false;
    }
    if what_it_looks_like(head).is_some() {
        return true;
    }
    let control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x08 | 0x0b);
    let (controls, zeros) = (head.iter().filter(control).count(), head.iter().filter(|b| **b == 0).count());
    // up to the last whole character: the head may end inside one
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    controls * 20 > head.len() || (zeros > 0 && !utf8)
}

/// Names a common kind of file by its first bytes.
fn what_it_looks_like(head: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 13] = [
        (b"%PDF-", "a PDF file"),
        (b"PK\x03\x04", "a ZIP or office file"),
        (b"\x1f\x8b", "a gzip file (unpack it first)"),
        (b"BZh", "a bzip2 file (unpack it first)"),
        (b"\xfd7zXZ\0", "an xz file (unpack it first)"),
        (b"\x28\xb5\x2f\xfd", "a zstd file (unpack it first)"),
        (b"\xd0\xcf\x11\xe0", "an old office file"),
        (b"{\\rtf", "an RTF file"),
        (b"\x89PNG", "an image"),
        (b"\xff\xd8\xff", "an image"),
        (b"GIF8", "an image"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "a database"),
    ];
    KINDS.iter().find(|(magic, _)| head.starts_with(magic)).map(|&(_, what)| what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Vec<&'static str>) {
        let decoded = decode(bytes, None, None).unwrap();
        (decoded.text, decoded.notices.iter().map(|notice| notice.code).collect())
    }

    #[test]
    fn quotation_marks_survive_every_encoding() {
        let words = "“We won’t,” she said – “not now.” The café’s owner agreed with her and left.";
        assert_eq!(text(words.as_bytes()), (words.to_owned(), vec![]));
        assert_eq!(text(&[b"\xef\xbb\xbf", words.as_bytes()].concat()), (words.to_owned(), vec![]));
        let (latin, _, _) = WINDOWS_1252.encode(words);
        assert_eq!(text(&latin), (words.to_owned(), vec!["R01"]));
        let le: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&[b"\xff\xfe", le.as_slice()].concat()), (words.to_owned(), vec![]));
        assert_eq!(text(&[b"\xfe\xff", be.as_slice()].concat()), (words.to_owned(), vec![]));
        assert_eq!(text(&le), (words.to_owned(), vec!["R01"]));
        assert_eq!(text(&be), (words.to_owned(), vec!["R01"]));
    }

    #[test]
    fn foreign_bytes_in_utf8_keep_their_marks() {
        let mixed = b"\xe2\x80\x9cWe won\xe2\x80\x99t,\xe2\x80\x9d she said. \x93Not now.\x94";
        assert_eq!(text(mixed), ("“We won’t,” she said. “Not now.”".to_owned(), vec!["R02"]));
    }

    #[test]
    fn what_was_decoded_wrongly_before_is_said() {
        assert_eq!(text("â€œWeâ€™ll seeâ€\u{9d}".as_bytes()).1, vec!["R03"]);
    }

    #[test]
    fn binary_is_refused_with_its_name() {
        let kind = |bytes: &[u8]| decode(bytes, None, None).err();
        assert_eq!(kind(b"%PDF-1.7 ..."), Some(ReadErrorKind::Binary(Some("a PDF file"))));
        assert_eq!(kind(b"\x00\x01\x02\xff\xfe\x80abc"), Some(ReadErrorKind::Binary(None)));
        assert_eq!(kind(b"plain words"), None);
    }

    #[test]
    fn the_user_has_the_last_word() {
        assert_eq!(decode(b"caf\xe9", Some("latin1"), None).unwrap().text, "café");
        let unknown = decode(b"x", Some("utf-9"), None).err();
        assert_eq!(unknown, Some(ReadErrorKind::UnknownEncoding("utf-9".to_owned())));
    }
}
