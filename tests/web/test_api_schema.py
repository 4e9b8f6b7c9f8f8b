"""Whatever is asked of the API, right or wrong, it answers as its OpenAPI document says: requests are made from the document itself."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks

from isnad import Workspace
from isnad.settings import Serving, Settings
from isnad.web.api.operations import OPERATIONS
from isnad.web.app import make_app

EXAMPLES = 5
"""Requests of each operation, of right ones and of wrong ones."""
CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "negative_data_rejection",
)  # fmt: skip
"""Not among them is that what fits the schema is always answered: a query may be no search, a key no longer there (400, 404)."""
BOUNDED = settings(
    max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def parts(told: Workspace) -> dict[str, str]:
    """What stands in the desk, by the names of the parts of addresses."""
    name = told.names()[0]
    here = {"story": told.stories()[0].id, "article": told.articles()[0].id, "statement": told.statements()[0].id}
    return {**here, "format": "markdown", "type": name.type, "folded": name.folded}


@pytest.fixture(scope="module")
def api(told: Workspace) -> Any:
    """The operations, over an application in this process."""
    desk = Workspace(told.store, msgspec.structs.replace(Settings(), serve=Serving(requests=1_000_000, hosts=("testserver",))))
    return schemathesis.openapi.from_asgi("/api/openapi.json", make_app(desk))


RIGHT = [(o.path, GenerationMode.POSITIVE) for o in OPERATIONS]
WRONG = [(o.path, GenerationMode.NEGATIVE) for o in OPERATIONS if o.query.__struct_fields__]


@pytest.mark.parametrize(("path", "mode"), [*RIGHT, *WRONG])
def test_it_answers_as_its_document_says(api: Any, parts: dict[str, str], path: str, mode: GenerationMode) -> None:
    checks.load_all_checks()
    held = checks.CHECKS.get_by_names(CHECKS)
    operation = api[path]["GET"]

    @BOUNDED
    @given(st.data())
    def answers(data: Any) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        # Ids out of thin air find nothing: every second time those that are there.
        if mode == GenerationMode.POSITIVE and data.draw(st.booleans()):
            case.path_parameters = {name: parts[name] for name in case.path_parameters}
        case.call_and_validate(checks=held, allow_redirects=False)

    answers()
