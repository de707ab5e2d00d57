"""The hour of the campaigns' tests."""

from tests.campaigns.conftest import noon  # noqa: F401
