-- Version 3: reminders of the person's own making, and what became of every one as facts of the record.

CREATE TABLE reminder (
    id         BLOB PRIMARY KEY,
    title      TEXT NOT NULL DEFAULT '',   -- in the person's own words
    about      TEXT NOT NULL,              -- own | step | homework | check_in | medicine | plan_review | session | life_areas
    about_id   BLOB,                       -- the record it is about
    schedule   TEXT NOT NULL,              -- JSON: days, times on the wall, where (docs/reminders.md)
    from_ms    INTEGER,                    -- every so many hours: the first one
    since_ms   INTEGER NOT NULL,           -- when the schedule was last changed
    importance TEXT NOT NULL DEFAULT 'normal', -- low | normal | high
    exactness  TEXT NOT NULL DEFAULT 'inexact', -- inexact | exact
    ahead_min  INTEGER NOT NULL DEFAULT 0, -- announced so many minutes before
    again_times INTEGER NOT NULL DEFAULT 0, -- gentle repeats without an answer, at most 2
    again_after_min INTEGER NOT NULL DEFAULT 0, -- at least 30
    in_quiet_hours INTEGER NOT NULL DEFAULT 0, -- 1 where the person said that it may come then
    state      TEXT NOT NULL DEFAULT 'on'  -- on | off
) STRICT;

CREATE TABLE reminder_fact (               -- what became of one occurrence; each fact once, its id made from what it says
    id         BLOB PRIMARY KEY,
    reminder   TEXT NOT NULL,              -- what kind of reminder: homework | step | r | c | m | p | e | d | l
    reminder_id BLOB,                      -- the record it is for
    occurrence TEXT NOT NULL,              -- civil day it is for
    slot       INTEGER NOT NULL DEFAULT 0, -- which of its times on that day
    turn       INTEGER,                    -- shown: 0 ahead of time, 1 and 2 gentle repeats; NULL at its time
    fact       TEXT NOT NULL,              -- shown | done | later | not_today | could_not_be_set
    later      TEXT NOT NULL DEFAULT '',   -- YYYY-MM-DDTHH:MM: put off until; shown: as put off until
    made_ms    INTEGER NOT NULL,
    made_zone  TEXT NOT NULL,
    made_offset INTEGER NOT NULL,
    day        TEXT NOT NULL
) STRICT;
CREATE INDEX reminder_fact_by_occurrence ON reminder_fact (occurrence);
CREATE INDEX reminder_fact_put_off ON reminder_fact (later) WHERE later <> '';
CREATE INDEX reminder_fact_of ON reminder_fact (reminder_id);

CREATE TABLE delivery (                    -- this phone alone: what its system was given, and when it was seen to come
    part       TEXT PRIMARY KEY,           -- one notification of one occurrence
    due_ms     INTEGER NOT NULL,
    given_ms   INTEGER,                    -- NULL where the shell did not say
    shown_ms   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_due ON delivery (due_ms);

-- What this phone knew of its notifications. They become facts of the record like any other, with an entry in the
-- log, so that a second phone and a salvage have them. The ids are of chance: only this phone knew these rows.

CREATE TEMP TABLE moved AS
    SELECT randomblob(16) AS id, row_number() OVER (ORDER BY n.changed_ms, n.id) AS number,
           substr(n.id, 1, instr(n.id, ':') - 1) AS reminder, n.reminder AS reminder_id,
           substr(n.id, instr(n.id, ':') + 1, 22) AS id_text, n.occurrence, n.state AS fact,
           coalesce(n.later_civil, '') AS later, n.changed_ms AS made_ms
      FROM notification n, device
     WHERE n.state IN ('shown', 'later', 'not_today', 'could_not_be_set') AND (n.state <> 'later' OR n.later_civil <> '');

INSERT INTO reminder_fact (id, reminder, reminder_id, occurrence, fact, later, made_ms, made_zone, made_offset, day)
    SELECT id, reminder, reminder_id, occurrence, fact, later, made_ms, 'UTC', 0, occurrence FROM moved;

INSERT INTO op (device, sequence, stamp, action, kind, record, body)
    SELECT d.id, d.sequence + m.number, d.stamp + m.number, 1, 'reminder_fact', m.id,
           json_object('reminder', m.reminder, 'reminder_id', m.id_text, 'occurrence', m.occurrence, 'slot', 0,
                       'turn', NULL, 'fact', m.fact, 'later', m.later, 'made_ms', m.made_ms, 'made_zone', 'UTC',
                       'made_offset', 0, 'day', m.occurrence)
      FROM moved m, device d;

UPDATE device SET sequence = sequence + (SELECT count(*) FROM moved), stamp = stamp + (SELECT count(*) FROM moved);

DROP TABLE moved;
DROP TABLE notification;
