-- Version 2: the vault, which is a client's own backup. All of it is sealed; what the relay sees is who may write (the signed
-- device list), how long each device's chain is, and what each device says it has seen.

-- Two more kinds of login: 4 a device of a vault, 5 the recovery code of a vault.
ALTER TABLE login DROP CONSTRAINT login_kind_check;
ALTER TABLE login ADD CONSTRAINT login_kind_check CHECK (kind IN (1, 2, 3, 4, 5));
ALTER TABLE token DROP CONSTRAINT token_kind_check;
ALTER TABLE token ADD CONSTRAINT token_kind_check CHECK (kind IN (1, 2, 3, 4, 5));

-- How many vaults were made with this mailbox's word. Which ones, nobody keeps.
ALTER TABLE mailbox ADD COLUMN vaults BIGINT NOT NULL DEFAULT 0;

CREATE TABLE vault (
    vault           BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(vault) = 16),
    list            BYTEA  NOT NULL,                               -- newest signed device list
    list_version    BIGINT NOT NULL CHECK (list_version > 0),
    keyring         BYTEA  NOT NULL,                               -- newest signed keyring
    keyring_version BIGINT NOT NULL CHECK (keyring_version > 0),
    bytes           BIGINT NOT NULL DEFAULT 0                      -- of its batches and snapshots, for the quota
);

CREATE TABLE vault_list (                                          -- every signed device list: each is checked by the one before
    vault   BYTEA  NOT NULL CHECK (octet_length(vault) = 16),
    version BIGINT NOT NULL CHECK (version > 0),
    object  BYTEA  NOT NULL,
    PRIMARY KEY (vault, version)
);

CREATE TABLE vault_device (                                        -- every device ever listed
    vault    BYTEA  NOT NULL CHECK (octet_length(vault) = 16),
    device   BYTEA  NOT NULL CHECK (octet_length(device) = 16),
    live     BIGINT NOT NULL CHECK (live IN (0, 1)),
    sequence BIGINT NOT NULL DEFAULT 0,                            -- number of its newest batch
    hash     BYTEA  NOT NULL CHECK (octet_length(hash) = 32),      -- of that batch; zeros for none
    seen     BYTEA  NOT NULL,                                      -- vector of its newest claim
    head     BYTEA,                                                -- its newest signed head
    ack      BYTEA,                                                -- its newest signed acknowledgement
    PRIMARY KEY (vault, device)
) WITH (fillfactor = 70);

CREATE TABLE vault_batch (
    vault    BYTEA  NOT NULL CHECK (octet_length(vault) = 16),
    device   BYTEA  NOT NULL CHECK (octet_length(device) = 16),
    sequence BIGINT NOT NULL CHECK (sequence > 0),
    bytes    BYTEA  NOT NULL,                                      -- as it is hashed and handed on
    PRIMARY KEY (vault, device, sequence)
);

CREATE TABLE vault_snapshot (
    vault    BYTEA  NOT NULL CHECK (octet_length(vault) = 16),
    device   BYTEA  NOT NULL CHECK (octet_length(device) = 16),
    number   BIGINT NOT NULL CHECK (number > 0),
    place    BIGINT NOT NULL,                                      -- the order in which they came
    bytes    BYTEA  NOT NULL,
    PRIMARY KEY (vault, device, number)
);
ALTER TABLE vault_batch ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE vault_snapshot ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Vaults made without a pairing, by day.
CREATE TABLE opened (
    day   BIGINT NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL CHECK (count > 0)
);
