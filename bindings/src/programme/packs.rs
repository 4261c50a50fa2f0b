//! Packs: the words, lists and handouts of a programme, each from one publisher.

use handrail_core::error::{Error, Reason};
use handrail_core::programme as core;
use handrail_core::programme::pack;

use crate::clock::CivilDate;
use crate::convert::{Out, choice, closed, view};
use crate::error::Result;
use crate::handrail::Handrail;

view! {
    /// Words of a pack as they were found.
    PackText from pack::Text {
        /// The words; empty where the pack has none.
        text: String,
        /// The language they are in.
        language: String,
        /// True where they are in another language than the one asked for, so that the screen can say so. (`es` for
        /// `es-MX` is the same language.)
        fell_back: bool,
    }
}

choice! {
    /// Which word the interface uses for what is tried between meetings.
    HomeworkWord = pack::HomeworkWord {
        /// "Homework".
        Homework,
        /// "Practice".
        Practice,
        /// "Assignment".
        Assignment,
    }
}

choice! {
    /// Which word the interface uses for the person who takes part.
    ClientWord = pack::ClientWord {
        /// "Client".
        Client,
        /// "Consumer".
        Consumer,
        /// "Participant".
        Participant,
    }
}

view! {
    /// The words that the interface uses under a pack.
    Wording from pack::Wording {
        /// For what is tried between meetings.
        homework: HomeworkWord,
        /// For the person who takes part.
        client: ClientWord,
        /// Short id of the programme's name, such as `imr` or `wsm`.
        programme: String,
    }
}

view! {
    /// Who looked a health text over, and when.
    Reviewed from pack::Reviewed {
        /// Name and profession.
        by: String,
        /// The day.
        on: CivilDate,
    }
}

view! {
    /// A handout of the clinic's own that goes in the place of a section, or beside it.
    ClinicHandout from pack::ClinicHandout {
        /// What the clinic calls it.
        title: String,
        /// Where to find it; may be empty.
        note: String,
    }
}

choice! {
    /// A sheet of the record that a module or a homework can open.
    Worksheet = pack::Worksheet {
        /// Satisfaction with areas of my life.
        LifeAreas,
        /// What recovery means to me.
        RecoveryMeaning,
        /// A goal with its steps.
        Goal,
        /// Step-by-step problem solving.
        ProblemSolving,
        /// The relapse prevention plan.
        Plan,
        /// The safety plan.
        SafetyPlan,
        /// Medication fitted into the day.
        Medication,
        /// Alcohol and drugs.
        SubstanceUse,
        /// Stress.
        Stress,
        /// The people around me.
        People,
        /// Getting what I need.
        Needs,
        /// Logs of sleep, food, moving.
        Lifestyle,
        /// What helps.
        Coping,
        /// My warning signs.
        Signs,
        /// The progress check.
        ProgressCheck,
    }
}

/// A pack on this phone.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct PackView {
    /// Its id, for `NewEnrolment.programme`.
    pub id: String,
    /// What it is called, in the person's language.
    pub name: PackText,
    /// What it is, in a few sentences.
    pub about: PackText,
    /// Its edition.
    pub edition: i64,
    /// Who makes it.
    pub publisher: String,
    /// Under what licence or permission its words may be used.
    pub rights: String,
    /// Its languages; the first is complete.
    pub languages: Vec<String>,
    /// Which words the interface uses under it.
    pub wording: Wording,
    /// The public key of who signed it, 32 bytes; nothing for one that came with the app.
    pub signer: Option<Vec<u8>>,
}

closed!(PackView);

impl Out<core::PackView> for PackView {
    fn out(core: core::PackView) -> Self {
        let core::PackView { id, name, about, edition, publisher, rights, languages, wording, signer } = core;
        Self {
            id,
            name: Out::out(name),
            about: Out::out(about),
            edition,
            publisher,
            rights,
            languages,
            wording: Out::out(wording),
            signer: signer.map(Vec::from),
        }
    }
}

#[uniffi::export]
impl Handrail {
    /// The packs on this phone: those that came with the app first, each id once.
    pub fn packs(&self) -> Result<Vec<PackView>> {
        self.call(handrail_core::Handrail::packs)
    }

    /// Takes a signed pack. `trusted` are the Ed25519 public keys, 32 bytes each, of the publishers that the app trusts.
    /// From then on it is in force for whoever is enrolled in its id. What people wrote stays as it is. Taking the same
    /// bytes again changes nothing.
    ///
    /// Refused, and nothing was changed: `pack` malformed; in the wrong state for an edition that is not newer than the one
    /// on this phone, or where somebody else signed that one; unknown where the signer is not trusted; `trusted` malformed.
    /// Gives `NewerVersion` for a pack of a newer form. The log has the place in it that is wrong.
    #[allow(clippy::needless_pass_by_value, reason = "borrowed bytes are a direct buffer in Kotlin, which nobody has")]
    pub fn install_pack(&self, pack: Vec<u8>, trusted: Vec<Vec<u8>>) -> Result<PackView> {
        self.call(|core| {
            let keys: std::result::Result<Vec<[u8; 32]>, _> = trusted.into_iter().map(TryInto::try_into).collect();
            let keys = keys.map_err(|_| Error::invalid("trusted", Reason::Malformed))?;
            core.install_pack(&pack, &keys)
        })
    }

    /// Takes a pack off this phone again. One of the same id that came with the app is in force then. Whoever is enrolled in
    /// it stays so, and what they wrote stays; its words come back with the pack.
    ///
    /// Gives `NotFound` if no such pack was brought. What came with the app cannot be taken off.
    pub fn remove_pack(&self, id: &str) -> Result<()> {
        self.call(|core| core.remove_pack(id))
    }

    /// Which words the interface uses: homework, practice or assignment; client, consumer or participant. An app picks the
    /// form of a text by these.
    pub fn wording(&self) -> Result<Wording> {
        self.call(handrail_core::Handrail::wording)
    }
}
