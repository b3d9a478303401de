"""Every query of the review log, in the SQL that SQLite and PostgreSQL share (but for `?`)."""

from dlprep.reviews.review import COLUMNS

CARD_COLUMNS = (
    "question", "stability", "difficulty", "first_day", "last_day",
    "due_day", "reviews", "lapses", "model",
)  # fmt: skip

_REVIEW = ", ".join(f"r.{name}" for name in COLUMNS)
_CARD = ", ".join(CARD_COLUMNS)
_LIVE = "r.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = r.id)"

INSERT_REVIEW = (
    f"INSERT INTO reviews ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
)
UNITE_REVIEW = f"{INSERT_REVIEW} ON CONFLICT (id) DO NOTHING"
ALL_REVIEWS = f"SELECT {_REVIEW} FROM reviews r ORDER BY r.id"
LIVE_REVIEWS = f"SELECT {_REVIEW} FROM reviews r WHERE {_LIVE} ORDER BY r.learner, r.question, r.id"
RECENT = (
    f"SELECT {_REVIEW} FROM reviews r WHERE r.learner = ? AND {_LIVE} ORDER BY r.id DESC LIMIT ?"
)
LIVE = f"SELECT {_REVIEW} FROM reviews r WHERE r.learner = ? AND r.id = ? AND {_LIVE}"
OF_QUESTION = f"SELECT {_REVIEW} FROM reviews r WHERE r.learner = ? AND r.question = ? AND {_LIVE} ORDER BY r.id"
CORRECTED = (
    f"SELECT {_REVIEW} FROM reviews r WHERE r.learner = ? AND r.corrections IS NOT NULL AND {_LIVE} "
    "ORDER BY r.id"
)
# The inner query bounds the work, however long the log is: it walks the newest rows of the key.
FIRST_ANSWERS = (
    "SELECT learner, question, coalesce(learner_score, machine_score) "
    f"FROM (SELECT r.* FROM reviews r WHERE {_LIVE} ORDER BY r.id DESC LIMIT ?) n "
    "WHERE NOT EXISTS (SELECT 1 FROM reviews r WHERE r.learner = n.learner "
    f"AND r.question = n.question AND r.id < n.id AND {_LIVE}) ORDER BY n.id DESC LIMIT ?"
)
SIZE = "SELECT count(*) FROM reviews"
NEWEST_ID = "SELECT max(id) FROM reviews"
NEWEST_ID_OF_QUESTION = "SELECT max(id) FROM reviews WHERE learner = ? AND question = ?"

PUT_CARD = (
    f"INSERT INTO cards (learner, {_CARD}) VALUES ({', '.join('?' * (1 + len(CARD_COLUMNS)))}) "
    "ON CONFLICT (learner, question) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in CARD_COLUMNS[1:])
)
DROP_CARD = "DELETE FROM cards WHERE learner = ? AND question = ?"
DROP_CARDS = "DELETE FROM cards"
CARD = f"SELECT {_CARD} FROM cards WHERE learner = ? AND question = ?"
CARDS = f"SELECT {_CARD} FROM cards WHERE learner = ? ORDER BY question"
ALL_CARDS = f"SELECT learner, {_CARD} FROM cards ORDER BY learner, question"
SEEN = "SELECT question FROM cards WHERE learner = ?"
SEEN_ON = "SELECT question FROM cards WHERE learner = ? AND last_day = ?"
# The inner query is answered by the index cards_due alone; stability then orders a backlog by
# retrievability, highest first, because FSRS's forgetting curve falls with days / stability.
DUE = (
    f"SELECT {_CARD} FROM cards WHERE learner = ? AND question IN ("
    "SELECT question FROM cards WHERE learner = ? AND due_day <= ? "
    "ORDER BY (? - last_day) / stability, question LIMIT ?) "
    "ORDER BY (? - last_day) / stability, question"
)
LEECHES = (
    f"SELECT {_CARD} FROM cards WHERE learner = ? AND lapses >= ? ORDER BY lapses DESC, question"
)
DUE_COUNT = "SELECT count(*) FROM cards WHERE learner = ? AND due_day <= ?"
NEXT_DUE_DAY = "SELECT min(due_day) FROM cards WHERE learner = ?"
DONE_ON = (
    "SELECT count(*), coalesce(sum(CASE WHEN first_day = last_day THEN 1 ELSE 0 END), 0) "
    "FROM cards WHERE learner = ? AND last_day = ?"
)

TALLY = (
    "INSERT INTO days (learner, study_day, topic, answers, score) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (learner, topic, study_day) DO UPDATE SET "
    "answers = days.answers + excluded.answers, score = days.score + excluded.score"
)
DROP_EMPTY_DAYS = "DELETE FROM days WHERE learner = ? AND study_day = ? AND answers = 0"
DROP_DAYS = "DELETE FROM days"
ALL_DAYS = (
    "SELECT learner, study_day, topic, answers, score FROM days ORDER BY learner, study_day, topic"
)
TOPICS = (
    "SELECT topic, sum(answers), sum(score) FROM days "
    "WHERE learner = ? AND study_day >= ? GROUP BY topic ORDER BY topic"
)
BY_DAY = (
    "SELECT study_day, sum(answers), sum(score) FROM days "
    "WHERE learner = ? GROUP BY study_day ORDER BY study_day"
)
STUDY_DAYS = "SELECT DISTINCT study_day FROM days WHERE learner = ? ORDER BY study_day DESC"

MODELS = "SELECT name, weights, retention FROM models"
KEEP_MODEL = (
    "INSERT INTO models (name, weights, retention) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING"
)

LOAD = (
    "SELECT due_day, count(*) FROM cards "
    "WHERE learner = ? AND due_day BETWEEN ? AND ? AND question <> ? GROUP BY due_day"
)
ANSWERS = (
    "SELECT r.question, r.study_day, r.rating, coalesce(r.learner_score, r.machine_score), "
    "coalesce(r.confidence, 0), r.milliseconds "
    f"FROM reviews r WHERE r.learner = ? AND {_LIVE} ORDER BY r.id"
)

FACT = "SELECT value FROM facts WHERE name = ?"
ADOPTIONS = "SELECT value FROM facts WHERE name LIKE 'adoption-%' ORDER BY name"
ADOPTION_COUNT = "SELECT count(*) FROM facts WHERE name LIKE 'adoption-%'"
KEEP_FACT = "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"
