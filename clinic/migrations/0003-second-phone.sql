-- Version 3: an invite can also be a vault's, for a second phone. Its owner is then the device that shows it, and `keyset`
-- holds the vault's signed device list.
ALTER TABLE invite ADD COLUMN vault BLOB CHECK (length(vault) = 16);         -- null: a practitioner's
ALTER TABLE invite ADD COLUMN offer BLOB;                                    -- the second phone's, with its hello
ALTER TABLE invite ADD COLUMN agree_mac BLOB CHECK (length(agree_mac) = 32); -- null: not agreed yet
