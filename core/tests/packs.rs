//! Packs that are brought: taken, upgraded, taken off, and refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;
#[path = "common/pack.rs"]
mod pack;
mod schema;

use common::{Person, person};
use handrail_core::Error;
use handrail_core::programme::pack::{
    HomeworkWord, MAX_UNPACKED, PackError, PackProblem, built_in_bundle, built_in_ids,
};
use handrail_core::programme::{EnrolmentId, EnrolmentState, MAX_PACKED, NewEnrolment, ProgrammeFormat, sign_pack};
use handrail_wire::encode::Writer;
use pack::{CLINIC, STRANGER, files, files_without_sleep, key, signed};
use proptest::prelude::*;
use serde_json::{Value, json};

fn in_north() -> NewEnrolment {
    NewEnrolment {
        programme: "north".into(),
        format: ProgrammeFormat::Individual,
        group_size: None,
        started: None,
        planned_meetings: None,
        trial_meetings: None,
        booster: false,
        repeat_of: None,
    }
}

fn refused(at: &Person, bytes: &[u8], trusted: &[[u8; 32]]) -> PackError {
    let before = at.rows();
    let Err(Error::Pack(error)) = at.install_pack(bytes, trusted) else { panic!("was taken, or another error") };
    assert_eq!(at.rows(), before, "something was written");
    error
}

#[test]
fn a_trusted_pack_is_taken_and_in_force_for_whoever_enrols_in_it() {
    let ana = person("ana");
    let bytes = signed(&files(1), &CLINIC);
    let view = ana.install_pack(&bytes, &[key(&STRANGER), key(&CLINIC)]).unwrap();
    assert_eq!((view.id.as_str(), view.edition, view.signer), ("north", 1, Some(key(&CLINIC))));
    assert_eq!(ana.packs().unwrap().iter().filter(|p| p.signer.is_some()).count(), 1);
    assert_eq!(ana.wording().unwrap().homework, HomeworkWord::Homework, "nobody has enrolled in it yet");
    ana.enrol(&in_north()).unwrap();
    assert_eq!(ana.wording().unwrap().homework, HomeworkWord::Practice);
    assert_eq!(ana.programme().unwrap().name.text, "North");
    // The same bytes again change nothing.
    ana.install_pack(&bytes, &[key(&CLINIC)]).unwrap();
    assert_eq!(ana.count("content_pack"), 1);
}

#[test]
fn a_pack_is_kept_over_the_night_and_on_a_phone_of_its_own() {
    let (ana, ben) = (person("ana"), person("ben"));
    ana.install_pack(&signed(&files(1), &CLINIC), &[key(&CLINIC)]).unwrap();
    ana.suspend().unwrap();
    ana.resume().unwrap();
    assert!(ana.packs().unwrap().iter().any(|p| p.id == "north"));
    assert!(!ben.packs().unwrap().iter().any(|p| p.id == "north"));
    ben.refuses("programme", handrail_core::Reason::UnknownId, |h| h.enrol(&in_north()));
}

#[test]
fn a_newer_edition_takes_the_place_of_an_older_one_and_never_the_other_way() {
    let ana = person("ana");
    let trusted = [key(&CLINIC), key(&STRANGER)];
    ana.install_pack(&signed(&files(2), &CLINIC), &trusted).unwrap();
    let lower = |found| PackProblem::LowerEdition { found, known: 2 };
    assert_eq!(refused(&ana, &signed(&files(1), &CLINIC), &trusted).problem, lower(1));
    // Other words under the same number.
    assert_eq!(refused(&ana, &signed(&files_without_sleep(2), &CLINIC), &trusted).problem, lower(2));
    // Somebody else, though trusted, does not take a pack over.
    assert_eq!(refused(&ana, &signed(&files(3), &STRANGER), &trusted).problem, PackProblem::AnotherSigner);
    assert_eq!(ana.install_pack(&signed(&files_without_sleep(3), &CLINIC), &trusted).unwrap().edition, 3);
    assert_eq!(ana.count("content_pack"), 1);
}

