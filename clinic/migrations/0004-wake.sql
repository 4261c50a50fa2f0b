-- Version 4: where a phone wants to be woken. An address of a push service, and no word about what came.
CREATE TABLE wake (
    login    BLOB    NOT NULL PRIMARY KEY CHECK (length(login) = 16),               -- a mailbox, or a device of a vault
    account  BLOB    NOT NULL CHECK (length(account) = 16),                         -- whose news it is: the mailbox, the vault
    endpoint BLOB    NOT NULL CHECK (length(endpoint) BETWEEN 9 AND 1024),          -- https only
    day      INTEGER NOT NULL                                                       -- when it was last asked for
) STRICT, WITHOUT ROWID;
CREATE INDEX wake_by_account ON wake (account);
