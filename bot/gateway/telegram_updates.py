"""What a Telegram update means to us. Pure reading: nothing is stored or sent here.

Edited messages are not asked for: an edit would answer a question that was answered already; the
bot understands corrections as new messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, ChatMember, Contact, Message, Update

from bot.gateway.file_intake import PAYLOAD
from bot.gateway.inbox import Incoming
from bot.gateway.texts import TEXT_LIMIT, TextTooLong, clean, never_a_command
from bot.gateway.words import word

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
_COMMANDS = {"/start": "/greet", "/help": "/menu", "/menu": "/menu", "/cancel": "/cancel"}
"""The only commands that a person can type, and the intents they mean."""
_KINDS = {
    "voice": "voice",
    "audio": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "sticker": "sticker",
    "location": "location",
    "venue": "location",
}
FILE = "telegram_file"
"""In a stored message's metadata: Telegram's id of a file that the turn has to fetch first."""


@dataclass(frozen=True)
class Pressed:
    """A button below one of our messages."""

    conversation: str
    external_id: str
    query_id: str
    button: str


@dataclass(frozen=True)
class Aside:
    """Something that Rasa cannot read; the gateway answers by itself."""

    conversation: str
    external_id: str
    shown: str
    answer: str


@dataclass(frozen=True)
class GroupChat:
    """We were spoken to in a group."""

    conversation: str


@dataclass(frozen=True)
class Reachability:
    """The person blocked us, or let us in again."""

    conversation: str
    unreachable: bool


Meaning = Incoming | Pressed | Aside | GroupChat | Reachability | None


def conversation_of(chat_id: int) -> str:
    """The conversation key of a chat."""
    return f"telegram:{chat_id}"


def read_update(update: Update) -> Meaning:
    """What `update` means; None for what does not concern us."""
    external_id = f"telegram:{update.update_id}"
    if update.callback_query is not None:
        return _read_press(update.callback_query, external_id)
    if update.my_chat_member is not None and update.my_chat_member.chat.type == "private":
        gone = update.my_chat_member.new_chat_member.status == ChatMember.BANNED
        return Reachability(conversation_of(update.my_chat_member.chat.id), gone)
    if update.message is None or update.message.from_user is None:
        return None
    if update.message.chat.type != "private":
        return GroupChat(conversation_of(update.message.chat.id))
    return _read_message(update.message, external_id)


def _read_press(query: CallbackQuery, external_id: str) -> Meaning:
    chat = query.message.chat if query.message else None
    if chat is None or chat.type != "private" or query.data is None:
        return Pressed("telegram:0", external_id, query.id, "")  # answered as unknown
    return Pressed(conversation_of(chat.id), external_id, query.id, query.data)


def _read_message(message: Message, external_id: str) -> Meaning:
    conversation = conversation_of(message.chat.id)
    if message.contact is not None:
        return _read_contact(message, message.contact, external_id)
    if message.photo or (message.document and not message.animation):
        return _read_file(message, external_id)
    text = message.text or message.caption
    if text is None:
        return _read_other(message, external_id)
    try:
        shown = clean(text)
    except TextTooLong:
        return Aside(
            conversation, external_id, text[:TEXT_LIMIT], word("too_long", limit=TEXT_LIMIT)
        )
    if not shown:
        return Aside(conversation, external_id, word("shown.other"), word("empty"))
    command = shown.split()[0].partition("@")[0].lower()
    rasa_text = _COMMANDS.get(command) or never_a_command(shown)
    return Incoming(conversation, external_id, rasa_text, shown)


def _read_file(message: Message, external_id: str) -> Meaning:
    """A picture or document; its caption is what it is about."""
    conversation = conversation_of(message.chat.id)
    file_id = message.photo[-1].file_id if message.photo else message.document.file_id  # type: ignore[union-attr]
    told = {FILE: file_id}
    try:
        caption = clean(message.caption or "")
    except TextTooLong:
        caption = ""
    if caption:
        return Incoming(conversation, external_id, never_a_command(caption), caption, told)
    shown = word("shown.photo" if message.photo else "shown.document")
    return Incoming(conversation, external_id, PAYLOAD, shown, told)


def _read_contact(message: Message, contact: Contact, external_id: str) -> Meaning:
    conversation = conversation_of(message.chat.id)
    assert message.from_user is not None
    if contact.user_id != message.from_user.id:
        return Aside(conversation, external_id, word("shown.contact"), word("foreign_contact"))
    mobile = "+" + "".join(digit for digit in contact.phone_number if digit.isdigit())
    # The number is also the text: a form that asks for a mobile reads it as if it were typed.
    return Incoming(
        conversation, external_id, mobile, word("shared_number"), {"contact_mobile": mobile}
    )


def _read_other(message: Message, external_id: str) -> Meaning:
    kind = next((ours for theirs, ours in _KINDS.items() if getattr(message, theirs)), None)
    if kind is None and message.effective_attachment is None:
        return None  # joined, pinned, changed a picture: nobody spoke
    kind = kind or "other"
    conversation = conversation_of(message.chat.id)
    return Aside(conversation, external_id, word(f"shown.{kind}"), word(f"media.{kind}"))
