//! The core's own source, read as text: its string literals, outside tests, comments and attributes.

use std::fs;
use std::path::{Path, PathBuf};

/// A string literal.
pub struct Literal {
    /// Path under `core/src`.
    pub file: String,
    /// Line on which it begins.
    pub line: usize,
    /// What it says, escapes as they are written.
    pub text: String,
    /// The code right before it, without white space.
    pub before: String,
}

/// Every literal of `core/src` outside tests.
pub fn literals() -> Vec<Literal> {
    files().iter().flat_map(|path| in_file(path)).collect()
}

/// The files of `core/src` without those that are only there for tests, by path.
pub fn files() -> Vec<PathBuf> {
    let (mut found, mut folders, mut of_tests) = (Vec::new(), vec![root()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                of_tests.extend(modules_of_tests(&path));
                found.push(path);
            }
        }
    }
    found.retain(|path| !of_tests.iter().any(|module| path.with_extension("") == *module || path.starts_with(module)));
    found.sort();
    found
}

/// The modules that a file has for tests only, each as the path of its file without the ending, or of its folder.
fn modules_of_tests(path: &Path) -> Vec<PathBuf> {
    let stem = path.file_stem().unwrap();
    let folder = path.parent().unwrap();
    let inside = if stem == "mod" || stem == "lib" { folder.to_owned() } else { folder.join(stem) };
    let source = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let named = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]").filter_map(|pair| {
        let module = pair[1].rsplit_once("mod ")?.1.strip_suffix(';')?;
        Some(inside.join(module))
    });
    named.collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn in_file(path: &Path) -> Vec<Literal> {
    let file = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
    let mut reader = Reader { chars: fs::read_to_string(path).unwrap().chars().collect(), at: 0, line: 1 };
    let mut found = Vec::new();
    reader.code(&file, &mut found);
    found
}

/// Just enough of Rust's lexis to tell literals from everything else.
struct Reader {
    chars: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn next(&mut self) -> char {
        let c = self.peek(0);
        self.at += 1;
        self.line += usize::from(c == '\n');
        c
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(n, c)| self.peek(n) == c)
    }

    fn code(&mut self, file: &str, found: &mut Vec<Literal>) {
        let mut before = String::new();
        while self.at < self.chars.len() {
            if self.comment() {
                continue;
            }
            if self.starts_with("#[") || self.starts_with("#![") {
                let attribute = self.attribute();
                if attribute == "#[cfg(test)]" {
                    self.item();
                }
                before.clear();
                continue;
            }
            let line = self.line;
            if let Some(text) = self.literal() {
                let tail: String = before.chars().skip(before.chars().count().saturating_sub(60)).collect();
                found.push(Literal { file: file.to_owned(), line, text, before: tail });
                before.push('"');
                continue;
            }
            if self.character() {
                continue;
            }
            let c = self.next();
            if !c.is_whitespace() {
                before.push(c);
            }
        }
    }

    /// Passes a comment.
    fn comment(&mut self) -> bool {
        if self.starts_with("//") {
            while self.at < self.chars.len() && self.next() != '\n' {}
            return true;
        }
        if !self.starts_with("/*") {
            return false;
        }
        let mut depth = 0;
        loop {
            if self.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if self.starts_with("*/") {
                depth -= 1;
                self.at += 2;
            } else {
                self.next();
            }
            if depth == 0 || self.at >= self.chars.len() {
                return true;
            }
        }
    }

    /// Passes a literal of text or bytes and returns it.
    fn literal(&mut self) -> Option<String> {
        let alone = self.at == 0 || !(self.chars[self.at - 1].is_alphanumeric() || self.chars[self.at - 1] == '_');
        let mut ahead = 0;
        if alone && matches!(self.peek(0), 'b' | 'c') {
            ahead = 1;
        }
        let raw = alone && self.peek(ahead) == 'r';
        let mut hashes = 0;
        if raw {
            while self.peek(ahead + 1 + hashes) == '#' {
                hashes += 1;
            }
            ahead += 1 + hashes;
        }
        if self.peek(ahead) != '"' {
            return None;
        }
        self.at += ahead + 1;
        let end: String = format!("\"{}", "#".repeat(hashes));
        let mut text = String::new();
        while self.at < self.chars.len() && !self.starts_with(&end) {
            let c = self.next();
            text.push(c);
            if c == '\\' && !raw {
                text.push(self.next());
            }
        }
        self.at += end.len();
        Some(text)
    }

    /// Passes a literal of one character, which is no lifetime.
    fn character(&mut self) -> bool {
        if self.peek(0) != '\'' {
            return false;
        }
        if self.peek(1) == '\\' {
            self.at += 3;
            while self.at < self.chars.len() && self.next() != '\'' {}
            return true;
        }
        if self.peek(2) == '\'' {
            self.at += 3;
            return true;
        }
        false
    }

    /// Passes an attribute and returns it without white space and without what literals in it say.
    fn attribute(&mut self) -> String {
        let (mut text, mut depth) = (String::new(), 0);
        while self.at < self.chars.len() {
            if self.literal().is_some() || self.character() {
                continue;
            }
            let c = self.next();
            if !c.is_whitespace() {
                text.push(c);
            }
            match c {
                '[' => depth += 1,
                ']' if depth == 1 => break,
                ']' => depth -= 1,
                _ => {}
            }
        }
        text
    }

    /// Passes the item that follows: to its `;`, or to the end of its braces.
    fn item(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            if self.comment() || self.literal().is_some() || self.character() {
                continue;
            }
            match self.next() {
                '{' => depth += 1,
                '}' if depth == 1 => return,
                '}' => depth -= 1,
                ';' if depth == 0 => return,
                _ => {}
            }
        }
    }
}

