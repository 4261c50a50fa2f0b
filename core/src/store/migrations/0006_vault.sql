-- Version 6: the person's own backup at a relay. Nothing of this is part of the record: it is in no log, no archive, and
-- goes with everything else when the phone is erased. Seeds and keys are as they are, in a store that is encrypted.

CREATE TABLE vault (                       -- one row where backup is on, or was set up and waits for its code to be proven
    only              INTEGER PRIMARY KEY CHECK (only = 1),
    state             TEXT    NOT NULL,    -- 'new' not yet made at the relay, 'open', 'gone' the relay does not know it any more
    origin            TEXT    NOT NULL,
    certificate       BLOB,                -- SHA-256 of the relay's own certificate, where a pairing named one
    voucher           BLOB,                -- the mailbox whose word it is made with; NULL for an operator's open ones
    id                BLOB    NOT NULL,
    device            BLOB    NOT NULL,    -- this phone in it: the name under which its log is numbered
    identity          BLOB    NOT NULL,    -- seed
    sealing           BLOB    NOT NULL,    -- seed
    list              BLOB    NOT NULL,    -- the newest signed device list
    keyring_version   INTEGER NOT NULL,
    keyring_list      INTEGER NOT NULL,
    first_keyring     BLOB,                -- to make it with, as often as that takes; NULL once it is made
    tip               INTEGER NOT NULL DEFAULT 0,   -- this phone's newest batch, and that batch's hash
    tip_hash          BLOB    NOT NULL DEFAULT (zeroblob(32)),
    ops_sealed        INTEGER NOT NULL DEFAULT 0,   -- its changes up to this number are in batches
    acknowledged      INTEGER NOT NULL DEFAULT 0,   -- its newest batch that the relay said it holds
    acknowledged_hash BLOB    NOT NULL DEFAULT (zeroblob(32)),
    relay_epoch       BLOB,
    said              BLOB    NOT NULL DEFAULT x'', -- the vector it last said it has seen
    upkeep            TEXT    NOT NULL DEFAULT '',  -- what was reached with snapshots, removals and looks, as JSON
    made_ms           INTEGER NOT NULL,
    proven_ms         INTEGER,             -- when a way back was tried: the code typed in again
    code              BLOB,                -- the recovery code, while it is not proven; then it is on paper alone
    saved_ms          INTEGER,             -- everything written here before this instant is at the relay
    findings          TEXT    NOT NULL DEFAULT '',  -- names of what did not fit in the last exchange
    stopped           TEXT    NOT NULL DEFAULT '',  -- why the last exchange ended early
    next_device       BLOB,                -- where this phone has to join anew: as whom, kept before anybody is told
    next_identity     BLOB,
    next_sealing      BLOB
) STRICT;

CREATE TABLE vault_key (                   -- the epoch keys
    epoch      INTEGER PRIMARY KEY,
    key        BLOB NOT NULL
) STRICT;

CREATE TABLE vault_outbox (                -- this phone's batches as they were sealed, to be sent again byte by byte
    sequence   INTEGER PRIMARY KEY,
    batch      BLOB    NOT NULL,           -- empty where it held what was removed for good since, and the relay has it
    hash       BLOB    NOT NULL,
    ops_from   INTEGER NOT NULL,           -- which changes are in it
    ops_to     INTEGER NOT NULL,
    handed     INTEGER NOT NULL DEFAULT 0, -- 1: given out to be sent; from here on somebody may have it
    scrub      INTEGER NOT NULL DEFAULT 0  -- 1: holds what was removed for good; its bytes go as soon as the relay has them
) STRICT;

CREATE TABLE vault_device (                -- how far each phone's batches were taken in, and what it said itself
    device     BLOB    PRIMARY KEY,
    tip        INTEGER NOT NULL,
    tip_hash   BLOB    NOT NULL,
    claim      BLOB,
    head       BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_device_name (           -- what the person calls a phone of theirs; on this phone alone
    device     BLOB PRIMARY KEY,
    name       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_aside (                 -- what did not fit, as it came
    hash       BLOB PRIMARY KEY,           -- SHA-256 of it
    bytes      BLOB,                       -- NULL where too much is kept already
    finding    TEXT    NOT NULL,
    device     BLOB,                       -- whose batch it says it is, and which
    sequence   INTEGER,
    at_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_restore (               -- a restore under way, so that it goes on where it was cut short
    only        INTEGER PRIMARY KEY CHECK (only = 1),
    origin      TEXT    NOT NULL,
    certificate BLOB,
    code        BLOB    NOT NULL,          -- until the restore is over
    lost        INTEGER NOT NULL,          -- 1: the old phones are gone
    device      BLOB    NOT NULL,
    identity    BLOB    NOT NULL,
    sealing     BLOB    NOT NULL,
    old         BLOB,                      -- the phones that were in use when it began, 16 bytes each; NULL before that is known
    confirmed   INTEGER NOT NULL DEFAULT 0 -- 1: the person said that this is their record
) STRICT;

CREATE TABLE vault_restore_part (          -- what came so far; part of the record once it is confirmed
    number      INTEGER PRIMARY KEY,
    device      BLOB,                      -- whose changes these are; NULL for a snapshot
    hash        BLOB    NOT NULL UNIQUE,   -- SHA-256 of the two
    bytes       BLOB    NOT NULL
) STRICT;

CREATE TABLE vault_restore_device (        -- as vault_device
    device      BLOB    PRIMARY KEY,
    tip         INTEGER NOT NULL,
    tip_hash    BLOB    NOT NULL,
    claim       BLOB,
    head        BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_shared (                -- what of each care relationship is sealed to the code, so that nothing is sealed twice
    mailbox     BLOB PRIMARY KEY,
    print       BLOB NOT NULL              -- SHA-256 of what was sealed and of the key it was sealed to
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt_held (                -- each reader's newest receipt, left at the relay for a phone that is restored
    mailbox     BLOB    NOT NULL,
    sender      BLOB    NOT NULL,
    number      INTEGER NOT NULL,
    cursor      TEXT    NOT NULL,
    PRIMARY KEY (mailbox, sender)
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_echo (                  -- on a restored phone: whether the readers' receipts name more than came back
    mailbox     BLOB    PRIMARY KEY,
    held        INTEGER NOT NULL           -- 0: they do
) STRICT, WITHOUT ROWID;
