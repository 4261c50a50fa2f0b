-- Version 1: the record and everything that keeps it.
-- Conventions: ids are 16-byte blobs made on the device, time-ordered, never reused. Instants are UTC milliseconds.
-- Days are civil dates YYYY-MM-DD after subtracting the person's day boundary, set at writing and never recomputed.
-- Every column is NOT NULL with a default unless absence means something.

-- How the record is kept ---------------------------------------------------------------------------------------

CREATE TABLE device (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    id         BLOB NOT NULL,              -- this phone's device id, new after a restore
    stamp      INTEGER NOT NULL DEFAULT 0, -- highest hybrid logical clock value seen: 48-bit ms, 16-bit counter
    sequence   INTEGER NOT NULL DEFAULT 0  -- last number given to an op of this device
) STRICT;

CREATE TABLE op (                          -- the change log: what every write did, in order
    device     BLOB NOT NULL,
    sequence   INTEGER NOT NULL,           -- counts from 1 for each device
    stamp      INTEGER NOT NULL,           -- hybrid logical clock
    action     INTEGER NOT NULL,           -- 1 put (whole record or some fields), 2 delete, 3 remove for good
    kind       TEXT NOT NULL,
    record     BLOB NOT NULL,
    body       TEXT,                       -- JSON of the fields written; NULL for delete and remove for good
    PRIMARY KEY (device, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX op_of_record ON op (record);

CREATE TABLE cell (                        -- the newest stamp of every field, for merging and for the digest
    record     BLOB NOT NULL,
    field      TEXT NOT NULL,              -- '' stands for a whole settled record
    stamp      INTEGER NOT NULL,
    device     BLOB NOT NULL,
    value_hash BLOB NOT NULL,              -- first 16 bytes of SHA-256 of the field's JSON
    PRIMARY KEY (record, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (                    -- what a later edit or a merge replaced; text is never destroyed
    record     BLOB NOT NULL,
    field      TEXT NOT NULL,
    stamp      INTEGER NOT NULL,           -- stamp of the replaced value
    device     BLOB NOT NULL,
    value      TEXT NOT NULL,              -- JSON
    replaced_ms INTEGER NOT NULL,
    PRIMARY KEY (record, field, stamp, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE tombstone (
    record     BLOB PRIMARY KEY,
    kind       TEXT NOT NULL,
    stamp      INTEGER NOT NULL,
    device     BLOB NOT NULL,
    for_good   INTEGER NOT NULL DEFAULT 0 CHECK (for_good IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE unknown_field (               -- kinds and fields of newer versions, kept and passed on
    record     BLOB NOT NULL,
    kind       TEXT NOT NULL,
    field      TEXT NOT NULL,
    stamp      INTEGER NOT NULL,
    device     BLOB NOT NULL,
    value      TEXT NOT NULL,
    PRIMARY KEY (record, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (                      -- sealed bytes, written in the transaction that numbers them, re-sent exactly as stored
    mailbox    BLOB NOT NULL,
    recipient  BLOB NOT NULL,              -- account of the reader
    sequence   INTEGER NOT NULL,
    packet     BLOB NOT NULL,              -- packet id; several parts and readers share one
    part       INTEGER NOT NULL,
    parts      INTEGER NOT NULL,
    message    BLOB NOT NULL,              -- lp(outer) | sealed
    inner_hash BLOB NOT NULL,
    state      INTEGER NOT NULL DEFAULT 0, -- 0 waiting, 1 delivered, 2 taken back before it was sent, 3 refused by the relay
    tries      INTEGER NOT NULL DEFAULT 0,
    not_before_ms INTEGER NOT NULL DEFAULT 0,
    queued_ms  INTEGER NOT NULL,
    PRIMARY KEY (mailbox, recipient, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_waiting ON outbox (not_before_ms) WHERE state = 0;
CREATE INDEX outbox_of_packet ON outbox (packet, recipient);

-- What IMR calls its sheets. `made_*` say when, where and on which civil day an entry was written. ---------------

CREATE TABLE session (                     -- a meeting with a practitioner or a group
    id         BLOB PRIMARY KEY,
    day        TEXT NOT NULL,              -- civil day of the meeting
    time       TEXT,                       -- HH:MM as spoken, NULL when only the day is known
    kind       TEXT NOT NULL DEFAULT 'individual', -- individual | group | phone
    place      TEXT NOT NULL DEFAULT '',
    module     TEXT NOT NULL DEFAULT '',   -- what it was about, in words
    agenda     TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    state      TEXT NOT NULL DEFAULT 'planned', -- planned | held | missed
    held_ms    INTEGER                     -- when it was marked as held; the review runs from here
) STRICT;
CREATE INDEX session_by_day ON session (day);

CREATE TABLE session_homework (            -- which homework a meeting reviewed or agreed; rows are added, never changed
    id         BLOB PRIMARY KEY,
    session    BLOB NOT NULL,
    homework   BLOB NOT NULL,
    part       TEXT NOT NULL               -- reviewed | agreed
) STRICT;
CREATE INDEX session_homework_of ON session_homework (session);
CREATE INDEX session_homework_by_homework ON session_homework (homework);

CREATE TABLE long_term_goal (
    id         BLOB PRIMARY KEY,
    title      TEXT NOT NULL,              -- in the person's own words
    why        TEXT NOT NULL DEFAULT '',
    how_will_we_know TEXT NOT NULL DEFAULT '',
    area       TEXT NOT NULL DEFAULT '',   -- area of life
    who_can_help TEXT NOT NULL DEFAULT '',
    started    TEXT NOT NULL,
    by_about   TEXT,                       -- soft horizon, NULL when none is wanted
    state      TEXT NOT NULL DEFAULT 'active',
    changed_to BLOB                        -- the goal that took its place
) STRICT;

CREATE TABLE short_term_goal (
    id         BLOB PRIMARY KEY,
    goal       BLOB NOT NULL,              -- long_term_goal
    title      TEXT NOT NULL,
    how_will_we_know TEXT NOT NULL DEFAULT '',
    strengths  TEXT NOT NULL DEFAULT '',
    obstacles  TEXT NOT NULL DEFAULT '',
    who_can_help TEXT NOT NULL DEFAULT '',
    started    TEXT NOT NULL,
    by_about   TEXT,
    state      TEXT NOT NULL DEFAULT 'active',
    changed_to BLOB
) STRICT;
CREATE INDEX short_term_goal_of ON short_term_goal (goal);

CREATE TABLE step (
    id         BLOB PRIMARY KEY,
    goal       BLOB NOT NULL,              -- short_term_goal
    title      TEXT NOT NULL,
    who        TEXT NOT NULL DEFAULT '',
    when_words TEXT NOT NULL DEFAULT '',
    where_words TEXT NOT NULL DEFAULT '',
    how        TEXT NOT NULL DEFAULT '',
    how_will_we_know TEXT NOT NULL DEFAULT '',
    by_about   TEXT,
    reminder_day TEXT,                     -- civil day of a reminder, NULL for none
    reminder_time TEXT,                    -- HH:MM, floats with the phone
    state      TEXT NOT NULL DEFAULT 'active',
    proposal   BLOB                        -- packet id of the proposal it came from
) STRICT;
CREATE INDEX step_of ON step (goal);
CREATE INDEX step_with_reminder ON step (reminder_day) WHERE reminder_day IS NOT NULL;

CREATE TABLE step_result (
    id         BLOB PRIMARY KEY,
    step       BLOB NOT NULL,
    result     TEXT NOT NULL,              -- done | partly | not_yet | changed
    what_helped TEXT NOT NULL DEFAULT '',
    got_in_the_way TEXT NOT NULL DEFAULT '',
    next_step  TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,          -- minutes east of UTC
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX step_result_of ON step_result (step, made_ms);
CREATE INDEX step_result_by_day ON step_result (day);

CREATE TABLE goal_review (                 -- a row of the goal sheet, written at a meeting or alone
    id         BLOB PRIMARY KEY,
    goal       BLOB NOT NULL,              -- long_term_goal
    session    BLOB,
    progress   TEXT NOT NULL,
    rating     INTEGER,                    -- the person's own 0-10, NULL when left out
    what_next  TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX goal_review_of ON goal_review (goal, made_ms);
CREATE INDEX goal_review_by_day ON goal_review (day);

CREATE TABLE homework (
    id         BLOB PRIMARY KEY,
    title      TEXT NOT NULL,
    module     TEXT NOT NULL DEFAULT '',
    why        TEXT NOT NULL DEFAULT '',
    goal       BLOB,                       -- the goal it serves, if it points to one
    what_exactly TEXT NOT NULL DEFAULT '',
    where_words TEXT NOT NULL DEFAULT '',
    with_whom  TEXT NOT NULL DEFAULT '',
    worksheet  TEXT NOT NULL DEFAULT '',
    origin     TEXT NOT NULL DEFAULT 'self_chosen', -- agreed | self_chosen | proposed
    proposal   BLOB,
    confidence INTEGER,                    -- 0-10, NULL when not asked
    smaller_version TEXT NOT NULL DEFAULT '',
    how_often  TEXT NOT NULL DEFAULT 'once', -- once | daily | weekly
    first_day  TEXT NOT NULL,              -- first civil day it is for; weekly repeats on its weekday
    by_about   TEXT,                       -- soft
    reminder_time TEXT,                    -- HH:MM, floats with the phone; NULL for none
    state      TEXT NOT NULL DEFAULT 'active' -- active | paused | finished | let_go
) STRICT;
CREATE INDEX homework_by_state ON homework (state);

CREATE TABLE homework_result (             -- each date of a repeating homework is its own occurrence
    id         BLOB PRIMARY KEY,
    homework   BLOB NOT NULL,
    occurrence TEXT NOT NULL,              -- the civil day it answers
    result     TEXT NOT NULL,              -- done | partly | not_yet | not_today
    smaller    INTEGER NOT NULL DEFAULT 0, -- 1 when the smaller version was done
    obstacle   TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    helpfulness INTEGER,                   -- 0-4, NULL when left out
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX homework_result_of ON homework_result (homework, occurrence);
CREATE INDEX homework_result_by_day ON homework_result (day);

CREATE TABLE coping_strategy (
    id         BLOB PRIMARY KEY,
    name       TEXT NOT NULL,
    how        TEXT NOT NULL DEFAULT '',
    trouble    TEXT NOT NULL DEFAULT '',   -- what it is for, in words
    state      TEXT NOT NULL DEFAULT 'keep' -- keep | drop
) STRICT;

CREATE TABLE coping_entry (
    id         BLOB PRIMARY KEY,
    strategy   BLOB NOT NULL,
    situation  TEXT NOT NULL DEFAULT '',
    helped     TEXT,                       -- not | a_little | a_lot; NULL when left open
    before     INTEGER,                    -- 0-10
    after      INTEGER,                    -- 0-10
    note       TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX coping_entry_of ON coping_entry (strategy, made_ms);
CREATE INDEX coping_entry_by_day ON coping_entry (day);

CREATE TABLE warning_sign (
    id         BLOB PRIMARY KEY,
    wording    TEXT NOT NULL,
    who_may_notice TEXT NOT NULL DEFAULT '',
    scale      INTEGER NOT NULL DEFAULT 3, -- ratings run 0..scale: 3 or 10
    key_sign   INTEGER NOT NULL DEFAULT 0,
    emergency  INTEGER NOT NULL DEFAULT 0, -- the person's own emergency sign: opens help at once
    state      TEXT NOT NULL DEFAULT 'following', -- following | resting
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE check_in (
    id         BLOB PRIMARY KEY,
    ratings    TEXT NOT NULL,              -- JSON {sign id: rating}, every sign rated in this check-in
    note       TEXT NOT NULL DEFAULT '',
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX check_in_by_day ON check_in (day);

CREATE TABLE own_rule (                    -- "If [my sign] ..., I [my action]"
    id         BLOB PRIMARY KEY,
    sign       BLOB NOT NULL,
    condition  TEXT NOT NULL,              -- there | at_least | in_a_row | of_last
    level      INTEGER NOT NULL DEFAULT 1, -- the rating from which the sign counts as there
    count      INTEGER NOT NULL DEFAULT 1, -- n of in_a_row and of_last
    out_of     INTEGER NOT NULL DEFAULT 1, -- m of of_last
    action     TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'on'  -- on | off
) STRICT;

CREATE TABLE rule_opening (                -- that a rule held and its action was shown
    id         BLOB PRIMARY KEY,
    rule       BLOB NOT NULL,
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX rule_opening_of ON rule_opening (rule, made_ms);

CREATE TABLE usual_event (                 -- what was said about "your usual": dated, kept
    id         BLOB PRIMARY KEY,
    event      TEXT NOT NULL,              -- new_usual_yes | new_usual_no | reset
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;

CREATE TABLE plan_line (                   -- the relapse prevention plan, a line at a time
    id         BLOB PRIMARY KEY,
    part       TEXT NOT NULL,              -- triggers | signs | what_helps | who_helps | contacts | wishes
    stage      INTEGER NOT NULL DEFAULT 0, -- what_helps: 1 myself, 2 with someone, 3 call the clinic, 4 emergency; else 0
    wording    TEXT NOT NULL,
    phone      TEXT NOT NULL DEFAULT '',   -- contacts: a number to call
    position   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE talk_about (                  -- what I want to talk about next time
    id         BLOB PRIMARY KEY,
    wording    TEXT NOT NULL,
    made_day   TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'open' -- open | talked
) STRICT;
CREATE INDEX talk_about_by_state ON talk_about (state, made_day);

CREATE TABLE setting (
    id         BLOB PRIMARY KEY,           -- first 16 bytes of SHA-256 of the name, the same on every device
    name       TEXT NOT NULL UNIQUE,
    value      TEXT NOT NULL               -- JSON
) STRICT;

CREATE TABLE proposal (                    -- what a practitioner suggested, as it arrived
    id         BLOB PRIMARY KEY,           -- packet id
    mailbox    BLOB NOT NULL,
    sender     BLOB NOT NULL,              -- account of the reader who sealed it
    kind       TEXT NOT NULL,              -- homework | step | unknown
    body       TEXT NOT NULL,              -- JSON as received
    state      TEXT NOT NULL DEFAULT 'waiting', -- waiting | accepted | changed | declined | withdrawn
    became     BLOB,                       -- the homework or step it became
    answered_day TEXT,
    arrived_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX proposal_by_state ON proposal (state, arrived_ms);

CREATE TABLE seen_line (                   -- the practitioner's one line "I saw this"
    id         BLOB PRIMARY KEY,
    sender     BLOB NOT NULL,
    packet     BLOB NOT NULL,              -- the review it answers
    from_name  TEXT NOT NULL,
    wording    TEXT NOT NULL,
    made_day   TEXT NOT NULL,
    arrived_ms INTEGER NOT NULL
) STRICT;

-- What belongs to this phone alone and is never in the change log. -----------------------------------------------

CREATE TABLE mailbox (                     -- one care relationship
    id         BLOB PRIMARY KEY,           -- also the phone's account at the relay
    origin     TEXT NOT NULL,              -- of the relay
    certificate BLOB,                      -- SHA-256 of the relay's own certificate, if the invite named one
    device     BLOB NOT NULL,
    identity   BLOB NOT NULL,              -- Ed25519 seed, 32 bytes
    roster_epoch INTEGER NOT NULL DEFAULT 0,
    state      TEXT NOT NULL DEFAULT 'open', -- open | left
    cursor     TEXT NOT NULL DEFAULT '',
    roster     BLOB NOT NULL,              -- our newest signed roster
    roster_sent INTEGER NOT NULL DEFAULT 0, -- 1 once the relay has it
    keyset     BLOB NOT NULL,              -- our newest signed key set
    keyset_sent INTEGER NOT NULL DEFAULT 0  -- 1 once the relay has it
) STRICT;

CREATE TABLE subkey (                      -- X-Wing secrets for what comes down
    mailbox    BLOB NOT NULL,
    number     INTEGER NOT NULL,           -- year * 12 + month - 1
    seed       BLOB NOT NULL,              -- 32 bytes
    PRIMARY KEY (mailbox, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE reader (
    mailbox    BLOB NOT NULL,
    account    BLOB NOT NULL,
    name       TEXT NOT NULL,
    identity   BLOB NOT NULL,              -- pinned Ed25519 public key
    keyset     BLOB NOT NULL,              -- newest signed key set accepted
    highest    INTEGER NOT NULL,           -- highest subkey number seen
    since_ms   INTEGER NOT NULL,
    left_ms    INTEGER,                    -- NULL while they are a reader
    keyset_fetched_ms INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (mailbox, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain_out (                   -- head of each chain this phone sends
    mailbox    BLOB NOT NULL,
    recipient  BLOB NOT NULL,
    sequence   INTEGER NOT NULL,
    inner_hash BLOB NOT NULL,
    PRIMARY KEY (mailbox, recipient)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain_in (                    -- every message taken in, so that a replay or a contradiction is known
    mailbox    BLOB NOT NULL,
    sender     BLOB NOT NULL,
    device     BLOB NOT NULL,
    sequence   INTEGER NOT NULL,
    previous   BLOB NOT NULL,
    inner_hash BLOB NOT NULL,
    PRIMARY KEY (mailbox, sender, device, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE ack_due (                     -- taken in durably, and still to be acknowledged to the relay
    mailbox    BLOB NOT NULL,
    number     INTEGER NOT NULL,           -- place in the inbox
    cursor     TEXT NOT NULL,
    PRIMARY KEY (mailbox, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (                  -- what could not be opened: kept, named, retried
    id         BLOB PRIMARY KEY,
    mailbox    BLOB NOT NULL,
    cursor     TEXT NOT NULL,
    message    BLOB NOT NULL,
    reason     TEXT NOT NULL,              -- name of the refusal, no words of anybody
    arrived_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE packet (                      -- a review that was shared
    id         BLOB PRIMARY KEY,
    mailbox    BLOB NOT NULL,
    from_ms    INTEGER NOT NULL,
    until_ms   INTEGER NOT NULL,
    content    BLOB NOT NULL,              -- the very bytes that were sealed
    content_hash BLOB NOT NULL,
    made_ms    INTEGER NOT NULL,
    state      TEXT NOT NULL DEFAULT 'waiting', -- waiting | delivered | opened | filed | taken_back
    opened_day TEXT
) STRICT;
CREATE INDEX packet_by_time ON packet (mailbox, made_ms);

CREATE TABLE sent_line (                   -- which lines a packet carried: trends count only these
    packet     BLOB NOT NULL,
    record     BLOB NOT NULL,
    PRIMARY KEY (packet, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_line_of ON sent_line (record);

CREATE TABLE notification (                -- what the phone's system holds or has shown
    id         TEXT PRIMARY KEY,           -- reminder and occurrence
    reminder   BLOB NOT NULL,              -- homework or step
    occurrence TEXT NOT NULL,              -- civil day
    civil      TEXT NOT NULL,              -- YYYY-MM-DDTHH:MM handed to the system
    state      TEXT NOT NULL,              -- set | shown | done | later | not_today | could_not_be_set
    later_civil TEXT,                      -- where "later" moved this occurrence
    changed_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX notification_by_day ON notification (occurrence);
CREATE INDEX notification_put_off ON notification (later_civil) WHERE later_civil IS NOT NULL;
