-- The store of a hub: opaque parcels in the order in which they were accepted, and who is to have which.

CREATE TABLE bulletin (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

-- since: the last position of the log when these bytes came.
CREATE TABLE certificate (
    device BLOB PRIMARY KEY CHECK (length(device) = 16),
    since  INTEGER NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

-- The log. Rows are added and never altered. seq is the author's number, with its highest bit turned over so that the
-- order of signed numbers is that of unsigned ones.
CREATE TABLE log (
    position    INTEGER PRIMARY KEY,
    author      BLOB NOT NULL CHECK (length(author) = 16),
    seq         INTEGER NOT NULL,
    name        BLOB NOT NULL CHECK (length(name) = 32),
    prev        BLOB NOT NULL CHECK (length(prev) = 32),
    accepted_at INTEGER NOT NULL,
    bytes       BLOB NOT NULL,
    UNIQUE (author, seq)
) STRICT;

-- How far each author's parcels are here without a gap; seq as in log.
CREATE TABLE head (
    author BLOB PRIMARY KEY,
    seq    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tagged (
    tag      BLOB NOT NULL,
    position INTEGER NOT NULL REFERENCES log (position),
    PRIMARY KEY (tag, position)
) STRICT, WITHOUT ROWID;

-- The units a case is granted to, from the first entry on that granted it.
CREATE TABLE granted (
    tag   BLOB NOT NULL,
    unit  TEXT NOT NULL,
    since INTEGER NOT NULL REFERENCES log (position),
    PRIMARY KEY (tag, unit)
) STRICT, WITHOUT ROWID;

-- The grants within an entry that count.
CREATE TABLE grant_in (
    position INTEGER NOT NULL REFERENCES log (position),
    tag      BLOB NOT NULL,
    unit     TEXT NOT NULL,
    PRIMARY KEY (position, tag, unit)
) STRICT, WITHOUT ROWID;

-- Which entries matter to which unit. Known when an entry is added and never altered after, because a later grant makes no
-- earlier entry matter; so a device's next parcel is one look into this table, however many cases its unit has.
CREATE TABLE for_unit (
    unit     TEXT NOT NULL,
    position INTEGER NOT NULL REFERENCES log (position),
    author   BLOB NOT NULL,
    PRIMARY KEY (unit, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX for_unit_author ON for_unit (unit, author, position);

-- Parcels outside the log, as evidence.
CREATE TABLE aside (
    name   BLOB PRIMARY KEY CHECK (length(name) = 32),
    author BLOB NOT NULL,
    seq    INTEGER NOT NULL,
    code   TEXT NOT NULL,
    at     INTEGER NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;
CREATE INDEX aside_author ON aside (author);
