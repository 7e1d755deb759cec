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
WRITTEN = ("invitation", "name", "post", "standing", "substitute_for")


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

        Each row is somebody who was announced (``id``), or who came without or in another's
        place (补登). Whoever was announced and has no row did not come. Raises ValidationError
        for people of a unit that is not invited, and for somebody who is written twice.
        """
        self._check_in_step()
        rows = Observer.objects.filter(invitation__observation=self)
        announced = rows.filter(is_walk_in=False)
        came = [one["id"] for one in people if one.get("id") and one["came"]]
        announced.update(came=False)
        announced.filter(pk__in=came).update(came=True)
        rows.filter(is_walk_in=True).delete()
        besides = [one for one in people if not one.get("id")]
        self._enrol(besides, announced.values_list("invitation", "name", "post"))
        self.held_on = self.day
        self._forgo_receipts(actor, "已经开庭")
        here = rows.here()
        return f"{here.values('invitation').distinct().count()}个单位，{here.count()}人"

    def _enrol(self, besides, announced):
        seats, known = set(self.invitations.values_list("pk", flat=True)), set(announced)
        for one in besides:
            invitation = one["invitation"]
            if invitation.pk not in seats:
                raise ValidationError("只能登记受邀单位的人员")
            if (who := (invitation.pk, one["name"], one["post"])) in known:
                raise ValidationError(
                    f"{invitation}的{one['name']}已在名单中，请在名单中勾选，不要再写一行"
                )
            known.add(who)
        Observer.objects.bulk_create(
            Observer(is_walk_in=True, came=True, **{name: one.get(name, "") for name in WRITTEN})
            for one in besides
        )

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
