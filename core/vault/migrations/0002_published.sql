-- What an administrator published: when a questionnaire was signed, languages beside questionnaires, and pieces of files
-- that have not all arrived.

-- 0 for what came with the program.
ALTER TABLE pack ADD COLUMN published_at INTEGER NOT NULL DEFAULT 0;

CREATE TABLE language (
    instrument   TEXT NOT NULL,
    tag          TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    bytes        BLOB NOT NULL,
    PRIMARY KEY (instrument, tag)
) STRICT;

CREATE TABLE piece (
    file  BLOB NOT NULL CHECK (length(file) = 32),
    place INTEGER NOT NULL,
    count INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (file, place)
) STRICT;