#[test]
fn a_pack_of_a_built_in_id_must_be_newer_than_the_one_that_came_with_the_app() {
    let ana = person("ana");
    let carried = ana.packs().unwrap().into_iter().find(|p| p.id == "wsm").unwrap();
    let mut files = files(carried.edition);
    files["pack.json"]["id"] = json!("wsm");
    let error = refused(&ana, &signed(&files, &CLINIC), &[key(&CLINIC)]);
    assert_eq!(error.problem, PackProblem::LowerEdition { found: carried.edition, known: carried.edition });
    files["pack.json"]["edition"] = json!(carried.edition + 1);
    ana.install_pack(&signed(&files, &CLINIC), &[key(&CLINIC)]).unwrap();
    let wsm = |p: &Person| p.packs().unwrap().into_iter().find(|p| p.id == "wsm").unwrap();
    assert_eq!((wsm(&ana).name.text.as_str(), wsm(&ana).signer), ("North", Some(key(&CLINIC))));
    ana.remove_pack("wsm").unwrap();
    assert_eq!((wsm(&ana).edition, wsm(&ana).signer), (carried.edition, None));
    ana.finds_nothing(|h| h.remove_pack("wsm"));
}

#[test]
fn every_kind_of_wrong_pack_has_its_own_clear_refusal() {
    let ana = person("ana");
    let trusted = [key(&CLINIC)];
    let good = signed(&files(1), &CLINIC);
    assert_eq!(refused(&ana, &[], &trusted).problem, PackProblem::Broken);
    assert_eq!(refused(&ana, b"{\"schema\":1}", &trusted).problem, PackProblem::NewerContainer);
    assert_eq!(refused(&ana, &good[..good.len() - 1], &trusted).problem, PackProblem::Broken);
    assert_eq!(refused(&ana, &[good.as_slice(), b"x"].concat(), &trusted).problem, PackProblem::Broken);
    assert_eq!(refused(&ana, &good, &[]).problem, PackProblem::UnknownSigner);
    assert_eq!(refused(&ana, &good, &[key(&STRANGER)]).problem, PackProblem::UnknownSigner);
    let mut forged = good.clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&ana, &forged, &trusted).problem, PackProblem::Signature);
    // Another's pack under the clinic's name.
    let mut renamed = signed(&files(1), &STRANGER);
    renamed[5..37].copy_from_slice(&key(&CLINIC));
    assert_eq!(refused(&ana, &renamed, &trusted).problem, PackProblem::Signature);
    let too_large = vec![1; MAX_PACKED + 1];
    assert_eq!(refused(&ana, &too_large, &trusted).problem, PackProblem::TooLarge { limit: MAX_PACKED });
    let bomb = container(&vec![b' '; MAX_UNPACKED + 1]);
    assert_eq!(refused(&ana, &bomb, &trusted).problem, PackProblem::TooLarge { limit: MAX_UNPACKED });
    // Signed by the clinic, and still not a pack that holds together.
    let mut newer = files(1);
    newer["pack.json"]["schema"] = json!(9);
    let error = refused(&ana, &container(newer.to_string().as_bytes()), &trusted);
    assert_eq!(error.to_string(), "pack.json/schema: has schema 9, this Handrail knows 1");
    let mut missing = files(1);
    missing["en/all.json"].as_object_mut().unwrap().remove("topic.rest");
    let error = refused(&ana, &container(missing.to_string().as_bytes()), &trusted);
    assert_eq!(error.to_string(), "en/topic.rest: is missing");
    assert!(sign_pack(missing.to_string().as_bytes(), &CLINIC).is_err(), "nothing is signed that no phone takes");
    let nothing = refused(&ana, &container(b""), &trusted);
    assert!(matches!(nothing.problem, PackProblem::Shape(_)));
}

/// A container by a publisher whose tools look at nothing.
fn container(bundle: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bundle).unwrap();
    let packed = encoder.finish().unwrap();
    let signed = Writer::plain().bytes(&key(&CLINIC)).bytes(&packed).finish();
    let signature = handrail_wire::signed::SigningKey::from_seed(&CLINIC)
        .unwrap()
        .sign("handrail/v1/content-pack", &signed)
        .unwrap();
    Writer::header().bytes(&key(&CLINIC)).bytes(&packed).bytes(&signature).finish()
}

