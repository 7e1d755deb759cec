"""What the court writes down of a hearing, and what follows from it (出庭记录)."""

from django.core.exceptions import ValidationError

from disputes.appearances.models.choices import Event, Identity, Presence, Rank, Status, View
from disputes.appearances.models.consequences import Following
from disputes.appearances.models.filing import CLERKS
from disputes.appearances.models.hearings import Hearing
from disputes.appearances.models.rights import perm
from liaison.notices import publish
from liaison.transitions import transition

OF_HEAD = ("head_name", "head_post", "head_rank")
FACTS = ("presence", "identity", "staff", "spoke", "left_early", "refused", "objection")
SHOWN = (*OF_HEAD, *FACTS)
"""What the court records of an agency at a hearing."""
RANKS = {rank: place for place, rank in enumerate(Rank)}


OF_WHO_CAME = {
    "head_name": "请填写出庭负责人的姓名",
    "head_post": "请填写出庭负责人的职务",
    "head_rank": "请选择负责人类别",
    "identity": "请登记身份证明是否合格（负责人出庭应诉规定第六条）",
}
NOT_OF_ABSENT = {"spoke": "发言", "left_early": "中途退庭", "refused": "拒绝解释说明"}


def lacking(facts):
    """Say, by field, what a record of one agency lacks, or says that can't be."""
    if facts["presence"] == Presence.HEAD:
        return {name: words for name, words in OF_WHO_CAME.items() if not facts.get(name)}
    found = {
        name: f"负责人没有出庭，不能登记“{words}”"
        for name, words in NOT_OF_ABSENT.items()
        if facts.get(name)
    }
    if facts["presence"] == Presence.STAFF and not facts.get("staff"):
        found["staff"] = "请填写出庭的工作人员"
    return found


