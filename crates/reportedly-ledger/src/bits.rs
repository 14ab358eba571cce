//! Numbers in few bytes and few bits.

/// Numbers in as few bytes as they need.
#[derive(Default)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Bytes {
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Bytes with their length.
    pub(crate) fn part(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }
}

/// What [`Bytes`] wrote; none where it is damaged.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl Reader<'_> {
    pub(crate) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    #[inline]
    pub(crate) fn number(&mut self) -> Option<u64> {
        // Most numbers have one byte or two.
        match *self.0 {
            [one, ref rest @ ..] if one < 0x80 => {
                self.0 = rest;
                return Some(u64::from(one));
            }
            [one, two, ref rest @ ..] if two < 0x80 => {
                self.0 = rest;
                return Some(u64::from(one & 0x7f) | u64::from(two) << 7);
            }
            _ => {}
        }
        self.long()
    }

    fn long(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

/// Words that fall, each as its step from the last: so many low bits as they are, the rest as ones before a zero. Steps
/// between hashes hold hardly more than that; in whole bytes they would take a quarter more.
pub(crate) fn falling(words: impl ExactSizeIterator<Item = u32>) -> Vec<u8> {
    let low = low_bits(words.len());
    let mut out = Vec::new();
    let (mut byte, mut filled) = (0_u8, 0);
    let mut bit = |set: bool| {
        byte |= u8::from(set) << filled;
        filled += 1;
        if filled == 8 {
            out.push(byte);
            (byte, filled) = (0, 0);
        }
    };
    let mut last = u32::MAX;
    for word in words {
        let step = last.saturating_sub(word);
        (0..step >> low).for_each(|_| bit(true));
        bit(false);
        (0..low).for_each(|at| bit(step >> at & 1 == 1));
        last = word;
    }
    if filled > 0 {
        out.push(byte);
    }
    out
}

/// So many words of [`falling`]; none where there are fewer.
pub(crate) fn fallen(bytes: &[u8], count: usize) -> Option<Vec<u32>> {
    let low = low_bits(count);
    let mut bits = Bits { bytes, held: 0, count: 0 };
    let mut words = Vec::with_capacity(count.min(bytes.len() * 8));
    let mut last = u32::MAX;
    for _ in 0..count {
        let step = bits.ones()?.checked_mul(1 << low)? | bits.take(low)?;
        last = last.checked_sub(step)?;
        words.push(last);
    }
    Some(words)
}

/// Bits, the lowest of each byte first, many at a time.
struct Bits<'a> {
    bytes: &'a [u8],
    held: u64,
    /// How many of the held bits are read; those above are 0.
    count: u32,
}

impl Bits<'_> {
    /// Holds at least 56 bits, or all that are left.
    fn fill(&mut self) {
        while self.count <= 56
            && let Some((&byte, rest)) = self.bytes.split_first()
        {
            self.held |= u64::from(byte) << self.count;
            self.count += 8;
            self.bytes = rest;
        }
    }

    fn drop(&mut self, count: u32) {
        self.held = self.held.checked_shr(count).unwrap_or(0);
        self.count -= count;
    }

    /// The ones before a zero, which goes with them.
    fn ones(&mut self) -> Option<u32> {
        let mut ones = 0_u32;
        loop {
            self.fill();
            let next = self.held.trailing_ones();
            if next < self.count {
                self.drop(next + 1);
                return ones.checked_add(next);
            }
            (self.count > 0).then_some(())?;
            ones = ones.checked_add(self.count)?;
            self.drop(self.count);
        }
    }

    /// So many bits (at most 32) as a number.
    fn take(&mut self, count: u32) -> Option<u32> {
        self.fill();
        (count <= self.count).then_some(())?;
        let bits = self.held & ((1_u64 << count) - 1);
        self.drop(count);
        u32::try_from(bits).ok()
    }
}

/// As many bits as the usual step between so many hashes has.
fn low_bits(count: usize) -> u32 {
    let usual = u32::MAX / u32::try_from(count.max(2)).unwrap_or(u32::MAX);
    usual.max(1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_that_fall_are_read(words in prop::collection::btree_set(any::<u32>(), 0..300)) {
            let words: Vec<u32> = words.into_iter().rev().collect();
            prop_assert_eq!(fallen(&falling(words.iter().copied()), words.len()), Some(words));
        }

        #[test]
        fn numbers_are_read(numbers in prop::collection::vec(any::<u64>(), 0..40), small in any::<u8>()) {
            let mut bytes = Bytes::default();
            numbers.iter().for_each(|&number| bytes.number(number >> (small % 64)));
            let mut reader = Reader(&bytes.0);
            for number in numbers {
                prop_assert_eq!(reader.number(), Some(number >> (small % 64)));
            }
            prop_assert!(reader.0.is_empty() && reader.number().is_none());
        }

        #[test]
        fn damaged_bytes_are_no_words(bytes in prop::collection::vec(any::<u8>(), 0..200), count in 0..400_usize) {
            let _ = fallen(&bytes, count);
        }
    }

    #[test]
    fn long_runs_of_ones_are_read() {
        for words in [vec![0], vec![0, 0], vec![u32::MAX, 0, 0, 0, 0], vec![7; 200]] {
            assert_eq!(fallen(&falling(words.iter().copied()), words.len()), Some(words));
        }
    }
}
