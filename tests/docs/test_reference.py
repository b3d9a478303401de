"""The reference names every command, every JSON schema and every environment variable there is."""

import importlib
import re
from pathlib import Path

import pytest

from dlprep.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
SOURCES = [file.read_text(encoding="utf-8") for file in (ROOT / "dlprep").rglob("*.py")]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    line = next((x for x in REFERENCE.splitlines() if f"`dlprep {name}" in x), "")
    assert line
    module = importlib.import_module(f"dlprep.cli.{name}")
    if hasattr(module, "app"):
        rows = "\n".join(x for x in REFERENCE.splitlines() if f"`dlprep {name}" in x)
        for command in module.app.registered_commands:
            said = command.name or command.callback.__name__.replace("_", "-")
            assert re.search(rf"\b{said}`", rows), f"{name} {said}"


@pytest.mark.parametrize("pattern", [r'"(dlprep\.[a-z_-]+/\d)"', r"\b(DLPREP_[A-Z_]*[A-Z])\b"])
def test_every_schema_and_variable_is_documented(pattern: str) -> None:
    there = {found for source in SOURCES for found in re.findall(pattern, source)}
    told = {found for found in there if f"`{found}`" in REFERENCE}
    assert there - told <= {"DLPREP_LLM"}  # a prefix in a sentence
