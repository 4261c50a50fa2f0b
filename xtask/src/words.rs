//! What is said to clients, and how hard it is to read.
//!
//! The interface's words (`core/content/words`) and the texts of the content packs (`core/content/packs`): how many
//! there are in each language, what is not translated, and the reading grade of every English text. That each
//! message has its arguments and plural forms, and that none is unkind, is tested with the core.

mod reading;
pub(crate) mod texts;

use crate::failure::{Result, Stop};
use crate::repo::Repo;
use reading::Counts;

/// The language that is measured, and that every other is held against.
pub(crate) const FIRST: &str = "en";
/// What a section of a handout may have (docs/words.md).
const SECTION: f64 = 6.0;
/// What any other text may have.
const ANY: f64 = 8.0;
/// Texts of fewer words say nothing about a grade.
const FEWEST_WORDS: usize = 8;

/// `cargo xtask words`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Name every text with its grade, the hardest first, and every missing translation
    #[arg(long)]
    all: bool,
}

/// A text with its grade.
struct Graded {
    name: String,
    section: bool,
    words: usize,
    grade: f64,
}

impl Graded {
    fn too_hard(&self) -> bool {
        self.grade > if self.section { SECTION } else { ANY }
    }
}

/// Every English text that is long enough to have a grade, the hardest first.
fn graded(repo: &Repo) -> Result<Vec<Graded>> {
    let mut sources = vec![("interface".to_owned(), texts::interface(repo)?)];
    sources.extend(texts::packs(repo)?);
    let mut graded = Vec::new();
    for (source, texts) in sources {
        for (key, readings) in texts.get(FIRST).into_iter().flatten() {
            for text in readings {
                let counts = Counts::of(text);
                if let Some(grade) = counts.grade().filter(|_| counts.words >= FEWEST_WORDS) {
                    let section = key.starts_with("handout.") && key.rsplit('.').next() == Some("text");
                    graded.push(Graded { name: format!("{source} {key}"), section, words: counts.words, grade });
                }
            }
        }
    }
    graded.sort_by(|a, b| b.grade.total_cmp(&a.grade));
    Ok(graded)
}

/// Words and grade of many texts: the mean by text.
#[allow(clippy::cast_precision_loss, reason = "some thousands of texts")]
fn mean(graded: &[&Graded]) -> f64 {
    graded.iter().map(|g| g.grade).sum::<f64>() / graded.len().max(1) as f64
}

/// `cargo xtask words`
pub(crate) fn verb(repo: &Repo, args: &Args) -> Result<()> {
    let mut lacking = 0;
    let mut sources = vec![("interface".to_owned(), texts::interface(repo)?)];
    sources.extend(texts::packs(repo)?);
    println!("Texts");
    for (source, texts) in &sources {
        for (language, of_language) in texts {
            let missing = texts::missing(texts, FIRST, language);
            lacking += if source == "interface" { missing.len() } else { 0 };
            println!("  {source:<10} {language:<6} {:>5} texts, {:>4} missing", of_language.len(), missing.len());
            if args.all {
                for key in missing {
                    println!("      {key}");
                }
            }
        }
    }
    let graded = graded(repo)?;
    let (sections, others): (Vec<&Graded>, Vec<&Graded>) = graded.iter().partition(|g| g.section);
    println!("Reading grade in English (Flesch-Kincaid)");
    for (what, limit, of) in
        [("sections of handouts", SECTION, &sections), ("other texts of 8 words or more", ANY, &others)]
    {
        println!("  {:>5} {what}: {:.1} on average, at most {limit}", of.len(), mean(of));
        for g in of.iter().take(if args.all { usize::MAX } else { 5 }) {
            println!("      {:>5.1}  {} ({} words)", g.grade, g.name, g.words);
        }
    }
    let hard = graded.iter().filter(|g| g.too_hard()).count();
    if hard + lacking > 0 {
        return Err(Stop::Failed(format!("{hard} texts too hard, {lacking} of the interface not translated")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::graded;
    use crate::repo::Repo;

    #[test]
    fn every_english_text_is_easy_enough_to_read() -> Result<(), String> {
        let repo = Repo::find().map_err(|stop| stop.to_string())?;
        let graded = graded(&repo).map_err(|stop| stop.to_string())?;
        let sections: Vec<_> = graded.iter().filter(|g| g.section).collect();
        assert!(sections.len() >= 40 && graded.len() >= 500, "{} sections, {} texts", sections.len(), graded.len());
        let hard: Vec<String> = graded
            .iter()
            .filter(|g| g.too_hard())
            .map(|g| format!("{:.1} {} ({} words)", g.grade, g.name, g.words))
            .collect();
        assert!(hard.is_empty(), "too hard to read:\n  {}", hard.join("\n  "));
        let lengths = sections.iter().filter(|g| !(150..=400).contains(&g.words));
        let lengths: Vec<String> = lengths.map(|g| format!("{} ({} words)", g.name, g.words)).collect();
        assert!(lengths.is_empty(), "not 150 to 400 words:\n  {}", lengths.join("\n  "));
        Ok(())
    }
}
