-- Version 5: whoever no longer reads a mailbox may still have the roster that says so. It is signed by the client, so that a
-- page believes it; nothing that came after it is shown to them. It goes with the mailbox.
CREATE TABLE former_reader (
    mailbox BYTEA NOT NULL CHECK (octet_length(mailbox) = 16),
    account BYTEA NOT NULL CHECK (octet_length(account) = 16),
    roster  BYTEA NOT NULL,
    PRIMARY KEY (mailbox, account)
);
