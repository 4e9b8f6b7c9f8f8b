"""Every exception that Isnad raises on purpose.

    IsnadError
    ├── UsageError          a wrong argument: what was given, what was expected      (exit code 2)
    ├── NothingReadableError  no article could be read from what was given             (exit code 1)
    ├── NothingFoundError   nothing is kept under the name that was asked for            (exit code 1)
    ├── StoreError          the workspace cannot be opened, read or written, and why     (exit code 2)
    │   └── StoreBusyError  another process is writing; asked not to wait
    ├── RunError            a piece of a large run could not be done, and why            (exit code 2)
    ├── PackError           a broken language table or case file: file, line, reason (stops the start)
    └── PipelineError       a stage needs a layer that no earlier stage gives        (stops the start)

What goes wrong with a single article is no exception: it is an `Outcome` or an `Issue` (see `isnad.model.outcome`).
"""

from __future__ import annotations


class IsnadError(Exception):
    """Root of all errors raised on purpose; the message is one sentence for a person."""


class UsageError(IsnadError):
    """A wrong argument; the message names the thing and what was expected."""


class NothingReadableError(IsnadError):
    """None of the given inputs held a readable article."""


class NothingFoundError(IsnadError):
    """The workspace holds nothing under that name; the message names it."""


class StoreError(IsnadError):
    """The workspace cannot be opened, read or written; the message says which and why."""


class StoreBusyError(StoreError):
    """Another process is writing, and the caller would not wait."""


class RunError(IsnadError):
    """A piece of a large run could not be done; the message names it and why. What was done before it is kept."""


class PackError(IsnadError):
    """A language table or case file is broken; the message starts with `file:line`."""


class PipelineError(IsnadError):
    """The stages do not fit together."""
