-- What may happen once and happened.
CREATE TABLE used_once (
    hash BLOB PRIMARY KEY,          -- HMAC of what it is
    until INTEGER NOT NULL          -- when it may be forgotten
) WITHOUT ROWID;

CREATE INDEX used_once_until ON used_once (until);
