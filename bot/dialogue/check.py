"""`python -m bot.dialogue.check`: `rasa data validate` that really fails on a warning.

Rasa's own `--fail-on-warnings` ends with 0 in spite of warnings. Here every warning fails, except
that a response or an intent is in no rule: our actions say responses themselves, and intents that
only answer a form need no rule. That those two are used at all is proved by tests/actions.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter
from rasa.validator import Validator

from bot.settings import ROOT

_HARMLESS = ("is not used in any story", "Slot auto-fill has been removed")
_DATA = ("nlu", "questions", "rules", "stories")


def findings(root: Path = ROOT) -> list[str]:
    """What Rasa says against config.yml, domain.yml and data/; empty when all is well."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        importer = TrainingDataImporter.load_from_config(
            str(root / "config.yml"),
            str(root / "domain.yml"),
            [str(root / "data" / folder) for folder in _DATA],
        )
        validator = Validator.from_importer(importer)
        validator.warn_if_config_mandatory_keys_are_not_set()
        checks = {
            "domain": validator.verify_domain_validity(),
            "nlu": validator.verify_nlu(ignore_warnings=True),
            "forms in rules": validator.verify_forms_in_stories_rules(),
            "actions in rules": validator.verify_actions_in_stories_rules(),
            "slots of forms": validator.verify_form_slots(),
            "slot mappings": validator.verify_slot_mappings(),
            "stories": validator.verify_story_structure(ignore_warnings=False),
        }
    said = sorted({str(w.message).strip() for w in caught if issubclass(w.category, UserWarning)})
    return [line for line in said if not any(words in line for words in _HARMLESS)] + [
        f"Rasa's check of the {name} failed." for name, passed in checks.items() if not passed
    ]


def main() -> int:
    """Print the findings; 1 if there are any."""
    found = findings()
    for line in found:
        print(line)
    print(f"rasa data: {len(found)} warnings" if found else "rasa data: no warnings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
