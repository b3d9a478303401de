-- The review log, version 1. Never edit this file: later changes are appended in migrations.py.
-- `reviews` and `models` are the truth; `cards` and `days` can be dropped and made again.

CREATE TABLE reviews (            -- one row an answer, never changed, never deleted
    id            TEXT PRIMARY KEY CHECK (length(id) = 36),  -- UUID 7: sorts by time
    learner       TEXT NOT NULL,
    device        TEXT NOT NULL,
    question      TEXT NOT NULL,  -- full id, topic/id
    content_hash  TEXT NOT NULL,  -- of the question as it was asked
    seed          INTEGER NOT NULL,  -- of the variant: it can be shown again as it was
    at            TEXT NOT NULL,  -- UTC, ISO 8601
    study_day     TEXT NOT NULL,  -- YYYY-MM-DD; begins at 04:00 local time
    answer        TEXT NOT NULL,
    machine_score REAL NOT NULL CHECK (machine_score BETWEEN 0 AND 1),
    learner_score REAL CHECK (learner_score BETWEEN 0 AND 1),  -- only where the learner differed
    rating        INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),  -- Again, Hard, Good, Easy
    confidence    INTEGER,        -- 1 guessed, 2 fairly sure, 3 sure
    milliseconds  INTEGER NOT NULL CHECK (milliseconds >= 0),
    asked_by      TEXT NOT NULL,  -- quiz, practice, interview, demo
    scheduler     TEXT NOT NULL,  -- the memory model, see models
    undoes        TEXT            -- this row takes back the review of that id
) STRICT;
-- question first: a learner's newest reviews must be found by id, not by sorting all of them
CREATE INDEX reviews_of_question ON reviews (question, learner, id);
CREATE INDEX reviews_undone ON reviews (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER reviews_never_change BEFORE UPDATE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;
CREATE TRIGGER reviews_never_go BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END;

CREATE TABLE models (             -- the memory models that reviews name
    name      TEXT PRIMARY KEY,
    weights   TEXT NOT NULL,      -- JSON, 21 numbers
    retention REAL NOT NULL
) STRICT;

CREATE TABLE cards (              -- derived: the memory state of every question answered
    learner    TEXT NOT NULL,
    question   TEXT NOT NULL,
    stability  REAL NOT NULL,     -- days until recall falls to 90 %
    difficulty REAL NOT NULL,     -- 1..10
    first_day  INTEGER NOT NULL,  -- days are counted from 0001-01-01, which is day 1
    last_day   INTEGER NOT NULL,
    due_day    INTEGER NOT NULL,
    reviews    INTEGER NOT NULL,
    lapses     INTEGER NOT NULL,
    model      TEXT NOT NULL,
    PRIMARY KEY (learner, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_due ON cards (learner, due_day, last_day, stability, question);
CREATE INDEX cards_of_day ON cards (learner, last_day, first_day);

CREATE TABLE days (               -- derived: the tally of every study day
    learner   TEXT NOT NULL,
    study_day TEXT NOT NULL,
    topic     TEXT NOT NULL,
    answers   INTEGER NOT NULL,
    score     INTEGER NOT NULL,   -- sum of the scores in millionths: whole numbers do not drift
    PRIMARY KEY (learner, topic, study_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX days_of_learner ON days (learner, study_day);

CREATE TABLE facts (              -- about this very file
    name  TEXT PRIMARY KEY,       -- device
    value TEXT NOT NULL
) STRICT;
