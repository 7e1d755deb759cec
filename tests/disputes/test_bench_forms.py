"""What the forms of the bench offer, let through and say on the field."""

import pytest

from disputes.forms import FORMS
from disputes.models import Mediator, Recusal, Status
from liaison.models import Booking, Role, Room
from tests.disputes.bench import appoint, asks, unnamed
from tests.factories.disputes import (
    ago,
    ahead,
    at,
    disclose,
    dispute_in,
    invited_mediator,
    room_of,
    scene,
    schedule,
)
from tests.factories.liaison import PostFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("undrawn")]


def form_of(name, dispute, actor, files=None, **data):
    return FORMS[name](data or None, files, matter=dispute, actor=actor)


def labels(field):
    return [label for value, label in field.choices if value]


class TestPanel:
    def test_the_choice_says_kind_fields_and_load_and_who_is_left_out(self):
        dispute, here = dispute_in(Status.ACCEPTED)
        dispute, _ = unnamed(here)
        fit = invited_mediator(here.centre, fields=["expropriation", "land"], kind="retired_judge")
        warned = invited_mediator(here.centre, standing="warned", standing_note="迟到")
        officer = invited_mediator(here.centre)
        PostFactory(user=officer, unit=here.agency, role=Role.UNIT_CLERK)
        form = form_of("appoint", dispute, here.centre_clerk)

        assert labels(form.fields["mediators"]) == [
            f"{fit}（退休法官、检察官，擅长征收拆迁、土地和自然资源，在办 0 件）",
            f"{warned}（律师，在办 0 件，受过警告）",
            f"{here.mediator}（律师，在办 1 件）",
        ]
        help_text = form.fields["mediators"].help_text
        assert "不得在后续的诉讼中担任" in help_text
        assert f"应当回避而未列出：{officer}（现任职于被申请机关）" in help_text

    def test_an_empty_register_says_who_keeps_it(self):
        dispute, here = unnamed()
        Mediator.objects.all().delete()

        form = form_of("choose_mediator", dispute, here.centre_clerk)
        assert "请先由委员会办公室登记" in form.fields["mediators"].help_text

    def test_several_need_somebody_who_presides(self):
        dispute, here = unnamed()
        second, third = invited_mediator(here.centre), invited_mediator(here.centre)

        def wrong(*mediators, presides=""):
            chosen = [user.pk for user in mediators]
            data = {"on": ago(3), "mediators": chosen, "presides": presides}
            return form_of("choose_mediator", dispute, here.centre_clerk, **data).errors

        assert "指定一人主持" in wrong(here.mediator, second)["presides"][0]
        assert "指定一人主持" in wrong(here.mediator, second, presides=third.pk)["presides"][0]
        assert "不在所选" in wrong(second, presides=third.pk)["presides"][0]
        assert "mediators" in wrong(invited_mediator(scene().centre))
        assert set(wrong()) == {"mediators"}
        assert not wrong(here.mediator, second, presides=second.pk)
        assert not wrong(second)

    def test_replacing_somebody_wants_a_reason_and_starts_from_the_present_panel(self):
        dispute, here = dispute_in(Status.MEDIATING)
        second = invited_mediator(here.centre)
        data = {"on": ago(1), "mediators": [second.pk]}

        assert form_of("appoint", dispute, here.centre_clerk).initial["mediators"] == [
            here.mediator.pk
        ]
        wrong = form_of("appoint", dispute, here.centre_clerk, **data)
        assert wrong.errors["reason"] == ["更换调解员的，请写明原因"]
        assert form_of("appoint", dispute, here.centre_clerk, **data, reason="出差").is_valid()


class TestDisclosure:
    def test_a_mediator_speaks_for_themself_and_the_centre_for_all(self):
        dispute, here = unnamed()
        second = invited_mediator(here.centre)
        appoint(dispute, here, here.mediator, second, presides=second)

        def offered(user):
            form = form_of("disclose", dispute, user)
            return {seat.mediator for seat in form.fields["appointment"].queryset}

        assert offered(here.mediator) == {here.mediator}
        assert offered(here.centre_clerk) == {here.mediator, second}
        form = form_of("disclose", dispute, here.mediator)
        assert form.fields["appointment"].widget.is_hidden
        assert form.fields["appointment"].initial

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"found": "no"}, None),
            ({"found": "yes", "disclosure": "同学"}, None),
            ({"found": "yes"}, "disclosure"),
            ({"found": "no", "disclosure": "同学"}, "found"),
            ({"disclosure": "同学"}, "found"),
            ({"found": "yes", "disclosure": "长" * 2001}, "disclosure"),
        ],
    )
    def test_it_is_nothing_or_something(self, typed, field):
        dispute, here = dispute_in(Status.MEDIATING)
        data = {"on": ago(1), "appointment": dispute.panel.get().pk} | typed
        form = form_of("disclose", dispute, here.mediator, **data)

        assert set(form.errors) == ({field} if field else set())

    def test_consent_is_asked_for_whoever_disclosed_something(self):
        dispute, here = unnamed()
        second = invited_mediator(here.centre)
        appoint(dispute, here, here.mediator, second, presides=second)
        disclose(dispute, here)
        seat = dispute.panel.get(mediator=second)
        dispute.disclose_more(actor=second, on=ago(9), appointment=seat, disclosure="同学")

        form = form_of("keep_mediator", dispute, here.centre_clerk)
        assert list(form.fields["appointment"].queryset) == [seat]


