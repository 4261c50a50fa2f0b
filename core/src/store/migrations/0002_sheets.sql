-- Version 2: every sheet of the programme. Conventions as in version 1; and: text is NOT NULL and empty when left out,
-- numbers, ids and days that were left out are NULL.

-- The programme and where the person stands in it ----------------------------------------------------------------

CREATE TABLE enrolment (                   -- taking part in a programme
    id         BLOB PRIMARY KEY,
    programme  TEXT NOT NULL,              -- id of the content pack
    edition    INTEGER NOT NULL,           -- of the pack when they began
    format     TEXT NOT NULL,              -- individual | group | both
    group_size INTEGER,                    -- roster, 2-30, for groups
    started    TEXT NOT NULL,
    planned_meetings INTEGER,
    trial_meetings INTEGER,                -- decide after so many; NULL without a trial
    state      TEXT NOT NULL,              -- trial | active | paused | graduated | left
    booster    INTEGER NOT NULL DEFAULT 0, -- 1 for booster meetings after finishing
    repeat_of  BLOB,                       -- an earlier enrolment
    ended      TEXT
) STRICT;

CREATE TABLE module_progress (
    id         BLOB PRIMARY KEY,
    enrolment  BLOB NOT NULL,
    module     TEXT NOT NULL,              -- id in the pack
    state      TEXT NOT NULL,              -- not_started | current | done | revisit
    position   INTEGER NOT NULL DEFAULT 0, -- the order chosen together
    started    TEXT,
    finished   TEXT,
    title      TEXT NOT NULL DEFAULT ''    -- as it was read, kept should the pack drop it
) STRICT;
CREATE INDEX module_progress_of ON module_progress (enrolment);

