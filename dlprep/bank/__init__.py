"""The question kinds; YAML in, questions out; templates, lint, index and search."""
