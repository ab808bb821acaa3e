-- Times are UTC ticks of 100 ns since the year 1. Ids are 16 bytes, big-endian. What is sealed is sealed under the person's data key.

CREATE TABLE store (
    id BLOB NOT NULL              -- the same as in gallery.keys
);

CREATE TABLE people (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    name_hash BLOB NOT NULL UNIQUE, -- HMAC of the case-folded name
    name BLOB NOT NULL,             -- sealed
    consent BLOB NOT NULL,          -- sealed
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL
);

CREATE TABLE faces (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    person INTEGER NOT NULL REFERENCES people (number) ON DELETE CASCADE,
    pack TEXT NOT NULL,
    details BLOB NOT NULL,          -- sealed: quality, pose, time
    embedding BLOB NOT NULL         -- sealed: 32-bit floats, little-endian
);

CREATE INDEX faces_person ON faces (person);

CREATE TABLE photos (
    face INTEGER PRIMARY KEY REFERENCES faces (number) ON DELETE CASCADE,
    photo BLOB NOT NULL             -- sealed
);

-- The last change of each person. AUTOINCREMENT: a version is never given twice.
CREATE TABLE changes (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    person BLOB NOT NULL UNIQUE,
    removed INTEGER NOT NULL
);

CREATE TABLE requests (
    hash BLOB PRIMARY KEY,          -- HMAC of the caller's scope and key
    request BLOB NOT NULL,
    person INTEGER NOT NULL REFERENCES people (number) ON DELETE CASCADE,
    time INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX requests_person ON requests (person);

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    person BLOB,
    outcome TEXT,
    detail TEXT,
    session TEXT,
    address TEXT,
    hash BLOB NOT NULL
);

CREATE INDEX audit_person ON audit (person) WHERE person IS NOT NULL;

CREATE TABLE access_keys (
    hash BLOB PRIMARY KEY,          -- SHA-256 of the text; the text has 256 random bits
    id BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    fmr REAL,
    created INTEGER NOT NULL,
    expires INTEGER,
    revoked INTEGER
) WITHOUT ROWID;

CREATE TABLE attempts (
    subject BLOB PRIMARY KEY,       -- HMAC of the subject
    failures INTEGER NOT NULL,
    last INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX attempts_last ON attempts (last);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
