"""The `dlprep` command: the list of commands, and the one place where errors become a line."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import dlprep

if TYPE_CHECKING:
    import typer

_FAULT = "dlprep: error: "


def main() -> None:
    """Run the command line; exit codes as in docs and DESIGN: 0, 1, 2, 3, 4, 130."""
    if sys.argv[1:] == ["--version"]:  # before typer's 100 ms
        print(f"dlprep {dlprep.__version__}")
        return
    sys.exit(_run())


def _run() -> int:
    import typer
    from typer._click import exceptions as click  # typer 0.28 carries click within itself

    from dlprep.errors import DlprepError

    try:
        code = _app()(prog_name="dlprep", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except DlprepError as error:
        print(f"{_FAULT}{error}", file=sys.stderr)
        return error.exit_code
    except click.NoArgsIsHelpError as error:
        print(error.format_message())
        return 0
    except click.ClickException as error:
        print(f"{_FAULT}{error.format_message()} (see `dlprep --help`)", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:  # `dlprep topics | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _app() -> "typer.Typer":
    import typer  # 100 ms: not for `--version`

    from dlprep.cli import (
        bank,
        config,
        demo,
        grade,
        history,
        log,
        practice,
        quiz,
        search,
        show,
        stats,
        today,
        topics,
        undo,
    )

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
            today.today()

    app.command()(quiz.quiz)
    app.command()(practice.practice)
    app.command()(topics.topics)
    app.command()(search.search)
    app.command()(show.show)
    app.command()(grade.grade)
    app.command()(demo.demo)
    app.command()(stats.stats)
    app.command()(history.history)
    app.command()(undo.undo)
    app.command()(config.config)
    app.add_typer(bank.app, name="bank")
    app.add_typer(log.app, name="log")
    return app
