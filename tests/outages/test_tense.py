from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outages.tense import Tense, read_tense


@pytest.mark.parametrize(
    "text",
    """الكهرباء طافية
انقطعت من امس
طافية من البارح
طفت علينا البارح وما رجعت
امس بالليل طفت الكهربا
انقطعت قبل ساعة
قبل شوي طفت
قبل يومين طفت وللحين ما رجعت
كل يوم تنقطع
كل شوي تطفي وترجع
امس انقطعت واليوم انقطعت
طفت الكهرب ورجعت طفت
لو سمحت الكهرباء طافية عندي وش اسوي
لو سمحتوا انقطعت الكهرب كيف ابلغ
اذا ممكن الكهربا طفت عندنا متى ترجع
اذا ما عليك امر انقطعت عندنا مين اكلم
طافية عندي ما ادري اذا طفت عند الجيران؟
لما طفت الكهرباء طلع شرار
صار لها ٥ ساعات طافية
/report_outage""".splitlines(),
)
def test_it_is_off_now(text: str) -> None:
    assert read_tense(text) is Tense.NOW


@pytest.mark.parametrize(
    "text",
    """انقطعت امس ٥ ساعات
امس انقطعت ورجعت
طفت ورجعت
كانت طافية ورجعت
الأسبوع الماضي انقطعت 10 ساعات وابي تعويض
يوم الجمعة اللي فات قطعتو الكهرب
طفت قبل يومين
انقطعت الشهر الماضي ثلاث ساعات""".splitlines(),
)
def test_it_was_off(text: str) -> None:
    assert read_tense(text) is Tense.PAST


@pytest.mark.parametrize(
    "text",
    """لو انقطعت الكهرباء وش اسوي
وش اسوي لو انقطعت الكهرب
اذا طفت الكهربا مين اكلم
كيف ابلغ اذا طفت علينا
لما تنقطع الكهرباء وش اسوي
في حال انقطعت الكهرباء كيف اتصل
لو تنقطع اكثر من ٦ ساعات تعوضون؟""".splitlines(),
)
def test_it_might_be_off(text: str) -> None:
    assert read_tense(text) is Tense.IF


@given(st.text(max_size=80))
def test_anything_typed_is_read_without_an_error(text: str) -> None:
    assert isinstance(read_tense(text), Tense)
