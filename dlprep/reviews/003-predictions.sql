-- What a learner expected of a demo, before seeing it: one row a prediction, never changed.

CREATE TABLE predictions (
    id        TEXT PRIMARY KEY CHECK (length(id) = 36),  -- UUID 7, in the order of all ids
    learner   TEXT NOT NULL,
    device    TEXT NOT NULL,
    demo      TEXT NOT NULL,     -- slug
    about     TEXT NOT NULL,     -- which of the demo's predictions
    said      TEXT NOT NULL,
    truth     TEXT,              -- NULL where the matter was undefined
    correct   INTEGER NOT NULL CHECK (correct IN (0, 1)),
    knobs     TEXT NOT NULL,     -- JSON: the demo can be run again as it was
    seed      INTEGER NOT NULL,
    questions TEXT NOT NULL,     -- JSON: the questions that the demo helps with
    at        TEXT NOT NULL,     -- UTC, ISO 8601
    study_day TEXT NOT NULL,
    asked_by  TEXT NOT NULL      -- demo
) STRICT;
CREATE INDEX predictions_of_demo ON predictions (learner, demo, id);

CREATE TRIGGER predictions_never_change BEFORE UPDATE ON predictions
BEGIN SELECT RAISE(ABORT, 'predictions are append-only'); END;
CREATE TRIGGER predictions_never_go BEFORE DELETE ON predictions
BEGIN SELECT RAISE(ABORT, 'predictions are append-only'); END;
