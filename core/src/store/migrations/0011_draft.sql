-- Version 11: what was typed and is not saved yet. Of this phone alone: in no log, no archive, and gone when the phone is erased.

CREATE TABLE draft (
    place       TEXT NOT NULL,             -- the screen: its name, and the ids of what it shows
    field       TEXT NOT NULL,             -- of the screen
    text        TEXT NOT NULL,             -- as it was typed
    kept_day    TEXT NOT NULL,             -- the person's day it was typed
    kept_ms     INTEGER NOT NULL,
    PRIMARY KEY (place, field)
) STRICT, WITHOUT ROWID;
