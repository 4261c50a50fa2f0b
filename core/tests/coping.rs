//! Coping: the library, what is mine, tries that are rated later, and what may be said of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{NOBODY, Person, day, long, made, person};
use handrail_core::Reason;
use handrail_core::coping::{
    CopingEntryId, CopingStrategyId, CopingWaitId, Helped, NewCopingEntry, NewCopingStrategy, NewCopingWait,
    StrategyState,
};
use handrail_core::settings::EditSettings;
use handrail_core::words::Words;

fn own(p: &Person, name: &str, trouble: &str) -> CopingStrategyId {
    let new = NewCopingStrategy { name: name.into(), trouble: trouble.into(), ..NewCopingStrategy::default() };
    CopingStrategyId(made(&p.save_coping_strategy(&new).unwrap(), "coping_strategy"))
}

fn tried(p: &Person, strategy: CopingStrategyId, helped: Option<Helped>, pair: Option<(i64, i64)>) -> CopingEntryId {
    let new =
        NewCopingEntry { helped, before: pair.map(|p| p.0), after: pair.map(|p| p.1), ..NewCopingEntry::of(strategy) };
    CopingEntryId(made(&p.record_coping(&new).unwrap(), "coping_entry"))
}

#[test]
fn what_ana_takes_from_the_library_is_hers_words_and_all() {
    let ana = person("ana");
    let library = ana.coping_library().unwrap();
    assert_eq!(library.troubles.len(), 10);
    for trouble in &library.troubles {
        assert!(!trouble.name.is_empty() && trouble.strategies.len() >= 4, "{}", trouble.id);
        for s in &trouble.strategies {
            assert!(
                !s.name.is_empty() && !s.steps.is_empty() && s.steps.iter().all(|t| !t.is_empty()) && s.mine.is_none(),
                "{}",
                s.id
            );
        }
    }
    assert!(library.troubles.iter().any(|t| t.crisis), "help now stands before strategies for the lowest days");
    let trouble = &library.troubles[0];
    let listed = &trouble.strategies[0];
    let changes = ana.add_coping_from_library(&listed.id, &trouble.id).unwrap();
    let id = CopingStrategyId(made(&changes, "coping_strategy"));
    assert!(ana.add_coping_from_library(&listed.id, &trouble.id).unwrap().records.is_empty(), "once is enough");
    let mine = ana.coping().unwrap().strategies.remove(0);
    assert_eq!((mine.name.as_str(), mine.how.lines().count()), (listed.name.as_str(), listed.steps.len()));
    assert_eq!((mine.trouble.as_str(), mine.library_id.as_str()), (trouble.name.as_str(), listed.id.as_str()));
    assert_eq!(ana.coping_library().unwrap().troubles[0].strategies[0].mine, Some(id));

    // She changes it, practises it, sets it down and takes it up again.
    let edit = NewCopingStrategy {
        name: "my breathing".into(),
        how: mine.how.clone(),
        trouble: mine.trouble.clone(),
        adapted: "shorter".into(),
    };
    ana.edit_coping_strategy(id, &edit).unwrap();
    ana.set_coping_practised(id, Some(day("2026-03-01"))).unwrap();
    ana.refuses("practised_on", Reason::ImpossibleDate, |h| h.set_coping_practised(id, Some(day("2026-03-03"))));
    ana.set_coping_strategy_state(id, StrategyState::Adapt).unwrap();
    let mine = ana.coping().unwrap().strategies.remove(0);
    assert_eq!(
        (mine.state, mine.adapted.as_str(), mine.practised_on),
        (StrategyState::Adapt, "shorter", Some(day("2026-03-01")))
    );
    ana.set_coping_strategy_state(id, StrategyState::Drop).unwrap();
    let view = ana.coping().unwrap();
    assert!(view.strategies.is_empty() && view.set_down[0].id == id);
    ana.add_coping_from_library(&listed.id, &trouble.id).unwrap();
    assert_eq!(ana.coping().unwrap().strategies[0].name, "my breathing", "taken up as she had it");

    // A pack that drops it takes nothing from her.
    ana.under().execute("UPDATE coping_strategy SET library_id = 'gone_since'", []).unwrap();
    assert_eq!(ana.coping().unwrap().strategies[0].how, mine.how);
    assert!(ana.coping_suggestions(&trouble.id).unwrap().mine.iter().any(|s| s.strategy.id == id && !s.guided));
    ana.refuses("library_id", Reason::UnknownId, |h| h.add_coping_from_library("gone_since", &trouble.id));
    ana.refuses("trouble", Reason::UnknownId, |h| h.add_coping_from_library(&listed.id, "nothing"));
}

