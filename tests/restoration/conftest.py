"""The town of the outages' tests."""

from tests.outages.conftest import committed_town, town  # noqa: F401
