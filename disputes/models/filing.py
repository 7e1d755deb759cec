"""Filing (立案): the court's seven days, which run beside mediation and never wait for it."""

from django.core.exceptions import ValidationError

from disputes import deadlines as codes
from disputes.models.choices import FileKind, FilingResult, Source, Status
from liaison import deadlines
from liaison.days import check_day
from liaison.models import Role
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach


class FilingSteps:
    """The court's duty to decide on the complaint while it guides the parties to the centre."""

    def start_filing_clock(self, actor):
        """Let the court's seven days run from the receipt of the complaint (行政诉讼法第五十一条).

        Only for guidance before a suit: nowhere else does a complaint lie with the court.
        """
        if self.source == Source.GUIDANCE:
            deadlines.start(
                self, codes.FILING, on=self.receipt_on, responsible=self.court, actor=actor
            )

    @property
    def awaits_filing(self):
        """Whether the court still has to say what it made of the complaint."""
        return self.source == Source.GUIDANCE and not self.filing_result

    def press_for_filing(self):
        """Tell the court at once that mediation is over and the complaint is not yet filed.

        It must then file as the law requires (特邀调解规定第二十一条).
        """
        if self.awaits_filing:
            publish("disputes.file_now", self, key=self.occasion("file_now"))

    @transition(
        source=tuple(Status),
        perm="disputes.register_filing_dispute",
        part="refer",
        roles=[Role.COURT_CLERK],
        label="登记立案情况",
        hint="收到起诉状七日内决定是否立案，不能决定的应当先予立案；协调化解不代替立案",
        when=lambda dispute: dispute.awaits_filing,
    )
    def register_filing(self, *, actor, on, filing_result, court_case="", upload=None):
        """Put down what the court made of the complaint (登记立案情况): this alone stops its clock.

        Filing doesn't end mediation, which goes on. Raises ValidationError for a day before the
        complaint was received, and for a case that was filed without its number.
        """
        check_day(on, self.receipt_on, after="收到起诉状")
        result = FilingResult(filing_result)
        if result == FilingResult.FILED and not court_case:
            raise ValidationError("已登记立案的，请填写案号", code="court_case")
        self.filing_result, self.filed_on = result, on
        self.court_case = court_case or self.court_case
        attach(self, upload, FileKind.FILING, actor)
        if result == FilingResult.TAKEN_BACK:
            deadlines.waive(self, codes.FILING, on=on, reason=result.label, actor=actor)
        else:
            deadlines.meet(self, codes.FILING, on=on, actor=actor)
        publish("disputes.filing", self, key="filing", result=result.label)
        return result.label
