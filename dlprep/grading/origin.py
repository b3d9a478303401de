"""Asks before anything is run whether the question's bank may have its programs run."""


def demand(full_id: str) -> None:
    """Raise `UntrustedError` unless the question is built in or its folder was allowed."""
    from dlprep.bank.library import load
    from dlprep.bank.trust import is_trusted, refusal

    owner = load().owner(full_id)
    if owner is not None and not is_trusted(owner):
        raise refusal(owner)
