//! Taking the record out, bringing it back, leaving nothing behind; and every sheet as a page to be read and printed.
//!
//! What goes out here is **not sealed**: say so before you ask where it is to go, write straight to that place, and make
//! no temporary file of your own.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Write as _};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use handrail_core::error::Result as CoreResult;
use handrail_core::sync::http;
use handrail_core::take_out as core;
use handrail_core::take_out::paper;

use crate::convert::{In as _, choice, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::review::Preview;
use crate::store::RecordId;
use crate::sync::CancelToken;

/// How far a long call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Progress {
    /// Items done: records, revisions, pieces of a backup.
    pub done: u64,
    /// How many there are; nothing where that shows only at the end.
    pub of: Option<u64>,
    /// Bytes that came over the network so far, in this run.
    pub received: u64,
}

/// Shows how far a long call has come. Hand it to the call, and read it from another thread as often as the screen is drawn:
/// the call itself never calls back into the app.
#[derive(Default, uniffi::Object)]
pub struct ProgressMeter {
    done: AtomicU64,
    of: AtomicU64,
    is_known: AtomicBool,
    received: AtomicU64,
}

closed!(ProgressMeter);

#[uniffi::export]
impl ProgressMeter {
    /// A meter that stands at nothing. One for each call.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// How far it is now.
    pub fn progress(&self) -> Result<Progress> {
        let of = self.is_known.load(Ordering::Relaxed).then(|| self.of.load(Ordering::Relaxed));
        let (done, received) = (self.done.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed));
        Ok(Progress { done, of, received })
    }
}

impl ProgressMeter {
    pub(crate) fn restored(&self, progress: handrail_core::backup::RestoreProgress) {
        let handrail_core::backup::RestoreProgress { received, pieces } = progress;
        self.done.store(pieces, Ordering::Relaxed);
        self.received.store(received, Ordering::Relaxed);
    }

    fn taken_out(&self, progress: core::Progress) {
        let core::Progress { done, of } = progress;
        self.done.store(done, Ordering::Relaxed);
        self.of.store(of.unwrap_or(0), Ordering::Relaxed);
        self.is_known.store(of.is_some(), Ordering::Relaxed);
    }
}

