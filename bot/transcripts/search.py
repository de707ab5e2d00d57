"""Search in what was said: finds what people mean, however it was spelled.

Each message has a row of search words: folded by the one normaliser (hamza, ya, ta marbuta,
diacritics, tatweel, digits), whole and without what Arabic writes onto a word (ال، هال، و، ف، ب،
ل). SQLite keeps them in an FTS5 table, PostgreSQL as a tsvector. Only masked text gets here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import DDL, column, desc, event, func, literal_column, select, table, text
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.text.normalise import fold_text, normalise
from bot.transcripts.listing import Filters
from bot.transcripts.tables import Conversation, Message

TABLE = "messages_search"
_conversations = Conversation.__table__.c
_messages = Message.__table__.c
_WORD = re.compile(r"[^\W_]+")
_PREFIXES = ({"و": 3, "ف": 3}, {"لل": 2, "ب": 3, "ل": 3}, {"ال": 2, "هال": 3})
"""What is taken off a word's beginning, in turn, and how many letters must be left."""
_STEM = 3
"""Letters that must be left when the last one is taken off, and from which a word that is asked for
stands for longer ones as well: of two letters half of all words would be found."""
_FEW = 3_000
"""Conversations up to which a filter's are listed first, and only what they say is looked at …"""
_FEW_OLD = 30_000
"""… of a span of days that leaves out the newest, among whose hits none would be found."""
_LONGEST = 40
_WORDS_ASKED = 8
_BEFORE, _AFTER = 60, 180
"""Characters of a result shown round its first hit."""

CREATE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER {TABLE}_forget AFTER DELETE ON messages "
        f"BEGIN DELETE FROM {TABLE} WHERE rowid = old.id; END",
    ),
    "postgresql": (
        f"CREATE TABLE {TABLE} (message_id BIGINT PRIMARY KEY "
        "REFERENCES messages (id) ON DELETE CASCADE, words TSVECTOR NOT NULL)",
        f"CREATE INDEX ix_{TABLE}_words ON {TABLE} USING gin (words)",
    ),
}
"""Statements by database that make the index; the migration says the same."""
_INSERT = {
    "sqlite": f"INSERT INTO {TABLE} (rowid, words) VALUES (:id, :words)",
    "postgresql": f"INSERT INTO {TABLE} (message_id, words) "
    "VALUES (:id, to_tsvector('simple', :words))",
}
_KEY = {"sqlite": "rowid", "postgresql": "message_id"}
_MATCH = {
    "sqlite": f"{TABLE} MATCH :asked",
    "postgresql": "words @@ to_tsquery('simple', :asked)",
}

for _dialect, _statements in CREATE.items():
    for _statement in _statements:
        event.listen(
            Message.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect)
        )


def search_words(said: str) -> str:
    """What is indexed for a text: its words in every form they may be asked for."""
    forms = (form for word in _WORD.findall(_fold(said)) for form in _forms(word))
    return " ".join(dict.fromkeys(forms))


def index(connection: Any, rows: Iterable[tuple[int, str]]) -> None:
    """Make messages (id, masked text) findable; `connection` is a session or a connection."""
    bind = connection.get_bind() if isinstance(connection, Session) else connection
    values = [{"id": number, "words": search_words(said)} for number, said in rows]
    if values:
        connection.execute(text(_INSERT[bind.dialect.name]), values)


def forget(session: Session, numbers: Collection[int]) -> None:
    """Make messages (by id) impossible to find."""
    key = _KEY[session.get_bind().dialect.name]
    gone = text(f"DELETE FROM {TABLE} WHERE {key} = :id")
    if numbers:
        session.execute(gone, [{"id": number} for number in numbers])


def forget_lost(session: Session) -> None:
    """Take out of the index what belongs to no message."""
    key = _KEY[session.get_bind().dialect.name]
    session.execute(text(f"DELETE FROM {TABLE} WHERE {key} NOT IN (SELECT id FROM messages)"))


def find(
    session: Session, wanted: str, filters: Filters, before: int | None, limit: int
) -> list[Message]:
    """Messages that hold every word of `wanted`, newest first, those older than id `before`."""
    stems = _stems(wanted)
    if not stems:
        return []
    dialect = session.get_bind().dialect.name
    number = column(_KEY[dialect])
    words = table(TABLE, number)
    # Joined, not a list to choose from: the index gives its hits newest first, one by one, and
    # the first `limit` that pass the filters are enough.
    query = (
        select(Message)
        .select_from(words)
        .join(Message, Message.id == number)
        .where(text(_MATCH[dialect]).bindparams(asked=_ASK[dialect](stems)))
        .order_by(desc(number))
        .limit(limit)
    )
    if before is not None:
        query = query.where(number < before)
    if filters.narrows:
        query = _narrow(session, query, number, filters)
    return list(session.execute(query).scalars())