class Recording(Following):
    """What the court writes down of a hearing, and what follows from it (出庭记录)."""

    def to_record(self):
        """The hearing to be recorded next: the first whose time has come; None if there is none."""
        return next((one for one in self.planned() if one.has_begun), None)

    def held(self):
        return [one for one in self.appearances() if one.hearing.is_held]

    @transition(
        source=[Status.LISTED],
        target=lambda matter: matter.after_hearings(),
        perm=perm("record_hearing"),
        part="handle",
        label="登记出庭情况",
        roles=CLERKS,
        hint="逐个机关登记负责人是否出庭、身份证明、发言和退庭情况；"
        "应当提出司法建议的情形由系统按负责人出庭应诉规定第十二条判断。",
        when=lambda matter: matter.to_record() is not None,
    )
    def record_hearing(self, *, actor, rows):
        """Record the hearing that was held: who came for each agency, and what followed.

        ``rows`` are ``(appearance, facts)``, one for each agency. The events of article 12 follow
        from the facts, the accepted excuse and what was put off before; the agencies' own facts
        are summed up anew. Raises ValidationError while an excuse is unexamined.
        """
        hearing = self.to_record()
        given = dict(rows)
        own = self._rows_of(hearing)
        if set(own) != set(given):
            raise ValidationError("请登记每一个行政机关的出庭情况")
        for one in own:
            if one.is_undecided and given[one]["presence"] != Presence.HEAD:
                raise ValidationError(f"请先审查{one.agency}不能出庭的理由")
            self._write(one, given[one])
        hearing.state = Hearing.State.HELD
        hearing.save()
        for one in own:
            self._drop_name(one, "已经开庭", actor)
        self._draw_conclusions()
        told = "；".join(said(one) for one in self._rows_of(hearing))
        publish("appearances.recorded", self, key=f"held:{hearing.pk}", hearing=hearing, told=told)
        self.pass_on()
        return f"{hearing}：{told}"

    @transition(
        source=[status for status in Status if status not in (Status.FILED, Status.DEFENDING)],
        perm=perm("correct_record"),
        part="handle",
        label="更正出庭情况",
        roles=CLERKS,
        tone="secondary",
        hint="登记有误的可以更正，写明理由；应当提出司法建议的情形和出庭率的数据随之重新计算。",
        when=lambda matter: bool(matter.held()),
    )
    def correct_record(self, *, actor, rows, reason):
        """Correct what was recorded of hearings that were held (更正); reason and change are kept.

        ``rows`` are ``(appearance, facts)`` of those that may differ.
        """
        known = self.held()
        changed = []
        for one, facts in rows:
            if one not in known:
                raise ValidationError("只能更正本案已开庭的出庭情况")
            mine = known[known.index(one)]
            before = {name: getattr(mine, name) for name in SHOWN}
            self._write(mine, facts)
            if before != {name: getattr(mine, name) for name in SHOWN}:
                changed.append(mine.pk)
        if not changed:
            raise ValidationError("没有更正任何内容")
        self._draw_conclusions()
        told = "；".join(f"{one.hearing}{said(one)}" for one in self.held() if one.pk in changed)
        publish(
            "appearances.corrected",
            self,
            key=f"corrected:{self.audit.count()}",
            told=told,
            reason=reason,
        )
        return f"{told}。理由：{reason}"

    @staticmethod
    def _write(one, facts):
        """Keep the facts of one agency; who was named stays where no head came."""
        if found := lacking(facts):
            raise ValidationError([f"{one.agency}：{words}" for words in found.values()])
        came = facts["presence"] == Presence.HEAD
        for name in FACTS:
            field = one._meta.get_field(name)
            setattr(one, name, facts.get(name, field.get_default()))
        if came:
            for name in OF_HEAD:
                setattr(one, name, facts[name])
        else:
            one.identity = ""
        if one.presence in (Presence.LAWYER, Presence.NOBODY):
            one.staff = ""
        one.save()

    def _draw_conclusions(self):
        """Say of each agency at each hearing what follows, in order; then sum up."""
        fulfilled, put_off = set(), set()
        for one in self.appearances():
            agency = one.agency_id
            if one.put_off:
                put_off.add(agency)
            if not one.hearing.is_held:
                continue
            owed = not one.agency.represented_by_id and (one.is_called or agency not in fulfilled)
            event = one.event_of(owed=owed, put_off=agency in put_off)
            if event != one.event:
                one.event = event
                one.save(update_fields=["event"])
            if one.has_stayed:
                fulfilled.add(agency)
        self.sum_up()

    def sum_up(self):
        """Write on each agency what its hearings in this instance came to.

        ``appeared`` where a head came who could prove it; rank, words and leaving are of the
        appearances that were not broken off, if there is one: the duty is fulfilled once
        (第七条). ``excused`` where none came and the court accepted each excuse. Agencies
        for whom another's head comes have their own facts only.
        """
        held = self.held()
        for row in self.sued():
            own = [one for one in held if one.agency_id == row.pk]
            if not own:
                continue
            came = [one for one in own if one.has_appeared]
            counted = [one for one in came if one.has_stayed] or came
            row.heard_on = min(one.hearing.day for one in own)
            row.notified = any(one.is_called for one in own)
            row.appeared = bool(came)
            row.head_rank = min((one.head_rank for one in counted), key=RANKS.get, default="")
            row.spoke = any(one.spoke for one in counted)
            row.left_early = bool(came) and all(one.left_early for one in came)
            row.excused = not came and all(one.view == View.ACCEPTED for one in own)
            row.save()


def said(one):
    """An agency at a hearing as the record says it: 某局：局长王某（正职负责人）出庭."""
    if one.has_appeared:
        words = f"{one.head}出庭"
    elif one.presence == Presence.HEAD:
        words = f"{one.head}到庭，{Identity.DEFECTIVE.label}"
    else:
        words = one.get_presence_display()
    event = f"，{Event(one.event).label}" if one.event else ""
    return f"{one.agency}：{words}{event}"
