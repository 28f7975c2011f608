"""The council's rules: every fault of the file is told with its line, and what is not allowed is refused with the reason."""

from __future__ import annotations

import base64
import re
import string
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.commands.policy import policy as policy_group
from recorder.domain import Consent, Person, Role, Status
from recorder.errors import BadInput, Refused
from recorder.policy import (
    ConsentBasis,
    Policy,
    check_policy_signature,
    consent_enough,
    in_words,
    may_file,
    may_record,
    policy_sha256,
    require_allowed_model,
    sign_policy,
    signer_of,
)
from recorder.rules.file import find_faults, read_policy, standard_policy, standard_policy_text
from recorder.rules.words import describe, unwise

PAGE = (Path(__file__).resolve().parents[3] / "docs/policy.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("```toml\n")[1].split("```")[0]
GOVERNANCE = base64.b64decode("+DGE0XpGlT8g0F31su1+iCrMXhikp+3cUxBuxfWEER4=")
SEED, OTHER_SEED = bytes(range(32)), bytes(range(1, 33))
HASH, OTHER_HASH = "ab" * 32, "cd" * 32
WHEN = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
MUM, CHILD = Person("mum", "Donna Ashby", role=Role.PARENT), Person("kid", "Tyler Ashby", role=Role.CHILD)
NAN = Person("nan", "Jean Ashby", role=Role.RELATIVE, present=False)


def public_half(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def changed(old: str, new: str) -> str:
    assert EXAMPLE.count(old) == 1, old
    return EXAMPLE.replace(old, new)


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), start=1) if part in line)


def test_the_example_of_the_page_is_a_whole_policy_with_nothing_unwise_in_it() -> None:
    policy = read_policy(EXAMPLE)
    assert (policy.council, policy.consent, policy.countersignature) == ("Ashborough Council", ConsentBasis.EXPLICIT, True)
    assert (policy.keep_sound, policy.keep_transcript, policy.keep_unfiled) == tuple(timedelta(days=d) for d in (14, 28, 60))
    assert (policy.idle_lock, policy.cosigned_within) == (timedelta(minutes=10), timedelta(days=7))
    assert len(policy.allowed_models) == 4
    assert policy.governance_key == GOVERNANCE
    assert unwise(policy) == ()


def test_the_page_explains_every_value_that_a_policy_may_hold() -> None:
    section, explained = "", set(re.findall(r"^\| `([a-z_.]+)` \|", PAGE, re.MULTILINE))
    for line in standard_policy_text().splitlines():
        if head := re.match(r"\[(.+?)\]", line):
            section = head[1] + "."
            if head[1] == "recording.not_allowed":
                assert "recording.not_allowed" in explained
        elif key := re.match(r"(?:# )?(\w+) = ", line):
            assert section + key[1] in explained, line
    told = next(f for f in find_faults("[retention]\nzzzzzzzz = 1") if "zzzz" in f.sentence)
    for key_name in told.sentence.split("here: ")[1].strip(".").split(", "):
        assert f"retention.{key_name}" in explained


