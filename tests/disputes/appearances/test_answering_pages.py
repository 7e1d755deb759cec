"""The pages of answering and judging: what was typed comes back, what is refused is said."""

from datetime import date

import pytest

from disputes.appearances.models import Answer, Status
from tests.disputes.appearances.test_judging import served_again
from tests.factories.appearances import (
    EVIDENCE,
    WORDS,
    answer,
    draft_answer,
    judge,
    performing,
    scene,
    served,
)
from tests.factories.suggestions import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage():
    return scene()


def rows(*items, initial=0):
    """What the browser sends of the list of evidence."""
    sent = {"evidence-TOTAL_FORMS": len(items), "evidence-INITIAL_FORMS": initial}
    for place, item in enumerate(items):
        sent |= {f"evidence-{place}-{name}": value for name, value in item.items()}
    return sent


def test_a_draft_is_typed_saved_and_found_again(client, stage):
    lawsuit = served(stage)
    client.force_login(stage.agency_clerk)
    url = lawsuit.step_url("draft_answer")
    assert "保存答辩稿" in client.get(url).content.decode()
    sent = WORDS | rows(EVIDENCE | {"upload": upload("告知书.png")})
    assert client.post(url, sent).url == lawsuit.get_absolute_url()

    draft = Answer.objects.get()
    kept = draft.evidence.get().file
    page = client.get(url).content.decode()
    assert WORDS["body"].splitlines()[0] in page
    assert "已存“告知书.png”" in page
    again = WORDS | rows(EVIDENCE | {"kept": kept.pk, "pages": 5}, initial=1)
    assert client.post(url, again).status_code == 302
    item = draft.evidence.get()
    assert (item.pages, item.file) == (5, kept)
    gone = WORDS | rows(EVIDENCE | {"kept": kept.pk, "DELETE": "on"}, initial=1)
    assert client.post(url, gone).status_code == 302
    assert not draft.evidence.exists()


def test_another_row_comes_with_all_that_was_typed(client, stage):
    lawsuit = served(stage)
    client.force_login(stage.agency_clerk)
    sent = WORDS | rows(EVIDENCE | {"purpose": "证明云杉林的坐落"}) | {"add_row": "evidence"}
    page = client.post(lawsuit.step_url("draft_answer"), sent).content.decode()

    assert "证明云杉林的坐落" in page
    assert 'name="evidence-1-name"' in page
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"purpose": ""}, "这个字段是必填项"),
        ({"pages": "0"}, "大于或等于1"),
        ({"kept": "999999"}, "选择一个有效的选项"),
        ({"name": "机密★文件"}, "密级"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_words(client, stage, change, message):
    lawsuit = served(stage)
    client.force_login(stage.agency_clerk)
    page = client.post(lawsuit.step_url("draft_answer"), WORDS | rows(EVIDENCE | change))

    assert page.status_code == 200
    assert not Answer.objects.exists()
    errors = str(page.context["form"].formsets["evidence"].errors)
    assert message in errors


def test_before_it_is_given_the_answer_stands_over_the_button(client, stage):
    lawsuit = served(stage)
    draft_answer(lawsuit, stage)
    client.force_login(stage.agency_clerk)
    url = lawsuit.step_url("submit_answer")
    page = client.get(url).content.decode()
    assert EVIDENCE["purpose"] in page
    assert client.post(url, {}).status_code == 302
    assert Answer.objects.get().given_on == date.today()
    assert "逾期提交" in client.get(lawsuit.get_absolute_url()).content.decode()


def test_the_page_says_what_follows_from_coming_late(client, stage):
    lawsuit = served(stage)
    answer(lawsuit, stage, on=date(2026, 3, 20))
    for name in ("agency_clerk", "court_clerk", "justice"):
        client.force_login(stage.people[name])
        page = client.get(lawsuit.get_absolute_url()).content.decode()
        assert "逾期提交" in page
        assert "视为没有相应证据" in page


def test_what_was_not_performed_in_time_has_its_consequences_on_the_page(client, stage):
    lawsuit = performing(stage)
    client.force_login(stage.agency_clerk)
    page = client.get(lawsuit.get_absolute_url()).content.decode()

    assert "按日处五十元至一百元罚款" in page
    assert "第九十六条" in page


def test_the_court_reads_the_request_where_it_decides(client, stage):
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])
    lawsuit.ask_deferral(
        actor=stage.agency_clerk,
        reason="档案库漏水",
        letter=upload("申请书.pdf"),
        on=date(2026, 3, 9),
    )
    client.force_login(stage.clerk)
    url = lawsuit.step_url("decide_deferral")
    page = client.get(url).content.decode()
    assert "档案库漏水" in page
    assert "申请书.pdf" in page
    refused = client.post(url, {"granted": "yes", "view": "情况属实"})
    assert "请写明正当事由消除的日期" in refused.content.decode()
    assert "情况属实" in refused.content.decode()
    taken = client.post(url, {"granted": "yes", "ended_on": "2026-03-20", "view": ""})
    assert taken.status_code == 302
    assert lawsuit.deadlines.get(ref=lawsuit.sued()[0].ref).due_on == date(2026, 4, 7)


