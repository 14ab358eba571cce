//! Reports and passages as bytes, for stores that hold many.
//!
//! A version byte, then the fields in order: numbers as variable-length integers (LEB128), words as four bytes each,
//! strings with their length. Damaged bytes give nothing, never a panic.

use rust_decimal::Decimal;

use super::{Amount, Passage, PassageKind, Report, Voice, WordId};
use crate::{ChangeKind, ClaimId, Direction, FigureId, Naming, Relation, SourceKind, Span, Stance};

const VERSION: u8 = 1;

impl Passage {
    /// The passage in bytes that [`Passage::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer(vec![VERSION]);
        to.index(PassageKind::ALL, self.kind);
        to.number(self.span.start() as u64);
        to.number(self.span.len() as u64);
        to.option(self.claim, |to, id| to.number(u64::from(id.0)));
        to.option(self.figure, |to, id| to.number(u64::from(id.0)));
        to.words(&self.words);
        to.weights(&self.weights);
        to.weights(&self.around);
        to.number(self.chain.len() as u64);
        for step in &self.chain {
            to.number(step.len() as u64);
            for voice in step {
                to.index(SourceKind::ALL, voice.kind);
                to.index(Naming::ALL, voice.naming);
                to.option(voice.name.as_deref(), Writer::text);
                to.option(voice.text.as_deref(), Writer::text);
                to.option(voice.count, |to, count| to.number(u64::from(count)));
            }
        }
        to.index(Stance::ALL, self.stance);
        let flags = [self.hedged, self.negated, self.quoted, self.correction, self.partial];
        to.0.push(flags.iter().enumerate().fold(0, |byte, (at, &flag)| byte | u8::from(flag) << at));
        to.option(self.days, Writer::days);
        to.option(self.amount.as_ref(), Writer::amount);
        to.0
    }

    /// The passage of these bytes; none where they are damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Passage> {
        let mut from = Reader(bytes);
        (from.byte()? == VERSION).then_some(())?;
        let kind = from.index(PassageKind::ALL)?;
        let (start, length) = (from.size()?, from.size()?);
        let claim = from.option(|from| Some(ClaimId(from.small()?)))?;
        let figure = from.option(|from| Some(FigureId(from.small()?)))?;
        let (words, weights, around) = (from.words()?, from.weights()?, from.weights()?);
        let mut chain = Vec::new();
        for _ in 0..from.size()? {
            let mut step = Vec::new();
            for _ in 0..from.size()? {
                step.push(Voice {
                    kind: from.index(SourceKind::ALL)?,
                    naming: from.index(Naming::ALL)?,
                    name: from.option(Reader::text)?,
                    text: from.option(Reader::text)?,
                    count: from.option(Reader::small)?,
                });
            }
            chain.push(step);
        }
        let stance = from.index(Stance::ALL)?;
        let flags = from.byte()?;
        let flag = |at: u8| flags >> at & 1 == 1;
        let days = from.option(Reader::days)?;
        let amount = from.option(Reader::amount)?;
        from.0.is_empty().then_some(Passage {
            kind,
            span: Span::new(start, start.checked_add(length)?),
            claim,
            figure,
            words,
            weights,
            around,
            chain,
            stance,
            hedged: flag(0),
            negated: flag(1),
            quoted: flag(2),
            correction: flag(3),
            partial: flag(4),
            days,
            amount,
        })
    }
}

