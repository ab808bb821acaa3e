-- How often somebody else was taken for them.
ALTER TABLE people ADD COLUMN mistaken INTEGER NOT NULL DEFAULT 0;

-- Who became part of whom, so that what the audit log says of the one is found for the other.
CREATE TABLE merged (
    id BLOB PRIMARY KEY,
    person BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX merged_person ON merged (person);