def test_a_request_that_comes_late_is_refused_and_nothing_typed_is_lost(client, stage):
    lawsuit = served(stage)
    client.force_login(stage.agency_clerk)
    page = client.post(lawsuit.step_url("ask_deferral"), {"reason": "档案库漏水"})

    assert "不能再申请延期举证" in page.content.decode()
    assert "档案库漏水" in page.content.decode()


def test_a_judgment_is_registered_from_the_page(client, stage):
    lawsuit = served(stage)
    client.force_login(stage.clerk)
    url = lawsuit.step_url("judge")
    sent = {"on": "2026-05-20", "result": "revoked", "judgment": "", "loss_reason": "程序违法"}
    refused = client.post(url, sent).content.decode()
    assert "请填写裁判主文" in refused
    assert "程序违法" in refused
    assert "upheld" not in refused
    sent |= {"judgment": "撤销。", "served_on": "2026-05-21", "lost": "no"}
    assert client.post(url, sent).status_code == 302
    lawsuit.refresh_from_db()
    assert (lawsuit.status, lawsuit.lost) == (Status.JUDGED, False)
    page = client.get(lawsuit.get_absolute_url()).content.decode()
    assert "rule=appeal.judgment&amp;started_on=2026-05-21" in page
    assert "6月5日" in page


def test_the_effect_is_asked_for_what_is_still_unknown(client, stage):
    lawsuit = served(stage)
    judge(lawsuit, stage, served_on=date(2026, 5, 21))
    client.force_login(stage.clerk)
    form = client.get(lawsuit.step_url("take_effect")).context["form"]
    assert list(form.fields) == ["appealed", "on", "perform_by"]
    assert "2026年6月5日届满" in form.fields["on"].help_text
    other = served(stage, ordinal=16)
    judge(other, stage, result="revoked")
    form = client.get(other.step_url("take_effect")).context["form"]
    assert list(form.fields) == ["appealed", "on", "served_on"]


def test_the_court_reads_the_report_where_it_confirms(client, stage):
    lawsuit = performing(stage)
    lawsuit.report_performance(
        actor=stage.agency_clerk, report="已经颁证", proof=upload("证书.pdf"), on=date(2026, 8, 1)
    )
    client.force_login(stage.clerk)
    url = lawsuit.step_url("confirm_performance")
    page = client.get(url).content.decode()
    assert "已经颁证" in page
    assert "证书.pdf" in page
    assert client.post(url, {"done": "yes"}).status_code == 302
    lawsuit.refresh_from_db()
    assert lawsuit.status == Status.CLOSED
    assert lawsuit.agencies.get().performed_on == date(2026, 8, 1)


def test_the_next_instance_is_linked_for_who_may_see_it(client, stage):
    first = served(stage)
    judge(first, stage)
    first.take_effect(actor=stage.clerk, on=date(2026, 6, 1), appealed=True)
    client.force_login(stage.agency_clerk)
    assert "二审法院登记后显示" in client.get(first.get_absolute_url()).content.decode()
    second = served_again(stage, earlier_number=first.number)
    page = client.get(first.get_absolute_url()).content.decode()
    assert f'href="{second.get_absolute_url()}"' in page
