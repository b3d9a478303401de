"""dlprep: practice for deep-learning, machine-learning and data-science interviews, in a terminal."""

__version__ = "0.1.0"
