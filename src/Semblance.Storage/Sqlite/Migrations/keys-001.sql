CREATE TABLE store (
    id BLOB NOT NULL,
    generation INTEGER NOT NULL,    -- grows when the master key changes
    proof BLOB NOT NULL             -- opens with the right master key only
);

-- Rows are never deleted and change their length in no update, so SQLite overwrites them where they lie: a destroyed key leaves no copy in the file.
CREATE TABLE data_keys (
    number INTEGER PRIMARY KEY,
    person BLOB NOT NULL UNIQUE,
    state TEXT NOT NULL,            -- p: its person is being enrolled, a: in use, d: destroyed
    wrapped BLOB NOT NULL           -- zeros when destroyed
);

CREATE INDEX data_keys_pending ON data_keys (number) WHERE state = 'p';

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    wrapped BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE audit_head (
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    proof BLOB NOT NULL
);
