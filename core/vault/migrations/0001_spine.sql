-- The vault of one profile. Truth is in `draft`, `change`, `parcel`, `secret` and `certificate`; `case_row` and
-- `case_search` are projections of the documents and can be rebuilt from them at any time.

-- Answers as they are given, before they are folded into a change. One table and no index, so that an answer costs one
-- page of log. Ids may be used again once the table is empty.
CREATE TABLE draft (
    id        INTEGER PRIMARY KEY,
    case_id   BLOB NOT NULL CHECK (length(case_id) = 16),
    interview TEXT NOT NULL,
    path      TEXT NOT NULL,
    value     TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

-- A short number for each case: changes and projections are keyed and clustered by it.
CREATE TABLE cases (
    no      INTEGER PRIMARY KEY,
    case_id BLOB NOT NULL UNIQUE CHECK (length(case_id) = 16),
    tag     BLOB NOT NULL UNIQUE CHECK (length(tag) = 16)
) STRICT;

-- Automerge changes. id = case number * 2^24 + place in that case, so the log of a case lies together and in the order
-- in which it was kept; a change that had to wait moves to the end when it is applied.
-- state: 0 applied, 1 waiting for changes it depends on, 2 set aside (code says why).
CREATE TABLE change (
    id      INTEGER PRIMARY KEY,
    case_no INTEGER NOT NULL REFERENCES cases (no),
    hash    BLOB NOT NULL CHECK (length(hash) = 32),
    author  BLOB NOT NULL CHECK (length(author) = 16),
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    state   INTEGER NOT NULL,
    code    TEXT,
    own     INTEGER NOT NULL,
    parcel  BLOB,
    bytes   BLOB NOT NULL,
    UNIQUE (case_no, hash)
) STRICT;
CREATE INDEX change_outbox ON change (id) WHERE own = 1 AND parcel IS NULL;
CREATE INDEX change_not_applied ON change (state) WHERE state <> 0;

-- last_change: the id of the last change the snapshot holds. coding: 1 = zstd.
CREATE TABLE snapshot (
    case_no     INTEGER PRIMARY KEY REFERENCES cases (no),
    last_change INTEGER NOT NULL,
    coding      INTEGER NOT NULL,
    bytes       BLOB NOT NULL
) STRICT;

CREATE TABLE case_row (
    case_no        INTEGER PRIMARY KEY REFERENCES cases (no),
    name           TEXT,
    place          TEXT NOT NULL,
    stage          INTEGER NOT NULL,
    outcome        INTEGER NOT NULL,
    urgent_rank    INTEGER NOT NULL,
    child          INTEGER NOT NULL,
    conflicts      INTEGER NOT NULL,
    urgent         TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    created_by     BLOB NOT NULL,
    updated_at     INTEGER NOT NULL,
    updated_by     BLOB NOT NULL,
    sent_state     INTEGER NOT NULL,
    instrument     TEXT NOT NULL,
    interview_open INTEGER NOT NULL,
    needs_open     INTEGER NOT NULL
) STRICT;
CREATE INDEX case_row_urgent ON case_row (urgent_rank DESC, updated_at DESC, case_no DESC);
CREATE INDEX case_row_newest ON case_row (updated_at DESC, case_no DESC);

-- rowid = case number. The text is folded before it comes here (see fold.rs).
CREATE VIRTUAL TABLE case_search USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);

CREATE TABLE secret (
    kind  TEXT NOT NULL,
    id    BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

-- Every parcel made here or brought here. fork: another parcel holds the same author and number. refused: the hub's code
-- for not taking it; it is not brought again until somebody has looked.
CREATE TABLE parcel (
    no      INTEGER PRIMARY KEY,
    name    BLOB NOT NULL UNIQUE CHECK (length(name) = 32),
    author  BLOB NOT NULL CHECK (length(author) = 16),
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    own     INTEGER NOT NULL,
    at_hub  INTEGER NOT NULL,
    fork    INTEGER NOT NULL,
    refused TEXT,
    bytes   BLOB NOT NULL
) STRICT;
CREATE INDEX parcel_author ON parcel (author, seq);
CREATE INDEX parcel_to_bring ON parcel (author, seq) WHERE at_hub = 0;

-- Up to which number of each author the hub has given receipts.
CREATE TABLE acknowledged (
    author BLOB PRIMARY KEY CHECK (length(author) = 16),
    upto   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- state: 0 read, 1 no key yet, 2 withheld, 3 refused (code says why).
CREATE TABLE section (
    parcel_no INTEGER NOT NULL REFERENCES parcel (no),
    idx       INTEGER NOT NULL,
    tag       BLOB,
    state     INTEGER NOT NULL,
    code      TEXT,
    PRIMARY KEY (parcel_no, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX section_unread ON section (tag, parcel_no, idx) WHERE state <> 0;

CREATE TABLE state (
    key   TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate (
    device BLOB PRIMARY KEY CHECK (length(device) = 16),
    bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE pack (
    hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
    id      TEXT NOT NULL,
    version TEXT NOT NULL,
    bytes   BLOB NOT NULL
) STRICT;

-- What could not be used: kept whole, with the reason, for a person to look at. Nothing deletes from here.
CREATE TABLE quarantine (
    id    INTEGER PRIMARY KEY,
    kind  TEXT NOT NULL,
    code  TEXT NOT NULL,
    at    INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
