-- The relay's tables on PostgreSQL: the same as on SQLite, column for column, and two for logins, which many replicas share.
-- Everything a person wrote is sealed before it gets here; there is no column for a name.
-- Ids are 16 bytes, keys and hashes 32. Days count from 1970-01-01 UTC; `_ms` is milliseconds since then.

CREATE TABLE relay (
    one    BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    epoch  BYTEA  NOT NULL CHECK (octet_length(epoch) = 16), -- random; a new one after each restore
    format BIGINT NOT NULL                                   -- migrations applied
);

-- Whoever can log in. One table, so that no id can be two things at once.
CREATE TABLE login (
    login       BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(login) = 16),
    kind        BIGINT NOT NULL CHECK (kind IN (1, 2, 3)),          -- 1 practitioner, 2 mailbox, 3 recovery code
    account     BYTEA  NOT NULL CHECK (octet_length(account) = 16), -- itself; for a recovery code, whose it is
    key         BYTEA  NOT NULL CHECK (octet_length(key) = 32),     -- Ed25519 public key
    last_number BIGINT NOT NULL DEFAULT 0                           -- highest inbox number ever given
) WITH (fillfactor = 70);                                           -- last_number changes with each message: room beside it
CREATE INDEX login_by_account ON login (account, kind);

CREATE TABLE account (
    account        BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(account) = 16),
    request        BYTEA  NOT NULL CHECK (octet_length(request) = 32), -- SHA-256 of the request that made it
    retention_days BIGINT NOT NULL CHECK (retention_days BETWEEN 14 AND 365)
);

-- The key directory: signed key sets of practitioners and mailboxes.
CREATE TABLE keyset (
    account BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(account) = 16),
    object  BYTEA  NOT NULL,                                        -- the signed object as sent
    highest BIGINT NOT NULL                                         -- its highest subkey number
);

-- A practitioner's sealed key blob and page state.
CREATE TABLE object (
    account BYTEA  NOT NULL CHECK (octet_length(account) = 16),
    kind    BIGINT NOT NULL CHECK (kind IN (1, 2)),                 -- 1 blob, 2 state
    version BIGINT NOT NULL CHECK (version > 0),
    bytes   BYTEA  NOT NULL,
    PRIMARY KEY (account, kind)
);

CREATE TABLE enrolment (
    code     BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(code) = 32), -- SHA-256; the row goes when it is used
    until_ms BIGINT NOT NULL
);

CREATE TABLE invite (
    invite      BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(invite) = 16),
    owner       BYTEA  NOT NULL CHECK (octet_length(owner) = 16),   -- the practitioner
    auth        BYTEA  NOT NULL CHECK (octet_length(auth) = 32),    -- SHA-256 of the invite's secret
    keyset      BYTEA  NOT NULL,                                    -- the practitioner's, as it was then
    until_ms    BIGINT NOT NULL,
    claim       BYTEA CHECK (octet_length(claim) = 16),             -- null: nobody scanned it yet
    mailbox     BYTEA CHECK (octet_length(mailbox) = 16),           -- null: not made yet
    hello_mac   BYTEA CHECK (octet_length(hello_mac) = 32),         -- null: no hello yet
    nonce       BYTEA CHECK (octet_length(nonce) = 32),             -- null: not revealed yet
    reveal_mac  BYTEA CHECK (octet_length(reveal_mac) = 32),        -- null: not revealed yet
    confirm_mac BYTEA CHECK (octet_length(confirm_mac) = 32),       -- null: not confirmed yet
    paired      BIGINT NOT NULL DEFAULT 0 CHECK (paired IN (0, 1))  -- 1: the phone wrote its first roster
);
CREATE INDEX invite_by_owner ON invite (owner);
CREATE INDEX invite_by_mailbox ON invite (mailbox) WHERE mailbox IS NOT NULL;
CREATE INDEX invite_by_end ON invite (until_ms);

CREATE TABLE mailbox (
    mailbox      BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(mailbox) = 16),
    roster       BYTEA,                                             -- null: no roster yet
    roster_epoch BIGINT NOT NULL DEFAULT 0                          -- 0: no roster yet
);

-- The readers of the newest roster, taken out of it.
CREATE TABLE reader (
    mailbox BYTEA NOT NULL CHECK (octet_length(mailbox) = 16),
    account BYTEA NOT NULL CHECK (octet_length(account) = 16),
    PRIMARY KEY (mailbox, account)
);

CREATE TABLE message (
    recipient BYTEA  NOT NULL CHECK (octet_length(recipient) = 16),
    number    BIGINT NOT NULL CHECK (number > 0),                   -- its place in the recipient's inbox
    mailbox   BYTEA  NOT NULL CHECK (octet_length(mailbox) = 16),
    sender    BYTEA  NOT NULL CHECK (octet_length(sender) = 16),
    device    BYTEA  NOT NULL CHECK (octet_length(device) = 16),
    seq       BIGINT NOT NULL CHECK (seq > 0),                      -- its place in the sender's chain
    purpose   BIGINT NOT NULL,
    day       BIGINT NOT NULL,                                      -- when it was stored; no finer time is kept
    bytes     BYTEA  NOT NULL,                                      -- as it came in
    PRIMARY KEY (recipient, number),
    UNIQUE (mailbox, sender, device, recipient, seq)
);
-- Sealed bytes do not get smaller; trying costs time.
ALTER TABLE message ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE object ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX message_by_day ON message (day);

-- How many messages a mailbox took each day, kept a week: a deleted message still counts.
CREATE TABLE traffic (
    mailbox BYTEA  NOT NULL CHECK (octet_length(mailbox) = 16),
    day     BIGINT NOT NULL,
    count   BIGINT NOT NULL CHECK (count > 0),
    PRIMARY KEY (mailbox, day)
);
CREATE INDEX traffic_by_day ON traffic (day);

-- Challenges given and tokens issued, as hashes, for all replicas. Unlogged: never in the write-ahead log, empty after a
-- crash, which costs everybody one login and a flush to disk for none.
CREATE UNLOGGED TABLE challenge (
    challenge BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(challenge) = 32),
    login     BYTEA  NOT NULL CHECK (octet_length(login) = 16),
    until_ms  BIGINT NOT NULL
);
CREATE INDEX challenge_by_end ON challenge (until_ms);
CREATE UNLOGGED TABLE token (
    token    BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(token) = 32),
    login    BYTEA  NOT NULL CHECK (octet_length(login) = 16),
    account  BYTEA  NOT NULL CHECK (octet_length(account) = 16),
    kind     BIGINT NOT NULL CHECK (kind IN (1, 2, 3)),
    until_ms BIGINT NOT NULL
);
CREATE INDEX token_by_login ON token (login);
CREATE INDEX token_by_end ON token (until_ms);
