//! Which language a text is in.

use reportedly::{Meta, Notice};

/// Letters that are enough to tell a language, and how much of a long text is looked at.
const ENOUGH: usize = 60;
const LOOKED_AT: usize = 4096;

/// Sets `meta.language` where it is missing, and says so where the text is not English.
pub(crate) fn tell(text: &str, meta: &mut Meta) -> Option<Notice> {
    let seen = looks_like(text);
    let declared = meta.language.clone();
    if let Some((code, _)) = seen.filter(|_| declared.is_none()) {
        meta.language = Some(code.to_owned());
    }
    let message = match (seen, declared) {
        (Some(("en", _)), _) => return None,
        (Some((_, name)), _) => {
            format!("the text is not English (it looks like {name}): results are unreliable")
        }
        (None, Some(tag)) if !english(&tag) => {
            format!("the text is said to be in “{tag}”, not English: results are unreliable")
        }
        (None, _) => return None,
    };
    Some(Notice::new("R06", None, message))
}

fn english(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    tag == "en" || tag == "eng" || tag == "english" || tag.starts_with("en-") || tag.starts_with("en_")
}

/// The two-letter code and English name of the text's language, where it is plain.
fn looks_like(text: &str) -> Option<(&'static str, &'static str)> {
    let head = crate::head(text, LOOKED_AT);
    if head.chars().filter(|c| c.is_alphabetic()).count() < ENOUGH {
        return None;
    }
    let info = whatlang::detect(head).filter(whatlang::Info::is_reliable)?;
    Some((two_letters(info.lang()), info.lang().eng_name()))
}

/// ISO 639-1 where there is one, else the three letters of ISO 639-3.
fn two_letters(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match lang {
        Eng => "en",
        Rus => "ru",
        Cmn => "zh",
        Spa => "es",
        Por => "pt",
        Ita => "it",
        Ben => "bn",
        Fra => "fr",
        Deu => "de",
        Ukr => "uk",
        Kat => "ka",
        Ara => "ar",
        Hin => "hi",
        Jpn => "ja",
        Heb => "he",
        Yid => "yi",
        Pol => "pl",
        Amh => "am",
        Jav => "jv",
        Kor => "ko",
        Nob => "nb",
        Dan => "da",
        Swe => "sv",
        Fin => "fi",
        Tur => "tr",
        Nld => "nl",
        Hun => "hu",
        Ces => "cs",
        Ell => "el",
        Bul => "bg",
        Bel => "be",
        Mar => "mr",
        Kan => "kn",
        Ron => "ro",
        Slv => "sl",
        Hrv => "hr",
        Srp => "sr",
        Mkd => "mk",
        Lit => "lt",
        Lav => "lv",
        Est => "et",
        Tam => "ta",
        Vie => "vi",
        Urd => "ur",
        Tha => "th",
        Guj => "gu",
        Uzb => "uz",
        Pan => "pa",
        Aze => "az",
        Ind => "id",
        Tel => "te",
        Pes => "fa",
        Mal => "ml",
        Ori => "or",
        Mya => "my",
        Nep => "ne",
        Sin => "si",
        Khm => "km",
        Tuk => "tk",
        Aka => "ak",
        Zul => "zu",
        Sna => "sn",
        Afr => "af",
        Lat => "la",
        Slk => "sk",
        Cat => "ca",
        Tgl => "tl",
        Hye => "hy",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, declared: Option<&str>) -> (Option<String>, bool) {
        let mut meta = Meta { language: declared.map(str::to_owned), ..Meta::default() };
        let notice = tell(text, &mut meta);
        (meta.language, notice.is_some())
    }

    #[test]
    fn english_and_others() {
        let english = "The mayor said on Monday that the bridge would stay closed until engineers had looked at it again.";
        let german = "Die Bürgermeisterin sagte am Montag, dass die Brücke geschlossen bleibe, bis Fachleute sie geprüft haben.";
        assert_eq!(check(english, None), (Some("en".to_owned()), false));
        assert_eq!(check(german, None), (Some("de".to_owned()), true));
        assert_eq!(check(german, Some("de-DE")), (Some("de-DE".to_owned()), true));
        assert_eq!(check("Short.", None), (None, false));
        assert_eq!(check("", None), (None, false));
    }
}