def test_the_standard_policy_is_careful_and_belongs_to_nobody() -> None:
    policy = standard_policy()
    assert policy.consent is ConsentBasis.EXPLICIT
    assert (policy.recovery_key, policy.governance_key) == (None, None)
    assert all("key" in warning for warning in unwise(policy))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('council = "Ashborough Council"', 'council = ""', "“council” is empty"),
        ('council = "Ashborough Council"', "council = 3", "“council” must be text in quotation marks, and is “3”"),
        ('council = "Ashborough Council"', 'council = "A\\u001bB"', "one line of at most 300 plain characters"),
        ('consent = "explicit"', 'consent = "implied"', "is “implied”, but must be “explicit”"),
        ('consent = "explicit"', "consent = [1]", "must be “explicit”"),
        ('consent = "explicit"', 'concent = "explicit"', "nothing reads “recording.concent”. Is “consent” meant?"),
        ("strategy_joint_visit", "strategy_visit", "no kind of visit. Is “strategy_joint_visit” meant?"),
        ('"The police record joint interviews, and theirs is the evidence."', "true", "gives no usable reason"),
        ('sound = "14 days"', 'sound = "2 months"', 'Write days, such as "60 days"'),
        ('sound = "14 days"', "sound = 14", "a number without a unit"),
        ('sound = "14 days"', "sound = true", "is “true”, but must be a whole number and a unit"),
        ('sound = "14 days"', 'sound = "a fortnight"', "a whole number and a unit"),
        ('sound = "14 days"', 'sound = "-3 days"', "time does not run backwards"),
        ('sound = "14 days"', 'sound = "14 moons"', "the units are minutes, hours, days and weeks"),
        ('sound = "14 days"', 'sound = "999999999 weeks"', "must be from 0 hours to 3650 days"),
        ('sound = "14 days"', 'sound = "29 days"', "longer than the record needs it"),
        ('unfiled_drafts = "60 days"', 'unfiled_drafts = "0 hours"', "must be from 1 hour to"),
        ("countersignature = true", 'countersignature = "yes"', "must be true or false"),
        ("ge2e-speaker-encoder sha256:f", "ge2e-speaker-encoder sha256:x", "no model’s fingerprint"),
        ('idle = "10 minutes"', 'idle = "0 minutes"', "must be from 1 minute to 8 hours"),
        ('idle = "10 minutes"', 'idle = "10 minutes"\nsond = "1 day"', "Is “sound” meant? It belongs under [retention]"),
        ('cosigned_within = "7 days"', 'cosigned_within = "2 years"', "months and years differ"),
        ("38aAceBgI5mCY/fMlXAdxxv90CryILPTxda8NymGeUA=", "38aAceBgI5mC", "44 characters of base64"),
        ("38aAceBgI5mCY/fMlXAdxxv90CryILPTxda8NymGeUA=", "A" * 43 + "=", "a key that anybody could use"),
        ("38aAceBgI5mCY/fMlXAdxxv90CryILPTxda8NymGeUA=", "+DGE0XpGlT8g0F31su1+iCrMXhikp+3cUxBuxfWEER4=", "the same key"),
        ("+DGE0XpGlT8g0F31su1+iCrMXhikp+3cUxBuxfWEER4=", "AQ" + "A" * 41 + "=", "a key that anybody could use"),
        ("+DGE0XpGlT8g0F31su1+iCrMXhikp+3cUxBuxfWEER4=", "A" * 41 + "IA=", "a key that anybody could use"),
    ],
)
def test_a_fault_is_one_sentence_at_its_own_line(old: str, new: str, said: str) -> None:
    text = changed(old, new)
    faults = [f for f in find_faults(text) if "is missing" not in f.sentence]
    assert len(faults) == 1
    assert said in faults[0].sentence
    assert faults[0].line == line_of(text, "governance_lead" if "same key" in said else new.splitlines().pop())


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ('council = "Ash', "missing quotation mark", 1),
        ("council = \n", "cannot be read", 1),
        ('[lock]\nidle = "1 hour"\n[lock]\n', "a second time", 3),
        ("[[lock]]\n", "Write [lock] alone on a line, once", 1),
        ("x = 1\nretention = 3\n", "“retention” is a section", 2),
        ('[lock]\ncouncil = "A"', "What is read here: idle", 2),
        ('"retention" = { sound = "x" }', "“retention.sound” is “x”", 1),
        ("[retention]\n# sound = 3\nnote = '''\nsound = 4\n'''\nsound = 5", "“retention.sound” is “5”", 6),
        ("[" * 5000, "cannot be read", 1),
        ("a = " + "[" * 5000, "nested too deeply", None),
        ("council = " + "9" * 5000, "cannot be read", None),
        ("council = 0x" + "f" * 12_000, "too long to be shown", 1),
        ("council." + "a." * 1_500 + "a = 1", "too long to be shown", 1),
        ("#" * 17_000, "no policy and was not read", None),
    ],
)
def test_whatever_is_in_the_file_is_told_and_never_a_crash(text: str, said: str, line: int | None) -> None:
    assert (True, line) in [(said in f.sentence, f.line) for f in find_faults(text)]


@settings(max_examples=15)
@given(st.text(max_size=80), st.integers(0, len(EXAMPLE)))
def test_a_policy_with_anything_in_it_is_used_or_explained(inserted: str, place: int) -> None:
    text = EXAMPLE[:place] + inserted + EXAMPLE[place:]
    for fault in find_faults(text):
        assert not [c for c in str(fault) if unicodedata.category(c) in {"Cc", "Cf"}]
        assert fault.line is None or 1 <= fault.line <= text.count("\n") + 1


