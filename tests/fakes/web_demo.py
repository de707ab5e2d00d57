"""A conversation worth looking at, for development and for tests of the widget's looks.

By hand: `python -m tests.fakes.web_demo 9141` and open http://127.0.0.1:9141/.
"""

from __future__ import annotations

import re
import sys
import time
from datetime import datetime, timedelta, timezone

from tests.fakes.web_server import WebServer
from tests.fakes.web_talk import Reply, parrot, say

LTR, POP = "\u2066", "\u2069"

DEMO_ACCOUNTS = [
    {"number": "30000000001", "mobile": "+966550000001", "label": "مالك مسجّل، فاتورته غير مدفوعة"},
    {
        "number": "10000000002",
        "mobile": "+966550000002",
        "label": "مستأجر ساكن، والحساب باسم المالك",
    },
    {"number": "30000000003", "mobile": "+966550000003", "label": "حسابان على جوال واحد"},
    {"number": "30000000004", "mobile": "+966550000004", "label": "انقطاع قائم الآن في الحي"},
    {"number": "30000000005", "mobile": "+966550000005", "label": "انقطاع مجدول بكرة"},
]


def demo_script(text: str) -> list[Reply]:
    """A few set pieces: card, picture, buttons; anything else is parroted."""
    if re.search("بيانات|مستأجر", text):
        rows = [
            {"label": "صفة المستفيد", "value": "مستأجر", "button": "e.0"},
            {"label": "الجوال", "value": f"{LTR}+966 55 123 4567{POP}", "button": "e.1"},
            {"label": "البريد الإلكتروني", "value": f"{LTR}sara@example.com{POP}", "button": "e.2"},
            {"label": "نهاية عقد إيجار", "value": f"{LTR}2027-03-31{POP}", "button": "e.3"},
            {"label": "رقم الحساب", "value": f"{LTR}30000000001{POP}"},
        ]
        return [
            say(
                "وصلتنا كل البيانات، راجعها قبل الاعتماد:",
                card={"title": "ملخص التحديث", "rows": rows},
            ),
            say("هل نعتمد البيانات؟", "نعم، اعتمد", "لا، نكمل بعدين"),
        ]
    if re.search("فاتور", text):
        return [
            say(
                f"فاتورة يوليو {LTR}2026{POP}: {LTR}412.85{POP} ريال، وآخر موعد للسداد "
                f"{LTR}2026-08-14{POP}."
            ),
            say(
                "هذا استهلاكك في آخر ستة أشهر:",
                "ليش ارتفعت؟",
                "كيف أسدد؟",
                image="/media/chart.png",
                alt="رسم الاستهلاك: من 620 إلى 1480 كيلوواط ساعة",
            ),
        ]
    return parrot(text)


def main() -> None:
    """Run by hand on the port given (default 9141) until Ctrl-C."""
    server = WebServer(int(sys.argv[1]) if len(sys.argv) > 1 else 9141, demo_script)
    server.delay = 0.8
    server.accounts = DEMO_ACCOUNTS
    server.start()
    print(f"{server.url}/   {server.url}/host?lang=ar")
    try:
        while True:
            time.sleep(2)
            _demo_codes(server)
    except KeyboardInterrupt:
        server.stop()


def _demo_codes(server: WebServer) -> None:
    """Whoever writes a mobile gets a code on the demo phone."""
    for conversation in server.conversations.values():
        asked = sum(1 for post in conversation.posts if "05" in post.get("text", ""))
        if asked > len(conversation.phone):
            later = datetime.now(timezone.utc) + timedelta(seconds=1)
            conversation.phone.append(
                {
                    "kind": "sms",
                    "to": "+966551234567",
                    "at": later.isoformat(),
                    "text": "رمز التحقق: 483920. صالح 5 دقائق، لا تشاركه مع أحد.",
                }
            )


if __name__ == "__main__":
    main()
