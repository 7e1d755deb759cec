"""Papers of hearings: 出庭通知书, 负责人身份证明, and the letter that urges (督促函)."""

from django.utils import timezone

from disputes.appearances.deadlines import NOMINATION
from disputes.appearances.models import Lawsuit, Status
from disputes.documents.wording import day, length, rule_in_force
from liaison import registry
from liaison.documents import Document
from liaison.papers.blocks import (
    Body,
    Copies,
    LetterHead,
    Note,
    Number,
    Recipient,
    Signature,
    Title,
)
from liaison.templatetags.typeset import cn_date

SUITS = "《中华人民共和国行政诉讼法》"
HEADS = "《最高人民法院关于行政机关负责人出庭应诉若干问题的规定》"
UNDATED = "　　　年　　月　　日"
COUNTED = (
    "负责人包括行政机关的正职、副职负责人，参与分管被诉行政行为实施工作的副职级别的负责人，"
    "以及其他参与分管的负责人；被诉行政机关委托的组织或者下级行政机关的负责人，不能作为负责人出庭"
)
ENDINGS = {"局": "我局", "办公室": "我办", "委员会": "我委", "政府": "我府"}


def moment_of(hearing):
    """The hour of a hearing as papers write it: 2026年11月26日9时30分."""
    starts = timezone.localtime(hearing.starts_at)
    minutes = f"{starts.minute:02}分" if starts.minute else ""
    return f"{cn_date(starts.date())}{starts.hour}时{minutes}"


def case_of(matter):
    """The case as papers name it: number, agencies, cause; no natural person."""
    names = "、".join(row.unit.name for row in matter.sued())
    return f"{matter.number}诉{names}{matter.cause}一案"


def contact_of(matter):
    """Whom to ring up at the court; empty where nobody was named."""
    if not matter.contact:
        return ""
    phone = f"，联系电话：{matter.contact_phone}" if matter.contact_phone else ""
    return f"（联系人：{matter.contact}{phone}）"


class HearingPaper(Document):
    """A paper about one agency at one hearing, made of blocks."""

    model = Lawsuit
    template_name = "documents/appearances/paper.html"
    has_docx = True


@registry.papers.register
class AppearanceNotice(HearingPaper):
    """出庭通知书: duty, time and place, what follows from absence (第五条); issued at fixing."""

    code = "head-appearance-notice"
    title = "行政机关负责人出庭应诉通知书"

    def blocks(self, matter):
        court = matter.initiator.name
        return [
            Title(self.title),
            Number(matter.number),
            Recipient(self.part.agency.unit.name),
            Body("\n".join(self.paragraphs(matter))),
            Signature(court, cn_date(self.part.notified_on)),
            Note(contact_of(matter)),
        ]

    def paragraphs(self, matter):
        one, hearing = self.part, self.part.hearing
        public = "公开" if hearing.is_public else "不公开"
        kind = "第三人" if one.agency.side == "third" else "被告"
        yield (
            f"本院受理的{case_of(matter)}，你单位为{kind}，定于{moment_of(hearing)}"
            f"在{hearing.place}{public}开庭审理。{self.why()}并告知下列事项："
        )
        yield (
            "一、出庭义务。被诉行政机关负责人应当出庭应诉，可以另行委托一至二名诉讼代理人；不能出庭的，"
            "应当委托行政机关相应的工作人员出庭，不得仅委托律师出庭。"
        )
        yield f"二、负责人的范围。{COUNTED}。"
        yield self.handing_in()
        yield (
            "四、不能出庭的理由。因不可抗力、意外事件、需要履行他人不能代替的公务或者其他正当事由不能"
            "出庭的，应当提交加盖你单位印章或者由主要负责人签字认可的证明材料，由本院审查；可以申请延期开庭。"
        )
        yield (
            "五、出庭要求。出庭人员应当进行陈述、答辩、提交证据、辩论、发表最后意见，"
            "对所依据的规范性文件进行解释说明；负责人应当就实质性解决行政争议发表意见。"
        )
        yield (
            "六、不出庭的法律后果。负责人未出庭且未说明理由或者理由不成立，申请延期开庭获准后再次开庭仍"
            "无正当理由未出庭，负责人和相应的工作人员均不出庭，负责人未经法庭许可中途退庭，"
            "或者拒绝解释说明导致庭审无法进行的，本院将记录在案并在裁判文书中载明，"
            "向监察机关和你单位的上一级行政机关提出司法建议。"
        )
        yield "特此通知。"

    def why(self):
        """The ground of the call, and in which paragraph it stands: must or may (第四条)."""
        one = self.part
        clause = "第一款" if one.must_be_notified else "第二款"
        return (
            f"因本案属于“{one.get_ground_display()}”，依照{SUITS}第三条第三款、{HEADS}第四条{clause}，"
            "现通知你单位负责人出庭应诉，"
        )

    def handing_in(self):
        """By when to name the head, and the paper that proves who that is (第六条)."""
        on = self.part.notified_on
        rule = rule_in_force(NOMINATION, on)
        return (
            f"三、报送和证明。收到本通知之日起{length(rule)}内，在府院联动工作平台报送出庭负责人的姓名、职务；"
            "庭审前可以更换，但不得影响正常开庭。负责人应当于庭审前提交身份证明材料，"
            "载明姓名、职务等基本信息，并加盖你单位印章；不能补正或者补正影响正常开庭的，"
            "视为负责人未出庭应诉。"
        )


