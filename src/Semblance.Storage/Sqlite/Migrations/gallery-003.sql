ALTER TABLE people ADD COLUMN used INTEGER;     -- when they were recognised last; null: never

UPDATE people SET used = (SELECT max(time) FROM audit WHERE audit.person = people.id AND outcome = 'Match' AND action IN ('face.verified', 'face.identified'));

-- The entry that the audit log begins behind, once older ones were cut.
CREATE TABLE audit_anchor (
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    proof BLOB NOT NULL             -- HMAC with a key of gallery.keys
);
