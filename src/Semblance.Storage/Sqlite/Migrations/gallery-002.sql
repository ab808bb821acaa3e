-- Messages to other programs. Delivered ones are deleted; what is given up stays.
CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    target TEXT NOT NULL,
    body BLOB NOT NULL,             -- sealed under a secret of the store
    created INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    first INTEGER,                  -- when a try failed first
    error TEXT,
    next INTEGER NOT NULL,
    claimed INTEGER NOT NULL,       -- until when somebody tries it; 0: nobody does
    failed INTEGER                  -- when it was given up
);

CREATE INDEX outbox_waiting ON outbox (target, number) WHERE failed IS NULL;

CREATE TABLE outbox_delivered (
    target TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    last INTEGER NOT NULL
) WITHOUT ROWID;