/// Shows progress, and stops where the token was used.
fn step(meter: &ProgressMeter, cancel: &http::CancelToken, progress: core::Progress) -> ControlFlow<()> {
    meter.taken_out(progress);
    if cancel.is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// A file that only this person's account can read, where the system knows of such.
fn made(path: &str) -> CoreResult<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// On the disk, where `file` is on one: a pipe or a provider's descriptor has nothing to wait for.
fn settled(file: &File) -> CoreResult<()> {
    match file.sync_all() {
        Err(why) if !matches!(why.kind(), std::io::ErrorKind::InvalidInput | std::io::ErrorKind::Unsupported) => {
            Err(why.into())
        }
        _ => Ok(()),
    }
}

view! {
    /// What was taken over from an archive.
    Imported from core::Imported {
        /// Records of all kinds.
        records: u64,
        /// Values that edits had replaced.
        revisions: u64,
        /// Records and fields of a newer version: kept, and not shown until the app is updated.
        unknown: u64,
    }
}

choice! {
    /// How a sheet is printed.
    PaperForm = paper::Form {
        /// With all that was written on it.
        Filled,
        /// To be written on by hand.
        Blank,
    }
}

choice! {
    /// A sheet to be read or printed.
    Sheet = paper::Sheet {
        /// What recovery means to me.
        RecoveryMeaning,
        /// Areas of my life.
        LifeAreas,
        /// My goals, down to single steps.
        Goal,
        /// Step-by-step problem solving.
        ProblemSolving,
        /// Homework.
        Homework,
        /// Meetings.
        Session,
        /// Answers to the questions of modules.
        Worksheet,
        /// What helps me cope.
        Coping,
        /// My warning signs.
        Signs,
        /// The relapse prevention plan.
        Plan,
        /// The safety plan.
        SafetyPlan,
        /// My medicines.
        Medication,
        /// What to take along to a visit at the prescriber's.
        Visit,
        /// Alcohol and drugs.
        SubstanceUse,
        /// Stress.
        Stress,
        /// My people.
        People,
        /// Getting what I need.
        Needs,
        /// Living well: logs and small changes.
        Lifestyle,
        /// The progress check.
        ProgressCheck,
        /// What I want to talk about.
        TalkAbout,
        /// What was suggested to me, and what I said.
        Answers,
        /// My programme and where I am in it.
        Programme,
    }
}

#[uniffi::export]
impl Handrail {
    /// Writes everything the person owns to the file at `path`, in the place of what is there: every record with all its
    /// fields, what edits replaced, what was taken away or removed for good (the latter without content), and what was
    /// installed. What belongs to this phone alone is not in it: keys, care relationships and their readers, what waits to
    /// be sent, copies of what was shared, notices handed to the phone's system.
    ///
    /// The file is **not sealed**: `path` is the place that the person chose. On Android that is `/proc/self/fd/` and the
    /// number of the descriptor the picker gave. Written item by item, so ten years need no more memory than one day;
    /// other calls wait until it is done.
    ///
    /// Gives `Cancelled`, or `Storage` where the place refuses. What was written until then is no whole archive, and
    /// `import_archive` says so: delete it.
    #[uniffi::method(default(cancel = None, meter = None))]
    pub fn export_all(
        &self,
        path: &str,
        cancel: Option<Arc<CancelToken>>,
        meter: Option<Arc<ProgressMeter>>,
    ) -> Result<()> {
        let (cancel, meter) = (CancelToken::or_never(cancel), meter.unwrap_or_default());
        self.call(|core| {
            let mut to = BufWriter::new(made(path)?);
            core.export_all(&mut to, &mut |progress| step(&meter, &cancel, progress))?;
            to.flush()?;
            settled(to.get_ref())
        })
    }

    /// Takes an archive of `export_all` over into this store, which must be empty and newly made. An export afterwards is
    /// the same as the archive, byte for byte. The phone keeps its own device id; nobody is paired. Reload every screen.
    /// (Named so because `import` is a word of the languages themselves.)
    ///
    /// In each case of an error nothing was written. Refused: `store` in the wrong state if anything at all was ever written
    /// here; `archive` malformed if it is damaged, cut short or no archive, too long beyond 1 GiB, or 16 MiB for one item.
    /// Gives `NewerVersion` for an archive of a newer version, `Cancelled`, or `Storage` if it cannot be read.
    #[uniffi::method(default(cancel = None, meter = None))]
    pub fn import_archive(
        &self,
        path: &str,
        cancel: Option<Arc<CancelToken>>,
        meter: Option<Arc<ProgressMeter>>,
    ) -> Result<Imported> {
        let (cancel, meter) = (CancelToken::or_never(cancel), meter.unwrap_or_default());
        self.call(|core| {
            let mut from = BufReader::new(File::open(path)?);
            core.import(&mut from, &mut |progress| step(&meter, &cancel, progress))
        })
    }

    /// Erases the whole record from this phone and closes it for good: the key provider is told to forget the key, so that
    /// whatever is left of the files anywhere cannot be read, and every file of the folder is deleted, damaged ones that
    /// were kept too. Works while suspended or closed, too.
    ///
    /// There is no way back. What readers were sent they keep, and what waits for them at the relay goes when its time is
    /// up: say so before, and offer to take the record out first and to leave the readers.
    ///
    /// Gives `Internal` if the key was not forgotten, `Storage` if a file could not be deleted or another process has the
    /// store. What could be erased is: call again. Should the app end before that, the next opening goes on with it, and
    /// opens an empty store only when it is done.
    pub fn erase_all(&self) -> Result<()> {
        self.call(handrail_core::Handrail::erase_all)
    }

    /// A sheet as one page of HTML that stands alone, without a script, in the words of `language` (BCP 47; empty for the
    /// language of the settings). A blank one of a sheet that only the app writes is empty but for its title.
    #[uniffi::method(default(language = ""))]
    pub fn print_sheet(&self, sheet: Sheet, form: PaperForm, language: &str) -> Result<String> {
        self.call(|core| core.print_sheet(sheet.taken("sheet")?, form.taken("form")?, language))
    }

    /// All sheets as one page of HTML, each beginning on a new sheet of paper. Filled, those on which nothing was written are
    /// left out; blank, all that can be filled in by hand are there. It is not sealed.
    #[uniffi::method(default(language = ""))]
    pub fn print_all(&self, form: PaperForm, language: &str) -> Result<String> {
        self.call(|core| {
            let mut page = Vec::new();
            core.print_all(form.taken("form")?, language, &mut page)?;
            String::from_utf8(page).map_err(|_| handrail_core::Error::Internal("a page"))
        })
    }

    /// The handouts of a module as one page of HTML: with the answers that were written, or with lines to write them on.
    /// Gives `NotFound` if the pack in force has no such module.
    #[uniffi::method(default(language = ""))]
    pub fn print_handouts(&self, module: &str, form: PaperForm, language: &str) -> Result<String> {
        self.call(|core| core.print_handouts(module, form.taken("form")?, language))
    }

    /// What a preview says as one page of HTML, to be shown on this screen or printed: the same lines that would be sealed,
    /// hidden ones left out without a trace. Needs nobody paired and no network; nothing is written or sent. Gives
    /// `NotFound` unless `packet` is one of its packets.
    pub fn show_review(&self, preview: &Preview, packet: RecordId) -> Result<String> {
        self.call(|core| core.show_review(preview.packet(packet)?))
    }
}
