"""The bank for a command: loaded, and what had to be left out said on stderr."""

import sys

from dlprep.bank.library import Library, load


def loaded() -> Library:
    """The library; warnings are printed and hinder nothing."""
    library = load()
    for warning in library.warnings:
        print(f"dlprep: warning: {warning}", file=sys.stderr)
    return library
