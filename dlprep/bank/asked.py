"""How often interviews ask about each topic: the counts beside the questions, in `concepts/*.csv`."""

import csv
import statistics
from collections.abc import Sequence

from dlprep import paths
from dlprep.bank.library import Library
from dlprep.errors import UnreadableError


def asked() -> dict[str, int]:
    """For each topic that was counted, in how many places its concepts were asked, added up.

    Raises
    ------
    UnreadableError
        A file of counts cannot be read.
    """
    found = {}
    for file in sorted((paths.built_in_bank() / "concepts").glob("*.csv")):
        try:
            with file.open(encoding="utf-8", newline="") as rows:
                found[file.stem] = sum(int(row["asked"]) for row in csv.DictReader(rows))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableError(
                f"{paths.shown(file)}: cannot be read as concepts: {error}"
            ) from error
    return found


def weights(
    library: Library, topics: Sequence[str] = (), role: dict[str, float] | None = None
) -> dict[str, float]:
    """The share of an interview that each topic is likely to take; they add up to 1.

    All topics that have questions, or those named, or those of a role. A role brings its own
    weights; else a topic weighs by how often it was asked, one that nobody counted (the learner's
    own, say) like the median one. Named topics that the role does not know weigh like its median.

    Raises
    ------
    UsageError
        A topic is not known.
    """
    slugs = [t.slug for t in library.topics() if t.questions]
    named = list(dict.fromkeys(library.topic(name).slug for name in topics))
    counts: dict[str, float] = dict(asked() if role is None else role)
    wanted = named or [slug for slug in slugs if role is None or slug in counts]
    usual = statistics.median(counts.values()) if counts else 1.0
    raw = {slug: max(float(counts.get(slug, usual)), 0.0) for slug in wanted if slug in slugs}
    total = sum(raw.values())
    return {slug: weight / total for slug, weight in sorted(raw.items())} if total else {}
