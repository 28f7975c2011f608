"""The redactor with the real spaCy model, on words of our own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models.fetching.weights import ModelStore
from recorder.config import load_config
from recorder.domain import Person, Role, Transcript, Turn
from recorder.errors import ModelUnavailable
from redaction.engine import PresidioRedactor
from redaction.pseudonyms import StablePseudonyms

pytestmark = pytest.mark.engine

ROSTER = (
    Person("sw", "Ngozi Eze", ("Ngozi",), Role.SOCIAL_WORKER),
    Person("mum", "Siobhán Doyle", ("Shiv",), Role.PARENT),
    Person("kid", "Aaliyah Doyle", ("Liyah",), Role.CHILD),
)
SAID = (
    "Hiya Shiv, it's Ngozi. Are you still at flat two, fifty-one Larkfield Road, LS nine, eight AB?",
    "Yeah. Phone's changed, it's oh seven seven double-oh, nine hundred, five five, no, sorry, five six one.",
    "Five six one. And Aaliyah's still at Stonebridge Primary?",
    "Stonebridge, yeah. She's seven now, twelfth of October twenty seventeen. Her dad Piotr is in Wakefield.",
    "Will you ring at half past three? Two sugars, please. Liyah slept all night.",
)
TRANSCRIPT = Transcript("t", tuple(Turn(i, "S1", text) for i, text in enumerate(SAID)))


@pytest.fixture(scope="module")
def redactor() -> PresidioRedactor:
    store = ModelStore(load_config().models_dir)
    name = "spacy-en-core-web-sm"
    return PresidioRedactor(store.path(name), fingerprint=store.fingerprint(name))


def _found(redactor: PresidioRedactor, roster: tuple[Person, ...]) -> list[dict[str, tuple[str, str | None]]]:
    return [
        {turn.text[s.start : s.end]: (s.type, s.person) for s in turn.spans}
        for turn in redactor.redact(TRANSCRIPT, roster).turns
    ]


def test_a_spoken_visit_is_found_piece_by_piece(redactor: PresidioRedactor) -> None:
    found = _found(redactor, ROSTER)
    assert found[0] == {
        "Shiv": ("PERSON", "mum"),
        "Ngozi": ("PERSON", "sw"),
        "flat two, fifty-one Larkfield Road": ("ADDRESS", None),
        "LS nine, eight AB": ("POSTCODE", None),
    }
    assert found[1] == {"oh seven seven double-oh, nine hundred, five five, no, sorry, five six one": ("PHONE", None)}
    assert found[2] == {"Five six one": ("PHONE", None), "Aaliyah": ("PERSON", "kid"), "Stonebridge Primary": ("SCHOOL", None)}
    assert found[3].keys() == {"Stonebridge", "seven", "twelfth of October twenty seventeen", "Piotr", "Wakefield"}
    assert found[4] == {"Liyah": ("PERSON", "kid")}


def test_names_are_found_without_a_roster(redactor: PresidioRedactor) -> None:
    names = {name for turn in _found(redactor, ()) for name in turn}
    assert {"Shiv", "Ngozi", "Aaliyah", "Piotr"} <= names


def test_pseudonyms_of_a_redacted_visit_show_no_name_and_come_back(redactor: PresidioRedactor) -> None:
    pseudonyms = StablePseudonyms(redactor.redact(TRANSCRIPT, ROSTER), ROSTER)
    for text in SAID:
        hidden = pseudonyms.replace(text)
        assert not any(word in hidden for word in ("Shiv", "Ngozi", "iyah", "Piotr", "Stonebridge", "Larkfield", "double-oh"))
        assert pseudonyms.restore(hidden) == text


def test_an_empty_transcript_has_nothing_to_hide(redactor: PresidioRedactor) -> None:
    assert redactor.redact(Transcript("t", (Turn(0, "S1", ""),)), ROSTER).turns[0].spans == ()


def test_a_missing_model_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="not installed"):
        PresidioRedactor(tmp_path, fingerprint="none").load()


def test_redacting_loads_no_neural_framework_and_leaves_them_importable(redactor: PresidioRedactor) -> None:
    folder = ModelStore(load_config().models_dir).path("spacy-en-core-web-sm")
    program = (
        "import sys; from pathlib import Path; from recorder.domain import Transcript, Turn;"
        "from redaction.engine import PresidioRedactor;"
        f"PresidioRedactor(Path({str(folder)!r}), fingerprint='x').redact(Transcript('t', (Turn(0, 'S1', 'Hiya Dani'),)), ());"
        "print(sorted({'torch', 'transformers'} & set(sys.modules))); import torch"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
