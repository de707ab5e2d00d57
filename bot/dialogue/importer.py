"""Reading the training files once.

Rasa asks its importer for the same files several times in one training, in more than one language;
ours are in one, and reading 20,000 sentences from YAML takes seconds.
"""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method


class FileImporter(RasaFileImporter):
    """Rasa's importer of files, which remembers what it read. Named in `config.yml`."""

    def get_nlu_data(self, language: str | None = None) -> TrainingData:
        """Messages of all NLU files; there is one language."""
        return self._messages()

    @cached_method
    def get_domain(self) -> Domain:
        """The domain of `domain.yml`."""
        return super().get_domain()

    @cached_method
    def _messages(self) -> TrainingData:
        return super().get_nlu_data()
