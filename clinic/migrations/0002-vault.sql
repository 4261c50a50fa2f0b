-- Version 2: the vault, which is a client's own backup. All of it is sealed; what the relay sees is who may write (the signed
-- device list), how long each device's chain is, and what each device says it has seen.

-- Two more kinds of login: 4 a device of a vault, 5 the recovery code of a vault. SQLite cannot change a CHECK in place.
CREATE TABLE login_2 (
    login       BLOB    NOT NULL PRIMARY KEY CHECK (length(login) = 16),
    kind        INTEGER NOT NULL CHECK (kind IN (1, 2, 3, 4, 5)),
    account     BLOB    NOT NULL CHECK (length(account) = 16),     -- itself; for 3 to 5, whose it is
    key         BLOB    NOT NULL CHECK (length(key) = 32),         -- Ed25519 public key
    last_number INTEGER NOT NULL DEFAULT 0                         -- highest inbox number ever given
) STRICT, WITHOUT ROWID;
INSERT INTO login_2 (login, kind, account, key, last_number) SELECT login, kind, account, key, last_number FROM login;
DROP TABLE login;
ALTER TABLE login_2 RENAME TO login;
CREATE INDEX login_by_account ON login (account, kind);

-- How many vaults were made with this mailbox's word. Which ones, nobody keeps.
ALTER TABLE mailbox ADD COLUMN vaults INTEGER NOT NULL DEFAULT 0;

CREATE TABLE vault (
    vault           BLOB    NOT NULL PRIMARY KEY CHECK (length(vault) = 16),
    list            BLOB    NOT NULL,                              -- newest signed device list
    list_version    INTEGER NOT NULL CHECK (list_version > 0),
    keyring         BLOB    NOT NULL,                              -- newest signed keyring
    keyring_version INTEGER NOT NULL CHECK (keyring_version > 0),
    bytes           INTEGER NOT NULL DEFAULT 0                     -- of its batches and snapshots, for the quota
) STRICT;

CREATE TABLE vault_list (                                          -- every signed device list: each is checked by the one before
    vault   BLOB    NOT NULL CHECK (length(vault) = 16),
    version INTEGER NOT NULL CHECK (version > 0),
    object  BLOB    NOT NULL,
    PRIMARY KEY (vault, version)
) STRICT;

CREATE TABLE vault_device (                                        -- every device ever listed
    vault    BLOB    NOT NULL CHECK (length(vault) = 16),
    device   BLOB    NOT NULL CHECK (length(device) = 16),
    live     INTEGER NOT NULL CHECK (live IN (0, 1)),
    sequence INTEGER NOT NULL DEFAULT 0,                           -- number of its newest batch
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),           -- of that batch; zeros for none
    seen     BLOB    NOT NULL,                                     -- vector of its newest claim
    head     BLOB,                                                 -- its newest signed head
    ack      BLOB,                                                 -- its newest signed acknowledgement
    PRIMARY KEY (vault, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE vault_batch (
    vault    BLOB    NOT NULL CHECK (length(vault) = 16),
    device   BLOB    NOT NULL CHECK (length(device) = 16),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    bytes    BLOB    NOT NULL,                                     -- as it is hashed and handed on
    PRIMARY KEY (vault, device, sequence)
) STRICT;

CREATE TABLE vault_snapshot (
    vault    BLOB    NOT NULL CHECK (length(vault) = 16),
    device   BLOB    NOT NULL CHECK (length(device) = 16),
    number   INTEGER NOT NULL CHECK (number > 0),
    place    INTEGER NOT NULL,                                     -- the order in which they came
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (vault, device, number)
) STRICT;

-- Vaults made without a pairing, by day.
CREATE TABLE opened (
    day   INTEGER NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL CHECK (count > 0)
) STRICT;
