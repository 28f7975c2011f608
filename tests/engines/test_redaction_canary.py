"""Names planted everywhere in one visit, with the real redactor; then everything that comes out is searched for them.

Not searched: the encrypted database and audio, which hold the words on purpose, and the approved note itself.
"""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from models.scripted import ScriptedDiariser, ScriptedDrafter, ScriptedTranscriber, SteppingClock, scripted_namer
from recorder.bootstrap import OpenVault, build_redactor
from recorder.config import Config, load_config
from recorder.domain import DraftNote, Person, RedactedTranscript, Role, Template, Transcript, Turn
from recorder.errors import CasescribeError
from recorder.pipeline import Engines
from recorder.ports import Pseudonyms
from recorder.view_export import VIEW_FORMATS
from recorder.views import add, confirm, make_view, open_review
from redaction.policy import Audience, rule_for
from redaction.pseudonyms import StablePseudonyms
from tests.conftest import GivenSound, make_vault, reopen, words_of

pytestmark = pytest.mark.engine

ROSTER = (
    Person("sw", "Wendelina Thraxby", ("Wendelina",), Role.SOCIAL_WORKER),
    Person("mum", "Jozefka Brumlevic", ("Jozefka",), Role.PARENT),
    Person("zorlinda", "Zorlinda Brumlevic", ("Zorli",), Role.CHILD, date_of_birth=date(2016, 5, 9)),
)
SAID = (
    ("sw", "Hiya Jozefka. Are you still at flat two, forty-one Quaggleton Road, LS nine, eight AB?"),
    ("mum", "Yeah. My number's oh seven seven double oh,"),
    ("sw", "Go on."),
    ("mum", "nine hundred, five five, no, sorry, five six one."),
    ("sw", "And Zorli's date of birth?"),
    ("mum", "Ninth of May, twenty sixteen. She's at Mimbleford Primary."),
    ("zorlinda", "My mate Xanthippo's dad hits him. Brumlevic is a silly name."),
    ("mum", "Xanthippo? He lives by us. It's zorlinda dot nine at example dot com."),
)
CANARIES = (
    "wendelina", "thraxby", "jozefka", "brumlevic", "zorli", "quaggleton", "xanthippo", "mimbleford", "double oh",
    "five six one", "eight ab", "ninth of may", "dot nine",
)  # fmt: skip
SCRIPT = tuple(Turn(i, who, text, i * 4.0, i * 4.0 + 3.5, words_of(text, i * 4.0)) for i, (who, text) in enumerate(SAID))


@dataclass
class PromptKeeper:
    """A drafter that keeps what a language model would be shown."""

    prompts: list[str] = field(default_factory=list)
    model: str = "scripted-drafter sha256:" + "0" * 64

    def draft(
        self,
        transcript: Transcript,
        *,
        roster: Sequence[Person],
        template: Template,
        visit_date: date,
        pseudonyms: Pseudonyms | None = None,
    ) -> DraftNote:
        assert pseudonyms is not None
        self.prompts += [pseudonyms.replace(turn.text) for turn in transcript.turns]
        return ScriptedDrafter().draft(transcript, roster=roster, template=template, visit_date=visit_date)


@pytest.fixture
def drafter() -> PromptKeeper:
    return PromptKeeper()


@pytest.fixture
def vault(tmp_path: Path, drafter: PromptKeeper) -> Iterator[OpenVault]:
    paths = Config(vault_dir=tmp_path / "vault", models_dir=load_config().models_dir)
    engines = Engines(
        transcriber=lambda: ScriptedTranscriber(SCRIPT),
        diariser=lambda: ScriptedDiariser(SCRIPT),
        namer=lambda _transcript, _roster: scripted_namer(SCRIPT),
        redactor=cache(lambda: build_redactor(paths)),
        pseudonyms=StablePseudonyms,
        drafter=lambda: drafter,
    )
    clock = SteppingClock(datetime(2026, 3, 11, 9, 0, tzinfo=UTC))
    make_vault(paths, worker="Wendelina Thraxby", clock=clock)
    opened = reopen(paths, engines=engines, clock=clock)
    yield opened
    opened.vault.close()


def _drafted(vault: OpenVault) -> str:
    case = vault.recorder.open_case("CASE-1", ROSTER)
    visit = vault.recorder.plan_visit(
        case.reference, title="Home visit", template="child_in_need_visit", held_on=date(2026, 3, 11)
    )
    for person in ROSTER:
        vault.recorder.record_consent(visit.id, person.key, agreed=True, told_how="in_person")
    vault.recorder.import_sound(visit.id, GivenSound())
    vault.recorder.process(visit.id)
    return visit.id


def _leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text.lower()]


def test_no_canary_gets_out(
    vault: OpenVault, drafter: PromptKeeper, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        visit = _drafted(vault)
        errors = []
        for mistake in (
            lambda: vault.recorder.approve(visit),
            lambda: vault.recorder.edit_statement(visit, "s99", "Zorlinda Brumlevic ran."),
            lambda: vault.recorder.plan_visit("CASE-1", title="Zorlinda", template="nothing", held_on=date(2026, 3, 11)),
            lambda: vault.recorder.import_sound(visit, GivenSound()),
        ):
            with pytest.raises(CasescribeError) as raised:
                mistake()
            errors.append(raised.value)
    printed = capfd.readouterr()

    assert drafter.prompts
    assert {place: found for place, prompt in enumerate(drafter.prompts) if (found := _leaks(prompt))} == {}
    assert _leaks("\n".join(r.getMessage() for r in caplog.records)) == []
    assert _leaks("\n".join(map(repr, vault.recorder.history()))) == []
    assert _leaks(printed.out + printed.err) == []
    assert _leaks("\n".join(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*"))) == []
    asked = {"Confirm", "Write", "Read"}  # approval lists the worker's own sentences back to them
    assert (
        _leaks("\n".join(e.sentence() for e in errors if e.message.split()[0] not in asked and "Confirm" not in e.sentence()))
        == []
    )


@pytest.mark.parametrize("audience", [Audience.TRAINING, Audience.RESEARCH, Audience.AUDIT])
def test_a_redacted_view_lacks_every_canary_in_every_format(vault: OpenVault, audience: Audience) -> None:
    visit = _drafted(vault)
    redacted, transcript = vault.recorder.redaction(visit), vault.recorder.transcript(visit)
    assert redacted is not None
    assert transcript is not None
    review = open_review(redacted, transcript, roster=ROSTER, rule=rule_for(audience))
    review = confirm(review, [r.id for r in review.waiting], by="Reviewer")
    view = make_view(review)
    for form, render in VIEW_FORMATS.items():
        exported = render(view)
        if form == "docx":
            with zipfile.ZipFile(io.BytesIO(exported)) as parts:
                text = "\n".join(n + parts.read(n).decode("utf-8", "replace") for n in parts.namelist())
        else:
            text = exported.decode()
        assert _leaks(text) == [], form


def test_what_a_person_adds_is_gone_from_the_next_view(vault: OpenVault) -> None:
    visit = _drafted(vault)
    redacted, transcript = vault.recorder.redaction(visit), vault.recorder.transcript(visit)
    assert isinstance(redacted, RedactedTranscript)
    assert transcript is not None
    bare = replace(redacted, turns=tuple(replace(t, spans=()) for t in redacted.turns))
    review = open_review(bare, transcript, roster=ROSTER, rule=rule_for(Audience.AUDIT))
    review = add(review, turn=6, words="Xanthippo", type="PERSON", reason="A friend.", by="Reviewer")
    assert "xanthippo" not in VIEW_FORMATS["json"](make_view(review)).decode().lower()
