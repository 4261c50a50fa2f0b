-- Readers whom another reader introduced, and who were not at the table when they were added.

ALTER TABLE reader ADD COLUMN introduced_by BLOB;  -- account of the reader who named them; NULL where both paired face to face
ALTER TABLE reader ADD COLUMN checked_ms INTEGER;  -- introduced: when their four words were compared; NULL: "not checked yet"
ALTER TABLE reader ADD COLUMN nonce BLOB;          -- introduced: this phone's part of the words, fixed in the roster by its hash
ALTER TABLE reader ADD COLUMN their_nonce BLOB;    -- introduced: the reader's part, once it has come

CREATE TABLE introduction (                -- "ANNA asks you to share with BEN too"
    mailbox    BLOB NOT NULL,
    account    BLOB NOT NULL,              -- of the colleague
    by         BLOB NOT NULL,              -- account of the reader who signed it
    packet     BLOB NOT NULL,              -- the message it came in: what an answer names
    object     BLOB NOT NULL,              -- as signed
    name       TEXT NOT NULL,
    keyset     BLOB,                       -- the colleague's signed key set, once it came and fits what was signed
    unfit      INTEGER NOT NULL DEFAULT 0, -- 1 where what came for it did not fit
    state      TEXT NOT NULL DEFAULT 'waiting', -- waiting | accepted | declined | withdrawn
    answered_day TEXT,
    arrived_ms INTEGER NOT NULL,
    PRIMARY KEY (mailbox, account)
) STRICT, WITHOUT ROWID;
