"""The papers of an answer: frozen when it is given, with the plaintiff's name in full."""

import io

import pytest
from docx import Document as Word
from pypdf import PdfReader

from liaison import documents, registry
from liaison.models import IssuedPaper
from tests.disputes.appearances.test_judging import served_again
from tests.factories.appearances import (
    COMPANY,
    DAYS,
    EVIDENCE,
    PERSON,
    WORDS,
    draft_answer,
    scene,
    served,
)
from tests.factories.suggestions import upload

pytestmark = pytest.mark.django_db
MANY = [EVIDENCE | {"name": f"现场照片之{number}"} for number in range(1, 41)]


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def lawsuit(stage):
    """An answer that is drafted, to a person and a company."""
    lawsuit = served(stage, litigants=[PERSON, COMPANY])
    draft_answer(lawsuit, stage)
    return lawsuit


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", ""), len(pages)


def given(lawsuit, stage):
    lawsuit.submit_answer(actor=stage.agency_clerk, on=DAYS["answer"])
    papers = IssuedPaper.objects.filter(object_id=lawsuit.pk)
    return {paper.code: paper for paper in papers}


@pytest.mark.usefixtures("drawn_papers")
def test_the_answer_is_frozen_with_names_in_full_and_the_court_it_goes_to(stage, lawsuit):
    paper = given(lawsuit, stage)["lawsuit-answer"]
    words, _ = text_of(documents.frozen(paper))

    for said in (
        "行政答辩状",
        f"答辩人：{stage.agency.name}",
        "法定代表人：许明哲，局长",
        "被答辩人：冯立群、长松商贸有限公司",
        "案号为（2026）吉24行初15号",
        "请求驳回原告的诉讼请求。",
        "所依据的规范性文件：《不动产登记暂行条例》第二十二条。",
        "此致",
        stage.court.name,
        "附件：1.证据清单",
        "2.证据材料（1份）",
        "2026年3月16日",
    ):
        assert said.replace(" ", "") in words.replace(" ", ""), said
    assert "委托诉讼代理人" not in words
    assert lawsuit.papers.count() == 2
    assert "冯立群" not in paper.title


def test_the_docx_says_the_same(stage, lawsuit):
    paper = given(lawsuit, stage)["lawsuit-answer"]
    with paper.docx.open("rb") as file:
        lines = [one.text for one in Word(io.BytesIO(file.read())).paragraphs]

    assert "此致" in lines
    assert lines[lines.index("此致") + 1] == stage.court.name
    assert any("冯立群、长松商贸有限公司" in line for line in lines)


@pytest.mark.usefixtures("drawn_papers")
def test_a_long_list_of_evidence_repeats_its_head(stage, lawsuit):
    draft_answer(lawsuit, stage, evidence=MANY)
    paper = given(lawsuit, stage)["lawsuit-evidence"]
    words, pages = text_of(documents.frozen(paper))

    assert pages == paper.pages > 1
    assert words.count("证明目的") == pages
    assert "现场照片之40" in words
    assert "所依据的规范性文件" in words


def test_without_evidence_there_is_no_list(stage, lawsuit):
    draft_answer(lawsuit, stage, evidence=())
    assert set(given(lawsuit, stage)) == {"lawsuit-answer"}


def test_to_an_appeal_it_says_so(stage):
    lawsuit = served_again(stage)
    draft_answer(lawsuit, stage)
    paper = registry.papers["lawsuit-answer"].of(lawsuit.sued()[0].draft)

    assert any("不服不动产登记一审裁判提起上诉" in line for line in paper.paragraphs(lawsuit))


def ticks(lawsuit, agency):
    row = next(one for one in lawsuit.sued() if one.unit == agency)
    return {each.name: each.done for each in lawsuit.checklist(row)}


def test_the_checklist_is_ticked_from_what_is_there(stage):
    lawsuit = served(stage)
    assert not any(ticks(lawsuit, stage.agency).values())
    lawsuit.draft_answer(
        actor=stage.agency_clerk,
        evidence=[EVIDENCE],
        identity=upload("身份.pdf"),
        **WORDS | {"norms": ""},
    )
    assert ticks(lawsuit, stage.agency) == {
        "答辩状": True,
        "证据及证据清单": True,
        "所依据的规范性文件": False,
        "法定代表人身份证明": True,
        "授权委托书": False,
        "负责人出庭": False,
    }


@pytest.mark.usefixtures("drawn_papers")
def test_the_checklist_is_a_form_to_print(stage, lawsuit):
    row = lawsuit.sued()[0]
    words, pages = text_of(registry.papers["lawsuit-checklist"].of(row).render(lawsuit))

    assert pages == 1
    assert "预览未印发" not in words
    for said in ("应诉准备清单", "2026年3月19日", "尚未上传；不委托代理人的不需要", "√", "□"):
        assert said in words.replace(" ", ""), said
