"""Note templates: all that the product ships can be read, and none leaves everything to the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from recorder.domain import SHARE_OF_SPEECH
from recorder.errors import BadInput, UsageError
from recorder.templates import MAX_BYTES, check_template, load_template, own_template, parse_template, template_names

VISITS = (
    "child_in_need_visit",
    "child_protection_visit",
    "looked_after_visit",
    "initial_assessment",
    "strategy_joint_visit",
    "family_time",
    "pre_birth_visit",
    "kinship_carer_visit",
    "supervision",
)


@pytest.mark.parametrize("name", VISITS)
def test_each_kind_of_visit_has_headings_for_the_draft_and_for_people(name: str) -> None:
    template = load_template(name)
    drafted = [s.key for s in template.sections if s.written_by == "draft"]
    assert {"child_voice", "next_steps"} <= set(drafted)
    assert drafted[0] == "seen"
    assert {s.key for s in template.human_sections} >= {"analysis", "decision"}
    assert all("?" in s.guidance for s in template.sections)


def test_names_are_those_of_the_files() -> None:
    assert set(VISITS) <= set(template_names())


def test_an_unknown_template_names_what_exists() -> None:
    with pytest.raises(UsageError) as refused:
        load_template("home_visit")
    assert "home_visit" in refused.value.message
    assert "family_time" in refused.value.next_step


def test_a_name_is_never_a_path() -> None:
    with pytest.raises(UsageError):
        load_template("../templates/family_time")


SECTION = '[[sections]]\nkey = "{key}"\nheading = "H"\nwritten_by = "{by}"\nguidance = "G?"\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("not toml", "cannot be read"),
        ('title = "T"', "cannot be read"),
        ('title = "T"\n' + SECTION.format(key="a", by="draft"), "no section is written by a person"),
        ('title = "T"\n' + 2 * SECTION.format(key="a", by="person"), "same key"),
        ('title = "T"\n' + SECTION.format(key="a", by="machine"), "written_by"),
    ],
)
def test_a_faulty_template_is_refused_with_its_fault(text: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        parse_template("ours", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "T', "not TOML"),
        (SECTION.format(key="a", by="person") + SECTION.format(key="b", by="draft"), "no title"),
        ('title = "T"', "no sections"),
        ('title = "T"\n' + SECTION.format(key="a", by="draft"), "written by a person"),
        ('title = "T"\n' + SECTION.format(key="a", by="person"), "would be empty"),
        ('title = "T"\n' + SECTION.format(key="a", by="machine"), "“machine”"),
        ('title = "T"\n' + SECTION.format(key="threshold", by="draft"), "a judgement"),
        ('title = "T"\n' + SECTION.format(key="a b", by="draft"), "only letters"),
        ('title = "T"\n' + 2 * SECTION.format(key="a", by="person"), "more than one"),
        ('title = "T"\n[[sections]]\nkey = "a"\nwritten_by = "person"\nguidance = "G?"\n', "Section 1 has no heading"),
        ('title = "T"\n' + SECTION.format(key="a", by="person") + 'colour = "red"\n', "nothing reads"),
    ],
)
def test_a_councils_file_is_told_its_faults(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(text, encoding="utf-8")
    assert any(said in fault for fault in check_template(file))


@pytest.mark.parametrize("name", VISITS)
def test_the_shipped_templates_have_no_faults(name: str) -> None:
    import recorder.templates

    assert check_template(Path(recorder.templates.__file__).with_name(f"{name}.toml")) == ()


def test_a_missing_file_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    assert "cannot be opened" in check_template(tmp_path / "none.toml")[0]


OUR_VISIT = 'title = "Our visit"\nshare_of_speech = 0.3\n' + "".join(
    SECTION.format(key=key, by=by)
    for key, by in (("seen", "draft"), ("fathers_at_home", "draft"), ("next_steps", "draft"), ("analysis", "person"))
)


def test_a_council_says_how_long_a_draft_may_be(tmp_path: Path) -> None:
    file = tmp_path / "our_visit.toml"
    file.write_text(OUR_VISIT)
    name, text = own_template(file)
    assert parse_template(name, text).share_of_speech == 0.3
    assert load_template("family_time").share_of_speech == SHARE_OF_SPEECH


@pytest.mark.parametrize("share", ["0", "-1", "1.5", '"short"', "true"])
def test_a_share_that_is_none_is_explained(tmp_path: Path, share: str) -> None:
    file = tmp_path / "our_visit.toml"
    file.write_text(OUR_VISIT.replace("0.3", share))
    assert any("share_of_speech" in fault and "above 0" in fault for fault in check_template(file))


@pytest.mark.parametrize("name", ["Our Visit.toml", "family_time.toml", "visit-2.toml", f"{'x' * 41}.toml"])
def test_a_name_that_cannot_be_used_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(OUR_VISIT)
    with pytest.raises(BadInput) as refused:
        own_template(file)
    assert "name" in refused.value.next_step


def test_a_file_as_long_as_a_book_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "our_visit.toml"
    file.write_text(OUR_VISIT + "#" * MAX_BYTES)
    assert "longer than any template" in check_template(file)[0]
