-- People in the order in which they were enrolled, or recognised last: a page of a hundred thousand is read without the rest.
CREATE INDEX people_created ON people (created DESC, id);
CREATE INDEX people_used ON people (coalesce(used, 0) DESC, id);

-- Who was recognised when.
CREATE INDEX audit_match ON audit (time, person) WHERE outcome = 'Match' AND action IN ('face.verified', 'face.identified') AND person IS NOT NULL;

-- Whether it is that of a device that was registered as a kiosk; those open nothing but the sign-in page.
ALTER TABLE access_keys ADD COLUMN device INTEGER NOT NULL DEFAULT 0;
