"""Where the ``knooppunt`` command begins: runs it, and turns what went wrong into a sentence and an exit code.

Exit codes: 0 done; 1 refused or failed; 2 wrong usage or a wrong setting; 3 done, but something is not right (rows in
quarantine, a fault found); 130 interrupted. Nothing heavy is imported here: ``--help`` must be quick.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import click

from knooppunt.config.command import knooppunt, translated
from knooppunt.kit.problems import Problem, phrase

REFUSED, INTERRUPTED = 1, 130


def main() -> None:
    """Run the command line of this process, and exit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knooppunt.config.settings")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run ``knooppunt`` with ``arguments``; the exit code."""
    try:
        code = knooppunt.main(args=list(arguments), prog_name="knooppunt", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except Problem as refusal:
        click.echo(said(refusal), err=True)
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from complaining once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OSError as wrong:
        # A folder that is missing, a disk that is full: the machine's no, as a sentence. Without a file it is a bug.
        if wrong.filename is None and wrong.errno != errno.ENOSPC:
            raise
        template = phrase("{file} cannot be used: {why}.")
        click.echo(said(Problem(template, file=wrong.filename or os.environ.get("KNOOPPUNT_HOME", "var"),
                                why=wrong.strerror)), err=True)  # fmt: skip
        return REFUSED
    return code if isinstance(code, int) else 0


def said(refusal: Problem) -> str:
    """The refusal as a sentence in the language of the terminal, with the place that is wrong."""
    sentence = refusal.sentence(translated(refusal.template))
    return f"{refusal.place}: {sentence}" if refusal.place and refusal.place not in sentence else sentence
