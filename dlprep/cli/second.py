"""Whether a language model is asked for a second mark, and what is said before it is."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from dlprep.bank.templates import Variant
from dlprep.config import Config

if TYPE_CHECKING:
    from dlprep.grading.grade import Grade
    from dlprep.grading.second.view import Second

KEY = "DLPREP_LLM_KEY"
Marker = Callable[[Variant, str, "Grade"], "Second | None"]


def marker(settings: Config) -> Marker | None:
    """The second marker, or None where none is configured or the key is not there.

    What is sent and where is said once, before the first request.
    """
    url, model, key = settings.llm_url, settings.llm_model, os.environ.get(KEY, "")
    if not (url and model and key):
        return None
    told = False

    def before() -> None:
        nonlocal told
        if not told:
            from dlprep.screen.console import note

            note(
                f"your answers to prose questions, with the question and its points, go to "
                f"{url} (model {model}) for a second mark; llm_url in config.toml says so"
            )
            told = True

    def mark(variant: Variant, answer: str, grade: "Grade") -> "Second | None":
        from dlprep.grading.second.client import Endpoint
        from dlprep.grading.second.marker import second

        return second(variant, answer, grade, Endpoint(url, model, key), before=before)

    return mark
