"""How a monthly notice is drawn up by the office, and agreed upon by the court (拟稿、会签)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances.models.listing import take_stock
from disputes.appearances.models.monthlychoices import (
    COURT,
    OFFICE,
    VOID,
    NoticeStatus,
    Scope,
    of_notice,
)
from liaison.models import Committee, Role, Unit
from liaison.notices import publish
from liaison.transitions import opening, transition

Status = NoticeStatus
OPENING = "为落实行政机关负责人出庭应诉制度，现将本月行政机关负责人出庭应诉情况通报如下。"
CLOSING = (
    "各单位要认真落实《中华人民共和国行政诉讼法》第三条第三款规定，负责人应当出庭、出声、"
    "参与实质性化解争议；确有正当理由不能出庭的，应当提前向人民法院说明，"
    "并委托相应的工作人员出庭。"
)


class Drafting:
    """The office draws the notice up, the court countersigns; the court gives data, and does not
    rank government's agencies by itself."""

    @opening(
        perm=of_notice("draft"),
        label="拟写月度通报",
        status=Status.DRAFT,
        roles=OFFICE,
        hint="按月统计负责人出庭应诉情况，拟稿后送法院会签；印发之前，只有办公室和会签法院能看到。",
    )
    def draft(self, *, actor):
        """Draw up the notice of a month that is over, with one court of the committee (拟稿).

        Raises ValidationError for a month that is not over, a court that is no member, or where
        hearings of one of its courts are in another notice of the month already.
        """
        self.month = self.month.replace(day=1)
        self._check(Committee.objects.select_for_update(no_key=True).get(pk=self.committee_id))
        courts = self._scope()
        self._refuse_second(courts)
        self.save()
        self.courts.set(courts)
        self.title = f"{self.month.year}年{self.month.month}月{TITLE}"
        if self.corrects:
            self.title += "（更正）"
        self.opening = self.opening or OPENING
        self.closing = self.closing or CLOSING
        self.holder = self.initiator
        self._count(actor)
        if self.corrects:
            for row in self.corrects.criticisms.exclude(left_out=""):
                self.criticisms.filter(agency=row.agency_id).update(left_out=row.left_out)

    def _check(self, committee):
        if committee.office_id != self.initiator_id:
            raise ValidationError("月度通报由委员会办公室拟写")
        if self.span.last >= timezone.localdate():
            raise ValidationError({"month": "该月尚未结束"})
        members = Unit.objects.courts().members_of([committee], self.span.last)
        if not members.filter(pk=self.court_id).exists():
            raise ValidationError({"court": "不是本委员会的法院"})

    def _scope(self):
        """The courts whose hearings count: this one, perhaps those below it too."""
        below = self.court.children.courts() if self.scope == Scope.WITH_LOWER else ()
        return [self.court, *below]

    def _refuse_second(self, courts):
        """Refuse a second notice of the month over one of ``courts``: nothing is counted twice."""
        others = type(self).objects.filter(committee=self.committee_id, month=self.month)
        others = others.exclude(status__in=VOID).exclude(pk=self.pk)
        others = others.filter(courts__in=courts)
        if self.corrects_id:
            others = others.exclude(pk=self.corrects_id)
        if other := others.order_by("pk").first():
            how = "确有错误的，请在该通报中更正" if other.issued_on else "请在原稿上修改"
            raise ValidationError(
                {"month": f"该月已有通报（{other.number or '拟稿'}），不能重复；{how}"}
            )

    def _count(self, actor):
        self.counted_at = timezone.now()
        take_stock(self, actor)

    @transition(
        source=[Status.DRAFT],
        perm=of_notice("revise"),
        part="handle",
        label="修改通报",
        roles=OFFICE,
        tone="secondary",
        hint="修改首尾文字，选择不列入批评的；保存时按最新记录重新统计。",
    )
    def revise(self, *, actor, opening, closing, left_out=(), reason=""):
        """Change the words, and leave absences out of the criticism with a reason (修改).

        The month is counted anew: hearings may have been recorded meanwhile.
        """
        if left_out and not reason:
            raise ValidationError({"reason": "请说明不列入批评的理由"})
        self.opening, self.closing = opening, closing
        chosen = [row.pk for row in left_out]
        self.criticisms.exclude(pk__in=chosen).update(left_out="")
        self.criticisms.filter(pk__in=chosen).update(left_out=reason)
        self._count(actor)
        return f"不列入批评{len(chosen)}项：{reason}" if chosen else ""

    @transition(
        source=[Status.DRAFT],
        target=Status.COUNTERSIGNING,
        perm=of_notice("send"),
        part="handle",
        label="送法院会签",
        roles=OFFICE,
        hint="送出时再统计一次，此后数据不再变动，会签的和印发的是同一份。",
    )
    def send(self, *, actor):
        """Hand the draft to the court (送会签): counted once more, then frozen.

        Raises ValidationError where nothing was heard in the month.
        """
        self._count(actor)
        if not self.listed.exists() and not self.criticisms.exists():
            raise ValidationError("该月没有应当统计的开庭，不必通报")
        self.holder, self.return_reason = self.court, ""
        publish("appearances.notice_sent", self, key=f"sent:{self.audit.count()}")

    @transition(
        source=[Status.COUNTERSIGNING, Status.CONFIRMED],
        target=Status.DRAFT,
        perm=of_notice("take_back"),
        part="handle",
        label="撤回修改",
        roles=OFFICE,
        tone="secondary",
    )
    def take_back(self, *, actor, reason):
        """Take the draft back to change it (撤回修改); the court countersigns it again."""
        self.holder, self.confirmed_on = self.initiator, None
        publish("appearances.notice_taken_back", self, key=f"back:{self.audit.count()}")
        return reason

    @transition(
        source=[Status.DRAFT],
        target=Status.WITHDRAWN,
        perm=of_notice("drop"),
        part="handle",
        label="撤销拟稿",
        roles=OFFICE,
        tone="danger",
    )
    def drop(self, *, actor, reason):
        """Give the draft up (撤销拟稿): the month may be drawn up anew."""
        self.holder = None
        return reason

    @transition(
        source=[Status.COUNTERSIGNING],
        target=Status.CONFIRMED,
        perm=of_notice("confirm"),
        part="countersign",
        label="会签",
        roles=(Role.COURT_LEADER,),
        hint="核对数据和批评事实后会签；由办公室编号印发。",
    )
    def confirm(self, *, actor):
        """Countersign for the court (会签): from now on it may be issued in both names."""
        self.holder, self.confirmed_on = self.initiator, timezone.localdate()
        publish("appearances.notice_confirmed", self, key=f"confirmed:{self.audit.count()}")

    @transition(
        source=[Status.COUNTERSIGNING],
        target=Status.DRAFT,
        perm=of_notice("send_back"),
        part="countersign",
        label="退回修改",
        roles=COURT,
        tone="danger",
    )
    def send_back(self, *, actor, reason):
        """Hand the draft back to the office (退回修改), with what has to be changed."""
        self.holder, self.return_reason = self.initiator, reason
        publish(
            "appearances.notice_returned",
            self,
            key=f"returned:{self.audit.count()}",
            reason=reason,
        )
        return reason


TITLE = "行政机关负责人出庭应诉情况通报"
