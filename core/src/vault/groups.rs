//! How secrets are written on paper: short groups, each with a check character of its own at its end, so that somebody who
//! mistyped is told in *which* group; a tired person looks at five characters again and not at all of them.

use handrail_wire::derive;
use zeroize::Zeroizing;

use crate::seal::code::{ALPHABET, value_of};

/// Characters in a group that carry something; the check comes behind them.
const DATA_IN_GROUP: usize = 4;
/// Characters that carry 16 bytes; the last has two spare bits, which are zero.
pub(super) const DATA: usize = 26;

/// Why a written code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Characters are missing at the end, or there are some too many.
    #[error("not as long as such a code")]
    Length,
    /// The first group that cannot be right, from 1.
    #[error("group {0} is not right")]
    Group(u8),
}

/// One kind of writing.
#[derive(Clone, Copy)]
pub(super) struct Written {
    /// What the check characters are made under: a group of one kind is not taken for one of another.
    pub(super) check: &'static [u8],
    /// Groups of a whole text.
    pub(super) groups: usize,
}

impl Written {
    /// Groups with hyphens between them. `values` are below 32.
    pub(super) fn write(self, values: &[u8]) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(values.len() + 2 * self.groups));
        for (index, group) in values.chunks(DATA_IN_GROUP).enumerate() {
            if index > 0 {
                text.push('-');
            }
            for value in group.iter().chain([&self.check_of(index, group)]) {
                text.push(char::from(ALPHABET.get(usize::from(*value)).copied().unwrap_or(b'0')));
            }
        }
        text
    }

    /// The values in a text as people type it: any case, with or without spaces and hyphens, O for 0, I or L for 1.
    /// [`CodeError::Group`] names the first group that cannot be right, whatever comes behind it.
    pub(super) fn read(self, text: &str, data: usize) -> Result<Zeroizing<Vec<u8>>, CodeError> {
        let mut values = Zeroizing::new(vec![0_u8; data]);
        let typed = self.groups_of(text, data)?;
        for (index, slots) in values.chunks_mut(DATA_IN_GROUP).enumerate() {
            let wrong = CodeError::Group(u8::try_from(index + 1).unwrap_or(u8::MAX));
            let group = typed.get(index).ok_or(CodeError::Length)?;
            if group.len() != slots.len() + 1 {
                return Err(wrong);
            }
            let (given, data) = group.split_last().ok_or(wrong)?;
            for (slot, char) in slots.iter_mut().zip(data) {
                *slot = value_of(*char).ok_or(wrong)?;
            }
            if value_of(*given) != Some(self.check_of(index, slots)) {
                return Err(wrong);
            }
        }
        if typed.len() > self.groups {
            return Err(CodeError::Length);
        }
        Ok(values)
    }

    /// Which groups of `typed` differ from the text it should be, from 1.
    pub(super) fn differing(self, right: &str, typed: &str) -> Vec<u8> {
        let data = right.len();
        let right = self.groups_of(right, data).unwrap_or_default();
        let given = self.groups_of(typed, data).unwrap_or_default();
        let plain = |group: &Zeroizing<Vec<char>>| group.iter().map(|char| value_of(*char)).collect::<Vec<_>>();
        (1..)
            .zip(right.iter().enumerate())
            .filter(|(_, (at, group))| given.get(*at).is_none_or(|other| plain(other) != plain(group)))
            .map(|(number, _)| number)
            .collect()
    }

    /// The typed characters in groups: where they were written in as many groups as there are, those; else five by five.
    fn groups_of(self, text: &str, data: usize) -> Result<Vec<Zeroizing<Vec<char>>>, CodeError> {
        let separates = |char: char| char.is_whitespace() || matches!(char, '-' | '\u{2010}'..='\u{2015}');
        let written: Vec<Zeroizing<Vec<char>>> = text
            .split(separates)
            .filter(|group| !group.is_empty())
            .map(|group| Zeroizing::new(group.chars().collect()))
            .collect();
        if written.len() == self.groups {
            return Ok(written);
        }
        let most = data + self.groups;
        let mut characters = Zeroizing::new(Vec::with_capacity(most));
        for char in text.chars().filter(|char| !separates(*char)) {
            if characters.len() > most {
                return Err(CodeError::Length);
            }
            characters.push(char);
        }
        Ok(characters.chunks(DATA_IN_GROUP + 1).map(|group| Zeroizing::new(group.to_vec())).collect())
    }

    /// The check character of a group: five bits of a hash of its place and its characters, so that groups that changed
    /// places are noticed too.
    fn check_of(self, index: usize, group: &[u8]) -> u8 {
        let [first, ..] = derive::sha256_of(&[self.check, &[u8::try_from(index).unwrap_or(u8::MAX)], group]);
        first >> 3
    }
}

/// 16 bytes as values below 32.
pub(super) fn values_of(bytes: &[u8; 16]) -> Zeroizing<[u8; DATA]> {
    let bits = u128::from_be_bytes(*bytes);
    let mut values = Zeroizing::new([0; DATA]);
    for (at, value) in values.iter_mut().enumerate() {
        let five = if at < DATA - 1 { bits >> (123 - 5 * at) } else { bits << 2 };
        *value = u8::try_from(five & 31).unwrap_or(0);
    }
    values
}

/// The 16 bytes of [`DATA`] values; `None` where the spare bits of the last are not zero.
pub(super) fn bytes_of(values: &[u8]) -> Option<Zeroizing<[u8; 16]>> {
    let mut bits = 0_u128;
    for (at, value) in values.iter().enumerate() {
        if at < DATA - 1 {
            bits = bits << 5 | u128::from(*value);
        } else if value & 3 != 0 {
            return None;
        } else {
            bits = bits << 3 | u128::from(*value >> 2);
        }
    }
    Some(Zeroizing::new(bits.to_be_bytes()))
}
