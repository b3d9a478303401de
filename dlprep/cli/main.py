"""The `dlprep` command: the list of commands, and the one place where errors become a line."""

import errno
import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING, Annotated

import dlprep

if TYPE_CHECKING:
    import typer

COMMANDS = (
    "quiz", "practice", "plan", "topics", "search", "show", "grade", "interview", "demo", "stats", "history",
    "undo", "config", "doctor", "memory", "bank", "log",
)  # fmt: skip
"""Each a module of this package, in the order of the help: a function of its name, or an `app`."""

_FAULT = "dlprep: error: "


def main() -> None:
    """Run the command line; exit codes as in docs and DESIGN: 0, 1, 2, 3, 4, 130."""
    if sys.argv[1:] == ["--version"]:  # before typer's 100 ms
        print(f"dlprep {dlprep.__version__}")
        return
    _open_closed_streams()
    sys.exit(_run())


def _open_closed_streams() -> None:
    """Stand in for what a job runner closed (`dlprep ... <&-`): else the log could become file 0 or 1."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _run() -> int:
    gc.set_threshold(50_000)  # importing makes many objects and no garbage: 10 ms of looking for it
    import typer
    from typer._click import exceptions as click  # typer 0.28 carries click within itself
    from typer._click.utils import PacifyFlushWrapper

    from dlprep.errors import DlprepError

    try:
        code = _app(sys.argv[1] if sys.argv[1:] else "")(prog_name="dlprep", standalone_mode=False)
        sys.stdout.flush()  # a full disk shows here, not after the last line of this function
        return code if isinstance(code, int) else 0
    except DlprepError as error:
        print(f"{_FAULT}{error}", file=sys.stderr)
        return error.exit_code
    except click.NoArgsIsHelpError as error:
        print(error.format_message())
        return 0
    except click.ClickException as error:
        where = getattr(getattr(error, "ctx", None), "command_path", "") or "dlprep"
        print(f"{_FAULT}{error.format_message()} (see `{where} --help`)", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except SystemExit:
        if isinstance(sys.stdout, PacifyFlushWrapper):  # typer's way with `... | head`; no bug
            return 0
        raise
    except BrokenPipeError:  # `dlprep topics | head`
        _drop_output()
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _drop_output()
        print(f"{_FAULT}no space left where the output goes; free some", file=sys.stderr)
        return 3


def _drop_output() -> None:
    """What is still to be written goes nowhere, so that the interpreter's last flush does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _app(typed: str) -> "typer.Typer":
    """The application with the command that was typed, or with all where it is none of them."""
    import typer  # 100 ms: not for `--version`

    app = typer.Typer(
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Practice for deep-learning, machine-learning and data-science interviews.",
    )

    def version(asked: bool) -> None:
        if asked:
            print(f"dlprep {dlprep.__version__}")
            raise typer.Exit

    @app.callback()
    def options(
        context: typer.Context,
        show_version: Annotated[
            bool,
            typer.Option("--version", callback=version, is_eager=True, help="Say the version."),
        ] = False,
    ) -> None:
        if context.invoked_subcommand is None:
            from dlprep.cli.today import today

            today()

    for name in [typed] if typed in COMMANDS else COMMANDS:
        module = importlib.import_module(f"dlprep.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, name))
    return app
