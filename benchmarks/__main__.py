"""`python -m benchmarks [PART ...]`: runs the parts, prints the table, exits 1 when a budget breaks."""

import importlib
import sys

from benchmarks.table import show

PARTS = ("startup", "bank", "review_log", "grading", "prose", "demos", "plan")


def main(wanted: list[str]) -> int:
    """Run the parts that were named, or all."""
    unknown = [part for part in wanted if part not in PARTS]
    if unknown:
        print(f"no part {unknown[0]!r}; there is {', '.join(PARTS)}", file=sys.stderr)
        return 2
    held = True
    for part in wanted or PARTS:
        print(f"\n{part}", flush=True)
        held &= show(importlib.import_module(f"benchmarks.{part}").rows())
    print("\nall budgets hold" if held else "\na budget is broken")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