def test_all_faults_come_at_once_in_the_order_of_the_lines() -> None:
    text = changed('idle = "10 minutes"', 'idle = "10 minutes"\nzz = 1').replace(
        "countersignature = true", "countersignature = 1"
    )
    text = text.replace('council = "Ashborough Council"\n', "")
    lines = [f.line for f in find_faults(text)]
    assert lines == [line_of(text, "countersignature = 1"), line_of(text, "zz = 1"), None]
    with pytest.raises(BadInput, match=rf"3 faults. Line {lines[0]}: .* Line {lines[1]}: .*council” is missing") as refused:
        read_policy(text)
    assert refused.value.exit_code == 3


def test_an_empty_file_is_told_everything_that_it_lacks_with_values_that_would_do() -> None:
    proposed: dict[str, list[str]] = {"": []}
    for fault in find_faults(""):
        section = re.search(r"under \[(\w+)\]", fault.sentence)
        proposed.setdefault(f"[{section[1]}]" if section else "", []).append(fault.sentence.split("instance: ")[1])
    assert read_policy("\n".join(line for section, keys in proposed.items() for line in (section, *keys))).council


def test_the_lines_of_a_file_from_notepad_are_read_too() -> None:
    assert read_policy("\ufeff" + EXAMPLE.replace("\n", "\r\n")) == read_policy(EXAMPLE)


def test_sound_may_stay_longer_for_a_reason_that_is_shown() -> None:
    text = changed('sound = "14 days"', 'sound = "90 days"\nsound_kept_longer_because = "Appeals take three months."')
    policy = read_policy(text)
    assert any("Appeals take three months." in s for s in describe(policy))
    assert any("longer than its transcript" in s for s in unwise(policy))


@pytest.mark.parametrize(
    ("written", "hours"), [("0 hours", 0), ("36 hours", 36), ("1 day", 24), ("2weeks", 336), (" 90 Minutes ", 1.5)]
)
def test_retention_may_be_shorter_than_a_day(written: str, hours: float) -> None:
    policy = read_policy(changed('sound = "14 days"', f'sound = "{written}"'))
    assert policy.keep_sound == timedelta(hours=hours)


@settings(max_examples=15)
@given(st.integers(0, 200_000))
def test_a_length_of_time_reads_back_as_itself(minutes: int) -> None:
    span = timedelta(minutes=minutes)
    policy = read_policy(EXAMPLE.replace('sound = "14 days"', f'sound = "{in_words(span)}"').replace("28 days", "3650 days"))
    assert policy.keep_sound == span


# The signature


def test_the_signature_holds_for_these_bytes_and_this_key() -> None:
    signature = sign_policy(EXAMPLE.encode(), SEED)
    check_policy_signature(EXAMPLE.encode(), signature, public_half(SEED))
    assert signer_of(signature) == public_half(SEED)


def test_a_policy_signed_by_somebody_else_is_refused() -> None:
    with pytest.raises(Refused, match="signed by another person"):
        check_policy_signature(EXAMPLE.encode(), sign_policy(EXAMPLE.encode(), OTHER_SEED), public_half(SEED))


@settings(max_examples=15)
@given(st.integers(0, len(EXAMPLE.encode()) - 1), st.integers(1, 255))
def test_any_changed_byte_of_a_signed_policy_is_found(place: int, flip: int) -> None:
    data = bytearray(EXAMPLE.encode())
    data[place] ^= flip
    with pytest.raises(Refused, match="changed afterwards"):
        check_policy_signature(bytes(data), sign_policy(EXAMPLE.encode(), SEED), public_half(SEED))


@settings(max_examples=15)
@given(st.integers(0, 153), st.characters(min_codepoint=33, max_codepoint=126))
def test_any_changed_character_of_a_signature_is_found(place: int, character: str) -> None:
    signature = sign_policy(EXAMPLE.encode(), SEED)
    if character == signature[place]:
        return
    with pytest.raises((BadInput, Refused)):
        check_policy_signature(EXAMPLE.encode(), signature[:place] + character + signature[place + 1 :], public_half(SEED))


@pytest.mark.parametrize("field", [1, 2])
def test_a_signature_has_only_one_spelling(field: int) -> None:
    words = sign_policy(EXAMPLE.encode(), SEED).split()
    raw, padding = base64.b64decode(words[field]), words[field].count("=")
    stem = words[field][: -padding - 1]
    twins = [f"{stem}{c}{'=' * padding}" for c in string.ascii_letters + string.digits]
    same = [t for t in twins if t != words[field] and base64.b64decode(t) == raw]
    assert same
    with pytest.raises(BadInput):
        check_policy_signature(EXAMPLE.encode(), " ".join([*words[:field], same[0], *words[field + 1 :]]), public_half(SEED))


