//! The review on paper or on this screen, without any network: the lines of a preview that go, no others.

use super::html::Page;
use super::voice::Voice;
use crate::error::Result;
use crate::handrail::Handrail;
use crate::review::{Concept, Detail, DetailValue, PacketPreview, PreviewLine};
use crate::words::Arg;

impl Handrail {
    /// What a preview says as one page of HTML, to be shown on this screen or printed: the same lines that would be
    /// sealed, hidden ones left out without a trace. Needs nobody paired and no network; nothing is written or sent.
    pub fn show_review(&self, preview: &PacketPreview) -> Result<String> {
        let voice = self.read(|c| Voice::of(c, &preview.packet().language))?;
        let packet = preview.packet();
        let title = voice.say("sheet-review", &[]);
        let mut page = Page::new(voice.tag(), voice.right_to_left(), &title);
        if packet.demo == Some(true) {
            page.text("p", &voice.say("export-demo", &[]));
        }
        page.raw("<article>\n");
        page.text("h1", &title);
        if let Some(name) = &packet.name {
            page.own_words("p", name);
        }
        let (from, until) = (Arg::Day(packet.period.from_day), Arg::Day(packet.period.until_day));
        page.text("p", &voice.say("date-from-until", &[("from", from), ("until", until)]));
        page.text("p class=\"small\"", &voice.say("export-private", &[]));
        let mut before = String::new();
        for line in preview.lines.iter().filter(|line| !line.hidden) {
            if line.depth == 0 {
                let heading = heading(&voice, line);
                if heading != before {
                    page.text("h2", &heading);
                    before = heading;
                }
            }
            one(&mut page, line, &voice);
        }
        page.raw("</article>\n");
        Ok(page.finish())
    }
}

/// What the lines that follow are about.
fn heading(voice: &Voice, line: &PreviewLine) -> String {
    let word = match sheet_of(line) {
        Some(sheet) => format!("sheet-{sheet}"),
        None => format!("review-concept-{}", line.id.concept.word()),
    };
    voice.say(&word.replace('_', "-"), &[])
}

fn sheet_of(line: &PreviewLine) -> Option<&'static str> {
    line.details.iter().find_map(|detail| match detail.value {
        DetailValue::Choice(sheet) if detail.label == SHEET => Some(sheet),
        _ => None,
    })
}

/// The detail that says which sheet a line is on.
const SHEET: &str = "review-sheet";

fn one(page: &mut Page, line: &PreviewLine, voice: &Voice) {
    page.raw(&format!("<section style=\"margin-inline-start:{}mm\">\n", 5 * u32::from(line.depth)));
    // A sheet's line says its words with their labels below.
    if line.id.concept != Concept::Sheet {
        if !line.text.is_empty() {
            page.own_words("h3", &line.text);
        } else if line.depth > 0 {
            page.text("h3", &heading(voice, line));
        }
    }
    page.raw("<dl>\n");
    for detail in line.details.iter().filter(|d| d.label != SHEET) {
        let (label, text) = said(line.id.concept, detail, voice);
        page.own_words("dt", &label);
        page.own_words("dd", &text);
    }
    page.raw("</dl>\n</section>\n");
}

fn said(concept: Concept, detail: &Detail, voice: &Voice) -> (String, String) {
    let label = voice.say(detail.label, &[]);
    let of =
        |value: i64, of: i64| voice.say("export-rating-of", &[("value", Arg::Number(value)), ("of", Arg::Number(of))]);
    let number = |value: f64| voice.number(value);
    let text = match &detail.value {
        DetailValue::Words(words) => words.clone(),
        DetailValue::Choice(word) => choice(concept, detail.label, word, voice),
        DetailValue::Number { value, of: Some(highest) } => of(*value, *highest),
        DetailValue::Number { value, of: None } => value.to_string(),
        DetailValue::Mean { value, of: highest } => {
            voice.say("export-rating-of", &[("value", Arg::Mean(*value)), ("of", Arg::Number(*highest))])
        }
        DetailValue::Day(day) => voice.day(*day),
        DetailValue::Time(time) => voice.time(*time),
        DetailValue::Rating { sign, value, of: highest } => return (sign.clone(), of(*value, *highest)),
        DetailValue::Labelled { label, text } => return (label.clone(), text.clone()),
        DetailValue::Sums { day, sums } => {
            let sums: Vec<String> =
                sums.iter().map(|(label, value)| format!("{}: {}", voice.say(label, &[]), number(*value))).collect();
            return (voice.day(*day), sums.join(" · "));
        }
    };
    (label, text)
}

/// The text of a known word: that of the field it comes from.
fn choice(concept: Concept, label: &str, word: &str, voice: &Voice) -> String {
    let state = format!("{}-state", concept.word());
    let result = match concept {
        Concept::StepResult => "step-result-result",
        _ => "homework-result-result",
    };
    let field = match label {
        "review-state" => state.as_str(),
        "review-result" => result,
        "review-obstacle" => "homework-result-obstacle",
        "review-origin" => "homework-origin",
        "review-helped" => "coping-entry-helped",
        "review-plan-part" => "plan-line-part",
        other => other,
    };
    let id = format!("{field}-{word}").replace('_', "-");
    voice.known(&id).unwrap_or_else(|| word.to_owned())
}