def _narrow(session: Session, query: Select, number: Any, filters: Filters) -> Select:
    """`query` for what is said in conversations that pass the filters.

    Of many, some are among the newest hits: each hit is asked in turn. Of few, the last page would
    ask all hits there are: their messages' ids tell at once which hits are theirs.
    """
    those = filters.narrow(session, select(_conversations.id))
    old = Filters(since=filters.since, until=filters.until).narrow(
        session, select(_conversations.id)
    )
    if not ((filters.until and _at_most(session, old, _FEW_OLD)) or _at_most(session, those, _FEW)):
        query = query.join(Conversation, _conversations.id == _messages.conversation_id)
        return filters.narrow(session, query)
    ids = select(_messages.id).where(_messages.conversation_id.in_(those)).correlate(None)
    # The sign keeps SQLite from asking the index for each of these ids instead.
    return query.where(literal_column(f"+{TABLE}.{number.name}").in_(ids))


def _at_most(session: Session, those: Select, most: int) -> bool:
    some = select(func.count()).select_from(those.limit(most + 1).subquery())
    return bool(session.execute(some).scalar_one() <= most)


def highlight(said: str, wanted: str) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a hit; cut to what stands round the first one."""
    stems = {stem for word in _stems(wanted) for stem in word}
    folded = normalise(said)
    hits = [
        folded.span(*match.span())
        for match in _WORD.finditer(folded.text)
        if any(_holds(form, stem) for form in _forms(_bare(match.group())) for stem in stems)
    ]
    begin = max(hits[0][0] - _BEFORE, 0) if hits else 0
    end = min(begin + _BEFORE + _AFTER, len(said))
    pieces, at = [("… ", False)] if begin else [], begin
    for start, stop in hits:
        if stop <= end:
            pieces += [(said[at:start], False), (said[start:stop], True)]
            at = stop
    pieces += [(said[at:end], False), (" …" if end < len(said) else "", False)]
    return [piece for piece in pieces if piece[0]]


def _fold(said: str) -> str:
    return _bare(fold_text(said))


def _bare(folded: str) -> str:
    """Without the hamza on the line, which few people write at a word's end."""
    return folded.replace("ء", "")


def _forms(word: str) -> list[str]:
    """The word, and what is left without و or ف, without ب or ل, without ال or هال before it."""
    forms = [word[:_LONGEST]]
    for prefixes in _PREFIXES:
        for form in list(forms):
            prefix = next((one for one in prefixes if form.startswith(one)), "")
            if prefix and len(form) - len(prefix) >= prefixes[prefix]:
                forms.append(form[len(prefix) :])
    return forms


def _stems(wanted: str) -> list[list[str]]:
    """For each word asked for, beginnings of which a word of the text must have one. A ta marbuta
    becomes another letter when an ending follows (فاتورة، فاتورتي), so it is left off."""
    words = _WORD.findall(_fold(wanted))[:_WORDS_ASKED]
    return [list(dict.fromkeys(_stem(form) for form in _forms(word))) for word in words]


def _stem(form: str) -> str:
    return form[:-1] if form.endswith("ه") and len(form) > _STEM else form


def _goes_on(stem: str) -> bool:
    """Whether a longer word that begins with it is meant, too."""
    return len(stem) >= _STEM


def _holds(form: str, stem: str) -> bool:
    return form.startswith(stem) if _goes_on(stem) else form == stem


def _ask_sqlite(stems: list[list[str]]) -> str:
    asked = ((f'"{stem}" *' if _goes_on(stem) else f'"{stem}"' for stem in word) for word in stems)
    return " AND ".join("(" + " OR ".join(word) + ")" for word in asked)


def _ask_postgresql(stems: list[list[str]]) -> str:
    asked = ((f"'{stem}':*" if _goes_on(stem) else f"'{stem}'" for stem in word) for word in stems)
    return " & ".join("(" + " | ".join(word) + ")" for word in asked)


_ASK = {"sqlite": _ask_sqlite, "postgresql": _ask_postgresql}
