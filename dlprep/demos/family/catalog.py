"""Finds demos by their files: each module beside this package that is no package is one demo."""

import pkgutil
from functools import cache
from importlib import import_module

import dlprep.demos
from dlprep.demos.family.demo import Demo
from dlprep.errors import UsageError
from dlprep.spelling import did_you_mean


@cache
def slugs() -> tuple[str, ...]:
    """The names of all demos, sorted; imports none of them."""
    modules = pkgutil.iter_modules(dlprep.demos.__path__)
    return tuple(sorted(module.name for module in modules if not module.ispkg))


def load(slug: str) -> Demo:
    """The demo of a file; its module imports neither NumPy nor scikit-learn."""
    demo = import_module(f"dlprep.demos.{slug}").DEMO
    assert isinstance(demo, Demo)
    return demo


def all_demos() -> list[Demo]:
    """Every demo, by topic and name."""
    return sorted(map(load, slugs()), key=lambda demo: (demo.topic, demo.slug))


def find(name: str) -> Demo:
    """The demo of that name, or of the one name that it is a slip of the finger away from.

    Raises
    ------
    UsageError
        There is none; the message names the nearest spelling.
    """
    slug = name_meant(name)
    if slug is None:
        guess = did_you_mean(name, slugs())
        raise UsageError(f"no demo is called {name!r}{guess}; `dlprep demo` lists them")
    return load(slug)


def name_meant(name: str) -> str | None:
    """The slug that a name means: itself, its only completion, or its only near miss."""
    folded = name.strip().lower().replace("-", "_").replace(" ", "_")
    if folded in slugs():
        return folded
    begun = [slug for slug in slugs() if slug.startswith(folded)]
    if len(folded) > 2 and len(begun) == 1:
        return begun[0]
    from difflib import get_close_matches

    close = get_close_matches(folded, slugs(), n=2, cutoff=0.8)
    return close[0] if len(close) == 1 else None
