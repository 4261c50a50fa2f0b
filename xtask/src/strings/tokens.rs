//! Kotlin and Swift, read as far as finding their texts asks for: words, signs and texts, without comments.

/// A part of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// Any other sign.
    Sign(char),
    /// A text, up to the first value that is put into it.
    Text {
        /// What stands there.
        beginning: String,
        /// Whether that is all of it.
        whole: bool,
    },
}

/// Tokens with their lines, from 1: first those of the file, then those of each piece of code inside a text.
pub(super) fn read(source: &str, kotlin: bool) -> Vec<Vec<(Token, usize)>> {
    let mut reader = Reader { rest: source.chars().collect(), at: 0, line: 1, kotlin, inside: Vec::new() };
    let outermost = reader.code(false);
    let mut all = vec![outermost];
    all.append(&mut reader.inside);
    all
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    line: usize,
    kotlin: bool,
    inside: Vec<Vec<(Token, usize)>>,
}

impl Reader {
    fn see(&self, more: usize) -> Option<char> {
        self.rest.get(self.at + more).copied()
    }

    fn sees(&self, what: &str) -> bool {
        what.chars().enumerate().all(|(more, c)| self.see(more) == Some(c))
    }

    fn take(&mut self) -> Option<char> {
        let c = self.see(0)?;
        self.at += 1;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn take_all(&mut self, what: &str) -> bool {
        let there = self.sees(what);
        if there {
            self.at += what.chars().count();
        }
        there
    }

    /// Code up to the end, or up to the bracket that closes what `within` a text was opened.
    fn code(&mut self, within: bool) -> Vec<(Token, usize)> {
        let (mut tokens, mut depth) = (Vec::new(), 0_usize);
        while let Some(c) = self.see(0) {
            let line = self.line;
            if self.sees("//") {
                while self.see(0).is_some_and(|c| c != '\n') {
                    self.take();
                }
            } else if self.sees("/*") {
                while self.see(0).is_some() && !self.take_all("*/") {
                    self.take();
                }
            } else if c == '"' {
                tokens.push((self.text(), line));
            } else if c == '\'' && self.kotlin {
                // A single letter.
                self.take();
                while let Some(c) = self.take().filter(|c| *c != '\'') {
                    if c == '\\' {
                        self.take();
                    }
                }
            } else if c.is_alphanumeric() || c == '_' {
                let mut word = String::new();
                while let Some(c) = self.see(0).filter(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                    self.take();
                }
                tokens.push((Token::Word(word), line));
            } else {
                self.take();
                match c {
                    '(' | '{' => depth += 1,
                    ')' | '}' if within && depth == 0 => return tokens,
                    ')' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if !c.is_whitespace() {
                    tokens.push((Token::Sign(c), line));
                }
            }
        }
        tokens
    }

    fn text(&mut self) -> Token {
        let end = if self.sees("\"\"\"") { "\"\"\"" } else { "\"" };
        self.take_all(end);
        let (mut beginning, mut whole) = (String::new(), true);
        while self.see(0).is_some() && !self.take_all(end) {
            let value = if self.kotlin { self.sees("${") } else { self.sees("\\(") };
            if value {
                whole = false;
                self.at += 2;
                let tokens = self.code(true);
                self.inside.push(tokens);
            } else if self.kotlin && self.sees("$") && self.see(1).is_some_and(char::is_alphabetic) {
                whole = false;
                self.take();
            } else {
                let c = self.take().unwrap_or_default();
                // In a text of several lines Kotlin has no such marks.
                let marked = c == '\\' && !(self.kotlin && end.len() == 3);
                let c = if marked { self.take().unwrap_or_default() } else { c };
                if whole {
                    beginning.push(c);
                }
            }
        }
        Token::Text { beginning, whole }
    }
}