class TestRecusal:
    def test_each_is_offered_its_own_side(self):
        dispute, here = dispute_in(Status.MEDIATING)
        second = invited_mediator(here.centre)
        both = {"presides": second, "on": ago(9)}
        appoint(dispute, here, here.mediator, second, **both)

        def sides(user):
            form = form_of("request_recusal", dispute, user)
            field = form.fields["side"]
            return (
                len(field.choices),
                field.widget.is_hidden,
                len(form.fields["appointment"].queryset),
            )

        assert sides(here.centre_clerk) == (4, False, 2)
        assert sides(here.agency_clerk) == (1, True, 2)
        assert sides(here.mediator) == (1, True, 1)

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"granted": "yes"}, None),
            ({"granted": "no", "decision": "不影响公正"}, None),
            ({"granted": "no"}, "decision"),
            ({}, "granted"),
            ({"granted": "yes", "on": ago(10)}, "recusal"),
            ({"granted": "yes", "recusal": "0"}, "recusal"),
        ],
    )
    def test_a_refusal_wants_its_reason(self, typed, field):
        dispute, here = dispute_in(Status.MEDIATING)
        recusal = asks(dispute, here)
        data = {"on": ago(8), "recusal": recusal.pk} | typed
        form = form_of("decide_recusal", dispute, here.centre_clerk, **data)

        assert set(form.errors) == ({field} if field else set())

    def test_only_what_is_undecided_is_offered(self):
        dispute, here = dispute_in(Status.MEDIATING)
        asks(dispute, here)
        other, there = dispute_in(Status.MEDIATING)
        asks(other, there)

        form = form_of("decide_recusal", dispute, here.centre_clerk)
        assert list(form.fields["recusal"].queryset) == [Recusal.objects.first()]


class TestSessions:
    def plan(self, here, **changes):
        return {
            "on": ago(0),
            "starts_at": at(ahead(5)),
            "mode": "on_site",
            "place": "调解室",
        } | changes

    def test_only_rooms_of_the_centre_in_use_are_offered_with_their_time(self):
        dispute, here = dispute_in(Status.MEDIATING)
        room, closed = room_of(here), room_of(here, "旧调解室", is_active=False)
        Room.objects.create(unit=UnitFactory(), name="别处")
        schedule(dispute, here, on=ago(0), starts_at=at(ahead(5)), room=room)
        form = form_of("schedule_session", dispute, here.mediator)

        assert [each["room"] for each in form.rooms] == [room]
        assert form.rooms[0]["taken"][0].endswith("9:30—11:30")
        typed = self.plan(here, room=closed.pk)
        assert "room" in form_of("schedule_session", dispute, here.mediator, **typed).errors

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({}, None),
            ({"until": "11:00"}, None),
            ({"until": "9:30"}, "until"),
            ({"until": "25:00"}, "until"),
            ({"place": ""}, "place"),
            ({"starts_at": at(ahead(500))}, "starts_at"),
            ({"starts_at": "明天"}, "starts_at"),
            ({"starts_at": "9999-12-31T23:30"}, "starts_at"),
            ({"starts_at": "0001-01-01T00:00"}, "starts_at"),
            ({"on": ""}, "on"),
        ],
    )
    def test_a_slip_in_a_plan_is_shown_on_its_field(self, changes, field):
        dispute, here = dispute_in(Status.MEDIATING)
        typed = self.plan(here, **changes)
        form = form_of("schedule_session", dispute, here.mediator, **typed)

        assert set(form.errors) == ({field} if field else set())
        if not field:
            assert "until" not in form.cleaned_data

    def test_a_new_time_starts_from_the_old_plan(self):
        dispute, here = dispute_in(Status.MEDIATING)
        room = room_of(here)
        schedule(dispute, here, on=ago(0), starts_at=at(ahead(5)), room=room, note="带证件")

        form = form_of("adjourn_session", dispute, here.mediator)
        assert (form.initial["room"], form.initial["note"]) == (room.pk, "带证件")
        assert "place" not in form.initial
        assert list(form.fields)[:3] == ["session", "reason", "on"]

    def test_a_place_without_a_room_is_carried_over(self):
        dispute, here = dispute_in(Status.MEDIATING)
        schedule(dispute, here, on=ago(0), starts_at=at(ahead(5)))

        form = form_of("adjourn_session", dispute, here.mediator)
        assert form.initial["place"] == "调解室"

    def test_a_record_is_refused_at_once_while_a_mediator_owes_disclosure(self):
        dispute, here = dispute_in(Status.MEDIATING)
        session = schedule(dispute, here)
        rows = {"attendance-TOTAL_FORMS": "1", "attendance-INITIAL_FORMS": "0"}
        typed = {"session": session.pk, "record": "笔录", "attendance-0-name": "冯立群"} | rows

        def form(**more):
            return form_of("record_session", dispute, here.mediator, **typed | more)

        assert "还没有披露" in form().non_field_errors()[0]
        disclose(dispute, here)
        wrong = form(**{"attendance-0-side": "applicant", "attendance-0-is_head": "on"})
        assert not wrong.is_valid()
        assert "被申请机关" in wrong.formsets["attendance"].errors[0]["is_head"][0]
        right = form(**{"attendance-0-side": "respondent", "attendance-0-is_head": "on"})
        assert right.is_valid()


