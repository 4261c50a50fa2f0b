-- Version 4: what merging with other phones needs to know beside the tables of version 1.

CREATE TABLE known_device (                -- every phone whose changes are known, under every name; this one too once its log was cut
    device     BLOB PRIMARY KEY,
    sequence   INTEGER NOT NULL,           -- its changes are known up to this number, without a gap
    forgotten  INTEGER NOT NULL DEFAULT 0  -- its log is kept from the number after this one on
) STRICT, WITHOUT ROWID;

-- Sum of the content (core::ledger::Digest); NULL where it has to be worked out anew, as after a salvage.
ALTER TABLE device ADD COLUMN digest BLOB;

-- `at_ms` is when the writer's own clock said it was, NULL where that is the stamp's own time; `since` the stamp at
-- which a first writing began, NULL where this is no part of one. Action 4 is a whole of a kind that was not known
-- here, 5 puts a record back; the field '+' of a cell says when that was.
ALTER TABLE op ADD COLUMN at_ms INTEGER;
ALTER TABLE op ADD COLUMN since INTEGER;
ALTER TABLE op ADD COLUMN by BLOB;         -- the name its writer had then, NULL where it is `device`
ALTER TABLE cell ADD COLUMN at_ms INTEGER;
ALTER TABLE cell ADD COLUMN since INTEGER;
ALTER TABLE revision ADD COLUMN at_ms INTEGER;
ALTER TABLE revision ADD COLUMN since INTEGER;
ALTER TABLE tombstone ADD COLUMN at_ms INTEGER;
