"""Reads one YAML question file strictly: typed questions, or every error in it with its place."""

from pathlib import Path

import msgspec

from dlprep import paths
from dlprep.bank.findings import Finding, at_start, path_text
from dlprep.bank.kinds import TopicFile
from dlprep.bank.schema import broken
from dlprep.bank.yaml12 import DocPath, Document, Fault

MAX_BYTES = 50_000_000


class Reading(msgspec.Struct, frozen=True):
    """What came of reading a file: `topic` is None when there are findings."""

    file: Path
    topic: TopicFile | None
    findings: list[Finding]
    document: Document | None = None

    def finding(self, path: DocPath, what: str, *, key: bool = False) -> Finding:
        """A finding at a path inside this document."""
        line, column = (1, 1)
        if self.document is not None:
            line, column = self.document.key_place(path) if key else self.document.place(path)
        return Finding(paths.shown(self.file), line, column, path_text(path), what)


def read_text(file: Path) -> str | Finding:
    """The file's text, or why it cannot be had."""
    try:
        if file.stat().st_size > MAX_BYTES:
            return at_start(file, f"larger than {MAX_BYTES // 10**6} MB, expected a question file")
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return at_start(file, f"not UTF-8 at byte {error.start}, expected UTF-8 text")
    except OSError as error:
        return at_start(file, f"cannot be read: {error.strerror}, expected a readable file")


def read_file(file: Path) -> Reading:
    """Read one question file; never raises for what the file holds and runs nothing from it."""
    text = read_text(file)
    if isinstance(text, Finding):
        return Reading(file, None, [text])
    try:
        document = Document(text)
    except Fault as fault:
        what = f"{fault.what}, expected a YAML mapping"
        return Reading(file, None, [Finding(paths.shown(file), fault.line, fault.column, "", what)])
    bare = Reading(file, None, [], document)
    if not document.faults:
        try:
            return Reading(file, msgspec.convert(document.data, TopicFile), [], document)
        except msgspec.ValidationError as error:
            fallback = str(error)
    findings = [
        Finding(paths.shown(file), line, column, path_text(path), what)
        for path, (line, column), what in document.faults
    ]
    findings += [bare.finding(path, what, key=key) for path, what, key in broken(document.data)]
    if not findings:  # the two readings of one schema disagree: never let a file pass silently
        findings = [at_start(file, f"{fallback}, expected what `dlprep bank schema` says")]
    return Reading(file, None, sorted(set(findings)), document)
