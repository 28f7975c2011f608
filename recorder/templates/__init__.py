"""The shapes of notes: one TOML file a template, with headings in the words of the field.

A template says who writes each section. What a machine may draft is marked `written_by = "draft"`; what only a person may
write (analysis, threshold, decision) is marked `written_by = "person"` and stays blank in a draft. A template without a
section for a person is refused: a note that a machine could finish alone must not exist. A council's own templates lie in
the vault (`CaseReader.templates`); here stand those that are shipped.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from recorder.domain import SHARE_OF_SPEECH, Section, Template
from recorder.errors import BadInput, UsageError

MAX_BYTES = 65_536  # a template is a page or two
_PARTS = ("key", "heading", "written_by", "guidance")
_OF_THE_WHOLE = ("title", "share_of_speech", "sections")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_LONGEST_NAME = 40
# Judgements under the keys that the shipped templates give them; a machine never drafts them.
_FOR_PEOPLE = ("analysis", "threshold", "decision", "danger_statement", "scaling", "manager_view")


def template_names() -> tuple[str, ...]:
    """The names of all templates, in alphabetical order."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


@cache
def load_template(name: str) -> Template:
    """Read the template called `name`. Raises `UsageError`, naming what exists, when there is none."""
    names = template_names()
    if name not in names:
        raise UsageError(f"There is no note template called “{name}”.", f"Choose one of: {', '.join(names)}.")
    text = resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return parse_template(name, text)


def parse_template(name: str, text: str) -> Template:
    """Read a template from TOML text. Raises `UsageError` when it is not one."""
    try:
        data = tomllib.loads(text)
        sections = tuple(
            Section(key=s["key"], heading=s["heading"], written_by=s["written_by"], guidance=s["guidance"])
            for s in data["sections"]
        )
        share = float(data.get("share_of_speech", SHARE_OF_SPEECH))
        template = Template(name=name, title=data["title"], sections=sections, share_of_speech=share)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as exc:
        raise UsageError(f"The note template “{name}” cannot be read ({exc}).", "Compare it with one that works.") from exc
    _refuse_faults(template)
    return template


def _refuse_faults(template: Template) -> None:
    keys = [s.key for s in template.sections]
    faults = []
    if len(keys) != len(set(keys)):
        faults.append("two sections have the same key")
    if any(s.written_by not in ("draft", "person") for s in template.sections):
        faults.append("written_by must be “draft” or “person”")
    if not template.human_sections:
        faults.append("no section is written by a person")
    if faults:
        raise UsageError(f"The note template “{template.name}” is not usable: {'; '.join(faults)}.")


def read_text(path: Path) -> str:
    """The text of a template file. Raises `BadInput` for what cannot be opened, is no text, or is too long for a template."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode("utf-8")
    except OSError as exc:
        raise BadInput(f"The file {path.name} cannot be opened ({exc.strerror or exc}).", "Is it the right file?") from exc
    except UnicodeDecodeError as exc:
        raise BadInput(f"The file {path.name} is not plain text in UTF-8.", "Save it again as a plain text file.") from exc
    if len(data) > MAX_BYTES:
        raise BadInput(f"The file {path.name} is longer than any template, so it was not read.", "Is it the right file?")
    return text


def own_template(path: Path) -> tuple[str, str]:
    """Name and text of a council's own template, named after its file. Raises `BadInput` when it cannot be used."""
    name = path.name.removesuffix(".toml")
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise BadInput(
            f"A template is named after its file, and “{name}” cannot be a name.",
            "Give the file a name of small letters, figures and “_”, such as our_visit.toml.",
        )
    if name in template_names():
        raise BadInput(
            f"Casescribe brings a template called “{name}” already.", "Give the file another name; nothing was changed."
        )
    if faults := check_template(path):
        raise BadInput(f"The template cannot be used. {' '.join(faults)}", "Nothing was changed.")
    return name, read_text(path)


def check_template(path: Path) -> tuple[str, ...]:
    """What keeps a council's own template file from being used, as plain sentences; empty when nothing does.

    A file that no person could mend from "cannot be read" alone is looked through section by section.
    """
    try:
        data = tomllib.loads(read_text(path))
    except BadInput as exc:
        return (exc.message,)
    except tomllib.TOMLDecodeError as exc:
        return (f"The file is not TOML: {exc}. Look for a missing quotation mark or bracket near there.",)
    faults = _faults_of_the_whole(data)
    sections = data.get("sections")
    if not isinstance(sections, list) or not sections or not all(isinstance(s, dict) for s in sections):
        return (*faults, "The file has no sections. Each begins with a line [[sections]].")
    for place, section in enumerate(sections, start=1):
        faults += _section_faults(place, section)
    keys = [s["key"] for s in sections if _text(s.get("key"))]
    faults += [f"The key “{k}” is used by more than one section." for k in dict.fromkeys(keys) if keys.count(k) > 1]
    writers = [s.get("written_by") for s in sections]
    if "person" not in writers:
        faults.append(
            "No section is written by a person. A note that a machine could finish alone is not allowed: "
            'give at least one section written_by = "person".'
        )
    if "draft" not in writers:
        faults.append('No section is drafted, so a draft would be empty. Give at least one section written_by = "draft".')
    return tuple(faults)


def _faults_of_the_whole(data: dict[str, Any]) -> list[str]:
    faults = [] if _text(data.get("title")) else ['The file has no title. Begin it with: title = "Our visit".']
    share = data.get("share_of_speech", SHARE_OF_SPEECH)
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 < share <= 1:
        faults.append(
            f"share_of_speech is {share!r} but must be a number above 0 and at most 1: "
            "how many words a draft may have for each word spoken."
        )
    return faults + [f"The file has “{extra}”, which nothing reads." for extra in data if extra not in _OF_THE_WHOLE]


def _section_faults(place: int, section: dict[str, Any]) -> list[str]:
    name = f"Section {place}" + (f" (“{section['heading']}”)" if _text(section.get("heading")) else "")
    faults = [f"{name} has no {part}." for part in _PARTS if not _text(section.get(part))]
    if _text(section.get("key")) and not section["key"].replace("_", "").isalnum():
        faults.append(f"{name}: the key “{section['key']}” may hold only letters, figures and “_”.")
    if _text(section.get("written_by")) and section["written_by"] not in ("draft", "person"):
        faults.append(f"{name}: written_by is “{section['written_by']}” but must be “draft” or “person”.")
    if section.get("written_by") == "draft" and section.get("key") in _FOR_PEOPLE:
        faults.append(f"{name}: “{section['key']}” is a judgement and must be written by a person.")
    faults += [f"{name} has “{extra}”, which nothing reads." for extra in section if extra not in _PARTS]
    return faults


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
