//! A page that stands alone: no script, nothing fetched, made for paper (A4 and Letter) as for a screen.

use std::fmt::Write as _;

/// Words and, where it is not the page's, their language.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    /// The words.
    pub text: String,
    /// BCP 47, where it is another one than the page's.
    pub language: Option<String>,
}

// A heading stays with what follows it and an entry stays whole; only what is longer than a page is divided.
const STYLE: &str = "@page{margin:16mm}\
*{box-sizing:border-box}\
body{font:12pt/1.4 system-ui,'Noto Sans','Noto Sans Arabic',sans-serif;color:#111;background:#fff;margin:0 auto;max-width:190mm;padding:4mm}\
h1{font-size:20pt;margin:0 0 3mm}h2{font-size:15pt;margin:6mm 0 2mm}h3{font-size:12.5pt;margin:4mm 0 1mm}h4{font-size:12pt;margin:3mm 0 1mm}\
h1,h2,h3,h4{break-after:avoid-page}\
article{break-after:page}article:last-of-type{break-after:auto}\
section{margin:0 0 3mm}section section{margin-inline-start:5mm}section:not(:has(section)),.field{break-inside:avoid-page}\
section+section.entry{border-top:.2mm solid #bbb;padding-top:2mm}\
dl{margin:0;display:grid;grid-template-columns:minmax(20mm,33%) 1fr;gap:.8mm 4mm}dt{font-size:10pt;color:#333;padding-top:.4mm}\
dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}\
@media screen and (max-width:120mm){dl{display:block}dt{padding-top:1.5mm}}\
p{margin:0 0 2mm}.small{font-size:10pt;color:#333;break-after:avoid-page}.field{padding-top:2mm}.rule{border-bottom:.3mm solid #444;height:9mm}\
ul.tick{list-style:none;padding:0;margin:1mm 0;columns:2}ul.tick li{break-inside:avoid;padding:.8mm 0}\
.box::before{content:'';display:inline-block;width:4mm;height:4mm;border:.3mm solid #222;margin-inline-end:2mm;vertical-align:-.6mm}\
.boxes{display:flex;flex-wrap:wrap;gap:1.5mm 5mm;padding:1.5mm 0}\
@media print{body{max-width:none;padding:0}}";

/// Builds one page.
pub(crate) struct Page {
    out: String,
}

impl Page {
    /// Begins a page of this language.
    pub fn new(language: &str, right_to_left: bool, title: &str) -> Self {
        let mut page = Self { out: String::with_capacity(16 * 1024) };
        let direction = if right_to_left { "rtl" } else { "ltr" };
        page.raw("<!doctype html>\n<html lang=\"");
        page.escaped(language);
        page.raw(&format!("\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n"));
        // Even if somebody's words got past the escaping, nothing could run and nothing be fetched.
        page.raw(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        );
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        page.escaped(title);
        page.raw(&format!("</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"));
        page
    }

    /// The page, whole.
    pub fn finish(mut self) -> String {
        self.raw("</body>\n</html>\n");
        self.out
    }

    /// Markup of our own, as it is.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// A text of our own or of a pack in an element of the page's direction.
    pub fn text(&mut self, element: &str, text: &str) {
        self.raw(&format!("<{element}>"));
        self.escaped(text);
        self.close(element);
    }

    /// Words of a person: their direction is that of their own letters, and ends with them.
    pub fn own_words(&mut self, element: &str, text: &str) {
        self.raw(&format!("<{element} dir=\"auto\">"));
        self.escaped(text);
        self.close(element);
    }

    /// Words of a pack, marked where they are of another language.
    pub fn of_pack(&mut self, element: &str, words: &Words) {
        match &words.language {
            Some(language) => {
                self.raw(&format!("<{element} dir=\"auto\" lang=\""));
                self.escaped(language);
                self.raw("\">");
                self.escaped(&words.text);
                self.close(element);
            }
            None => self.text(element, &words.text),
        }
    }

    /// Lines to write on.
    pub fn rules(&mut self, count: u8) {
        for _ in 0..count {
            self.raw("<div class=\"rule\"></div>\n");
        }
    }

    /// Boxes to tick, in a row.
    pub fn boxes<'a>(&mut self, labels: impl IntoIterator<Item = &'a str>) {
        self.raw("<div class=\"boxes\">");
        for label in labels {
            self.text("span class=\"box\"", label);
        }
        self.raw("</div>\n");
    }

    fn close(&mut self, element: &str) {
        let name = element.split(' ').next().unwrap_or(element);
        // Writing into a String cannot fail.
        let _ = writeln!(self.out, "</{name}>");
    }

    /// Text in which nothing is markup.
    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                '\'' => self.raw("&#39;"),
                // Marks that would turn the direction of what stands after them end with their element; what is no
                // character of a page at all is left out.
                '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' => {}
                other => self.out.push(other),
            }
        }
    }
}
