SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.account (
    account bytea NOT NULL,
    request bytea NOT NULL,
    retention_days bigint NOT NULL,
    CONSTRAINT account_account_check CHECK ((octet_length(account) = 16)),
    CONSTRAINT account_request_check CHECK ((octet_length(request) = 32)),
    CONSTRAINT account_retention_days_check CHECK (((retention_days >= 14) AND (retention_days <= 365)))
);
CREATE UNLOGGED TABLE public.challenge (
    challenge bytea NOT NULL,
    login bytea NOT NULL,
    until_ms bigint NOT NULL,
    CONSTRAINT challenge_challenge_check CHECK ((octet_length(challenge) = 32)),
    CONSTRAINT challenge_login_check CHECK ((octet_length(login) = 16))
);
CREATE TABLE public.enrolment (
    code bytea NOT NULL,
    until_ms bigint NOT NULL,
    CONSTRAINT enrolment_code_check CHECK ((octet_length(code) = 32))
);
CREATE TABLE public.former_reader (
    mailbox bytea NOT NULL,
    account bytea NOT NULL,
    roster bytea NOT NULL,
    CONSTRAINT former_reader_account_check CHECK ((octet_length(account) = 16)),
    CONSTRAINT former_reader_mailbox_check CHECK ((octet_length(mailbox) = 16))
);
CREATE TABLE public.invite (
    invite bytea NOT NULL,
    owner bytea NOT NULL,
    auth bytea NOT NULL,
    keyset bytea NOT NULL,
    until_ms bigint NOT NULL,
    claim bytea,
    mailbox bytea,
    hello_mac bytea,
    nonce bytea,
    reveal_mac bytea,
    confirm_mac bytea,
    paired bigint DEFAULT 0 NOT NULL,
    vault bytea,
    offer bytea,
    agree_mac bytea,
    CONSTRAINT invite_agree_mac_check CHECK ((octet_length(agree_mac) = 32)),
    CONSTRAINT invite_auth_check CHECK ((octet_length(auth) = 32)),
    CONSTRAINT invite_claim_check CHECK ((octet_length(claim) = 16)),
    CONSTRAINT invite_confirm_mac_check CHECK ((octet_length(confirm_mac) = 32)),
    CONSTRAINT invite_hello_mac_check CHECK ((octet_length(hello_mac) = 32)),
    CONSTRAINT invite_invite_check CHECK ((octet_length(invite) = 16)),
    CONSTRAINT invite_mailbox_check CHECK ((octet_length(mailbox) = 16)),
    CONSTRAINT invite_nonce_check CHECK ((octet_length(nonce) = 32)),
    CONSTRAINT invite_owner_check CHECK ((octet_length(owner) = 16)),
    CONSTRAINT invite_paired_check CHECK ((paired = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT invite_reveal_mac_check CHECK ((octet_length(reveal_mac) = 32)),
    CONSTRAINT invite_vault_check CHECK ((octet_length(vault) = 16))
);
CREATE TABLE public.keyset (
    account bytea NOT NULL,
    object bytea NOT NULL,
    highest bigint NOT NULL,
    CONSTRAINT keyset_account_check CHECK ((octet_length(account) = 16))
);
CREATE TABLE public.login (
    login bytea NOT NULL,
    kind bigint NOT NULL,
    account bytea NOT NULL,
    key bytea NOT NULL,
    last_number bigint DEFAULT 0 NOT NULL,
    CONSTRAINT login_account_check CHECK ((octet_length(account) = 16)),
    CONSTRAINT login_key_check CHECK ((octet_length(key) = 32)),
    CONSTRAINT login_kind_check CHECK ((kind = ANY (ARRAY[(1)::bigint, (2)::bigint, (3)::bigint, (4)::bigint, (5)::bigint]))),
    CONSTRAINT login_login_check CHECK ((octet_length(login) = 16))
)
WITH (fillfactor='70');
CREATE TABLE public.mailbox (
    mailbox bytea NOT NULL,
    roster bytea,
    roster_epoch bigint DEFAULT 0 NOT NULL,
    vaults bigint DEFAULT 0 NOT NULL,
    CONSTRAINT mailbox_mailbox_check CHECK ((octet_length(mailbox) = 16))
);
CREATE TABLE public.message (
    recipient bytea NOT NULL,
    number bigint NOT NULL,
    mailbox bytea NOT NULL,
    sender bytea NOT NULL,
    device bytea NOT NULL,
    seq bigint NOT NULL,
    purpose bigint NOT NULL,
    day bigint NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT message_device_check CHECK ((octet_length(device) = 16)),
    CONSTRAINT message_mailbox_check CHECK ((octet_length(mailbox) = 16)),
    CONSTRAINT message_number_check CHECK ((number > 0)),
    CONSTRAINT message_recipient_check CHECK ((octet_length(recipient) = 16)),
    CONSTRAINT message_sender_check CHECK ((octet_length(sender) = 16)),
    CONSTRAINT message_seq_check CHECK ((seq > 0))
);
ALTER TABLE ONLY public.message ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE public.object (
    account bytea NOT NULL,
    kind bigint NOT NULL,
    version bigint NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT object_account_check CHECK ((octet_length(account) = 16)),
    CONSTRAINT object_kind_check CHECK ((kind = ANY (ARRAY[(1)::bigint, (2)::bigint]))),
    CONSTRAINT object_version_check CHECK ((version > 0))
);
ALTER TABLE ONLY public.object ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE public.opened (
    day bigint NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT opened_count_check CHECK ((count > 0))
);
CREATE TABLE public.reader (
    mailbox bytea NOT NULL,
    account bytea NOT NULL,
    CONSTRAINT reader_account_check CHECK ((octet_length(account) = 16)),
    CONSTRAINT reader_mailbox_check CHECK ((octet_length(mailbox) = 16))
);
CREATE TABLE public.relay (
    one bigint NOT NULL,
    epoch bytea NOT NULL,
    format bigint NOT NULL,
    CONSTRAINT relay_epoch_check CHECK ((octet_length(epoch) = 16)),
    CONSTRAINT relay_one_check CHECK ((one = 1))
);
CREATE UNLOGGED TABLE public.token (
    token bytea NOT NULL,
    login bytea NOT NULL,
    account bytea NOT NULL,
    kind bigint NOT NULL,
    until_ms bigint NOT NULL,
    CONSTRAINT token_account_check CHECK ((octet_length(account) = 16)),
    CONSTRAINT token_kind_check CHECK ((kind = ANY (ARRAY[(1)::bigint, (2)::bigint, (3)::bigint, (4)::bigint, (5)::bigint]))),
    CONSTRAINT token_login_check CHECK ((octet_length(login) = 16)),
    CONSTRAINT token_token_check CHECK ((octet_length(token) = 32))
);
CREATE TABLE public.traffic (
    mailbox bytea NOT NULL,
    day bigint NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT traffic_count_check CHECK ((count > 0)),
    CONSTRAINT traffic_mailbox_check CHECK ((octet_length(mailbox) = 16))
);
CREATE TABLE public.vault (
    vault bytea NOT NULL,
    list bytea NOT NULL,
    list_version bigint NOT NULL,
    keyring bytea NOT NULL,
    keyring_version bigint NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    CONSTRAINT vault_keyring_version_check CHECK ((keyring_version > 0)),
    CONSTRAINT vault_list_version_check CHECK ((list_version > 0)),
    CONSTRAINT vault_vault_check CHECK ((octet_length(vault) = 16))
);
CREATE TABLE public.vault_batch (
    vault bytea NOT NULL,
    device bytea NOT NULL,
    sequence bigint NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT vault_batch_device_check CHECK ((octet_length(device) = 16)),
    CONSTRAINT vault_batch_sequence_check CHECK ((sequence > 0)),
    CONSTRAINT vault_batch_vault_check CHECK ((octet_length(vault) = 16))
);
ALTER TABLE ONLY public.vault_batch ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE public.vault_device (
    vault bytea NOT NULL,
    device bytea NOT NULL,
    live bigint NOT NULL,
    sequence bigint DEFAULT 0 NOT NULL,
    hash bytea NOT NULL,
    seen bytea NOT NULL,
    head bytea,
    ack bytea,
    CONSTRAINT vault_device_device_check CHECK ((octet_length(device) = 16)),
    CONSTRAINT vault_device_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT vault_device_live_check CHECK ((live = ANY (ARRAY[(0)::bigint, (1)::bigint]))),
    CONSTRAINT vault_device_vault_check CHECK ((octet_length(vault) = 16))
)
WITH (fillfactor='70');
CREATE TABLE public.vault_list (
    vault bytea NOT NULL,
    version bigint NOT NULL,
    object bytea NOT NULL,
    CONSTRAINT vault_list_vault_check CHECK ((octet_length(vault) = 16)),
    CONSTRAINT vault_list_version_check1 CHECK ((version > 0))
);
CREATE TABLE public.vault_snapshot (
    vault bytea NOT NULL,
    device bytea NOT NULL,
    number bigint NOT NULL,
    place bigint NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT vault_snapshot_device_check CHECK ((octet_length(device) = 16)),
    CONSTRAINT vault_snapshot_number_check CHECK ((number > 0)),
    CONSTRAINT vault_snapshot_vault_check CHECK ((octet_length(vault) = 16))
);
ALTER TABLE ONLY public.vault_snapshot ALTER COLUMN bytes SET STORAGE EXTERNAL;
INSERT INTO public.account VALUES ('\x01010101010101010101010101010101', '\x0101010101010101010101010101010101010101010101010101010101010101', 90);
INSERT INTO public.account VALUES ('\x05050505050505050505050505050505', '\x0505050505050505050505050505050505050505050505050505050505050505', 14);
INSERT INTO public.enrolment VALUES ('\x3232323232323232323232323232323232323232323232323232323232323232', 1795867200000);
INSERT INTO public.invite VALUES ('\x14141414141414141414141414141414', '\x01010101010101010101010101010101', '\x1414141414141414141414141414141414141414141414141414141414141414', '\x0101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101', 1795263000000, '\x15151515151515151515151515151515', '\x14141414141414141414141414141414', '\x0101010101010101010101010101010101010101010101010101010101010101', '\x0202020202020202020202020202020202020202020202020202020202020202', '\x0303030303030303030303030303030303030303030303030303030303030303', '\x0404040404040404040404040404040404040404040404040404040404040404', 1, NULL, NULL, NULL);
INSERT INTO public.invite VALUES ('\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x01010101010101010101010101010101', '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x0101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101', 1795263000000, '\x1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f', '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x0101010101010101010101010101010101010101010101010101010101010101', '\x0202020202020202020202020202020202020202020202020202020202020202', '\x0303030303030303030303030303030303030303030303030303030303030303', '\x0404040404040404040404040404040404040404040404040404040404040404', 1, NULL, NULL, NULL);
INSERT INTO public.invite VALUES ('\x28282828282828282828282828282828', '\x01010101010101010101010101010101', '\x2828282828282828282828282828282828282828282828282828282828282828', '\x0101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101', 1795263000000, '\x29292929292929292929292929292929', NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO public.keyset VALUES ('\x01010101010101010101010101010101', '\x0101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101', 10);
INSERT INTO public.keyset VALUES ('\x05050505050505050505050505050505', '\x0505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505050505', 10);
INSERT INTO public.keyset VALUES ('\x14141414141414141414141414141414', '\x14141414141414141414141414141414141414141414141414141414141414141414141414141414', 10);
INSERT INTO public.keyset VALUES ('\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', 10);
INSERT INTO public.login VALUES ('\x02020202020202020202020202020202', 3, '\x01010101010101010101010101010101', '\x0101010101010101010101010101010101010101010101010101010101010101', 0);
INSERT INTO public.login VALUES ('\x03030303030303030303030303030303', 3, '\x01010101010101010101010101010101', '\x0202020202020202020202020202020202020202020202020202020202020202', 0);
INSERT INTO public.login VALUES ('\x06060606060606060606060606060606', 3, '\x05050505050505050505050505050505', '\x0101010101010101010101010101010101010101010101010101010101010101', 0);
INSERT INTO public.login VALUES ('\x07070707070707070707070707070707', 3, '\x05050505050505050505050505050505', '\x0202020202020202020202020202020202020202020202020202020202020202', 0);
INSERT INTO public.login VALUES ('\x0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', 3, '\x01010101010101010101010101010101', '\x0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a', 0);
INSERT INTO public.login VALUES ('\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', 2, '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', 0);
INSERT INTO public.login VALUES ('\x05050505050505050505050505050505', 1, '\x05050505050505050505050505050505', '\x0505050505050505050505050505050505050505050505050505050505050505', 1);
INSERT INTO public.login VALUES ('\x01010101010101010101010101010101', 1, '\x01010101010101010101010101010101', '\x0101010101010101010101010101010101010101010101010101010101010101', 3);
INSERT INTO public.login VALUES ('\x14141414141414141414141414141414', 2, '\x14141414141414141414141414141414', '\x1414141414141414141414141414141414141414141414141414141414141414', 1);
INSERT INTO public.mailbox VALUES ('\x14141414141414141414141414141414', '\x141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414', 1, 0);
INSERT INTO public.mailbox VALUES ('\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', 1, 0);
INSERT INTO public.message VALUES ('\x05050505050505050505050505050505', 1, '\x14141414141414141414141414141414', '\x14141414141414141414141414141414', '\x63636363636363636363636363636363', 1, 1, 20778, '\x4642515546425155464251554642515546425155464120746f20425155464251554642515546425155464251554642513a2031');
INSERT INTO public.message VALUES ('\x01010101010101010101010101010101', 2, '\x14141414141414141414141414141414', '\x14141414141414141414141414141414', '\x63636363636363636363636363636363', 2, 1, 20778, '\x4642515546425155464251554642515546425155464120746f20415145424151454241514542415145424151454241513a2032');
INSERT INTO public.message VALUES ('\x01010101010101010101010101010101', 3, '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x63636363636363636363636363636363', 1, 1, 20778, '\x4868346548683465486834654868346548683465486720746f20415145424151454241514542415145424151454241513a2031');
INSERT INTO public.message VALUES ('\x14141414141414141414141414141414', 1, '\x14141414141414141414141414141414', '\x01010101010101010101010101010101', '\x63636363636363636363636363636363', 1, 1, 20778, '\x4151454241514542415145424151454241514542415120746f20464251554642515546425155464251554642515546413a2031');
INSERT INTO public.object VALUES ('\x01010101010101010101010101010101', 1, 1, '\x010101010101010101010101010101010101010101010101010101010101');
INSERT INTO public.object VALUES ('\x05050505050505050505050505050505', 1, 1, '\x050505050505050505050505050505050505050505050505050505050505');
INSERT INTO public.object VALUES ('\x01010101010101010101010101010101', 2, 2, '\x0808080808080808080808080808080808080808');
INSERT INTO public.reader VALUES ('\x14141414141414141414141414141414', '\x01010101010101010101010101010101');
INSERT INTO public.reader VALUES ('\x14141414141414141414141414141414', '\x05050505050505050505050505050505');
INSERT INTO public.reader VALUES ('\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', '\x01010101010101010101010101010101');
INSERT INTO public.relay VALUES (1, '\x8a4e2d73f6fe5385c43cd44f218925bf', 5);
INSERT INTO public.traffic VALUES ('\x1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e', 20778, 1);
INSERT INTO public.traffic VALUES ('\x14141414141414141414141414141414', 20778, 4);
ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account);
ALTER TABLE ONLY public.challenge
    ADD CONSTRAINT challenge_pkey PRIMARY KEY (challenge);
ALTER TABLE ONLY public.enrolment
    ADD CONSTRAINT enrolment_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.former_reader
    ADD CONSTRAINT former_reader_pkey PRIMARY KEY (mailbox, account);
ALTER TABLE ONLY public.invite
    ADD CONSTRAINT invite_pkey PRIMARY KEY (invite);
ALTER TABLE ONLY public.keyset
    ADD CONSTRAINT keyset_pkey PRIMARY KEY (account);
ALTER TABLE ONLY public.login
    ADD CONSTRAINT login_pkey PRIMARY KEY (login);
ALTER TABLE ONLY public.mailbox
    ADD CONSTRAINT mailbox_pkey PRIMARY KEY (mailbox);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_mailbox_sender_device_recipient_seq_key UNIQUE (mailbox, sender, device, recipient, seq);
ALTER TABLE ONLY public.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (recipient, number);
ALTER TABLE ONLY public.object
    ADD CONSTRAINT object_pkey PRIMARY KEY (account, kind);
ALTER TABLE ONLY public.opened
    ADD CONSTRAINT opened_pkey PRIMARY KEY (day);
ALTER TABLE ONLY public.reader
    ADD CONSTRAINT reader_pkey PRIMARY KEY (mailbox, account);
ALTER TABLE ONLY public.relay
    ADD CONSTRAINT relay_pkey PRIMARY KEY (one);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT token_pkey PRIMARY KEY (token);
ALTER TABLE ONLY public.traffic
    ADD CONSTRAINT traffic_pkey PRIMARY KEY (mailbox, day);
ALTER TABLE ONLY public.vault_batch
    ADD CONSTRAINT vault_batch_pkey PRIMARY KEY (vault, device, sequence);
ALTER TABLE ONLY public.vault_device
    ADD CONSTRAINT vault_device_pkey PRIMARY KEY (vault, device);
ALTER TABLE ONLY public.vault_list
    ADD CONSTRAINT vault_list_pkey PRIMARY KEY (vault, version);
ALTER TABLE ONLY public.vault
    ADD CONSTRAINT vault_pkey PRIMARY KEY (vault);
ALTER TABLE ONLY public.vault_snapshot
    ADD CONSTRAINT vault_snapshot_pkey PRIMARY KEY (vault, device, number);
CREATE INDEX challenge_by_end ON public.challenge USING btree (until_ms);
CREATE INDEX invite_by_end ON public.invite USING btree (until_ms);
CREATE INDEX invite_by_mailbox ON public.invite USING btree (mailbox) WHERE (mailbox IS NOT NULL);
CREATE INDEX invite_by_owner ON public.invite USING btree (owner);
CREATE INDEX login_by_account ON public.login USING btree (account, kind);
CREATE INDEX message_by_day ON public.message USING btree (day);
CREATE INDEX token_by_end ON public.token USING btree (until_ms);
CREATE INDEX token_by_login ON public.token USING btree (login);
CREATE INDEX traffic_by_day ON public.traffic USING btree (day);
CREATE TABLE public.wake (
    login bytea NOT NULL,
    account bytea NOT NULL,
    endpoint bytea NOT NULL,
    day bigint NOT NULL,
    CONSTRAINT wake_account_check CHECK ((octet_length(account) = 16)),
    CONSTRAINT wake_endpoint_check CHECK (((octet_length(endpoint) >= 9) AND (octet_length(endpoint) <= 1024))),
    CONSTRAINT wake_login_check CHECK ((octet_length(login) = 16))
);
ALTER TABLE ONLY public.wake
    ADD CONSTRAINT wake_pkey PRIMARY KEY (login);
CREATE INDEX wake_by_account ON public.wake USING btree (account);
