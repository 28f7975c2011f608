"""The shapes of notes: one TOML file a template, with headings in the words of the field.

A template says who writes each section. What a machine may draft is marked `written_by = "draft"`; what only a person may
write (analysis, threshold, decision) is marked `written_by = "person"` and stays blank in a draft. A template without a
section for a person is refused: a note that a machine could finish alone must not exist.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from recorder.domain import Section, Template
from recorder.errors import UsageError

_PARTS = ("key", "heading", "written_by", "guidance")
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
        template = Template(name=name, title=data["title"], sections=sections)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as exc:
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


def check_template(path: Path) -> tuple[str, ...]:
    """What keeps a council's own template file from being used, as plain sentences; empty when nothing does.

    A file that no person could mend from "cannot be read" alone is looked through section by section.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        return (f"The file {path.name} cannot be opened ({exc.strerror or exc}).",)
    except UnicodeDecodeError:
        return (f"The file {path.name} is not plain text in UTF-8. Save it again as a plain text file.",)
    except tomllib.TOMLDecodeError as exc:
        return (f"The file is not TOML: {exc}. Look for a missing quotation mark or bracket near there.",)
    faults = [] if _text(data.get("title")) else ['The file has no title. Begin it with: title = "Our visit".']
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
