"""Agencies without credit: by copies, by hand-written habits, by a model of the desk's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from isnad.errors import UsageError
from isnad.lang.pack import load_pack
from isnad.link.wire_style import Guess, Habits, Model, body_spelled, features, styles, train
from isnad.link.wires import infer_wires
from isnad.pipeline import annotator, link
from tests.making import article

PACK = load_pack("ar")
ANNOTATE = annotator(PACK)
BARE = (
    "اعلن حاكم الاقليم الثلاثاء ان السلطات اخلت قرى على ضفة النهر اثر ارتفاع منسوب المياه، واوضح ان الاجلاء شمل اكثر من عشرة قرى. "
    "وقال شاهد عيان لوكالة فرانس برس ان الجسر القديم انهار فجر الاثنين، واكد ان احدا لم يكن عليه. وافاد صحافي في المكان ان فرق الاسعاف "
    "وصلت الى القرى الاولى بعد ساعات، واضاف ان السكان نقلوا الى مدرسة على تلة قريبة."
)
PLAIN = (
    "احتفل سكان القرية بعودة الطاحونة القديمة إلى العمل بعد أن أصلحها نجار متقاعد خلال الشتاء الماضي بأدوات ورثها عن والده. "
    "وجاء الأطفال يحملون أكياس القمح الصغيرة، فيما وزعت الجدات الخبز الساخن على الزائرين الذين ملؤوا الساحة حتى المساء وهم يغنون."
)


def test_habits_tell_an_agency_and_not_everyone() -> None:
    habits = Habits(PACK)
    found = habits(ANNOTATE(article(f"عنوان\n\n{BARE}")))
    assert found is not None and found.agency == "afp" and "own" in found.why and "hamza" in found.why
    assert habits(ANNOTATE(article(f"عنوان\n\n{PLAIN}"))) is None
    assert habits(ANNOTATE(article("عنوان\n\nقال شاهد لوكالة فرانس برس ان الجسر انهار."))) is None, "too short to tell"


def test_a_credit_or_a_copy_goes_before_a_style() -> None:
    def style(document: object) -> Guess:
        return Guess("reuters", 9.0, "test")

    docs = [
        ANNOTATE(article(f"عنوان أول\nالكويت - كونا\n\n{PLAIN}", "1.txt", published="2031-05-01")),
        ANNOTATE(article(f"عنوان ثان\n\n{PLAIN}", "2.txt", published="2031-05-01")),
        ANNOTATE(article(f"عنوان ثالث\n\n{BARE}", "3.txt", published="2031-05-01")),
    ]
    linked, links = link(docs, PACK, styles=[style])
    docs = list(linked)
    assert {d.path: links.wire.get(d.id, ("", ""))[0] for d in docs} == {"1.txt": "", "2.txt": "كونا", "3.txt": "رويترز"}
    assert infer_wires(docs, links.reuse, PACK).keys() == {docs[1].id}


def test_a_model_learns_keeps_and_refuses(tmp_path: Path) -> None:
    first = body_spelled(ANNOTATE(article(f"عنوان\n\n{BARE}")))
    second = body_spelled(ANNOTATE(article(f"عنوان\n\n{PLAIN}")))
    model = train([(first, "afp"), (second, "other")] * 6)
    model.save(tmp_path / "wires.npz")
    kept = Model.load(tmp_path / "wires.npz")
    assert kept.classes == ("afp", "other")
    assert np.allclose(kept.odds(features(first)), model.odds(features(first)), atol=0.01)
    found = styles(PACK, str(tmp_path / "wires.npz"))[0](ANNOTATE(article(f"عنوان\n\n{BARE}")))
    assert found is not None and found.agency == "afp"
    assert kept(ANNOTATE(article(f"عنوان\n\n{PLAIN}"))) is None


@pytest.mark.parametrize("data", [b"", b"no model", b"PK\x03\x04"])
def test_a_file_that_is_no_model_is_named(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(data)
    with pytest.raises(UsageError, match=r"m\.npz: no model of agencies"):
        Model.load(tmp_path / "m.npz")
