-- Version 4: where a phone wants to be woken. An address of a push service, and no word about what came.
CREATE TABLE wake (
    login    BYTEA  NOT NULL PRIMARY KEY CHECK (octet_length(login) = 16),          -- a mailbox, or a device of a vault
    account  BYTEA  NOT NULL CHECK (octet_length(account) = 16),                    -- whose news it is: the mailbox, the vault
    endpoint BYTEA  NOT NULL CHECK (octet_length(endpoint) BETWEEN 9 AND 1024),     -- https only
    day      BIGINT NOT NULL                                                        -- when it was last asked for
);
CREATE INDEX wake_by_account ON wake (account);
