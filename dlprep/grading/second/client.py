"""Sends a chat completion to an OpenAI-compatible endpoint; everything that can go wrong has a name.

Weighed: the `openai` client brings pydantic and a second on import; litellm fetches from the
network on import. One request needs neither.
"""

import time
from collections.abc import Callable
from typing import Any

import msgspec

TRIES = 3
LONGEST_PAUSE = 5.0
"""Seconds that the learner waits because an endpoint asks for it."""
_BUSY = frozenset((429, 500, 502, 503, 504))


class Endpoint(msgspec.Struct, frozen=True):
    """Where the model is: the base URL up to `/v1`, its name, the key, seconds until a time-out."""

    url: str
    model: str
    key: str
    seconds: float = 20.0

    @property
    def address(self) -> str:
        """The address of chat completions."""
        return f"{self.url.rstrip('/')}/chat/completions"


class ModelError(Exception):
    """The model could not be asked; the message says why and never holds the key."""


def post(
    endpoint: Endpoint, body: dict[str, Any], pause: Callable[[float], None] = time.sleep
) -> bytes:
    """The body of a completion; a busy endpoint and a cut connection are tried again.

    Raises
    ------
    ModelError
        As the message says.
    """
    try:
        import httpx  # 100 ms, and an extra: only where a model is configured
    except ImportError:
        raise ModelError("the extra is missing: python -m pip install 'dlprep[llm]'") from None

    headers = {"Authorization": f"Bearer {endpoint.key}"}
    trouble = ""
    for attempt in range(TRIES):
        try:
            reply = httpx.post(
                endpoint.address, json=body, headers=headers, timeout=endpoint.seconds
            )
        except httpx.TimeoutException:
            raise ModelError(f"no reply in {endpoint.seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            trouble = f"the connection failed ({type(error).__name__})"
            pause(0.5)
            continue
        if reply.status_code == 200:
            return reply.content
        if reply.status_code in (401, 403):
            raise ModelError(f"the key is refused ({reply.status_code}); see DLPREP_LLM_KEY")
        trouble = f"it answers {reply.status_code}"
        if reply.status_code not in _BUSY:
            break
        if attempt + 1 < TRIES:
            pause(_asked_for(reply.headers.get("Retry-After", ""), attempt))
    raise ModelError(trouble)


def _asked_for(header: str, attempt: int) -> float:
    try:
        return min(max(float(header), 0.0), LONGEST_PAUSE)
    except ValueError:
        return 0.5 * float(2**attempt)