CREATE TABLE handout_use (                 -- that a handout was opened, given on paper or read with somebody
    id         BLOB PRIMARY KEY,
    module     TEXT NOT NULL,
    section    TEXT NOT NULL,
    how        TEXT NOT NULL,              -- opened | given | read_together
    with_whom  TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX handout_use_by_day ON handout_use (day);

CREATE TABLE worksheet_answer (            -- an answer to a question of a module or a worksheet
    id         BLOB PRIMARY KEY,
    module     TEXT NOT NULL,
    question   TEXT NOT NULL,              -- id in the pack
    asked      TEXT NOT NULL DEFAULT '',   -- the question as it was read, kept should the pack drop it
    answer     TEXT NOT NULL DEFAULT '',
    made_day   TEXT NOT NULL
) STRICT;
CREATE INDEX worksheet_answer_of ON worksheet_answer (module, question);

-- Recovery, areas of life ----------------------------------------------------------------------------------------

CREATE TABLE recovery_meaning (            -- what recovery means to me; each version is kept
    id         BLOB PRIMARY KEY,
    meaning    TEXT NOT NULL,
    what_helps TEXT NOT NULL DEFAULT '',
    who_inspires_me TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;

CREATE TABLE life_area (                   -- an area of the person's own
    id         BLOB PRIMARY KEY,
    name       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'keep', -- keep | drop
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE life_area_rating (            -- how I find one area now
    id         BLOB PRIMARY KEY,
    sitting    BLOB NOT NULL,              -- the same for ratings that were given together
    area       TEXT NOT NULL DEFAULT '',   -- id in the pack; empty for one of my own
    own_area   BLOB,
    rating     INTEGER,                    -- step of the pack's scale, from 0; NULL when skipped
    wish_to_change TEXT NOT NULL DEFAULT '', -- yes | not_now | ''
    note       TEXT NOT NULL DEFAULT '',
    goal       BLOB,                       -- the long-term goal that came of it
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX life_area_rating_by_day ON life_area_rating (day);
CREATE INDEX life_area_rating_of ON life_area_rating (sitting);

-- Goals, meetings, homework: what the first version left out -------------------------------------------------------

ALTER TABLE long_term_goal ADD COLUMN meaning TEXT NOT NULL DEFAULT '';   -- what recovery means to me, here
ALTER TABLE long_term_goal ADD COLUMN life_area TEXT NOT NULL DEFAULT ''; -- id of an area, in the pack or of one's own
ALTER TABLE long_term_goal ADD COLUMN scribe TEXT NOT NULL DEFAULT '';    -- who wrote while the person talked
ALTER TABLE long_term_goal ADD COLUMN ended TEXT;                         -- day reached, changed or let go
ALTER TABLE short_term_goal ADD COLUMN modules TEXT NOT NULL DEFAULT '';  -- JSON list of module ids that help
ALTER TABLE short_term_goal ADD COLUMN ended TEXT;
ALTER TABLE goal_review ADD COLUMN present TEXT NOT NULL DEFAULT '';      -- who was there
ALTER TABLE goal_review ADD COLUMN noted_by TEXT NOT NULL DEFAULT '';

ALTER TABLE session ADD COLUMN modules TEXT NOT NULL DEFAULT '';          -- JSON list of module ids
ALTER TABLE session ADD COLUMN topics TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN minutes INTEGER;                           -- how long it took
ALTER TABLE session ADD COLUMN agenda_done TEXT NOT NULL DEFAULT '';      -- JSON list of parts of the agenda that were covered
ALTER TABLE session ADD COLUMN teaching_styles TEXT NOT NULL DEFAULT '';  -- JSON list: motivational, educational, cognitive_behavioural
ALTER TABLE session ADD COLUMN practised TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN role_play TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN supporters TEXT NOT NULL DEFAULT '';       -- JSON list of person ids that were there
ALTER TABLE session ADD COLUMN others_present TEXT NOT NULL DEFAULT '';

ALTER TABLE homework ADD COLUMN module_id TEXT NOT NULL DEFAULT '';       -- id in the pack
ALTER TABLE homework ADD COLUMN option_id TEXT NOT NULL DEFAULT '';       -- homework option in the pack it was made from

CREATE TABLE homework_review (             -- that a homework was talked over: a conversation, not a mark
    id         BLOB PRIMARY KEY,
    homework   BLOB NOT NULL,
    session    BLOB,
    with_whom  TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX homework_review_of ON homework_review (homework, made_ms);

-- Step-by-step problem solving -----------------------------------------------------------------------------------

CREATE TABLE problem (
    id         BLOB PRIMARY KEY,
    problem    TEXT NOT NULL,
    step       BLOB,                       -- the step it is about, if any
    homework   BLOB,
    choice     TEXT NOT NULL DEFAULT '',   -- one idea or a mix
    what       TEXT NOT NULL DEFAULT '',
    who        TEXT NOT NULL DEFAULT '',
    when_words TEXT NOT NULL DEFAULT '',
    what_is_needed TEXT NOT NULL DEFAULT '',
    in_the_way TEXT NOT NULL DEFAULT '',
    my_answer  TEXT NOT NULL DEFAULT '',   -- to what could get in the way
    practised_on TEXT,
    review_on  TEXT,
    started    TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'open' -- open | solved | let_go
) STRICT;

CREATE TABLE problem_idea (
    id         BLOB PRIMARY KEY,
    problem    BLOB NOT NULL,
    idea       TEXT NOT NULL,
    good_sides TEXT NOT NULL DEFAULT '',
    bad_sides  TEXT NOT NULL DEFAULT '',
    chosen     INTEGER NOT NULL DEFAULT 0,
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX problem_idea_of ON problem_idea (problem);

CREATE TABLE problem_review (
    id         BLOB PRIMARY KEY,
    problem    BLOB NOT NULL,
    what_worked TEXT NOT NULL DEFAULT '',
    next       TEXT NOT NULL,              -- keep | change | another_idea | solved
    note       TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX problem_review_of ON problem_review (problem);

-- The plan, in full, and the safety plan ---------------------------------------------------------------------------

ALTER TABLE plan_line ADD COLUMN action TEXT NOT NULL DEFAULT '';         -- triggers: what I do now; what happened: what helped
ALTER TABLE plan_line ADD COLUMN what_came_first TEXT NOT NULL DEFAULT ''; -- what happened before
ALTER TABLE plan_line ADD COLUMN when_words TEXT NOT NULL DEFAULT '';
ALTER TABLE plan_line ADD COLUMN sign BLOB;                               -- the warning sign it stands for
ALTER TABLE plan_line ADD COLUMN person BLOB;                             -- somebody on my map
ALTER TABLE plan_line ADD COLUMN duty TEXT NOT NULL DEFAULT '';           -- who helps: the one thing they do
ALTER TABLE plan_line ADD COLUMN role TEXT NOT NULL DEFAULT '';           -- contacts: practitioner | prescriber | emergency | out_of_hours | other
ALTER TABLE plan_line ADD COLUMN not_to_be_called INTEGER;                -- 1 for who must not be called

CREATE TABLE plan_event (                  -- what was done with the plan
    id         BLOB PRIMARY KEY,
    event      TEXT NOT NULL,              -- use_began | still_using | use_ended | rehearsed | copy_given | copy_taken_back | reviewed
    person     BLOB,
    with_whom  TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;

CREATE TABLE safety_line (
    id         BLOB PRIMARY KEY,
    part       TEXT NOT NULL,              -- signs | what_i_do_alone | people_and_places | people_to_ask | professionals | a_safe_place
    wording    TEXT NOT NULL,
    phone      TEXT NOT NULL DEFAULT '',
    person     BLOB,
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE warning_sign ADD COLUMN days_before TEXT NOT NULL DEFAULT ''; -- how long before, in words
ALTER TABLE warning_sign ADD COLUMN pattern TEXT NOT NULL DEFAULT '';     -- new_for_me | usual_for_me | ''
ALTER TABLE warning_sign ADD COLUMN how_to_check TEXT NOT NULL DEFAULT '';
ALTER TABLE warning_sign ADD COLUMN high_is_good INTEGER;                 -- 1 where a high rating is a good one
ALTER TABLE warning_sign ADD COLUMN list_id TEXT NOT NULL DEFAULT '';     -- id in the pack's start list it was taken from

CREATE TABLE good_time (                   -- a time of which both say: that was good; drawn beside the trend
    id         BLOB PRIMARY KEY,
    from_day   TEXT NOT NULL,
    until_day  TEXT NOT NULL,
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;

CREATE TABLE notice_answer (               -- what the person said of a notice of "your usual", and what they did with it
    id         BLOB PRIMARY KEY,
    opened     TEXT NOT NULL,              -- day the notice opened
    answer     TEXT NOT NULL,              -- helpful | not_helpful | worried_me | not_now | plan_opened | contact_made
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;

-- Coping ---------------------------------------------------------------------------------------------------------

ALTER TABLE coping_strategy ADD COLUMN library_id TEXT NOT NULL DEFAULT ''; -- id in the pack it was taken from
ALTER TABLE coping_strategy ADD COLUMN practised_on TEXT;                   -- role play
ALTER TABLE coping_strategy ADD COLUMN adapted TEXT NOT NULL DEFAULT '';    -- how I changed it for me
ALTER TABLE coping_entry ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE coping_entry ADD COLUMN trouble TEXT NOT NULL DEFAULT '';       -- id of a trouble in the pack, or words

CREATE TABLE coping_wait (                 -- a time nothing was tried: what trouble does by itself
    id         BLOB PRIMARY KEY,
    trouble    TEXT NOT NULL DEFAULT '',
    before     INTEGER NOT NULL,
    after      INTEGER NOT NULL,
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;

-- Medication, only where it was chosen ---------------------------------------------------------------------------

CREATE TABLE medicine (
    id         BLOB PRIMARY KEY,
    name       TEXT NOT NULL,              -- a nickname will do
    purpose    TEXT NOT NULL DEFAULT '',
    schedule   TEXT NOT NULL DEFAULT '',   -- as the prescriber said it
    anchor     TEXT NOT NULL DEFAULT '',   -- the daily act it goes with
    anchor_time TEXT,                      -- HH:MM, about when that is
    place      TEXT NOT NULL DEFAULT '',
    cue        TEXT NOT NULL DEFAULT '',
    backup_cue TEXT NOT NULL DEFAULT '',
    who_helps  TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'active', -- active | paused | stopped
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE medicine_note (
    id         BLOB PRIMARY KEY,
    medicine   BLOB,                       -- NULL where it is about all of them
    part       TEXT NOT NULL,              -- good_side | bad_side | side_effect | question
    wording    TEXT NOT NULL,
    how_bad    INTEGER,                    -- side effects: 0-3
    since      TEXT,
    answer     TEXT NOT NULL DEFAULT '',   -- questions: what the prescriber said
    state      TEXT NOT NULL DEFAULT 'open', -- open | asked | gone
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE dose (                        -- taken, skipped or later: facts, no advice
    id         BLOB PRIMARY KEY,
    medicine   BLOB NOT NULL,
    occurrence TEXT NOT NULL,              -- the civil day it is about
    result     TEXT NOT NULL,              -- taken | skipped | later
    note       TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX dose_of ON dose (medicine, occurrence);
CREATE INDEX dose_by_day ON dose (day);

-- Alcohol and drugs, stress, people, needs, lifestyle --------------------------------------------------------------

CREATE TABLE substance_line (
    id         BLOB PRIMARY KEY,
    part       TEXT NOT NULL,              -- reason | good_using | bad_using | good_not_using | bad_not_using | risky_situation | instead | plan
    wording    TEXT NOT NULL,
    my_answer  TEXT NOT NULL DEFAULT '',   -- risky situations: what I do then
    who        TEXT NOT NULL DEFAULT '',
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE substance_entry (
    id         BLOB PRIMARY KEY,
    what       TEXT NOT NULL,
    how_much   TEXT NOT NULL DEFAULT '',
    situation  TEXT NOT NULL DEFAULT '',
    what_helped TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX substance_entry_by_day ON substance_entry (day);

CREATE TABLE stress_line (
    id         BLOB PRIMARY KEY,
    part       TEXT NOT NULL,              -- life_event | hassle | sign | prevent | cope | plan
    list_id    TEXT NOT NULL DEFAULT '',   -- id in the pack's start list; empty for one of my own
    sphere     TEXT NOT NULL DEFAULT '',   -- signs: body | thoughts | feelings | actions
    wording    TEXT NOT NULL,
    who        TEXT NOT NULL DEFAULT '',
    when_words TEXT NOT NULL DEFAULT '',
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE person (                      -- on the map of my people; stays on the phone
    id         BLOB PRIMARY KEY,
    name       TEXT NOT NULL,
    relation   TEXT NOT NULL DEFAULT '',
    closeness  INTEGER,                    -- 1 close, 2 in between, 3 further away
    what_they_give TEXT NOT NULL DEFAULT '',
    what_i_want TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    takes_part TEXT NOT NULL DEFAULT '',   -- JSON list: reads_handouts, goes_through_them, joins_meetings, helps_with_plans
    help_now   INTEGER,                    -- 1: shown on "help now"
    state      TEXT NOT NULL DEFAULT 'keep', -- keep | drop
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE contact_practice (            -- a contact in steps
    id         BLOB PRIMARY KEY,
    person     BLOB,
    what       TEXT NOT NULL,
    say_first  TEXT NOT NULL DEFAULT '',
    say_then   TEXT NOT NULL DEFAULT '',
    if_it_is_hard TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'active' -- active | done | let_go
) STRICT;

CREATE TABLE contact_try (
    id         BLOB PRIMARY KEY,
    practice   BLOB NOT NULL,
    role_play  INTEGER NOT NULL DEFAULT 0,
    result     TEXT NOT NULL,              -- done | partly | not_yet
    how_it_went TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX contact_try_of ON contact_try (practice);

CREATE TABLE permission (                  -- who may see which kind of item, from when until when
    id         BLOB PRIMARY KEY,
    person     BLOB NOT NULL,
    item       TEXT NOT NULL,
    from_day   TEXT NOT NULL,
    until_day  TEXT,
    reason     TEXT NOT NULL DEFAULT '',
    given_on   TEXT NOT NULL,
    revoked_on TEXT
) STRICT;
CREATE INDEX permission_of ON permission (person);

CREATE TABLE need (                        -- a service, a right, a benefit; getting what I need
    id         BLOB PRIMARY KEY,
    list_id    TEXT NOT NULL DEFAULT '',   -- id in the pack's list of services
    wording    TEXT NOT NULL,
    who_to_ask TEXT NOT NULL DEFAULT '',
    phone      TEXT NOT NULL DEFAULT '',
    question   TEXT NOT NULL DEFAULT '',
    what_i_say TEXT NOT NULL DEFAULT '',
    appointment TEXT,                      -- civil day
    outcome    TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'wanted', -- wanted | used | asked | settled | let_go
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE lifestyle_entry (             -- a line of a sleep, food, movement or other log
    id         BLOB PRIMARY KEY,
    log        TEXT NOT NULL,              -- id in the pack: sleep, food, ...
    wording    TEXT NOT NULL DEFAULT '',
    amount     INTEGER,                    -- minutes, or what the pack says the log counts
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX lifestyle_entry_by_day ON lifestyle_entry (day);

CREATE TABLE lifestyle_change (            -- one small change
    id         BLOB PRIMARY KEY,
    log        TEXT NOT NULL DEFAULT '',
    wording    TEXT NOT NULL,
    started    TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'trying' -- trying | kept | let_go
) STRICT;

-- Progress check ---------------------------------------------------------------------------------------------------

CREATE TABLE progress_check (
    id         BLOB PRIMARY KEY,
    instrument TEXT NOT NULL,              -- id of the pack's check, or the URL of a clinic's questionnaire
    version    TEXT NOT NULL DEFAULT '',
    filled_by  TEXT NOT NULL,              -- client | practitioner
    answers    TEXT NOT NULL,              -- JSON {item: answer}, as the instrument's schema says
    note       TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;

-- What was installed on this phone; content, not record, and never in the change log -------------------------------

CREATE TABLE content_pack (
    id         TEXT PRIMARY KEY,
    edition    INTEGER NOT NULL,
    bytes      BLOB NOT NULL,              -- the signed pack, as it came
    hash       BLOB NOT NULL,              -- SHA-256 of the bytes
    signer     BLOB NOT NULL,              -- Ed25519 public key
    installed_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE instrument (                  -- a questionnaire the clinic brought (FHIR R4)
    url        TEXT NOT NULL,
    version    TEXT NOT NULL,
    bytes      BLOB NOT NULL,
    installed_ms INTEGER NOT NULL,
    PRIMARY KEY (url, version)
) STRICT, WITHOUT ROWID;

-- Worked out from other tables so that years of use weigh no more than one; never in the change log, never salvaged.
-- Triggers keep them true, whoever writes. INSERT OR REPLACE on these tables would pass the triggers by: not used.

CREATE TABLE cache_usual (                 -- "your usual", folded over every day before until_day
    which      TEXT PRIMARY KEY,           -- together | key_sign
    inputs     TEXT NOT NULL,              -- signs, form and sensitivity it was folded with
    until_day  TEXT NOT NULL,
    fold       TEXT NOT NULL               -- JSON
) STRICT, WITHOUT ROWID;
CREATE TRIGGER cache_usual_check_in_new AFTER INSERT ON check_in BEGIN
    DELETE FROM cache_usual WHERE until_day > NEW.day;
END;
CREATE TRIGGER cache_usual_check_in_edit AFTER UPDATE ON check_in BEGIN
    DELETE FROM cache_usual WHERE until_day > min(OLD.day, NEW.day);
END;
CREATE TRIGGER cache_usual_check_in_gone AFTER DELETE ON check_in BEGIN
    DELETE FROM cache_usual WHERE until_day > OLD.day;
END;
CREATE TRIGGER cache_usual_event_new AFTER INSERT ON usual_event BEGIN
    DELETE FROM cache_usual WHERE until_day > NEW.day;
END;
CREATE TRIGGER cache_usual_event_edit AFTER UPDATE ON usual_event BEGIN
    DELETE FROM cache_usual WHERE until_day > min(OLD.day, NEW.day);
END;
CREATE TRIGGER cache_usual_event_gone AFTER DELETE ON usual_event BEGIN
    DELETE FROM cache_usual WHERE until_day > OLD.day;
END;

CREATE TABLE cache_coping (                -- how often each strategy was tried, and what was said of it
    strategy   BLOB PRIMARY KEY,
    tries      INTEGER NOT NULL,
    answered   INTEGER NOT NULL,
    helped     INTEGER NOT NULL            -- a little or a lot
) STRICT, WITHOUT ROWID;
INSERT INTO cache_coping (strategy, tries, answered, helped)
    SELECT strategy, count(*), count(helped), count(*) FILTER (WHERE helped IN ('a_little', 'a_lot'))
      FROM coping_entry GROUP BY strategy;
CREATE TRIGGER cache_coping_new AFTER INSERT ON coping_entry BEGIN
    INSERT INTO cache_coping (strategy, tries, answered, helped)
        VALUES (NEW.strategy, 1, NEW.helped IS NOT NULL, coalesce(NEW.helped, '') IN ('a_little', 'a_lot'))
        ON CONFLICT (strategy) DO UPDATE SET
            tries = tries + 1, answered = answered + excluded.answered, helped = helped + excluded.helped;
END;
CREATE TRIGGER cache_coping_edit AFTER UPDATE OF strategy, helped ON coping_entry BEGIN
    UPDATE cache_coping SET tries = tries - 1, answered = answered - (OLD.helped IS NOT NULL),
        helped = helped - (coalesce(OLD.helped, '') IN ('a_little', 'a_lot')) WHERE strategy = OLD.strategy;
    INSERT INTO cache_coping (strategy, tries, answered, helped)
        VALUES (NEW.strategy, 1, NEW.helped IS NOT NULL, coalesce(NEW.helped, '') IN ('a_little', 'a_lot'))
        ON CONFLICT (strategy) DO UPDATE SET
            tries = tries + 1, answered = answered + excluded.answered, helped = helped + excluded.helped;
END;
CREATE TRIGGER cache_coping_gone AFTER DELETE ON coping_entry BEGIN
    UPDATE cache_coping SET tries = tries - 1, answered = answered - (OLD.helped IS NOT NULL),
        helped = helped - (coalesce(OLD.helped, '') IN ('a_little', 'a_lot')) WHERE strategy = OLD.strategy;
END;
