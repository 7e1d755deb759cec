"""What of a lawsuit is for the court and one agency alone; and who hears of it before service."""

import pytest
from django.urls import reverse

from disputes.appearances.models.figures import committees_of, courts_for
from liaison.models import Message, Role, User
from tests.factories.appearances import DAYS, excuse_head, filed, fix_hearing, scene, serve, served
from tests.factories.liaison import PostFactory, UnitFactory, person
from tests.factories.suggestions import upload
from tests.factories.world import end_all_posts

pytestmark = pytest.mark.django_db
OF_COURT = ("court_clerk", "president")
FIGURES = reverse("appearances:figures")


@pytest.fixture
def stage():
    return scene()


@pytest.fixture
def joint(stage):
    """Two agencies, both called to a hearing."""
    lawsuit = served(stage, defendants=[stage.agency, stage.co_agency])
    fix_hearing(lawsuit, stage)
    return lawsuit


def seen(client, lawsuit, user):
    client.force_login(user)
    return client.get(lawsuit.get_absolute_url()).content.decode()


def status(client, file):
    answer = client.get(reverse("liaison:attachment", args=[file.pk]))
    assert not answer.streaming or b"".join(answer.streaming_content)
    return answer.status_code


def test_why_the_court_found_an_excuse_good_is_for_that_agency(joint, stage, client):
    """What the court writes of it may tell of illness just as the proof does (个人信息保护法)."""
    excuse_head(joint, stage, excuse="other", note="因病住院")
    joint.decide_excuse(actor=stage.clerk, view="accepted", note="诊断书属实")
    reads = {*OF_COURT, "agency_clerk", "agency_leader"}
    for name in sorted(reads | {"co_agency_clerk", "justice", "office", "office_leader"}):
        page = seen(client, joint, stage.people[name])
        assert "理由成立" in page, name
        assert ("诊断书属实" in page) is (name in reads), name
    told = Message.objects.filter(body__contains="理由成立，说明见事项页面", channel="inbox")
    assert {message.recipient for message in told} == {
        stage.people[name] for name in ("agency_clerk", "agency_leader")
    }
    assert not Message.objects.filter(body__contains="诊断书属实").exists()


def test_whoever_handed_a_proof_in_and_went_to_the_other_agency_leaves_it_behind(
    joint, stage, client
):
    mover = person(stage.agency, Role.UNIT_CLERK)
    excuse_head(joint, stage, actor=mover, proof=upload("诊断书.pdf"))
    proof = joint.attachments.get(name="诊断书.pdf")
    client.force_login(mover)
    assert status(client, proof) == 200
    end_all_posts(mover)
    PostFactory(user=mover, unit=stage.co_agency, role=Role.UNIT_CLERK)
    mover = User.objects.get(pk=mover.pk)
    page = seen(client, joint, mover)
    assert joint.number in page
    assert "诊断书" not in page
    assert status(client, proof) == 404


def test_the_receipt_of_service_is_for_the_court_and_who_was_served(stage, client):
    lawsuit = filed(stage, defendants=[stage.agency, stage.co_agency])
    for row in lawsuit.sued():
        receipt = upload(f"{row.unit.pk}回证.pdf")
        lawsuit.serve(
            actor=stage.clerk, on=DAYS["serve"], way="direct", receipt=receipt, agency=row
        )
    own = {"agency_clerk": stage.agency, "co_agency_clerk": stage.co_agency}
    for name in (*OF_COURT, *own, "justice", "office"):
        page = seen(client, lawsuit, stage.people[name])
        for row in lawsuit.sued():
            reads = name in OF_COURT or own.get(name) == row.unit
            assert (row.receipt.name in page) is reads, name
            assert status(client, row.receipt) == (200 if reads else 404), name


def test_figures_do_not_tell_of_a_lawsuit_before_it_is_served(stage, client):
    """An agency below a member sits in no committee: it has a page once it was served."""
    agency = UnitFactory(parent=stage.agency)
    clerk = person(agency, Role.UNIT_CLERK)
    lawsuit = filed(stage, defendants=[agency])
    client.force_login(clerk)
    assert client.get(FIGURES).status_code == 404
    assert not committees_of(clerk).exists()
    serve(lawsuit, stage)
    assert list(committees_of(clerk)) == [stage.committee]
    assert client.get(FIGURES).status_code == 200


def test_the_courts_to_choose_from_tell_of_no_case_that_is_hidden(stage):
    """Who looks on knows the committee's courts, a party those of its own cases."""
    lawsuit = filed(stage)

    def offered(name):
        return set(courts_for(stage.people[name], stage.committee))

    assert offered("agency_clerk") == set()
    assert offered("office") == offered("justice") == offered("court_clerk") == {stage.court}
    other = stage.people["other_court_clerk"]
    assert offered("other_court_clerk") == {other.posts.get().unit}
    serve(lawsuit, stage)
    assert offered("agency_clerk") == {stage.court}
    assert offered("stranger") == offered("co_agency_clerk") == set()