class TestPages:
    def test_what_was_taken_meanwhile_is_said_on_its_field_with_nothing_lost(self, client):
        dispute, here = dispute_in(Status.MEDIATING)
        other, _ = dispute_in(Status.MEDIATING, here)
        room = room_of(here)
        schedule(other, here, on=ago(0), starts_at=at(ahead(5)), room=room)
        appoint(other, here, invited_mediator(here.centre), on=ago(0), reason="分工")
        client.force_login(here.centre_clerk)
        typed = {
            "on": ago(0),
            "starts_at": f"{at(ahead(5), 10):%Y-%m-%dT%H:%M}",
            "mode": "on_site",
            "room": room.pk,
            "note": "请带授权委托书",
        }

        answer = client.post(dispute.step_url("schedule_session"), typed)

        form = answer.context["form"]
        assert "已被占用；当天空闲" in form.errors["room"][0]
        page = answer.content.decode()
        assert "请带授权委托书" in page
        assert "房间占用" in page
        assert other.number not in page
        assert not Booking.objects.of(dispute).exists()

    def test_the_page_tells_the_whole_story_of_the_bench(self, client):
        dispute, here = unnamed()
        second = invited_mediator(here.centre)
        appoint(dispute, here, here.mediator, second, presides=second)
        disclose(dispute, here)
        seat = dispute.panel.get(mediator=second)
        dispute.disclose_more(actor=second, on=ago(9), appointment=seat, disclosure="与代理人同学")
        asks(dispute, here, appointment=seat, reason="同学关系密切")
        here.centre.mediators.filter(user=here.mediator).update(ends_on=ago(1))

        def page(user):
            client.force_login(user)
            return " ".join(client.get(dispute.get_absolute_url()).content.decode().split())

        centre, court = page(here.centre_clerk), page(here.court_clerk)
        secret = ("与代理人同学", "同学关系密切", "须经当事人同意", "登记回避申请")
        assert [words for words in secret if words not in centre] == []
        assert [words for words in secret if words in court] == []
        for words in (str(second), "主持", "须另行指定", "中心指定"):
            assert words in centre
            assert words in court

    def test_a_session_put_off_and_one_unrecorded_are_said_to_be_so(self, client):
        dispute, here = dispute_in(Status.MEDIATING)
        schedule(dispute, here)
        session = schedule(dispute, here, on=ago(0), starts_at=at(ahead(5)))
        dispute.adjourn_session(
            actor=here.mediator, session=session, on=ago(0), starts_at=at(ahead(6)),
            mode="video", place="会议号 7", reason="代理人出差",
        )  # fmt: skip
        client.force_login(here.agency_clerk)
        page = client.get(dispute.get_absolute_url()).content.decode()
        for words in ("待补记录", "已改期", "代理人出差", "会议号 7"):
            assert words in page
        client.force_login(here.court_clerk)
        assert "代理人出差" not in client.get(dispute.get_absolute_url()).content.decode()

    def test_a_mediator_finds_the_cases_on_the_desk(self, client):
        dispute, here = dispute_in(Status.MEDIATING)
        dispute_in(Status.FAILED, here)
        dispute_in(Status.MEDIATING)
        client.force_login(here.mediator)

        answer = client.get("/")

        assert [row.pk for row in answer.context["todo"]] == [dispute.pk]
        assert answer.context["tallies"]["todo"] == 1
        text = answer.content.decode()
        assert "待调解员披露" in text
        assert "办理<span" in text

    def test_the_list_is_filtered_by_what_holds_the_bench_up(self, client):
        _, here = dispute_in(Status.MEDIATING)
        unchosen, _ = unnamed(here)
        client.force_login(here.centre_clerk)
        found = client.get("/disputes/", {"bench": "待选定调解员"}).context["object_list"]

        assert list(found) == [unchosen]
