"""What a language is called, for people: those most spoken in England that a recogniser may hear (Census 2021, TS024)."""

from __future__ import annotations

_TEXT = """
am:Amharic ar:Arabic bg:Bulgarian bn:Bengali bs:Bosnian cs:Czech cy:Welsh da:Danish de:German el:Greek en:English es:Spanish
et:Estonian fa:Persian fi:Finnish fr:French gu:Gujarati he:Hebrew hi:Hindi hr:Croatian hu:Hungarian hy:Armenian it:Italian
ja:Japanese ka:Georgian ko:Korean ln:Lingala lt:Lithuanian lv:Latvian ml:Malayalam ne:Nepali nl:Dutch pa:Panjabi pl:Polish
ps:Pashto pt:Portuguese ro:Romanian ru:Russian si:Sinhala sk:Slovak sn:Shona so:Somali sq:Albanian sr:Serbian sv:Swedish
sw:Swahili ta:Tamil te:Telugu th:Thai tl:Tagalog tr:Turkish uk:Ukrainian ur:Urdu uz:Uzbek vi:Vietnamese yi:Yiddish yo:Yoruba
yue:Cantonese zh:Chinese
"""
_NAMES = dict(pair.split(":") for pair in _TEXT.split())


def language_name(code: str) -> str:
    """The English name of an ISO 639 code; words for one that has none here, or that is unclear ("und")."""
    return "another language, unclear which" if code == "und" else _NAMES.get(code, f"another language ({code})")
