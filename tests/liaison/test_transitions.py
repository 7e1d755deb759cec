"""The guarded step: of six clicks one wins, a refusal leaves nothing, the trace is complete."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from disputes.models import Dispute, Status
from liaison.models import AuditEntry, Deadline, Message, NumberSeries, Role
from liaison.transitions import TransitionNotAllowed, opening_of, transitions_of
from tests.factories import disputes as scenes
from tests.factories.liaison import PostFactory, UnitFactory, UserFactory, person


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_six_clicks_at_once_one_succeeds_with_one_number_and_one_trace():
    here = scenes.scene()
    dispute = scenes.refer(here)
    together = Barrier(6)

    def click(_):
        own = Dispute.objects.get(pk=dispute.pk)
        together.wait()
        try:
            scenes.accept(own, here)
        except TransitionNotAllowed as refusal:
            return str(refusal)
        else:
            return "accepted"
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(click, range(6)))

    assert sorted(answers)[0] == "accepted"
    assert answers.count("“已受理”状态不能受理") == 5
    assert NumberSeries.objects.get(issuer=here.centre.unit).last == 1
    assert dispute.audit.filter(action="accept").count() == 1
    assert (
        Deadline.objects.filter(object_id=dispute.pk, rule__code="mediation.pre_suit").count() == 1
    )


@pytest.mark.django_db
class TestStep:
    @pytest.fixture
    def here(self):
        return scenes.scene()

    @pytest.fixture
    def dispute(self, here):
        return scenes.refer(here)

    def test_it_leaves_who_for_whom_what_and_from_where_to_where(self, dispute, here):
        scenes.accept(dispute, here)

        entry = dispute.audit.get(action="accept")
        assert (entry.actor, entry.unit, entry.label) == (
            here.centre_clerk,
            here.centre.unit,
            "受理",
        )
        assert (entry.before, entry.after) == (Status.REFERRED, Status.ACCEPTED)

    def test_a_wrong_state_is_refused_in_the_readers_words(self, dispute, here):
        scenes.accept(dispute, here)

        with pytest.raises(TransitionNotAllowed, match="“已受理”状态不能受理"):
            scenes.accept(dispute, here)

    def test_the_row_is_read_again_so_a_stale_object_cannot_act(self, dispute, here):
        stale = Dispute.objects.get(pk=dispute.pk)
        scenes.accept(dispute, here)

        with pytest.raises(TransitionNotAllowed):
            scenes.accept(stale, here)

    @pytest.mark.parametrize("who", ["court", "agency", "office", "mediator"])
    def test_a_missing_right_is_refused_and_noted(self, dispute, here, who):
        with pytest.raises(PermissionDenied):
            dispute.accept(actor=here.people[who], on=scenes.ago(18))

        entry = dispute.audit.get(action="refused")
        assert entry.actor == here.people[who]
        assert Dispute.objects.get(pk=dispute.pk).status == Status.REFERRED

    def test_the_role_without_the_part_is_not_enough(self, dispute):
        elsewhere = scenes.scene()

        with pytest.raises(PermissionDenied):
            scenes.accept(dispute, elsewhere)

    def test_the_part_without_the_role_is_not_enough(self, dispute, here):
        colleague = person(here.centre.unit, Role.UNIT_CLERK)

        with pytest.raises(PermissionDenied):
            dispute.accept(actor=colleague, on=scenes.ago(18))

    def test_role_and_part_in_two_different_units_do_not_add_up(self, dispute, here):
        divided = person(UnitFactory(centre=True), Role.CENTRE_CLERK)
        PostFactory(user=divided, unit=here.centre.unit, role=Role.UNIT_CLERK)

        with pytest.raises(PermissionDenied):
            dispute.accept(actor=divided, on=scenes.ago(18))

    def test_a_superuser_takes_no_business_step(self, dispute, here):
        here.centre_clerk.is_superuser = True
        here.centre_clerk.save()

        with pytest.raises(PermissionDenied):
            scenes.accept(dispute, here)

    def test_what_fails_half_way_leaves_nothing(self, dispute, here, monkeypatch):
        def broken(*args, **kwargs):
            raise RuntimeError("no paper")

        monkeypatch.setattr("liaison.documents.Document.issue", broken)
        before = Message.objects.count()

        with pytest.raises(RuntimeError):
            scenes.accept(dispute, here)

        assert (dispute.status, dispute.number) == (Status.REFERRED, "")
        fresh = Dispute.objects.get(pk=dispute.pk)
        assert (fresh.status, fresh.number, fresh.accepted_on) == (Status.REFERRED, "", None)
        assert not NumberSeries.objects.exists()
        assert not fresh.deadlines.filter(rule__code="mediation.pre_suit").exists()
        assert Message.objects.count() == before
        assert not AuditEntry.objects.filter(action="accept").exists()

    def test_a_closed_matter_knows_the_day(self, dispute, here):
        dispute.refuse(
            actor=here.centre_clerk, on=scenes.ago(18), refusal_ground="judged", reason="已判"
        )

        assert dispute.closed_on is not None
        assert not dispute.is_open


@pytest.mark.django_db
class TestOpening:
    def test_only_a_holder_of_the_role_in_that_very_unit_opens(self):
        here, elsewhere = scenes.scene(), scenes.scene()

        with pytest.raises(PermissionDenied):
            Dispute.refer(actor=elsewhere.court_clerk, **scenes.referral(here))

        assert not Dispute.objects.exists()
        assert AuditEntry.objects.get(action="refused").actor == elsewhere.court_clerk

    def test_nobody_without_a_post_opens(self):
        here = scenes.scene()

        with pytest.raises(PermissionDenied):
            Dispute.refer(actor=UserFactory(), **scenes.referral(here))


def test_declared_steps_come_in_order_and_once():
    names = [step.name for step in transitions_of(Dispute)]

    assert len(names) == len(set(names))
    assert {"accept", "refuse", "agree", "perform"} <= set(names)
    assert opening_of(Dispute).name == "refer"