#[test]
fn guided_practices_have_a_length_for_each_step_in_the_persons_language() {
    let ben = person("ben");
    let guided: Vec<String> = ben
        .coping_library()
        .unwrap()
        .troubles
        .iter()
        .flat_map(|t| &t.strategies)
        .filter(|s| s.guided)
        .map(|s| s.id.clone())
        .collect();
    assert!(guided.len() > 5);
    for id in &guided {
        let practice = ben.guided_practice(id).unwrap();
        assert!(!practice.steps.is_empty() && practice.steps.iter().all(|s| s.seconds > 0 && !s.text.is_empty()));
        assert_eq!(practice.seconds, practice.steps.iter().map(|s| s.seconds).sum::<u32>());
    }
    let english = ben.guided_practice(&guided[0]).unwrap();
    ben.save_settings(&EditSettings { language: Some("es".into()), ..EditSettings::default() }).unwrap();
    let spanish = ben.guided_practice(&guided[0]).unwrap();
    assert!(spanish.steps[0].text != english.steps[0].text && spanish.seconds == english.seconds);
    ben.finds_nothing(|h| h.guided_practice("no_such_thing"));
}

#[test]
fn plain_counts_come_first_and_follow_every_change() {
    let cleo = person("cleo");
    let (walk, radio) = (own(&cleo, "a walk", ""), own(&cleo, "the radio", ""));
    assert!(cleo.coping_suggestions("").unwrap().mine.iter().all(|s| s.count.is_none() && s.comparison.is_none()));
    let first = tried(&cleo, walk, Some(Helped::ALot), None);
    for helped in [Helped::ALittle, Helped::Not, Helped::ALot, Helped::ALot] {
        tried(&cleo, walk, Some(helped), None);
    }
    let open = tried(&cleo, walk, None, None);
    tried(&cleo, radio, Some(Helped::Not), None);
    let counts = |p: &Person| {
        p.coping()
            .unwrap()
            .strategies
            .iter()
            .map(|s| (s.name.clone(), s.helped, s.answered, s.tries))
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(&cleo), [("a walk".into(), 4, 5, 6), ("the radio".into(), 0, 1, 1)]);
    let best = cleo.coping_suggestions("").unwrap().mine.remove(0);
    let said = Words::of("en").message(&best.count.unwrap());
    assert!(best.strategy.id == walk && said.contains('5') && said.contains('4'), "{said}");
    assert!(best.comparison.is_none(), "nothing to compare without pairs");

    cleo.answer_coping(open, Helped::Not).unwrap();
    cleo.remove("coping_entry", first.0).unwrap();
    assert_eq!(counts(&cleo)[0], ("a walk".into(), 3, 5, 5));
    cleo.put_back("coping_entry", first.0).unwrap();
    cleo.edit_coping(first, &NewCopingEntry { helped: Some(Helped::Not), ..NewCopingEntry::of(radio) }).unwrap();
    assert_eq!(counts(&cleo), [("a walk".into(), 3, 5, 5), ("the radio".into(), 0, 2, 2)]);
    cleo.remove_for_good("coping_entry", first.0).unwrap();
    assert_eq!(counts(&cleo)[1], ("the radio".into(), 0, 1, 1));
    // The kept counts are what counting gives.
    let c = cleo.under();
    let differ: i64 = c
        .query_row(
            "SELECT count(*) FROM coping_strategy s JOIN cache_coping n ON n.strategy = s.id
              WHERE n.tries <> (SELECT count(*) FROM coping_entry e WHERE e.strategy = s.id)
                 OR n.answered <> (SELECT count(helped) FROM coping_entry e WHERE e.strategy = s.id)",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(differ, 0);
    let quick = cleo.quick_help().unwrap();
    assert_eq!(quick.strategies.iter().map(|s| s.strategy.name.as_str()).collect::<Vec<_>>(), ["a walk", "the radio"]);
}

#[test]
fn the_careful_sentence_comes_after_three_pairs_and_only_where_it_is_clear() {
    let dana = person("dana");
    let (walk, radio) = (own(&dana, "a walk", ""), own(&dana, "the radio", ""));
    let sentence = |p: &Person, id| {
        let found = p.coping_suggestions("").unwrap().mine;
        found.into_iter().find(|s| s.strategy.id == id).unwrap().comparison.map(|m| (m.id, Words::of("en").message(&m)))
    };
    for n in 1..=2 {
        tried(&dana, walk, None, Some((8, 3)));
        let (id, said) = sentence(&dana, walk).unwrap();
        assert!(id == "coping-still-learning" && said.contains(&n.to_string()), "{said}");
    }
    tried(&dana, walk, None, Some((8, 3)));
    assert_eq!(sentence(&dana, walk), None, "with nothing else tried there is nothing to say");
    for _ in 0..3 {
        tried(&dana, radio, None, Some((8, 7)));
    }
    let (id, said) = sentence(&dana, walk).unwrap();
    assert!(id == "coping-usually-lower" && said.contains("a walk") && said.contains('3'), "{said}");
    assert!(!said.contains("works") && sentence(&dana, radio).is_none());
    assert_eq!(dana.coping_suggestions("").unwrap().mine[0].strategy.id, walk);
    // Waiting did the same for her: then it was not the walk.
    for _ in 0..14 {
        dana.record_coping_wait(&NewCopingWait { trouble: String::new(), before: 8, after: 3 }).unwrap();
    }
    dana.record_coping_wait(&NewCopingWait { trouble: String::new(), before: 4, after: 2 }).unwrap();
    let waits = dana.coping_waits(None).unwrap();
    assert_eq!((waits.len(), waits[0].before), (15, 4));
    dana.remove("coping_wait", waits[0].id.0).unwrap();
    dana.finds_nothing(|h| {
        h.edit_coping_wait(CopingWaitId(NOBODY), &NewCopingWait { trouble: String::new(), before: 1, after: 1 })
    });
    dana.refuses("after", Reason::OutOfRange { min: 0, max: 10 }, |h| {
        h.record_coping_wait(&NewCopingWait { trouble: String::new(), before: 1, after: 11 })
    });
}

#[test]
fn suggestions_are_for_the_trouble_and_the_lowest_days_begin_with_help_now() {
    let eva = person("eva");
    let library = eva.coping_library().unwrap();
    let crisis = library.troubles.iter().find(|t| t.crisis).unwrap();
    let other = library.troubles.iter().find(|t| t.id == "sleep").unwrap();
    eva.add_coping_from_library(&other.strategies[0].id, &other.id).unwrap();
    own(&eva, "warm milk", "Sleep");
    own(&eva, "call Jo", &crisis.name);
    let view = eva.coping_suggestions("sleep").unwrap();
    let names: Vec<&str> = view.mine.iter().map(|s| s.strategy.name.as_str()).collect();
    assert!(
        names.contains(&"warm milk")
            && names.contains(&other.strategies[0].name.as_str())
            && !names.contains(&"call Jo")
    );
    assert!(
        !view.help_now_first && !view.from_library.contains(&other.strategies[0].id) && !view.from_library.is_empty()
    );
    let view = eva.coping_suggestions(&crisis.id).unwrap();
    assert!(view.help_now_first && view.mine.iter().any(|s| s.strategy.name == "call Jo"));
    assert!(eva.coping_suggestions("nothing anybody listed").unwrap().from_library.is_empty());
}

#[test]
fn how_it_is_now_can_be_said_later_or_never() {
    let ben = person("ben");
    let walk = own(&ben, "a walk", "");
    let new = NewCopingEntry {
        before: Some(7),
        place: "  on the bus ".into(),
        trouble: "anxiety".into(),
        ..NewCopingEntry::of(walk)
    };
    let id = CopingEntryId(made(&ben.record_coping(&new).unwrap(), "coping_entry"));
    let view = ben.coping().unwrap();
    assert_eq!(
        (view.rate_later[0].id, view.recent[0].place.as_str(), view.recent[0].trouble.as_str()),
        (id, "on the bus", "anxiety")
    );
    ben.at("2026-03-02 11:30");
    ben.rate_coping_after(id, 3).unwrap();
    let view = ben.coping().unwrap();
    assert!(view.rate_later.is_empty() && view.recent[0].after == Some(3) && view.recent[0].before == Some(7));
    let id = CopingEntryId(made(&ben.record_coping(&new).unwrap(), "coping_entry"));
    ben.at("2026-03-03 09:00");
    assert!(ben.coping().unwrap().rate_later.is_empty(), "tomorrow nobody asks any more");
    ben.rate_coping_after(id, 2).unwrap();
    ben.refuses("after", Reason::OutOfRange { min: 0, max: 10 }, |h| h.rate_coping_after(id, 11));
    ben.finds_nothing(|h| h.rate_coping_after(CopingEntryId(NOBODY), 1));
    for (field, new) in [
        ("place", NewCopingEntry { place: long(281), ..NewCopingEntry::of(walk) }),
        ("trouble", NewCopingEntry { trouble: long(281), ..NewCopingEntry::of(walk) }),
    ] {
        ben.refuses(field, Reason::TooLong { limit: 280 }, |h| h.record_coping(&new));
    }
    let words = NewCopingStrategy { name: "x".into(), adapted: long(8001), ..NewCopingStrategy::default() };
    ben.refuses("adapted", Reason::TooLong { limit: 8000 }, |h| h.save_coping_strategy(&words));
}
