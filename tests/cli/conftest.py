"""Calling the program as a person does."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from isnad.cli.main import main

RawCall = Callable[..., tuple[int, bytes, str]]
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call_raw(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> RawCall:
    """Calls the program: exit code, standard output as bytes, standard error."""

    def call(*arguments: str) -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["isnad", *arguments])
        try:
            main()
            code = 0
        except SystemExit as done:
            code = int(done.code or 0)
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return call


@pytest.fixture
def call(call_raw: RawCall) -> Call:
    """The same with standard output as text."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code, out, err = call_raw(*arguments)
        return code, out.decode(), err

    return run
