"""The timeline: on which day a sentence happened, and how precise that is."""

from __future__ import annotations

from isnad.model.account import Event
from isnad.pipeline import account
from tests.derive.test_conflicts import PACK, read


def events(day: str, text: str) -> list[Event]:
    return list(account([read(day, "خبر من نوران", text)], PACK).timeline)


def test_what_somebody_says_of_another_day_is_said_on_the_articles_own() -> None:
    text = "احترق مصنع في نوران اليوم الثلاثاء. وقالت الشرطة إنها أوقفت حارسا غادر المصنع يوم الاثنين."
    dated = {e.date for e in events("2031-03-04", text) if "الشرطة" in e.text}
    assert dated == {"2031-03-03", "2031-03-04"}


def test_a_year_beside_a_figure_is_an_event_of_that_year_and_one_without_is_none() -> None:
    told = events("2031-03-04", "شهدت المدينة حريقا اليوم الثلاثاء. وقتل 12 عاملا في حريق مماثل عام 2027. وافتتح المصنع عام 2020.")
    assert [(e.date, e.precision) for e in told if e.precision == "year"] == [("2027", "year")]


def test_an_article_is_about_the_day_of_its_first_sentence() -> None:
    text = "أقرت الحكومة القانون اليوم الأحد. وكان البرلمان ناقشه الجمعة. وعاد إليه الجمعة مساء. ورحبت النقابات بالقانون."
    (welcome,) = [e for e in events("2031-03-09", text) if "رحبت" in e.text]
    assert welcome.date == "2031-03-09"


def test_a_night_alone_gives_the_day_after_it() -> None:
    text = "هاجم ملثمون بيتا في الليلة قبل الماضية وأضرموا فيه النار. وطالب السكان بالحماية."
    (asked,) = [e for e in events("2031-03-09", text) if "طالب" in e.text]
    assert asked.date == "2031-03-08"
