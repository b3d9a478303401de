"""`grade(question, answer) -> Grade`; one file a kind of question."""