/// The structure of a pack, its files put together at the first level.
fn structure(files: &Value) -> Value {
    let parts = files.as_object().unwrap().iter().filter(|(name, _)| name.starts_with("pack"));
    parts.flat_map(|(_, file)| file.as_object().unwrap().clone()).collect::<serde_json::Map<_, _>>().into()
}

#[test]
fn the_published_schema_takes_what_the_library_takes() {
    let published = schema::content_pack();
    let mut packs = vec![files(1)];
    for id in built_in_ids() {
        packs.push(serde_json::from_slice(&built_in_bundle(id).unwrap()).unwrap());
    }
    assert!(packs.len() > 2);
    for files in &packs {
        assert_eq!(schema::differences(&published, &structure(files)), Vec::<String>::new());
    }
    // And it misses what the library misses, and knows nothing that the library does not.
    for name in published["required"].as_array().unwrap() {
        let mut files = files(1);
        files["pack.json"].as_object_mut().unwrap().remove(name.as_str().unwrap());
        assert!(!schema::differences(&published, &structure(&files)).is_empty());
        assert!(sign_pack(files.to_string().as_bytes(), &CLINIC).is_err(), "{name}");
    }
    for name in published["properties"].as_object().unwrap().keys() {
        let mut files = files(1);
        files["pack.modules.json"][name] = json!({"nothing": "of the kind"});
        let error = sign_pack(files.to_string().as_bytes(), &CLINIC).unwrap_err().to_string();
        assert!(!error.contains(&format!("unknown field `{name}`")), "{error}");
    }
}

#[test]
fn the_container_is_as_the_page_says() {
    let files = files(1).to_string();
    let bytes = signed(&serde_json::from_str(&files).unwrap(), &CLINIC);
    let ana = person("ana");
    ana.install_pack(&container(files.as_bytes()), &[key(&CLINIC)]).unwrap();
    assert_eq!(bytes[..5], [1, 0, 0, 0, 32]);
    assert_eq!(bytes[5..37], key(&CLINIC));
    assert_eq!(bytes[bytes.len() - 68..bytes.len() - 64], [0, 0, 0, 64]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn bytes_that_were_changed_anywhere_are_refused_with_one_error(
        at in any::<proptest::sample::Index>(), bit in 0_u8..8, cut in any::<Option<proptest::sample::Index>>(),
    ) {
        thread_local!(static ANA: Person = person("ana"));
        let mut bytes = signed(&files(1), &CLINIC);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        ANA.with(|ana| assert!(matches!(ana.install_pack(&bytes, &[key(&CLINIC)]), Err(Error::Pack(_)))));
    }

    #[test]
    fn any_bytes_are_refused_with_one_error(bytes in proptest::collection::vec(any::<u8>(), 0..300), whole in any::<bool>()) {
        thread_local!(static BEN: Person = person("ben"));
        // Behind a signature that holds too: a publisher's tools may be broken.
        let bytes = if whole { container(&bytes) } else { bytes };
        BEN.with(|ben| assert!(matches!(ben.install_pack(&bytes, &[key(&CLINIC)]), Err(Error::Pack(_)))));
    }

    #[test]
    fn a_broken_bundle_of_a_trusted_signer_is_taken_whole_or_refused(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bundle = files(1).to_string().into_bytes();
        for (at, byte) in changes {
            let at = at.index(bundle.len());
            bundle[at] = byte;
        }
        thread_local!(static EVE: Person = person("eve"));
        EVE.with(|eve| match eve.install_pack(&container(&bundle), &[key(&CLINIC)]) {
            Ok(view) => {
                let made = eve.enrol(&NewEnrolment { programme: view.id.clone(), ..in_north() }).unwrap();
                assert_eq!(eve.programme().unwrap().programme, view.id);
                let id = EnrolmentId(common::made(&made, "enrolment"));
                eve.set_enrolment_state(id, EnrolmentState::Left).unwrap();
                eve.remove_pack(&view.id).unwrap();
            }
            Err(Error::Pack(_)) => assert_eq!(eve.packs().unwrap().iter().filter(|p| p.signer.is_some()).count(), 0),
            Err(other) => panic!("{other:?}"),
        });
    }
}
