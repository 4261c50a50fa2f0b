-- The relay's tables. Everything a person wrote is sealed before it gets here; there is no column for a name.
-- Ids are 16 bytes, keys and hashes 32. Days count from 1970-01-01 UTC; `_ms` is milliseconds since then.

CREATE TABLE relay (
    one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch  BLOB    NOT NULL CHECK (length(epoch) = 16), -- random; a new one after each restore
    writes INTEGER NOT NULL DEFAULT 0                   -- committed writes; only rises, see generation.rs
) STRICT;

-- Whoever can log in. One table, so that no id can be two things at once.
CREATE TABLE login (
    login       BLOB    NOT NULL PRIMARY KEY CHECK (length(login) = 16),
    kind        INTEGER NOT NULL CHECK (kind IN (1, 2, 3)),        -- 1 practitioner, 2 mailbox, 3 recovery code
    account     BLOB    NOT NULL CHECK (length(account) = 16),     -- itself; for a recovery code, whose it is
    key         BLOB    NOT NULL CHECK (length(key) = 32),         -- Ed25519 public key
    last_number INTEGER NOT NULL DEFAULT 0                         -- highest inbox number ever given
) STRICT, WITHOUT ROWID;
CREATE INDEX login_by_account ON login (account, kind);

CREATE TABLE account (
    account        BLOB    NOT NULL PRIMARY KEY CHECK (length(account) = 16),
    request        BLOB    NOT NULL CHECK (length(request) = 32),  -- SHA-256 of the request that made it
    retention_days INTEGER NOT NULL CHECK (retention_days BETWEEN 14 AND 365)
) STRICT, WITHOUT ROWID;

-- The key directory: signed key sets of practitioners and mailboxes.
CREATE TABLE keyset (
    account BLOB    NOT NULL PRIMARY KEY CHECK (length(account) = 16),
    object  BLOB    NOT NULL,                                      -- the signed object as sent
    highest INTEGER NOT NULL                                       -- its highest subkey number
) STRICT;

-- A practitioner's sealed key blob and page state.
CREATE TABLE object (
    account BLOB    NOT NULL CHECK (length(account) = 16),
    kind    INTEGER NOT NULL CHECK (kind IN (1, 2)),               -- 1 blob, 2 state
    version INTEGER NOT NULL CHECK (version > 0),
    bytes   BLOB    NOT NULL,
    PRIMARY KEY (account, kind)
) STRICT;

CREATE TABLE enrolment (
    code     BLOB    NOT NULL PRIMARY KEY CHECK (length(code) = 32), -- SHA-256; the row goes when it is used
    until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invite (
    invite      BLOB    NOT NULL PRIMARY KEY CHECK (length(invite) = 16),
    owner       BLOB    NOT NULL CHECK (length(owner) = 16),       -- the practitioner
    auth        BLOB    NOT NULL CHECK (length(auth) = 32),        -- SHA-256 of the invite's secret
    keyset      BLOB    NOT NULL,                                  -- the practitioner's, as it was then
    until_ms    INTEGER NOT NULL,
    claim       BLOB CHECK (length(claim) = 16),                   -- null: nobody scanned it yet
    mailbox     BLOB CHECK (length(mailbox) = 16),                 -- null: not made yet
    hello_mac   BLOB CHECK (length(hello_mac) = 32),               -- null: no hello yet
    nonce       BLOB CHECK (length(nonce) = 32),                   -- null: not revealed yet
    reveal_mac  BLOB CHECK (length(reveal_mac) = 32),              -- null: not revealed yet
    confirm_mac BLOB CHECK (length(confirm_mac) = 32),             -- null: not confirmed yet
    paired      INTEGER NOT NULL DEFAULT 0 CHECK (paired IN (0, 1)) -- 1: the phone wrote its first roster
) STRICT;
CREATE INDEX invite_by_owner ON invite (owner);
CREATE INDEX invite_by_mailbox ON invite (mailbox) WHERE mailbox IS NOT NULL;
CREATE INDEX invite_by_end ON invite (until_ms);

CREATE TABLE mailbox (
    mailbox      BLOB    NOT NULL PRIMARY KEY CHECK (length(mailbox) = 16),
    roster       BLOB,                                             -- null: no roster yet
    roster_epoch INTEGER NOT NULL DEFAULT 0                        -- 0: no roster yet
) STRICT;

-- The readers of the newest roster, taken out of it.
CREATE TABLE reader (
    mailbox BLOB NOT NULL CHECK (length(mailbox) = 16),
    account BLOB NOT NULL CHECK (length(account) = 16),
    PRIMARY KEY (mailbox, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
    id        INTEGER NOT NULL PRIMARY KEY,
    recipient BLOB    NOT NULL CHECK (length(recipient) = 16),
    number    INTEGER NOT NULL CHECK (number > 0),                 -- its place in the recipient's inbox
    mailbox   BLOB    NOT NULL CHECK (length(mailbox) = 16),
    sender    BLOB    NOT NULL CHECK (length(sender) = 16),
    device    BLOB    NOT NULL CHECK (length(device) = 16),
    seq       INTEGER NOT NULL CHECK (seq > 0),                    -- its place in the sender's chain
    purpose   INTEGER NOT NULL,
    day       INTEGER NOT NULL,                                    -- when it was stored; no finer time is kept
    bytes     BLOB    NOT NULL,                                    -- as it came in
    UNIQUE (recipient, number),
    UNIQUE (mailbox, sender, device, recipient, seq)
) STRICT;
CREATE INDEX message_by_day ON message (day);

-- How many messages a mailbox took each day, kept a week: a deleted message still counts.
CREATE TABLE traffic (
    mailbox BLOB    NOT NULL CHECK (length(mailbox) = 16),
    day     INTEGER NOT NULL,
    count   INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (mailbox, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX traffic_by_day ON traffic (day);
