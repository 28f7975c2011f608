"""The shapes of notes: one TOML file a template, with headings in the words of the field.

A template says who writes each section. What a machine may draft is marked `written_by = "draft"`; what only a person may
write (analysis, threshold, decision) is marked `written_by = "person"` and stays blank in a draft. A template without a
section for a person is refused: a note that a machine could finish alone must not exist.
"""

from __future__ import annotations

import tomllib
from importlib import resources

from recorder.domain import Section, Template
from recorder.errors import UsageError


def template_names() -> tuple[str, ...]:
    """The names of all templates, in alphabetical order."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml")))


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
