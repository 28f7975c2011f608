"""Forms of an English verb."""

from __future__ import annotations

import re

_IRREGULAR_TEXT = """
be:was become:became begin:began bend:bent bet:bet bite:bit bleed:bled blow:blew break:broke bring:brought build:built
buy:bought catch:caught choose:chose come:came cost:cost creep:crept cut:cut deal:dealt dig:dug do:did draw:drew drink:drank
drive:drove eat:ate fall:fell feed:fed feel:felt fight:fought find:found fly:flew forget:forgot forgive:forgave freeze:froze
get:got give:gave go:went grow:grew hang:hung have:had hear:heard hide:hid hit:hit hold:held hurt:hurt keep:kept know:knew
lay:laid lead:led leave:left lend:lent let:let lie:lay light:lit lose:lost make:made mean:meant meet:met pay:paid put:put
quit:quit read:read ride:rode ring:rang rise:rose run:ran say:said see:saw sell:sold send:sent set:set shake:shook shine:shone
shoot:shot show:showed shut:shut sing:sang sink:sank sit:sat sleep:slept smell:smelt speak:spoke spend:spent spill:spilt
spit:spat split:split spread:spread stand:stood steal:stole stick:stuck sting:stung strike:struck swear:swore sweep:swept
swim:swam swing:swung take:took teach:taught tear:tore tell:told think:thought throw:threw understand:understood wake:woke
wear:wore weep:wept win:won write:wrote wet:wet babysit:babysat overhear:overheard
"""
_IRREGULAR = dict(pair.split(":") for pair in _IRREGULAR_TEXT.split())
_DOUBLED = re.compile(r"(?:[^aeiou]|^)[aeiou][bdgklmnprt]$")
_LONG_BUT_DOUBLED = frozenset(
    ["admit", "commit", "prefer", "refer", "regret", "occur", "permit", "travel", "cancel", "label", "control"]
)


def past_of(verb: str, *, third: bool = False) -> str | None:
    """Give "went" for "go", or for "goes" where it is the `third` person; None for what is no plain verb."""
    base = _base(verb) if third else verb
    if not base.isalpha() or len(base) < 2:
        return None
    if base in _IRREGULAR:
        return _IRREGULAR[base]
    if base.endswith("e"):
        return f"{base}d"
    if re.search(r"[^aeiou]y$", base):
        return f"{base[:-1]}ied"
    short = len(re.findall(r"[aeiouy]+", base)) == 1
    if _DOUBLED.search(base) and (short or base in _LONG_BUT_DOUBLED):
        return f"{base}{base[-1]}ed"
    return f"{base}ed"


def ing_of(verb: str) -> str:
    """Give "seeing" for "see", "leaving" for "leave", "getting" for "get"."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) and verb != "be":
        return f"{verb[:-1]}ing"
    short = len(re.findall(r"[aeiouy]+", verb)) == 1
    doubled = _DOUBLED.search(verb) and (short or verb in _LONG_BUT_DOUBLED)
    return f"{verb}{verb[-1]}ing" if doubled else f"{verb}ing"


def third_of(verb: str) -> str:
    """Give "goes" for "go"."""
    if verb in ("be", "have"):
        return {"be": "is", "have": "has"}[verb]
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else f"{verb}s"


def _base(verb: str) -> str:
    if verb in ("goes", "does", "has"):
        return {"goes": "go", "does": "do", "has": "have"}[verb]
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    if re.search(r"(?:ss|ch|sh|x|zz)es$", verb):
        return verb[:-2]
    return verb.removesuffix("s")