def test_a_signature_over_the_bare_file_is_none_over_the_policy() -> None:
    bare = Ed25519PrivateKey.from_private_bytes(SEED).sign(EXAMPLE.encode())
    form, key, _ = sign_policy(EXAMPLE.encode(), SEED).split()
    with pytest.raises(Refused):
        check_policy_signature(EXAMPLE.encode(), f"{form} {key} {base64.b64encode(bare).decode()}", public_half(SEED))


# The rules


def answer(person: str, agreed: Any, *, minute: int = 0) -> Consent:
    return Consent("v", person, agreed, "in_person", WHEN + timedelta(minutes=minute))


EXPLICIT = read_policy(EXAMPLE)
NOTICE = replace(EXPLICIT, consent=ConsentBasis.NOTICE)


@pytest.mark.parametrize(
    ("policy", "answers", "refused", "waiting"),
    [
        (EXPLICIT, [answer("mum", True), answer("kid", True)], (), ()),
        (EXPLICIT, [answer("mum", True)], (), ("kid",)),
        (EXPLICIT, [answer("mum", True), answer("kid", None)], (), ("kid",)),
        (EXPLICIT, [answer("mum", True), answer("kid", False)], ("kid",), ()),
        (NOTICE, [answer("mum", True), answer("kid", None)], (), ()),
        (NOTICE, [answer("mum", True)], (), ("kid",)),
        (NOTICE, [answer("mum", None), answer("kid", False)], ("kid",), ()),
        (NOTICE, [answer("mum", True), answer("kid", True), answer("nan", False)], ("nan",), ()),
        (EXPLICIT, [answer("mum", True), answer("kid", True), answer("kid", False, minute=9)], ("kid",), ()),
        (EXPLICIT, [answer("kid", True, minute=9), answer("mum", True), answer("kid", False)], (), ()),
    ],
)
def test_consent_rests_on_the_councils_basis_and_a_no_always_stops(
    policy: Policy, answers: list[Consent], refused: tuple[str, ...], waiting: tuple[str, ...]
) -> None:
    verdict = consent_enough(policy, answers, (MUM, CHILD, NAN))
    assert (verdict.refused, verdict.waiting) == (refused, waiting)
    assert verdict.enough == (not refused and not waiting)
    assert len(verdict.reasons) == len(refused) + len(waiting)


def test_who_still_has_to_be_asked_is_named() -> None:
    assert consent_enough(EXPLICIT, [], (MUM,)).reasons == ("Donna Ashby has not been asked about the recording.",)
    assert consent_enough(NOTICE, [], (MUM,)).reasons == ("Donna Ashby has not been told about the recording.",)


def test_a_visit_with_nobody_present_has_nobodys_consent() -> None:
    assert not consent_enough(NOTICE, [], (NAN,)).enough


def test_a_kind_of_visit_is_refused_with_the_councils_reason() -> None:
    may_record(EXPLICIT, "child_in_need_visit")
    with pytest.raises(Refused, match="The police record joint interviews"):
        may_record(EXPLICIT, "strategy_joint_visit")


@pytest.mark.parametrize(
    ("allowed", "fingerprint", "fine"),
    [
        ((), f"anything sha256:{HASH}", True),
        ((), "no hash at all", True),
        ((f"whisper-base sha256:{HASH}",), f"whisper-base sha256:{HASH}", True),
        ((f"sha256:{HASH}",), f"renamed sha256:{HASH}", True),
        ((f"whisper-base sha256:{HASH}",), f"whisper-base sha256:{OTHER_HASH}", False),
        ((f"sha256:{HASH}",), f"sha256:{HASH}, writer sha256:{OTHER_HASH}", False),
        ((f"sha256:{HASH}",), f"{HASH} sha256:{OTHER_HASH}", False),
        ((f"sha256:{HASH}",), "whisper-base", False),
        ((f"sha256:{HASH}",), "", False),
    ],
)
def test_only_a_models_hash_decides_whether_it_is_allowed(allowed: tuple[str, ...], fingerprint: str, fine: bool) -> None:
    policy = replace(EXPLICIT, allowed_models=allowed)
    if fine:
        require_allowed_model(policy, fingerprint)
        return
    with pytest.raises(Refused, match="does not allow the model"):
        require_allowed_model(policy, fingerprint)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("countersignature", [True, False])