impl Report {
    /// The report in bytes that [`Report::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer(vec![VERSION]);
        to.text(&self.id);
        for text in [&self.outlet, &self.title, &self.url] {
            to.option(text.as_deref(), Writer::text);
        }
        to.option(self.published, Writer::signed);
        to.option(self.updated, Writer::signed);
        to.option(self.outlet_key, |to, key| to.words(&[key]));
        to.words(&self.cites);
        to.weights(&self.topics);
        to.0
    }

    /// The report of these bytes; none where they are damaged or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Report> {
        let mut from = Reader(bytes);
        (from.byte()? == VERSION).then_some(())?;
        let report = Report {
            id: from.text()?,
            outlet: from.option(Reader::text)?,
            title: from.option(Reader::text)?,
            url: from.option(Reader::text)?,
            published: from.option(Reader::signed)?,
            updated: from.option(Reader::signed)?,
            outlet_key: from.option(|from| from.words()?.first().copied())?,
            cites: from.words()?,
            topics: from.weights()?,
        };
        from.0.is_empty().then_some(report)
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn signed(&mut self, number: i32) {
        let number = i64::from(number);
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    fn index<T: Copy + PartialEq>(&mut self, all: &[T], value: T) {
        let at = all.iter().position(|&other| other == value).unwrap_or(usize::from(u8::MAX));
        self.0.push(u8::try_from(at).unwrap_or(u8::MAX));
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Writer, T)) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn words(&mut self, words: &[WordId]) {
        self.number(words.len() as u64);
        self.0.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    }

    fn weights(&mut self, weights: &[(WordId, u8)]) {
        self.number(weights.len() as u64);
        for (word, weight) in weights {
            self.0.extend(word.to_le_bytes());
            self.0.push(*weight);
        }
    }

    fn days(&mut self, (first, last): (i32, i32)) {
        self.signed(first);
        self.signed(last);
    }

    fn amount(&mut self, amount: &Amount) {
        self.option(amount.low, |to, value| to.0.extend(value.serialize()));
        self.option(amount.high, |to, value| to.0.extend(value.serialize()));
        self.index(Relation::ALL, amount.relation);
        self.option(amount.unit.as_deref(), Writer::text);
        self.option(amount.per.as_deref(), Writer::text);
        self.option(amount.change, |to, (direction, kind)| {
            to.index(Direction::ALL, direction);
            to.index(ChangeKind::ALL, kind);
        });
        self.words(&amount.counted);
        self.option(amount.class, |to, class| to.words(&[class]));
        self.option(amount.as_of, Writer::days);
        self.0.push(u8::from(amount.derived));
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn take(&mut self, count: usize) -> Option<&[u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    fn signed(&mut self) -> Option<i32> {
        let number = self.number()?;
        i32::try_from((number >> 1).cast_signed() ^ -((number & 1).cast_signed())).ok()
    }

    fn index<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.byte()?)).copied()
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => Some(Some(read(self)?)),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        let length = self.size()?;
        String::from_utf8(self.take(length)?.to_vec()).ok()
    }

    fn word(&mut self) -> Option<WordId> {
        Some(WordId::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn words(&mut self) -> Option<Vec<WordId>> {
        let count = self.size()?;
        // a damaged length must not ask for memory
        (0..count.min(self.0.len() + 1)).map(|_| self.word()).collect()
    }

    fn weights(&mut self) -> Option<Vec<(WordId, u8)>> {
        let count = self.size()?;
        (0..count.min(self.0.len() + 1)).map(|_| Some((self.word()?, self.byte()?))).collect()
    }

    fn days(&mut self) -> Option<(i32, i32)> {
        Some((self.signed()?, self.signed()?))
    }

    fn decimal(&mut self) -> Option<Decimal> {
        Some(Decimal::deserialize(self.take(16)?.try_into().ok()?))
    }

    fn amount(&mut self) -> Option<Amount> {
        Some(Amount {
            low: self.option(Self::decimal)?,
            high: self.option(Self::decimal)?,
            relation: self.index(Relation::ALL)?,
            unit: self.option(Self::text)?,
            per: self.option(Self::text)?,
            change: self.option(|from| Some((from.index(Direction::ALL)?, from.index(ChangeKind::ALL)?)))?,
            counted: self.words()?,
            class: self.option(|from| from.words()?.first().copied())?,
            as_of: self.option(Self::days)?,
            derived: self.byte()? == 1,
        })
    }
}
