"""Invented articles by chance: sentences of every kind that stages look for, with what makes letters and bytes hard to follow."""

from __future__ import annotations

from hypothesis import strategies as st

TOWNS = ("سمارا", "نوران", "وادي الرند", "خور البحر")
PEOPLE = ("سالم الرندي", "خالد النوري", "Martin Keller", "ليلى الهاشمي")
SENTENCES = (
    "قال وزير النقل {person} إن {n} أشخاص قتلوا في انهيار جسر {town} صباح الثلاثاء.",
    "وأضاف: «سقط الجسر فجأة، ولا أحد يعرف السبب» في بيان نشر يوم 4 آذار/مارس.",
    "ونفى المتحدث باسم البلدية {person} أن يكون عدد الجرحى {n}.",
    "وذكرت وكالة الأنباء أن ٧ آلاف و{n} شخصا غادروا {town} أمس.",
    "وأعلن {person}، بحسب مصدر في الشرطة، اعتقال {n} من المتظاهرين في {town}.",
    "ووصفت الصحيفة من قتلوا في {town} بالإرهابيين، فيما قال شهود إنهم متظاهرون.",
    "قَالَ الشُّهُودُ إنَّ الحـــريقَ في {town} استمر {n} ساعات.",
    "واتهم {person} جهات لم يسمها بإشعال حريق سوق {town}، وقال \u202bإن «{n} محال»\u202c احترقت\u200f.",
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence with a person, a town and a number."""
    return draw(st.sampled_from(SENTENCES)).format(
        person=draw(st.sampled_from(PEOPLE)), town=draw(st.sampled_from(TOWNS)), n=draw(st.integers(3, 60))
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A headline and paragraphs."""
    title = f"انهيار جسر {draw(st.sampled_from(TOWNS))} يقتل {draw(st.integers(3, 60))} أشخاص"
    paragraphs = draw(st.lists(st.lists(sentences(), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3))
    return draw(st.sampled_from(("\n", "\r\n", "\n\n"))).join([title, *paragraphs]) + "\n"
