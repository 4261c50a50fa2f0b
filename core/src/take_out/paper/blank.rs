//! A blank sheet: the same labels in the same order, with lines to write on, boxes to tick and the pack's lists.

use super::html::Page;
use super::table::{How, Line, Part};
use super::voice::Voice;
use crate::words::Arg;

/// A part of a blank sheet.
pub(super) fn part(page: &mut Page, part: &Part, voice: &Voice, heading: &str) {
    if part.blank == 0 {
        return;
    }
    if let Some((field, words)) = part.by {
        for word in words {
            let title = voice.word(part.kind, field, word).unwrap_or_else(|| (*word).to_owned());
            page.raw("<section>\n");
            page.text(heading, &title);
            lists(page, part, voice, word);
            for line in (0..part.blank).flat_map(|_| part.lines).filter(|l| l.rows > 0) {
                // The one field that every such record has needs no label: the heading says it.
                page.raw("<div class=\"field\">\n");
                if line.field != "wording" {
                    page.text("div class=\"small\"", &voice.field(part.kind, line.field));
                }
                answer(page, part, line, voice);
                page.raw("</div>\n");
            }
            page.raw("</section>\n");
        }
        return;
    }
    if let Some(areas) = part.lists.iter().find(|l| l.key == "area.") {
        // One after the other, each with the questions about it.
        for id in (areas.ids)(&voice.pack) {
            let Some(title) = voice.listed(&format!("{}{id}", areas.key)) else { continue };
            page.raw("<section>\n");
            page.of_pack(heading, &title);
            fields(page, part, voice);
            page.raw("</section>\n");
        }
        for _ in 0..part.blank {
            page.raw("<section>\n");
            page.text(heading, &voice.field(part.kind, "own_area"));
            page.rules(1);
            fields(page, part, voice);
            page.raw("</section>\n");
        }
        return;
    }
    lists(page, part, voice, "");
    for _ in 0..part.blank {
        page.raw("<section>\n");
        page.text(heading, &voice.kind(part.kind));
        fields(page, part, voice);
        for inner in part.inside {
            self::part(page, inner, voice, "h4");
        }
        page.raw("</section>\n");
    }
}

fn fields(page: &mut Page, part: &Part, voice: &Voice) {
    for line in part.lines.iter().filter(|l| l.rows > 0) {
        page.raw("<div class=\"field\">\n");
        page.text("div class=\"small\"", &voice.field(part.kind, line.field));
        answer(page, part, line, voice);
        page.raw("</div>\n");
    }
}

/// Where the answer goes.
fn answer(page: &mut Page, part: &Part, line: &Line, voice: &Voice) {
    let word = |word: &str| voice.word(part.kind, line.field, word).unwrap_or_else(|| word.to_owned());
    match line.how {
        How::Choice(words) | How::Choices(words) => {
            let labels: Vec<String> = words.iter().map(|w| word(w)).collect();
            page.boxes(labels.iter().map(String::as_str));
        }
        How::Scale(of) => {
            let labels: Vec<String> = (0..=of).map(|n| n.to_string()).collect();
            page.boxes(labels.iter().map(String::as_str));
        }
        How::Steps(from, to) => {
            let labels: Vec<String> = (from..=to).map(|n| word(&n.to_string())).collect();
            page.boxes(labels.iter().map(String::as_str));
        }
        How::PackSteps(key) => {
            let labels: Vec<String> = (0..voice.pack.life_areas.steps)
                .filter_map(|n| voice.listed(&format!("{key}{n}")).map(|t| t.text))
                .collect();
            page.boxes(labels.iter().map(String::as_str));
        }
        How::Yes => {
            let yes = voice.say("export-yes", &[]);
            page.boxes([yes.as_str()]);
        }
        How::Answers => check(page, voice),
        _ => page.rules(line.rows),
    }
}

fn lists(page: &mut Page, part: &Part, voice: &Voice, of: &str) {
    for list in part.lists.iter().filter(|l| l.of == of) {
        page.raw("<ul class=\"tick\">\n");
        for id in (list.ids)(&voice.pack) {
            if let Some(text) = voice.listed(&format!("{}{id}", list.key)) {
                page.of_pack("li class=\"box\"", &text);
            }
        }
        page.raw("</ul>\n");
    }
}

/// The questions of the progress check, each with its answers to tick.
fn check(page: &mut Page, voice: &Voice) {
    let Some(check) = &voice.pack.progress_check else { return };
    for key in ["check.title", "check.note"] {
        if let Some(text) = voice.listed(key) {
            page.of_pack("p", &text);
        }
    }
    let months = Arg::Number(i64::from(check.look_back_months));
    page.text("p", &voice.say("progress-check-look-back", &[("count", months)]));
    page.text("p", &voice.say("progress-check-skip", &[]));
    for item in &check.items {
        let Some(question) = voice.listed(&format!("check.{}", item.id)) else { continue };
        page.raw("<section>\n");
        page.of_pack("h4", &question);
        let steps = (0..item.steps).map(|n| n.to_string()).chain(item.not_counted.clone());
        let labels: Vec<String> =
            steps.filter_map(|step| voice.listed(&format!("check.{}.{step}", item.id)).map(|t| t.text)).collect();
        page.boxes(labels.iter().map(String::as_str));
        page.raw("</section>\n");
    }
}
