"""E-mail addresses, typed with slips ("x@gmail .com", "x(at)gmail.com", "x gmail com") or spoken
("احمد ات جيميل دوت كوم")."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from bot.text.arabizi import romanise
from bot.text.spans import END, START, Found, one_of

PROVIDERS = {
    "gmail": "gmail", "جيميل": "gmail", "جي ميل": "gmail", "جيمل": "gmail", "قيميل": "gmail",
    "hotmail": "hotmail", "هوتميل": "hotmail", "هوت ميل": "hotmail", "هتميل": "hotmail",
    "outlook": "outlook", "اوتلوك": "outlook", "اوت لوك": "outlook",
    "yahoo": "yahoo", "ياهو": "yahoo",
    "icloud": "icloud", "ايكلاود": "icloud", "اي كلاود": "icloud",
}  # fmt: skip
"""Words for a provider of addresses, folded: its name in the address."""
_POPULAR = (
    "gmail.com", "hotmail.com", "outlook.com", "outlook.sa", "yahoo.com", "icloud.com", "live.com",
)  # fmt: skip
_LIKE_POPULAR = frozenset(
    "ymail.com email.com mail.com hmail.com fmail.com gmx.com me.com mac.com msn.com aol.com"
    " yahoo.co hotmail.fr outlook.fr live.co".split()
)
"""Domains that are one letter away from a popular one and exist."""
_LATIN_PROVIDERS = [name for name in PROVIDERS if name.isascii()]
_SUFFIX = {
    "com": "com", "كوم": "com", "net": "net", "نت": "net", "org": "org", "اورق": "org",
    "sa": "sa", "اس اي": "sa", "edu": "edu", "gov": "gov",
}  # fmt: skip
_BRACKETED = re.compile(r"[(\[{<](at|dot|ات|دوت)[)\]}>]")
_TWO_SIGNS = re.compile(r"@(?=@)")
_AT = r"(?:\s*@\s*|\s+(?:ات|at|علامه\s+ات|ايت)\s+)"
_DOT = r"(?:\s*\.\s*|\s+(?:دوت|نقطه|dot|نقطة)\s+)"
_TYPED = re.compile(
    rf"(?<![a-z0-9._%+@-])(?P<local>[a-z0-9][a-z0-9._%+-]*)\s*@\s*"
    rf"(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+){{0,5}}?)\s*\.\s*(?P<suffix>[a-z]{{2,}}(?:\.[a-z]{{2}})?)"
    rf"{END}(?!\.[a-z0-9])"
)
_UNDERSCORE = r"(?:\s*_\s*|\s+(?:شرطه\s+سفليه|شرطه\s+تحت|اندر\s?سكور|under\s?score)\s+)"
_DASH = r"(?:\s*-\s*|\s+(?:شرطه|داش|dash)\s+)"
_JOINTS = ((_DOT, "."), (_UNDERSCORE, "_"), (_DASH, "-"))
_JOINT = rf"(?:{_DOT}|{_UNDERSCORE}|{_DASH})"
# Without the signs of a joint, so that there is one way to read each address: with two, the time
# for "a.a.a.…" doubles with every piece. No more pieces than an address has: the same reason.
_PIECE = r"(?:[a-z0-9+]+|[\u0621-\u064a]+)"
_SPOKEN = re.compile(
    rf"{START}(?P<local>{_PIECE}(?:{_JOINT}{_PIECE}|\s\d+|(?<=[\u0621-\u064a])\d+){{0,12}}){_AT}"
    rf"(?:(?P<provider>{one_of(PROVIDERS)})(?:(?:{_DOT}|\s?)(?P<suffix>{one_of(_SUFFIX)}))?"
    rf"|(?P<host>[a-z0-9-]+){_DOT}(?P<ending>{one_of(_SUFFIX)})){END}"
)
_SIGNLESS = re.compile(
    r"(?<![a-z0-9._%+@-])(?P<local>[a-z0-9][a-z0-9._%+-]{2,63})\s{1,2}"
    rf"(?P<provider>{one_of(_LATIN_PROVIDERS)})(?:{_DOT}|\s{{1,2}})(?P<suffix>com|net|sa){END}"
)
"""The sign left out: "ahmad gmail com". Only with the ending, which nobody says of a provider."""
_SPLIT_LOCAL = re.compile(r"(?<![a-z0-9._%+@-])([a-z][a-z0-9._-]*)[ ]$")
"""A name before figures that begin an address: "saleh 77@gmail.com"."""
_NO_LOCALS = frozenset(
    "email mail mails gmail the his her our your from with via use and this that new old account "
    "address write open send is be or no not to on at it am an a i".split()
)
"""Words before "gmail.com" that are no part of an address."""


def find_emails(text: str) -> list[Found]:
    """Addresses in folded text, lower case; Arabic letters of a spoken one are romanised."""
    # As long as before: what is found points into the text that was given.
    text = _TWO_SIGNS.sub(" ", _BRACKETED.sub(r" \1 ", text))
    found = [_typed(m) for m in _TYPED.finditer(text)]
    spoken = [Found("email", _spoken(m), *m.span()) for m in _SPOKEN.finditer(text)]
    signless = [
        Found("email", f"{m['local']}@{m['provider']}.{m['suffix']}", *m.span())
        for m in _SIGNLESS.finditer(text)
        if m["local"] not in _NO_LOCALS
    ]
    for value in (*spoken, *signless):
        if not any(value.overlaps(other) for other in found):
            found.append(value)
    return found


def meant_address(email: str) -> str | None:
    """The address that was probably meant, where the domain is one slip away from a popular one:
    "sara@gmial.com"; None where the domain may well be right."""
    local, _, domain = email.partition("@")
    if domain in _POPULAR or domain in _LIKE_POPULAR:
        return None
    near = [known for known in _POPULAR if OSA.distance(domain, known, score_cutoff=1) <= 1]
    return f"{local}@{near[0]}" if near else None


def _typed(match: re.Match[str]) -> Found:
    """A typed address, with the name from which a space parted its figures."""
    address = f"{match['local']}@{match['domain']}.{match['suffix']}"
    split = _SPLIT_LOCAL.search(match.string, 0, match.start())
    if not match["local"].isdigit() or not split or split[1] in _NO_LOCALS:
        return Found("email", address, *match.span())
    return Found("email", split[1] + address, split.start(), match.end())


def _spoken(match: re.Match[str]) -> str:
    local = match["local"]
    for joint, sign in _JOINTS:
        local = re.sub(joint, sign, local)
    suffix = _SUFFIX[re.sub(r"\s+", " ", match["suffix"] or match["ending"] or "com")]
    provider = match["provider"] and PROVIDERS[re.sub(r"\s+", " ", match["provider"])]
    return f"{romanise(local)}@{provider or match['host']}.{suffix}"
