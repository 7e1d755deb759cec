"""At the hearing and after it: who came, and what came of it (到庭登记、小结)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from disputes.appearances.models.observation_stages import COURT, Status, perm
from disputes.appearances.models.observers import Observer
from liaison import registry
from liaison.notices import publish
from liaison.transitions import transition
from liaison.uploads import attach

PHOTO = "旁听庭审照片、材料"
WRITTEN = ("name", "post", "standing", "substitute_for")


class ObservationRoll:
    """The steps from the hearing on (登记旁听人员、小结)."""

    @transition(
        source=[Status.INVITED, Status.HELD],
        target=Status.HELD,
        perm=perm("record"),
        part="handle",
        roles=COURT,
        label="登记旁听人员",
        hint="开庭后对照签到表登记：谁到庭、谁没到，临时到庭或者代人到庭的补一行；办结前可以更正。",
        when=lambda matter: bool(matter.day) and timezone.localdate() >= matter.day,
    )
    def take_roll(self, *, actor, people):
        """Record who came (登记旁听人员); may be corrected until it is closed.

        Each row is somebody who was announced (``id``) or who came without (补登). Whoever was
        announced and has no row any more did not come.
        """
        self._check_in_step()
        seats = {row.pk: row for row in self.invitations.all()}
        rows = Observer.objects.filter(invitation__in=seats)
        rows.filter(is_walk_in=False).update(came=False, substitute_for="")
        rows.filter(is_walk_in=True).delete()
        announced = {row.pk: row for row in rows}
        for one in people:
            self._enrol(one, announced, seats)
        self.held_on = self.day
        self._forgo_receipts(actor, "已经开庭")
        came = Observer.objects.filter(invitation__in=seats).here()
        return f"{came.values('invitation').distinct().count()}个单位，{came.count()}人"

    def _enrol(self, one, announced, seats):
        if one["invitation"].pk not in seats:
            raise ValidationError("只能登记受邀单位的人员")
        row = announced.pop(one.get("id"), None)
        if row is None:
            if not one["came"]:
                return
            row = Observer(is_walk_in=True)
        for name in WRITTEN:
            setattr(row, name, one[name])
        row.invitation, row.came = one["invitation"], one["came"]
        row.save()

    @transition(
        source=[Status.HELD],
        target=Status.CLOSED,
        perm=perm("close"),
        part="handle",
        roles=COURT,
        label="小结并办结",
        hint="人数由系统按到庭登记统计；小结印发后，受邀单位、办公室和发起单位都能看到。",
    )
    def summarise(self, *, actor, summary, effect="", photos=()):
        """Write what came of it (旁听情况), add photographs, freeze the account, close."""
        self.summary, self.effect, self.holder = summary, effect, None
        for photo in photos:
            attach(self, photo["photo"], PHOTO, actor)
        registry.papers["observation-account"].issue(self, actor)
        publish("appearances.observation_closed", self, key="closed", day=self.held_on)
