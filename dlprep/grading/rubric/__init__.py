"""Marks prose against a rubric of points: words, patterns, roles, word order, flags, feedback."""