/// Every `choice! {}` of the source: the name of the enum and its words.
pub fn choices() -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for path in files() {
        let source = fs::read_to_string(&path).unwrap();
        for block in source.split("\nchoice! {").skip(1) {
            let block = &block[..block.find("\n}").unwrap()];
            let lines = || block.lines().map(str::trim).filter(|l| !l.starts_with("//") && !l.starts_with('#'));
            let name = lines().find_map(|l| l.strip_suffix(" {")).unwrap().to_owned();
            let words = lines().filter_map(|l| Some(l.split_once(" = \"")?.1.split_once('"')?.0.to_owned()));
            found.push((name, words.collect()));
        }
    }
    found
}

/// Every kind of the store with its fields, as `store/kinds.rs` lists them.
pub fn kinds() -> Vec<(String, Vec<String>)> {
    let source = fs::read_to_string(root().join("store/kinds.rs")).unwrap();
    let listed = source.split("\nkinds! {").nth(1).unwrap();
    let kinds: Vec<_> = listed
        .lines()
        .filter_map(|l| {
            let (head, fields) = l.split_once(" { ")?;
            let name = head.split('"').nth(1)?.to_owned();
            let fields = fields.trim_end_matches(" }").split(", ");
            Some((name, fields.map(|f| f.split(':').next().unwrap().trim().to_owned()).collect()))
        })
        .collect();
    assert!(kinds.len() > 40, "{} kinds read", kinds.len());
    kinds
}

#[test]
fn the_reader_tells_literals_from_the_rest() {
    let source = r#"
        // "a comment" /* "and" */
        /* "another /* nested" */ " */
        #[doc = "an attribute]"]
        fn f<'a>(x: &'a str) -> char { g("one", r"two", b"three", '"', '\'', "four \" five") }
        #[cfg(test)]
        mod tests { fn t() { "in a test }"; } }
        #[cfg(test)]
        use x::y;
        const LAST: &str = "six";
    "#;
    let mut reader = Reader { chars: source.chars().collect(), at: 0, line: 1 };
    let mut found = Vec::new();
    reader.code("f.rs", &mut found);
    let texts: Vec<&str> = found.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(texts, ["one", "two", "three", "four \\\" five", "six"]);
    assert_eq!(found[0].line, 5);
    assert!(found[0].before.ends_with("{g("), "{}", found[0].before);
    assert!(found[4].before.ends_with("LAST:&str="));
}
