-- Version 7: a second phone that said "same words" and does not know yet whether it is on the list. Kept before anything
-- more is sent, so that dying in between loses nobody's keys. It goes when it is known.

CREATE TABLE vault_joining (
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    origin      TEXT    NOT NULL,
    certificate BLOB,
    vault       BLOB    NOT NULL,
    list        BLOB    NOT NULL,    -- the device list that the code named
    device      BLOB    NOT NULL,    -- this phone in it, and its seeds
    identity    BLOB    NOT NULL,
    sealing     BLOB    NOT NULL,
    at_ms       INTEGER NOT NULL
) STRICT;
