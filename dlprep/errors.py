"""Errors that a user can do something about; `cli.main` turns each into one line and an exit code."""


class DlprepError(Exception):
    """Something the user can act on; the message says where, what, and what to do next."""

    exit_code = 1


class UsageError(DlprepError):
    """The command was typed in a way that cannot be carried out."""

    exit_code = 2


class UnreadableError(DlprepError):
    """A bank, a file or a database cannot be read or written."""

    exit_code = 3


class NothingToDoError(DlprepError):
    """No question matches, or nothing is due."""

    exit_code = 4


class UntrustedError(UsageError):
    """A program of a bank that is not built in, and that nobody has allowed to be run."""


class UnreadableAnswerError(Exception):
    """An answer that cannot be read as its question's kind; the message says what was expected."""
