"""Earlier suggestions: what is new, known, at odds; all of it or nothing; numbers; files."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liaison import registry
from liaison.models import Attachment, AuditEntry, LongWork, NumberSeries
from liaison.outbox import bell
from suggestions.models import JudicialSuggestion, Takeover
from suggestions.models.takeover import take_over
from suggestions.takeover import taking
from tests.factories import suggestions as build
from tests.factories.bundles import PDF
from tests.factories.suggestions import drafted, scene, sign, suggestion_in
from tests.factories.takeover import (
    SECOND,
    UNANSWERED,
    check,
    counts,
    errors_of,
    row_of,
    take,
    take_in,
)
from tests.factories.world import end_all_posts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr(bell.Bell, "ring", lambda self, task: None)


@pytest.fixture
def here():
    return scene()


def numbered(here, year, number):
    return {"建议书文号": f"{here.court.place_name}法建〔{year}〕{number}号"}


def of_this_year(here, number):
    days = {
        "签发日期": date(2026, 1, 5),
        "送达日期": date(2026, 1, 6),
        "答复日期": date(2026, 2, 2),
    }
    return row_of(here, number, **numbered(here, 2026, number), **days)


# What is known already


def test_the_check_writes_nothing_and_tells_what_it_would_bring(here):
    rows = [row_of(here, 1), row_of(here, 1, **SECOND), row_of(here, 2, **UNANSWERED)]
    work = check(here.clerk, rows, here)
    assert not JudicialSuggestion.objects.exists()
    assert not Takeover.objects.exists()
    assert counts(work) == {"new": 2}
    assert work.message == "新增2件，相同0件，冲突0件，有问题0行"
    assert work.report["new"] == {
        "problems": 3,
        "answers": 1,
        "files": 0,
        "undated": 0,
        "owing": 1,
    }
    assert [line["answered"] for line in work.report["rows"]["new"]] == ["已答复", "没有答复"]


def test_the_same_file_twice_changes_nothing(here):
    rows = [row_of(here, 1, 附件="复函.pdf"), row_of(here, 2, **UNANSWERED)]
    files = {"复函.pdf": PDF}
    take_in(here.clerk, rows, here, files=files)
    before = list(JudicialSuggestion.objects.order_by("pk").values())
    work = check(here.clerk, rows, here, files=files)
    assert counts(work) == {"unchanged": 2}
    assert take(here.clerk, work).message.endswith("相同2件")
    assert list(JudicialSuggestion.objects.order_by("pk").values()) == before
    assert (Attachment.objects.count(), AuditEntry.objects.filter(action="take_over").count()) == (
        1,
        2,
    )


CHANGES = {
    "事由": {"事由": "别的事"},
    "治理领域": {"治理领域": "行政处罚"},
    "送达日期": {"送达日期": "2021-03-06"},
    "问题": {"问题": "别的问题"},
    "复函文号": {"复函文号": "别的文号"},
    "整改措施": {"整改措施": "别的措施"},
    "附件": {"附件": "复函.pdf"},
}


@pytest.mark.parametrize("column", CHANGES)
def test_one_that_differs_is_a_conflict_and_is_never_written_over(here, column):
    take_in(here.clerk, [row_of(here, 1)], here)
    before = JudicialSuggestion.objects.values().get()
    rows = [row_of(here, 1, **CHANGES[column]), row_of(here, 2)]
    work = check(here.clerk, rows, here, files={"复函.pdf": PDF})
    assert counts(work) == {"new": 1, "conflict": 1}
    assert work.report["rows"]["conflict"][0]["changes"] == [column]
    assert take(here.clerk, work).message.endswith("冲突1件没有导入")
    assert JudicialSuggestion.objects.values().get(pk=before["id"]) == before


def test_a_suggestion_of_the_system_itself_is_never_touched(here):
    matter = suggestion_in("served", here)
    before = JudicialSuggestion.objects.values().get()
    row = row_of(here, 1, 建议书文号=matter.number, 签发日期="2026-06-12", 送达日期="2026-06-15")
    work = check(here.clerk, [row | {"答复日期": "2026-07-01"}], here)
    assert counts(work) == {"conflict": 1}
    assert not work.report["rows"]["conflict"][0]["is_taken_over"]
    take(here.clerk, work)
    assert JudicialSuggestion.objects.values().get() == before


def test_what_has_gone_on_since_is_a_conflict(here):
    rows = [row_of(here, 1, **UNANSWERED)]
    take_in(here.clerk, rows, here)
    matter = JudicialSuggestion.objects.get()
    item = {"problem": matter.problems.get(), "response": "adopted", "measures": "已经整改。"}
    build.answer(matter, here.answerer, items=[item])
    work = check(here.clerk, rows, here)
    assert work.report["rows"]["conflict"][0]["changes"] == [
        "答复日期",
        "复函文号",
        "采纳情况",
        "整改措施",
        "附件",
    ]


def test_a_draft_of_an_answer_is_no_conflict(here):
    rows = [row_of(here, 1, **UNANSWERED)]
    take_in(here.clerk, rows, here)
    matter = JudicialSuggestion.objects.get()
    item = {"problem": matter.problems.get(), "response": "adopted", "measures": "将予整改。"}
    item["proof"] = build.upload("方案.png")
    matter.draft_reply(actor=here.answerer, items=[item])
    assert check(here.clerk, rows, here).report["rows"]["conflict"] == []


def test_a_number_of_another_court_is_refused_whether_or_not_it_is_there(here):
    work = check(here.clerk, [row_of(here, 1, 建议书文号="白山法建〔2021〕1号")], here)
    assert errors_of(work) == [(2, "建议书文号", "这是别的法院的文号，只能导入本院的司法建议")]


def test_a_number_that_another_court_took_in_is_told_without_its_content(here):
    take_in(here.clerk, [row_of(here, 1, 建议书文号="（2021）司建字第1号")], here)
    clerk = here.people["other_court_clerk"]
    there = here.__class__(**vars(here) | {"court": clerk.posts.get().unit})
    work = check(clerk, [row_of(here, 1, 建议书文号="（2021）司建字第1号")], there)
    ((row, column, advice),) = errors_of(work)
    assert (row, column) == (2, "建议书文号")
    assert "不属于本院" in advice
    assert work.report["rows"]["conflict"] == []


def test_a_number_that_comes_again_further_down_is_told(here):
    work = check(here.clerk, [row_of(here, 1), row_of(here, 2), row_of(here, 1, **SECOND)], here)
    assert errors_of(work) == [
        (4, "建议书文号", "第2行已有这个文号，请把同一份建议书的各行连在一起")
    ]


# Numbers


def test_the_series_goes_on_after_what_was_taken_in(here):
    take_in(here.clerk, [of_this_year(here, n) for n in (2, 1, 3)], here)
    matter = drafted(here, kind="other")
    sign(matter, here)
    assert matter.number == f"{here.court.place_name}法建〔2026〕4号"


@pytest.mark.parametrize(
    ("given", "row", "told"),
    [([9], 2, "1号、2号、3号、4号、5号等"), ([1, 2, 5], 4, "3号、4号"), ([2], 2, "1号")],
)
def test_a_gap_in_the_series_of_this_year_is_refused(here, given, row, told):
    work = check(here.clerk, [of_this_year(here, n) for n in given], here)
    ((at, column, advice),) = errors_of(work)
    assert (at, column) == (row, "建议书文号")
    assert told in advice
    assert work.report["wrong_rows"] == 1


def test_a_gap_after_what_the_system_drew_is_refused_in_that_year_too(here, time_machine):
    time_machine.move_to("2025-12-30T10:00:00+08:00")
    matter = drafted(here, kind="other")
    matter.sign(actor=here.president, on=date(2025, 12, 30))
    assert matter.number.endswith("〔2025〕1号")
    time_machine.move_to("2026-11-22T10:00:00+08:00")
    work = check(here.clerk, [row_of(here, 1, **numbered(here, 2025, 3))], here)
    assert "2号不在系统内" in errors_of(work)[0][2]
    assert not errors_of(check(here.clerk, [row_of(here, 1, **numbered(here, 2025, 2))], here))


def test_of_years_before_the_system_what_was_lost_is_lost_and_may_come_later(here):
    take_in(here.clerk, [row_of(here, 9)], here)
    assert NumberSeries.objects.get(year=2021).last == 9
    take_in(here.clerk, [row_of(here, 4)], here)
    assert NumberSeries.objects.get(year=2021).last == 9
    assert JudicialSuggestion.objects.count() == 2


def test_a_number_of_another_pattern_draws_nothing(here):
    take_in(here.clerk, [row_of(here, 1, 建议书文号="（2021）延中法建字第5号")], here)
    assert set(NumberSeries.objects.values_list("last", flat=True)) == {0}


# All of it or nothing, and only what was seen


def test_what_changed_after_the_preview_is_not_taken_in(here):
    work = check(here.clerk, [row_of(here, 1), row_of(here, 2)], here)
    take_in(here.clerk, [row_of(here, 2)], here)
    with pytest.raises(ValidationError, match="重新检查"):
        take(here.clerk, work)


def test_a_row_that_went_wrong_after_the_preview_ends_it_all(here):
    work = check(here.clerk, [row_of(here, 1)], here)
    here.recipient.memberships.all().delete()
    with pytest.raises(ValidationError, match="重新检查"):
        take(here.clerk, work)


def test_a_file_that_changed_after_the_preview_is_not_taken_in(here):
    work = check(here.clerk, [row_of(here, 1, 附件="复函.pdf")], here, files={"复函.pdf": PDF})
    work.report["files"] = {"复函.pdf": "0" * 64}
    work.save()
    with pytest.raises(ValidationError, match="附件包有了变化"):
        take(here.clerk, work)


def test_a_right_that_ended_ends_the_work(here):
    work = check(here.clerk, [row_of(here, 1)], here)
    kind = registry.works[taking.TAKE]
    assert kind.may_read(work, here.clerk)
    end_all_posts(here.clerk)
    user = type(here.clerk).objects.get(pk=here.clerk.pk)
    with pytest.raises(ValidationError, match="没有导入以往司法建议的权限"):
        take(user, LongWork.objects.get(pk=work.pk))
    assert not kind.may_read(work, user)
    takeover = Takeover(court=here.court, actor=user, name="x")
    with pytest.raises(PermissionDenied):
        take_over([], takeover, None)


def test_an_empty_and_an_overlong_table_are_told_so(here, monkeypatch):
    with pytest.raises(ValidationError, match="没有司法建议的行"):
        check(here.clerk, [], here)
    monkeypatch.setattr(taking, "MOST_ROWS", 2)
    with pytest.raises(ValidationError, match="超过2行"):
        check(here.clerk, [row_of(here, n) for n in range(1, 4)], here)


def test_it_is_on_record_who_took_what_in(here):
    take_in(here.clerk, [row_of(here, 1)], here)
    entry = AuditEntry.objects.get(object_id=None)
    assert (entry.actor, entry.unit, entry.note) == (
        here.clerk,
        here.court,
        "以往建议.xlsx：新增1件，1个问题，1份答复，0个附件；相同0件",
    )
    takeover = Takeover.objects.get()
    assert (takeover.letters, takeover.actor, len(takeover.sha256)) == (1, here.clerk, 64)


def test_letters_cost_no_queries_of_their_own(here):
    def queries(count, first):
        rows = [row_of(here, n) for n in range(first, first + count)]
        with CaptureQueriesContext(connection) as context:
            take_in(here.clerk, rows, here)
        return len(context)

    queries(1, 1)
    assert queries(2, 10) == queries(60, 100)


# Files


def test_a_name_that_the_bundle_lacks_is_wrong_and_a_file_that_no_row_names_is_told(here):
    rows = [row_of(here, 1, 附件="复函.pdf；没有.pdf")]
    work = check(here.clerk, rows, here, files={"复函.pdf": PDF, "多余.pdf": PDF})
    assert errors_of(work) == [(2, "附件", "“没有.pdf”附件包里没有这个文件")]
    assert work.report["not_named"] == ["多余.pdf"]
    work = check(here.clerk, rows, here, name="无附件.xlsx")
    assert errors_of(work)[0] == (2, "附件", "“复函.pdf”没有上传附件包")


def test_a_file_that_may_not_come_in_is_told_with_its_row(here):
    files = {"a.pdf": b"MZ\x90\0", "机密★10年.pdf": PDF}
    work = check(here.clerk, [row_of(here, 1, 附件="a.pdf；机密★10年.pdf")], here, files=files)
    told = {advice for _, _, advice in errors_of(work)}
    assert any("只接收 PDF" in advice for advice in told)
    assert any("密级" in advice for advice in told)


def test_a_file_is_stored_under_no_name_of_its_own(here):
    take_in(here.clerk, [row_of(here, 1, 附件="a/复函 1.pdf")], here, files={"a/复函 1.pdf": PDF})
    kept = Attachment.objects.get()
    assert kept.file.name == f"attachments/{timezone.localdate():%Y/%m}/{kept.sha256}.pdf"
    assert (kept.name, kept.media_type, kept.uploaded_by) == (
        "复函 1.pdf",
        "application/pdf",
        here.clerk,
    )
    with default_storage.open(kept.file.name) as stored:
        assert stored.read() == PDF
