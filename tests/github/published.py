"""What GitHub publishes of its own API and events, as `make test` has installed it."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.support.programs import MUST_RUN

FOLDER = Path(__file__).parent / "node_modules" / "@octokit"
API = "openapi/generated/api.github.com.json"
EVENTS = "webhooks-schemas/schema.json"
EXAMPLES = "webhooks-examples/api.github.com/index.json"


@cache
def published(name: str) -> Any:
    """The document with this name.

    Where it is not installed the test is skipped, or fails where every test must run.
    """
    path = FOLDER / name
    if not path.is_file():
        sentence = "needs what npm installs below tests/github (run `make test`)"
        if os.environ.get(MUST_RUN):
            pytest.fail(sentence, pytrace=False)
        pytest.skip(sentence)
    return json.loads(path.read_bytes())
