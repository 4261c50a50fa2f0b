-- Version 10: being woken when something comes. Of this phone alone: in no log, no archive, and gone when the phone is erased.

CREATE TABLE wake_up (                     -- where a relay may call this phone's push service
    origin      TEXT PRIMARY KEY,          -- of the relay
    endpoint    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE wake_told (                   -- what a relay may know of it, login by login, so that all of it is taken back
    login       BLOB PRIMARY KEY,          -- a mailbox, or this phone's name in a vault
    origin      TEXT NOT NULL,
    certificate BLOB,
    identity    BLOB NOT NULL,             -- seed; kept until it was taken back, also where the login is no longer used
    endpoint    TEXT NOT NULL,
    state       TEXT NOT NULL,             -- 'asked' it may have arrived, 'told', 'refused' that relay wakes nobody
    asked_ms    INTEGER NOT NULL
) STRICT;
