"""Rasa without TensorFlow and without the channels that nobody here uses.

Rasa 3.6.21 imports TensorFlow, Keras, botocore, slack_sdk, pymongo and more at start although a
pipeline of classical components never calls them. This import hook answers those imports with
inert placeholders, so the packages need not be installed: the environment shrinks to a third,
memory to a third, start to a half (docs/decisions/lean-rasa.md). 3.6.21 is the last of its
line, so the list cannot rot.

A real package always wins: the hook only answers for what cannot be found. It wakes when `rasa`
itself is imported, so `import tensorflow` stays an ImportError in every process without Rasa.
`bin/setup` writes a `.pth` file that calls `install()` in each Python of the environment: this
module must stay cheap to import.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing `typing` would cost every Python of the environment a moment
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any, NoReturn
else:
    ModuleType = type(sys)

ABSENT = frozenset(
    {
        # neural components
        "jax",
        "keras",
        "tensorflow",
        "tensorflow_addons",
        "tensorflow_hub",
        "tensorflow_text",
        "sklearn_crfsuite",
        # channels
        "aiogram",
        "fbmessenger",
        "mattermostwrapper",
        "rocketchat_API",
        "slack_sdk",
        "twilio",
        "webexteamssdk",
        # stores in other people's clouds
        "boto3",
        "botocore",
        "pymongo",
    }
)
"""Top-level packages that Rasa imports and this project never calls."""

PUT_OFF = frozenset({"skops.io"})
"""Installed, imported by Rasa at start, rarely used: skops.io looks through all of scikit-learn and
its tests, which takes longer than the rest of the start together."""

_EXCEPTION_ENDINGS = ("Error", "Exception", "Failure")


def _refuse(name: str) -> NoReturn:
    from rasa.shared.exceptions import RasaException

    package = name.partition(".")[0]
    raise RasaException(
        f"{name} was called, but {package} is not installed in this lean environment: "
        "install requirements-stock.txt into an environment of its own."
    )


class Placeholder:
    """Stands for any object of an absent package: may be named, subclassed, annotated with;
    may not be called."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return _attribute(self._name, attribute)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return ()  # `class Layer(tf.keras.layers.Layer)` becomes a plain class

    def __instancecheck__(self, instance: Any) -> bool:
        return False

    def __subclasscheck__(self, subclass: type) -> bool:
        return False

    def __getitem__(self, item: Any) -> Placeholder:
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self._name)

    def __repr__(self) -> str:
        return f"<placeholder of {self._name}>"


def _attribute(owner: str, name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    if name.endswith(_EXCEPTION_ENDINGS):
        # `except pymongo.errors.ConnectionFailure` wants a class; nothing ever raises it.
        return type(name, (Exception,), {"__module__": owner})
    return Placeholder(f"{owner}.{name}")


class PlaceholderModule(ModuleType):
    """A module of an absent package."""

    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return _attribute(self.__name__, name)


class _Absent:
    """Last in `sys.meta_path`: asked only when nobody else found the module. Also the loader."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "rasa_plus":  # Rasa's own door for extensions: see rasa/plugin.py
            from importlib.util import spec_from_file_location
            from pathlib import Path

            return spec_from_file_location(name, Path(__file__).with_name("plugin.py"))
        if name.partition(".")[0] not in ABSENT:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return PlaceholderModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


_OUTDATED = frozenset({"apscheduler", "matplotlib"})
"""What Rasa pins, that speaks to newer packages in their old ways."""

_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",  # Rasa's own tables speak 1.3
    # A message's matrices are small: more threads only wait for each other, a quarter of a turn.
    "OPENBLAS_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",  # reports are files; no window system is looked for
}


class _Watcher:
    """First in `sys.meta_path`: makes the process lean at the moment rasa is imported."""

    def __init__(self) -> None:
        self._awake = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "rasa" and not self._awake:
            self._awake = True
            sys.meta_path.append(_Absent())  # type: ignore[arg-type]
            for variable, value in _ENVIRONMENT.items():
                os.environ.setdefault(variable, value)
        if name in _OUTDATED and self._awake and not sys.warnoptions:
            # Sanic and Rasa, imported before, turned deprecation warnings on for the whole
            # process; those of Rasa's old pins are no news for who starts the bot.
            import warnings

            warnings.simplefilter("ignore", DeprecationWarning)
        return _put_off(name, path) if self._awake and name in PUT_OFF else None


def _put_off(name: str, path: Sequence[str] | None) -> ModuleSpec | None:
    """The real module, run when something of it is first used."""
    from importlib.machinery import PathFinder
    from importlib.util import LazyLoader

    spec = PathFinder.find_spec(name, path)
    if spec is not None and spec.loader is not None:
        spec.loader = LazyLoader(spec.loader)
    return spec


def install() -> None:
    """Watch for `import rasa`. Called by the environment's `.pth` file; twice does no harm."""
    installed = any(type(finder).__name__ == _Watcher.__name__ for finder in sys.meta_path)
    if "rasa" not in sys.modules and not installed:
        sys.meta_path.insert(0, _Watcher())  # type: ignore[arg-type]