@registry.papers.register
class IdentityPaper(HearingPaper):
    """负责人身份证明: printed by the agency with name and post, to be sealed (第六条)."""

    code = "head-identity"
    title = "行政机关负责人身份证明"
    statuses = frozenset({Status.LISTED})
    is_form = True

    def parts(self, matter):
        return [one for one in matter.appearances() if one.hearing.is_planned and one.head_name]

    def blocks(self, matter):
        one = self.part
        return [
            Title(self.title),
            Recipient(matter.initiator.name),
            Body("\n".join(self.paragraphs(matter))),
            Signature(one.agency.unit.name, UNDATED),
            Note("附：出庭负责人身份证件复印件"),
        ]

    def paragraphs(self, matter):
        one = self.part
        yield (
            f"{one.head_name}同志现任我单位{one.head_post}，系{HEADS}第二条规定的行政机关负责人"
            f"（{one.get_head_rank_display()}）。"
        )
        yield (
            f"你院审理的{case_of(matter)}，定于{moment_of(one.hearing)}在{one.hearing.place}开庭，"
            f"由{one.head_name}同志代表我单位出庭应诉。"
        )
        yield "特此证明。"


@registry.papers.register
class HeadUrgingLetter(HearingPaper):
    """督促函: the starter or the office reminds an agency of its head's duty; with its number."""

    code = "head-urging"
    title = "督促函"
    layout = "letter"

    def heading(self, matter):
        return "关于督促行政机关负责人出庭应诉的函"

    def own_number(self, matter):
        return self.part.number

    def issuer(self, matter):
        return str(self.part.unit)

    def blocks(self, matter):
        urging = self.part
        phone = f"，联系电话：{urging.actor.phone}" if urging.actor.phone else ""
        return [
            LetterHead(urging.unit.name, urging.number),
            Title(self.heading(matter)),
            Recipient(urging.appearance.agency.unit.name),
            Body("\n".join(self.paragraphs(matter))),
            Signature(urging.unit.name, cn_date(urging.on)),
            Note(f"（联系人：{urging.actor.name}{phone}）"),
            Copies(matter.initiator.name, at_foot=True),
        ]

    def paragraphs(self, matter):
        one = self.part.appearance
        case = f"{matter.initiator.name}审理的{matter.number}{matter.cause}一案"
        if one.hearing.is_held:
            yield f"{case}，于{moment_of(one.hearing)}开庭，贵单位{one.get_event_display()}。"
            yield "请贵单位查明原因，今后依法由负责人出庭应诉；本案再次开庭的，由负责人出庭。"
        else:
            yield (
                f"{case}，定于{moment_of(one.hearing)}在{one.hearing.place}开庭，"
                f"已于{day(one.notified_on)}通知贵单位负责人出庭应诉。贵单位至今没有报送出庭负责人。"
            )
            yield self.asked(one)
        if self.part.requirement:
            yield self.part.requirement
        yield (
            f"负责人出庭应诉是{SUITS}第三条第三款规定的职责。无正当理由不出庭的，"
            "人民法院应当提出司法建议，并纳入通报。特此函告。"
        )

    def asked(self, one):
        """By when the head should have been named, or must be."""
        clock = one.hearing.matter.deadlines.filter(rule__code=NOMINATION, ref=one.ref).last()
        late = clock and clock.due_on and clock.due_on < self.part.on
        until = f"（期限为{cn_date(clock.due_on)}{'，已经逾期' if late else ''}）" if clock else ""
        return (
            f"请立即确定出庭负责人，在府院联动工作平台报送姓名、职务{until}；"
            "确实不能出庭的，说明理由，提交证明材料，并委托相应的工作人员出庭。"
        )
