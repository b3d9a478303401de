"""The faces that all demos share: full screen, printed card, plain lines, JSON, pictures."""
