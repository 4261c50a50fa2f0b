//! The handouts of a module on paper: the pack's sections, who reviewed each, and the questions to try.

use super::html::{Page, Words};
use super::voice::Voice;
use super::{Form, begin};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::programme::pack::{Handout, Module};
use crate::words::Arg;

impl Handrail {
    /// The handouts of a module as one page of HTML: with the answers that were written, or with lines to write them on.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the pack in force has no such module.
    pub fn print_handouts(&self, module: &str, form: Form, language: &str) -> Result<String> {
        self.read(|c| {
            let voice = Voice::of(c, language)?;
            let pack = std::sync::Arc::clone(&voice.pack);
            let module = pack.module(module).ok_or(Error::NotFound("module"))?;
            let title = voice.listed(&format!("module.{}.title", module.id)).unwrap_or_default();
            let mut page = begin(c, &voice, &title.text)?;
            page.raw("<article>\n");
            page.of_pack("h1", &title);
            if let Some(about) = voice.listed(&format!("module.{}.about", module.id)) {
                paragraphs(&mut page, &about);
            }
            module.handouts.iter().for_each(|handout| section(&mut page, module, handout, &voice));
            page.text("p class=\"small\"", &voice.say("export-health-text", &[]));
            questions(c, &mut page, module, form, &voice)?;
            page.raw("</article>\n");
            Ok(page.finish())
        })
    }
}

fn section(page: &mut Page, module: &Module, handout: &Handout, voice: &Voice) {
    let key = format!("handout.{}.{}", module.id, handout.id);
    page.raw("<section style=\"break-inside:auto\">\n");
    if let Some(title) = voice.listed(&format!("{key}.title")) {
        page.of_pack("h2", &title);
    }
    if let Some(clinic) = &handout.clinic {
        page.text("p", &voice.say("programme-clinic-handout", &[("title", Arg::Words(clinic.title.clone()))]));
        page.own_words("p", &clinic.note);
    }
    if let Some(text) = voice.listed(&format!("{key}.text")) {
        paragraphs(page, &text);
    }
    let reviewed = match &handout.reviewed {
        Some(who) => {
            voice.say("programme-reviewed-by", &[("name", Arg::Words(who.by.clone())), ("day", Arg::Day(who.on))])
        }
        None => voice.say("programme-not-reviewed", &[]),
    };
    page.text("p class=\"small\"", &reviewed);
    page.raw("</section>\n");
}

/// Paragraphs are divided by empty lines; lines that begin with a dash are a list.
fn paragraphs(page: &mut Page, text: &Words) {
    let of = |part: &str| Words { text: part.to_owned(), language: text.language.clone() };
    for paragraph in text.text.split("\n\n") {
        let mut list = false;
        let mut plain: Vec<&str> = Vec::new();
        for line in paragraph.lines() {
            if let Some(item) = line.strip_prefix("- ") {
                if !plain.is_empty() {
                    page.of_pack("p", &of(&plain.join(" ")));
                    plain.clear();
                }
                if !list {
                    page.raw("<ul>\n");
                    list = true;
                }
                page.of_pack("li", &of(item));
            } else {
                if list {
                    page.raw("</ul>\n");
                    list = false;
                }
                plain.push(line);
            }
        }
        if list {
            page.raw("</ul>\n");
        }
        if !plain.is_empty() {
            page.of_pack("p", &of(&plain.join(" ")));
        }
    }
}

fn questions(c: &rusqlite::Connection, page: &mut Page, module: &Module, form: Form, voice: &Voice) -> Result<()> {
    if module.questions.is_empty() {
        return Ok(());
    }
    page.text("h2", &voice.say("programme-try-it", &[]));
    for question in &module.questions {
        let Some(asked) = voice.listed(&format!("question.{}.{question}", module.id)) else { continue };
        page.raw("<section>\n");
        page.of_pack("h4", &asked);
        let answers: Vec<String> = match form {
            Form::Blank => Vec::new(),
            Form::Filled => c
                .prepare_cached("SELECT answer FROM worksheet_answer WHERE module = ?1 AND question = ?2 ORDER BY id")?
                .query_map([module.id.as_str(), question.as_str()], |r| r.get(0))?
                .collect::<Result<_, _>>()?,
        };
        if answers.is_empty() {
            page.rules(3);
        }
        for answer in answers {
            page.own_words("p", &answer);
        }
        page.raw("</section>\n");
    }
    Ok(())
}
