"""The append-only log of every answer, and what is derived from it."""
