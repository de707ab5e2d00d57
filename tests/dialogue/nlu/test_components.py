"""The components inside Rasa: trained, stored, loaded, asked; and when a model is stale."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.nlu import sources
from bot.dialogue.nlu.classifier import OTHER_INTENTS, ArabicIntentClassifier
from bot.dialogue.nlu.extractor import ArabicEntityExtractor
from bot.dialogue.nlu.tokenizer import ArabicTokenizer

CONTEXT = ExecutionContext(GraphSchema({}))
EXAMPLES = {
    "ask_bill": "كم فاتورتي|كم المبلغ المطلوب|ابي اعرف فاتورتي|كم علي فواتير|وش مبلغ الفاتورة|"
    "فاتورة رمضان كم|متى تستحق الفاتورة|عطني فاتورة الشهر",
    "report_outage": "الكهرباء طافية|انقطعت الكهرباء عندنا|ما عندنا كهرب|طفت الكهرباء|"
    "الكهربا مقطوعة|فصلت الكهرباء عن البيت|التيار مقطوع عندنا|الحي كله ظلام",
    "update_details": "ابي احدث بياناتي|تحديث بيانات|احدث معلوماتي|ودي اغير بياناتي|"
    "تعديل بيانات الحساب|اريد تحديث معلوماتي|احدث بيانات المستفيد|حدثوا بياناتي",
    "inform": "0551234567|انا مستأجر|مالك|1234|s@x.com|حي النسيم|نورة العتيبي|بالايميل",
    "danger": "في شرار من العداد|سلك طايح|حريق بالطبلون|دخان من العداد|ولدي انكهرب|ريحة حريق|"
    "المحول انفجر|موية على العداد",
    "greet": "السلام عليكم|هلا|مرحبا|صباح الخير|مساء الخير|هلا والله|اهلين|حياكم الله",
}  # fmt: skip


def config() -> dict[str, object]:
    return ArabicIntentClassifier.get_default_config() | {"rarest": 1}


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage.create(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def trained(storage: LocalModelStorage) -> ArabicIntentClassifier:
    component = ArabicIntentClassifier.create(config(), storage, Resource("classifier"), CONTEXT)
    component.train(training_data())
    return component


def training_data() -> TrainingData:
    return TrainingData(
        [
            Message.build(text=text, intent=intent)
            for intent, texts in EXAMPLES.items()
            for text in texts.split("|")
        ]
    )


def parse(component: ArabicIntentClassifier, text: str) -> Message:
    return component.process([Message.build(text=text)])[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("كم فاتورتي", "ask_bill"),
        ("kam fatorti", "ask_bill"),
        ("كَمْ فــاتورتي؟", "ask_bill"),
        ("الكهربااااء طافيه", "report_outage"),
        ("kahraba tafya", "report_outage"),
        ("ابغا احدث بيانات", "update_details"),
        ("abgha a7adeth bayanati", "update_details"),
        ("٠٥٠ ٩٨٧ ٦٥٤٣", "inform"),
        ("انا مستاجره", "inform"),
        ("مساء الخير", "greet"),
        ("شرار يطلع من العداد", "danger"),
    ],
)
def test_understands(trained: ArabicIntentClassifier, text: str, intent: str) -> None:
    assert parse(trained, text).get("intent")["name"] == intent


def test_ranking_holds_every_intent_and_sums_to_one(trained: ArabicIntentClassifier) -> None:
    for text in ("كم فاتورتي", "في شرار", "0551234567"):
        message = parse(trained, text)
        ranking = message.get("intent_ranking")
        assert {entry["name"] for entry in ranking} == set(EXAMPLES)
        confidences = [entry["confidence"] for entry in ranking]
        assert confidences == sorted(confidences, reverse=True)
        assert sum(confidences) == pytest.approx(1, abs=1e-3)
        assert message.get("intent") == ranking[0]


def test_values_only_are_certain_information(trained: ArabicIntentClassifier) -> None:
    assert parse(trained, "0509876543").get("intent")["confidence"] >= 0.97


def test_danger_in_any_part_comes_first(trained: ArabicIntentClassifier) -> None:
    message = parse(trained, "السلام عليكم، كم فاتورتي الشهر هذا، وفي دخان من العداد")
    assert message.get("intent")["name"] == "danger"
    assert message.get("intent")["confidence"] >= 0.95


@pytest.mark.parametrize(
    "text", ["الكهرباء طافية عندنا. كم فاتورتي", "الكهرباء طافية وكم فاتورتي الشهر هذا"]
)
def test_a_message_of_two_intents_names_the_other(
    trained: ArabicIntentClassifier, text: str
) -> None:
    message = parse(trained, text)
    found = {message.get("intent")["name"], *message.get(OTHER_INTENTS)}
    assert {"report_outage", "ask_bill"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "الكهرباء طافية عندنا وكم فاتورتي وابي احدث بياناتي",
        "ايه الكهرباء طافية حسابي 30000000001 وكم فاتورتي الشهر هذا وابغا احدث بياناتي",
    ],
)
def test_three_requests_are_all_found(trained: ArabicIntentClassifier, text: str) -> None:
    message = parse(trained, text)
    assert message.get("intent")["name"] == "report_outage"
    assert message.get(OTHER_INTENTS) == ["ask_bill", "update_details"]


def test_same_prediction_after_load(
    storage: LocalModelStorage, trained: ArabicIntentClassifier
) -> None:
    loaded = ArabicIntentClassifier.load(config(), storage, Resource("classifier"), CONTEXT)
    for text in ("كم فاتورتي", "kahraba tafya", "ابي احدث بياناتي", "شيء آخر تماما", "🙂"):
        before, after = (parse(c, text).get("intent_ranking") for c in (trained, loaded))
        assert [e["name"] for e in before] == [e["name"] for e in after]
        assert [e["confidence"] for e in before] == pytest.approx(
            [e["confidence"] for e in after], abs=1e-4
        )


def test_the_model_runs_no_code_and_is_small(
    storage: LocalModelStorage, trained: ArabicIntentClassifier
) -> None:
    with storage.read_from(Resource("classifier")) as folder:
        sizes = {p.name: p.stat().st_size for p in folder.iterdir()}
        assert set(sizes) == {"features.txt", "intents.npz", "encoder.npz"}
        assert sizes.pop("encoder.npz") < 20_000_000
        assert sum(sizes.values()) < 2_000_000


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_message_has_a_ranking_or_none(trained: ArabicIntentClassifier, text: str) -> None:
    assert isinstance(parse(trained, text).get("intent_ranking"), list)


def test_untrained_component_gives_no_intent(tmp_path: Path) -> None:
    storage = LocalModelStorage.create(tmp_path)
    component = ArabicIntentClassifier.load(config(), storage, Resource("none"), CONTEXT)
    assert parse(component, "كم فاتورتي").get("intent") == {"name": None, "confidence": 0.0}


def test_entities_have_offsets_of_the_original() -> None:
    text = "مو ٠٥٥١٢٣٤٥٦٧ لا ٠٥٠١٢٣٤٥٦٧"
    [message] = ArabicEntityExtractor().process([Message.build(text=text)])
    entities = message.get("entities")
    assert [(e["entity"], e["value"], e["role"]) for e in entities] == [
        ("mobile", "+966551234567", "old"),
        ("mobile", "+966501234567", "new"),
    ]
    assert [text[e["start"] : e["end"]] for e in entities] == ["٠٥٥١٢٣٤٥٦٧", "٠٥٠١٢٣٤٥٦٧"]
    assert {e["extractor"] for e in entities} == {"ArabicEntityExtractor"}


def test_tokens_are_set_for_rasa_tools() -> None:
    component = ArabicTokenizer(ArabicTokenizer.get_default_config())
    [message] = component.process([Message.build(text="لا,شكرا ريال٥٠")])
    tokens = message.get(TOKENS_NAMES["text"])
    assert [(t.text, t.start, t.end) for t in tokens] == [
        ("لا", 0, 2), (",", 2, 3), ("شكرا", 3, 7), ("ريال", 8, 12), ("٥٠", 12, 14),
    ]  # fmt: skip


def test_a_change_in_the_text_code_makes_models_stale(tmp_path: Path) -> None:
    source = tmp_path / "bot" / "text" / "normalise.py"
    source.parent.mkdir(parents=True)
    source.write_text("a = 1", encoding="utf-8")
    before = sources.sources_fingerprint(tmp_path)
    assert sources.sources_fingerprint(tmp_path) == before
    source.write_text("a = 2", encoding="utf-8")
    assert sources.sources_fingerprint(tmp_path) != before


@pytest.mark.parametrize(
    "component", [ArabicTokenizer, ArabicIntentClassifier, ArabicEntityExtractor]
)
def test_every_component_adds_the_sources_to_its_fingerprint(
    component: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = component.fingerprint_addon({})
    monkeypatch.setattr(f"{component.__module__}.sources_fingerprint", lambda: "changed")
    assert component.fingerprint_addon({}) == "changed" != before


def test_the_shared_code_is_watched() -> None:
    watched = {p for pattern in sources.WATCHED for p in sources.ROOT.glob(pattern)}
    assert sources.ROOT / "bot" / "text" / "values.py" in watched
    assert all(list(sources.ROOT.glob(pattern)) for pattern in sources.WATCHED)


def test_the_pipeline_of_the_bot_is_this_one() -> None:
    config = yaml.safe_load((sources.ROOT / "config.yml").read_text(encoding="utf-8"))
    names = [step["name"].rpartition(".")[2] for step in config["pipeline"]]
    assert names == [
        "ArabicTokenizer",
        "ArabicIntentClassifier",
        "LanguageMark",
        "QuestionSearch",
        "ArabicEntityExtractor",
        "FallbackClassifier",
    ]
