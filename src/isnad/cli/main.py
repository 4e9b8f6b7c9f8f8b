"""`isnad`: the command group. A command's module is imported when it is called, so that `--help` answers at once."""

from __future__ import annotations

import importlib
import sys

import click

from isnad.errors import IsnadError, NothingFoundError, NothingReadableError

# Command name to (module, function, one line of help): a literal table, so that help needs no import.
COMMANDS = {
    "account": ("isnad.cli.account", "account", "Read articles and tell the sourced account of their story."),
    "read": ("isnad.cli.account", "read", "Read articles and give the findings of each alone, as JSON."),
    "add": ("isnad.cli.add", "add", "Read articles into the workspace."),
    "judge": ("isnad.cli.judge", "judge", "Decide about links: names, speakers, claims, stories, conflicts; take it back."),
    "revisions": ("isnad.cli.revisions", "revisions", "What one text of an address changed against the one before."),
    "doctor": ("isnad.cli.doctor", "doctor", "What is installed, what the workspace holds, what is stale, what failed."),
    "watch": ("isnad.cli.watch", "watch", "Look at feeds, read what is new, raise alerts."),
    "feeds": ("isnad.cli.watch", "feeds", "The feeds that are watched: add, import, list, pause, resume, remove."),
    "follow": ("isnad.cli.watch", "follow", "What alerts are raised for: add, list, remove."),
    "alerts": ("isnad.cli.watch", "alerts", "The alerts that were raised."),
    "explain": ("isnad.cli.explain", "explain", "Say for a finding which rule, row or feature made it."),
    "who": ("isnad.cli.lists", "who", "Everything a person or body said, in time order, with chains."),
    "quotes": ("isnad.cli.lists", "quotes", "Every statement, as a table, CSV or JSON Lines."),
    "figures": ("isnad.cli.lists", "figures", "The figure ledger, as a table, CSV or JSON Lines."),
    "conflicts": ("isnad.cli.conflicts", "conflicts", "What does not agree, both sides, as a table, CSV or JSON Lines."),
    "timeline": ("isnad.cli.lists", "timeline", "What happened on which day, as a table, CSV or JSON Lines."),
    "stories": ("isnad.cli.stories", "stories", "Articles about the same events, over a stream: headline, names, splits and merges."),
    "search": ("isnad.cli.search", "search", "Articles of the workspace by words, phrases, fields, days, figures, meaning."),
    "export": ("isnad.cli.export", "export", "The account in other formats: spreadsheets, Parquet, linked data, DOCX, PDF."),
    "serve": ("isnad.cli.serve", "serve", "Open the workspace in the browser: the reading room."),
    "bulk": ("isnad.cli.bulk", "bulk", "Archives (WARC, JSON Lines, Parquet) in shards, on one machine or many, into Parquet tables."),
    "user": ("isnad.cli.user", "user", "Who may log in to the reading room: add, list, role, password, remove."),
    "mcp": ("isnad.cli.mcp", "mcp", "Serve the workspace to assistants over the Model Context Protocol, for reading only."),
    "copies": ("isnad.cli.lists", "copies", "Who carries whose words, as a table, CSV or JSON Lines."),
    "entities": ("isnad.cli.lists", "entities", "Names with their variants and reasons, as a table, CSV or JSON Lines."),
    "labels": ("isnad.cli.lists", "labels", "Which outlet uses which word for whom, as a table, CSV or JSON Lines."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="isnad", prog_name="isnad")
def cli() -> None:
    """Isnad reads many Arabic news articles about the same events and gives a sourced account of them.

    Exit codes: 0 done, 1 nothing readable or nothing found, 2 wrong use.
    """


def main() -> None:
    """Entry point: errors raised on purpose become one line on standard error and an exit code."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("isnad: stopped", err=True)
        sys.exit(130)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (NothingReadableError, NothingFoundError) as error:
        click.echo(f"isnad: {error}", err=True)
        sys.exit(1)
    except IsnadError as error:
        click.echo(f"isnad: {error}", err=True)
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output went away (`| head`); nothing is wrong with us.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