def test_only_a_finished_note_is_filed(status: Status, countersignature: bool) -> None:
    policy = replace(EXPLICIT, countersignature=countersignature)
    if status is Status.COUNTERSIGNED or (status is Status.APPROVED and not countersignature):
        may_file(policy, status)
        return
    with pytest.raises(Refused, match="countersign" if status is Status.APPROVED else "no approved note"):
        may_file(policy, status)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"idle_lock": timedelta(minutes=45)}, "45 minutes without a key press"),
        ({"consent": ConsentBasis.NOTICE}, "a child who says nothing"),
        ({"keep_sound": timedelta(days=200), "keep_transcript": timedelta(days=200)}, "voices are rarely needed"),
        ({"keep_transcript": timedelta(days=400)}, "subject access request"),
        ({"keep_unfiled": timedelta(hours=36)}, "after 36 hours. A week of illness"),
        ({"keep_unfiled": timedelta(days=100)}, "asked about, not kept"),
        ({"cosigned_within": timedelta(days=60)}, "only every 60 days"),
        ({"recovery_key": None}, "no recovery key"),
        ({"governance_key": None}, "No governance lead’s key"),
    ],
)
def test_what_is_allowed_and_unwise_is_said(change: dict[str, Any], said: str) -> None:
    warnings = unwise(replace(EXPLICIT, **change))
    assert len(warnings) == 1
    assert said in warnings[0]


# The command line


def check(file: Path) -> Result:
    return CliRunner().invoke(policy_group, ["check", str(file)])


def test_check_says_what_a_good_file_means_and_that_nobody_signed_it(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    done = check(file)
    assert done.exit_code == 0
    assert "Ashborough Council" in done.output
    assert "due for erasure 14 days after filing" in done.output
    assert "not signed yet" in done.output
    assert policy_sha256(EXAMPLE) in done.output
    assert "Think again" not in done.output


def test_check_says_every_fault_and_leaves_with_3(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(changed('idle = "10 minutes"', "idel = 10"), encoding="utf-8")
    done = check(file)
    assert done.exit_code == 3
    assert "Is “idle” meant?" in done.output
    assert "“lock.idle” is missing" in done.output
    assert "can be used" not in done.output


def test_check_warns_of_what_is_unwise_and_lets_it_pass(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(changed('idle = "10 minutes"', 'idle = "2 hours"'), encoding="utf-8")
    done = check(file)
    assert (done.exit_code, "Think again: The vault stays open for 2 hours" in done.output) == (0, True)


def test_check_looks_at_the_signature_beside_the_file(tmp_path: Path) -> None:
    file, beside = tmp_path / "policy.toml", tmp_path / "policy.toml.sig"
    file.write_bytes(EXAMPLE.encode())
    beside.write_text(sign_policy(EXAMPLE.encode(), SEED), encoding="utf-8")
    assert base64.b64encode(public_half(SEED)).decode() in check(file).output
    file.write_bytes(changed('idle = "10 minutes"', 'idle = "20 minutes"').encode())
    done = check(file)
    assert (done.exit_code, "changed afterwards" in done.output) == (3, True)


@pytest.mark.parametrize(
    ("data", "said"), [(None, "cannot be opened"), (b"\xff\xfea", "UTF-8"), (b"#" * 17_000, "longer than")]
)
def test_check_of_what_is_no_text_is_a_sentence(tmp_path: Path, data: bytes | None, said: str) -> None:
    file = tmp_path / "policy.toml"
    if data is not None:
        file.write_bytes(data)
    done = check(file)
    assert isinstance(done.exception, BadInput)
    assert said in done.exception.sentence()


def test_show_says_the_rules_in_force_and_whose_they_are() -> None:
    @contextmanager
    def opened() -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(policy=NOTICE, policy_origin="Taken in on 3 March 2026, signed by Ngozi Eze.")

    done = CliRunner().invoke(policy_group, ["show"], obj=SimpleNamespace(opened=opened))
    assert done.exit_code == 0
    assert done.output.startswith("Taken in on 3 March 2026, signed by Ngozi Eze.\n")
    for told in ("nobody objected", "strategy_joint_visit", "whisper-base", "7 days", "countersigned"):
        assert told in done.output
