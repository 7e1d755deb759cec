"""Where the type of the centre's papers stands: nothing over the edge, nobody signs alone."""

import pytest
from django.utils import timezone

from disputes.documents.layouts import Form, Sheet, Signs, Text
from liaison import registry
from liaison.papers.tables import Column, Table
from tests.factories.disputes import PERSON, accept, ago, refer, scene
from tests.liaison import geometry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_papers")]
LEFT, RIGHT = 28, 184
EDGE = 0.9
WORDS = "双方就补偿数额分别陈述意见，均同意由评估机构复核青苗面积。"
LONG = "长白山保护开发区管理委员会自然资源和规划建设局"


def drawn(pieces, title="某书"):
    class Paper(Form):
        def sheets(self, matter):
            return [Sheet(title, pieces, number="长协〔2026〕1号")]

    paper = Paper()
    return geometry.pages(paper._draw(None, timezone.now(), draft=False).pdf)


def text_of(page):
    return "".join(page.extract_text().split())


def all_rows(page):
    return [row for size in (12, 14, 16) for row in geometry.rows(page, size)]


@pytest.mark.parametrize("size", [12, 14])
def test_a_table_stays_inside_the_type_area_and_its_head_is_on_every_page(size):
    columns = [Column("序号", 15, center=True), Column("事项", 59), Column("备注", 82)]
    rows = [[str(n), WORDS, "2026年11月27日" * 4 + "1234567890" * 3] for n in range(1, 26)]
    pages = drawn([Table(columns, rows, size=size)])

    assert len(pages) > 1
    for page in pages:
        assert "序号事项备注" in text_of(page)
        for row in all_rows(page):
            assert row.left >= LEFT - 0.1
            assert row.right <= RIGHT + EDGE, row.text
    assert text_of(pages[-1]).count("双方就补偿数额") >= 1


def test_a_row_is_not_torn_between_two_pages():
    columns = [Column("序号", 16, center=True), Column("事项", 140)]
    rows = [[str(n), WORDS * 5] for n in range(1, 12)]
    pages = drawn([Table(columns, rows)])

    whole = "".join(WORDS.split()) * 5
    assert sum(text_of(page).count(whole) for page in pages) == 11


@pytest.mark.parametrize("signers", [1, 3, 6])
def test_few_who_sign_stay_together_with_the_text_before_them(signers):
    for lines in range(11, 20):
        pages = drawn([Text("府" * (28 * lines - 2)), Signs(["申请人甄有理"] * signers)])
        last = text_of(pages[-1])
        assert last.count("申请人甄有理") == signers, lines
        assert "府府" in last, lines


def test_many_who_sign_begin_with_the_text_and_go_over_the_page():
    for lines in range(11, 20):
        pages = drawn([Text("府" * (28 * lines - 2)), Signs(["申请人甄有理"] * 12)])
        words = [text_of(page) for page in pages]
        assert sum(each.count("申请人甄有理") for each in words) == 12
        first = next(each for each in words if "申请人" in each)
        assert "府府" in first, lines


def test_a_day_stands_on_the_line_of_a_short_name_and_under_a_long_one():
    (page,) = drawn([Text("以上属实。"), Signs(["申请人甄有理", f"被申请机关{LONG}"])])
    rows = [row.text for row in geometry.rows(page)]

    assert "申请人甄有理（签章）：年　　月　　日" in rows
    assert rows[-1] == "年　　月　　日"
    assert not any(LONG in row and "月" in row for row in rows)


@pytest.fixture
def dispute():
    here = scene()
    here.agency.name, here.centre.unit.name = LONG, "长白山保护开发区池北行政争议协调化解中心"
    here.agency.save()
    here.centre.unit.save()
    parties = [PERSON, *({"kind": "person", "name": f"欧阳慧{n}"} for n in "甲乙丙丁")]
    dispute = refer(here, parties=parties, gist=WORDS * 12, claims=WORDS * 3)
    accept(dispute, here, on=ago(18))
    return dispute


CODES = [
    "dispute-acceptance",
    "dispute-assignment",
    "dispute-appointment",
    "dispute-guidance",
    "dispute-application",
    "dispute-extension-consent",
    "dispute-authorisation",
    "dispute-disclosure",
]


@pytest.mark.parametrize("code", CODES)
def test_a_paper_keeps_within_the_type_area_and_a_seal_never_stands_alone(dispute, code):
    paper = registry.papers[code]
    part = {
        "dispute-disclosure": dispute.bench[0],
        "dispute-authorisation": dispute.respondent,
    }.get(code)
    pages = geometry.pages(paper.of(part)._draw(dispute, timezone.now(), draft=False).pdf)

    for page in pages:
        rows = all_rows(page)
        assert all(row.right <= RIGHT + EDGE for row in rows), [row.text for row in rows]
        assert all(row.baseline < 262 for row in geometry.rows(page))
    assert len(geometry.rows(pages[-1])) >= 3


def test_a_letter_s_first_page_has_room_for_the_red_rule_at_its_foot(dispute):
    letter = registry.papers["dispute-assignment"]
    first, *_ = geometry.pages(letter._draw(dispute, timezone.now(), draft=False).pdf)

    assert geometry.rows(first)[-1].baseline < 297 - 35
    assert geometry.rows(first, size=14) == []


def test_copies_stay_with_the_signature_above_them():
    here = scene()
    here.agency.name = LONG
    here.agency.save()
    for words in range(10, 40, 4):
        dispute = refer(here, title=f"第{words}件")
        reason = "数额差距大。" * words
        dispute.refuse(
            actor=here.centre_clerk, on=ago(18), refusal_ground="other", reason=reason[:300]
        )
        notice = registry.papers["dispute-refusal"]
        *_, last = geometry.pages(notice._draw(dispute, timezone.now(), draft=False).pdf)
        rows = geometry.rows(last)
        assert rows[-1].text.startswith("抄送：")
        assert any(here.centre.unit.name in row.text for row in rows), words
