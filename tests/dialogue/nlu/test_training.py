"""Fitting an intent model: what is done for all messages at once is what is done for one."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, random
from sklearn.svm import LinearSVC

from bot.dialogue.nlu.features import extract
from bot.dialogue.nlu.hyperplanes import Sample, fit
from bot.dialogue.nlu.model import Message, weigh
from bot.dialogue.nlu.training import Options, _matrix, _vocabulary, train

TEXTS = ["كم فاتورتي", "كم كم فاتوره رمضان", "الكهرباء طافيه عندنا", "طافيه من امس", "0551234567"]
INTENTS = ["ask_bill", "ask_bill", "report_outage", "report_outage", "inform"]


def _sample(intents: int) -> Sample:
    dice = np.random.default_rng(7)
    targets = np.arange(90) % intents
    matrix = random(90, 40, density=0.4, format="csr", random_state=7, dtype=np.float32)
    return Sample(csr_matrix(matrix), targets, dice.uniform(0.3, 1, 90))


def test_two_processes_fit_what_one_machine_would() -> None:
    sample = _sample(5)
    (halves,) = fit([sample], 5, 0.7)
    whole = LinearSVC(C=0.7, random_state=0, tol=1e-6, max_iter=50_000)
    whole.fit(sample.matrix, sample.targets, sample_weight=sample.importance)
    assert np.allclose(halves.coefficients, whole.coef_.T, atol=0.03)
    assert np.allclose(halves.intercepts, whole.intercept_, atol=0.03)


def test_two_fits_of_the_same_are_the_same() -> None:
    sample = _sample(4)
    once, again = fit([sample, sample], 4, 0.7)
    assert np.array_equal(once.coefficients, again.coefficients)


def test_an_intent_without_examples_is_never_the_likeliest() -> None:
    sample = _sample(4)
    (machine,) = fit([sample.of(sample.targets != 2)], 4, 0.7)
    assert 2 not in machine.scores(sample.matrix).argmax(axis=1)


def test_the_matrix_of_all_messages_has_what_is_weighed_of_each() -> None:
    messages = [Message(extract(text), text) for text in TEXTS]
    vocabulary, idf, _ = _vocabulary(messages, rarest=1)
    weights = Options().weights
    matrix = _matrix([message.features for message in messages], vocabulary, idf, weights)
    for row, message in enumerate(messages):
        expected = np.zeros(len(vocabulary), dtype=np.float32)
        columns, values = weigh(message.features, vocabulary, idf, weights)
        expected[columns] = values
        assert np.allclose(matrix[row].toarray()[0], expected, atol=1e-6)


def test_a_message_is_understood_by_a_model_of_a_few() -> None:
    messages = [Message(extract(text), text) for text in TEXTS]
    model = train(messages, INTENTS, Options(encoder=False))
    chances = model.probabilities(Message(extract("طافيه"), "طافيه"))
    assert model.labels[int(chances.argmax())] == "report_outage"
