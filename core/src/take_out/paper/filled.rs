//! A filled sheet: what was written, record by record, with what stands under each.

use super::html::Page;
use super::read::Shown;
use super::table::Part;
use super::voice::Voice;
use crate::words::Arg;

/// The records of a part. Nothing at all where there is none.
pub(super) fn part(page: &mut Page, part: &Part, records: &[Shown], voice: &Voice, level: usize) {
    let Some((field, words)) = part.by else {
        for (n, shown) in records.iter().enumerate() {
            record(page, shown, voice, level, n == 0);
        }
        return;
    };
    // A word that a newer version has stands after those that are known.
    let known = words.iter().map(|w| (*w).to_owned());
    let mut all: Vec<String> = known.collect();
    for shown in records {
        if !all.contains(&shown.under) {
            all.push(shown.under.clone());
        }
    }
    for word in all {
        let of_it: Vec<&Shown> = records.iter().filter(|r| r.under == word).collect();
        if of_it.is_empty() {
            continue;
        }
        page.raw("<section>\n");
        page.text(heading(level), &voice.word(part.kind, field, &word).unwrap_or(word));
        for shown in of_it {
            page.raw("<section class=\"entry\">\n");
            lines(page, shown, voice, true);
            page.raw("</section>\n");
        }
        page.raw("</section>\n");
    }
}

/// One record. What it is called stands once, over the first of several.
fn record(page: &mut Page, shown: &Shown, voice: &Voice, level: usize, first: bool) {
    page.raw("<section class=\"entry\">\n");
    if first {
        page.text(heading(level), &voice.kind(shown.kind));
    }
    lines(page, shown, voice, false);
    for (inner, records) in &shown.inside {
        part(page, inner, records, voice, level + 1);
    }
    page.raw("</section>\n");
}

fn lines(page: &mut Page, shown: &Shown, voice: &Voice, under_heading: bool) {
    if let Some(day) = shown.day {
        page.text("p class=\"small\"", &voice.say("export-written-on", &[("day", Arg::Day(day))]));
    }
    page.raw("<dl>\n");
    for line in &shown.lines {
        if !(under_heading && line.field == "wording") {
            page.text("dt", &line.label);
        }
        // Of the person, the app or the pack: the direction is that of its own letters.
        page.own_words("dd", &line.text);
    }
    page.raw("</dl>\n");
}

fn heading(level: usize) -> &'static str {
    match level {
        0 => "h2",
        1 => "h3",
        _ => "h4",
    }
}
