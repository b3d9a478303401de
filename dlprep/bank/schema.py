"""The JSON Schema of a question file, made from the structs, and every way a document breaks it."""

import functools
from collections.abc import Iterator
from typing import Any

import msgspec

from dlprep.bank.kinds import KINDS, TopicFile
from dlprep.bank.yaml12 import DocPath
from dlprep.spelling import did_you_mean

Broken = tuple[DocPath, str, bool]
"""Path, what is wrong, and whether it is the key itself (not its value) that is wrong."""


@functools.cache
def json_schema() -> dict[str, Any]:
    """The schema of a question file (JSON Schema 2020-12), as `questions/schema.json` holds it."""
    schema = msgspec.json.schema(TopicFile)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A dlprep question file",
        **schema,
    }


def json_schema_text() -> str:
    """The schema as it is committed: indented, ending in a newline."""
    import json

    return json.dumps(json_schema(), indent=2) + "\n"


def broken(document: Any) -> Iterator[Broken]:
    """Every place where `document` breaks the schema, in no special order."""
    schema = json_schema()
    defs = schema["$defs"]
    if not isinstance(document, dict):
        yield (), f"{_kind(document)}, expected a mapping with topic, title and questions", False
        return
    shallow = _opened(defs["TopicFile"], defs)
    shallow["properties"]["questions"] = {"type": "array"}
    yield from _errors(document, shallow, ())
    questions = document.get("questions")
    for n, question in enumerate(questions if isinstance(questions, list) else []):
        path: DocPath = ("questions", n)
        if not isinstance(question, dict):
            yield path, f"{_kind(question)}, expected a question (a mapping)", False
        elif (kind := question.get("kind")) not in KINDS:
            guess = did_you_mean(str(kind), KINDS)
            what = f"kind {kind!r} is unknown{guess}" if "kind" in question else "no kind"
            yield (*path, "kind"), f"{what}, expected one of {', '.join(KINDS)}", False
        else:
            name = next(
                n
                for n in defs
                if defs[n].get("properties", {}).get("kind", {}).get("enum") == [kind]
            )
            yield from _errors(question, _opened(defs[name], defs), path)


def _opened(definition: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    return {**definition, "properties": dict(definition["properties"]), "$defs": defs}


def _errors(document: Any, schema: dict[str, Any], prefix: DocPath) -> Iterator[Broken]:
    import jsonschema  # 60 ms, and only on the way to an error

    for error in jsonschema.Draft202012Validator(schema).iter_errors(document):
        yield from _told(error, prefix)


def _told(error: Any, prefix: DocPath) -> Iterator[Broken]:
    path = (*prefix, *error.absolute_path)
    rule, wanted, got = error.validator, error.validator_value, error.instance
    if rule == "additionalProperties" and isinstance(wanted, bool):
        known = list(error.schema["properties"])
        for key in got:
            if key not in known:
                guess = did_you_mean(key, known)
                what = f"unknown key {key!r}{guess}, expected one of {', '.join(known)}"
                yield (*path, key), what, True
    elif rule == "required":
        missing = error.message.split("'")[1]
        yield path, f"{missing!r} is missing, expected it here", False
    elif rule == "anyOf" and error.context:
        options = " or ".join(
            sorted({_wanted(e.validator, e.validator_value) for e in error.context})
        )
        yield path, f"{_kind(got)}, expected {options}", False
    else:
        yield path, f"{_kind(got)}, expected {_wanted(rule, wanted)}", False


def _wanted(rule: str, value: Any) -> str:
    match rule:
        case "type":
            names = {"string": "text", "object": "a mapping", "array": "a list", "null": "nothing"}
            return names.get(str(value), f"{value}")
        case "enum":
            return "one of " + ", ".join(map(str, value))
        case "pattern":
            return _PATTERNS.get(value, f"text that matches {value}")
        case "minItems":
            return f"at least {value} items"
        case "maxItems":
            return f"at most {value} items"
        case "minLength":
            return "text that is not empty"
        case "minimum" | "exclusiveMinimum":
            return f"a number {'above' if rule.startswith('ex') else 'of at least'} {value}"
        case "maximum":
            return f"a number of at most {value}"
        case "$ref" | "required" | "additionalProperties":
            return "a mapping"
    return f"{rule} {value}"


_PATTERNS = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "a slug such as dead-relu (lower case, digits, hyphens)",
    r"^[^\n]*\S[^\n]*$": "one line of text",
    r"\S": "text that is not empty",
    "^[a-z0-9-]+/[a-z0-9-]+$": "a full id such as metrics/f1-by-hand",
    "^[A-Za-z][A-Za-z0-9_]*$": "a name (letters, digits, underscore)",
}


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
