"""Lawsuits on the stage of the walls, and who looks at them from where."""

from liaison.models import Role, User
from tests.factories import appearances, disputes
from tests.factories.liaison import PostFactory, UnitFactory, person
from tests.factories.world import end_all_posts, with_every_role
from tests.walls.hidden import Hidden

CLAIMANT = appearances.COMPANY | {"name": "溯洄商行"}


def an_unserved_lawsuit(bench):
    case = {"cause": "蒹葭苍苍", "act": "白露为霜之决定", "litigants": [{**CLAIMANT}]}
    lawsuit = appearances.filed(bench, 7301, **case)
    return Hidden(lawsuit, ["蒹葭苍苍", "白露为霜", "溯洄商行", lawsuit.number])


def a_served_lawsuit(bench):
    someone = appearances.PERSON | {"name": "闾丘怀瑾"}
    case = {"cause": "桑之未落", "act": "其叶沃若之决定", "litigants": [someone]}
    lawsuit = appearances.served(bench, ordinal=7302, **case)
    appearances.fix_hearing(lawsuit, bench)
    proof = disputes.upload("士之耽兮.pdf")
    appearances.excuse_head(lawsuit, bench, note="淇水汤汤之由", proof=proof)
    marks = ["桑之未落", "其叶沃若", lawsuit.number]
    return Hidden(lawsuit, marks, file=["闾丘怀瑾", "淇水汤汤", "士之耽兮"])


def a_joint_lawsuit(bench):
    """Of two agencies: one has drafted its answer and named its head.

    The other has asked for more time, answered, and excused its head with a proof that the court
    has examined. Whoever handed the proof in acts for the first agency now.
    """
    someone = appearances.PERSON | {"name": "淳于既白"}
    case = {"cause": "呦呦鹿鸣", "act": "食野之苹之决定", "litigants": [someone]}
    both = [bench.agency, bench.co_agency]
    lawsuit = appearances.served(bench, ordinal=7305, defendants=both, **case)
    mover = person(bench.co_agency, Role.UNIT_CLERK)
    draft_and_answer(lawsuit, bench)
    appearances.fix_hearing(lawsuit, bench)
    appearances.name_head(lawsuit, bench, head_name="东郭先登")
    excuse = {"note": "示我周行之由", "proof": disputes.upload("视民不恌.pdf")}
    appearances.excuse_head(lawsuit, bench, actor=mover, **excuse)
    lawsuit.decide_excuse(actor=bench.clerk, view="accepted", note="德音孔昭之说明")
    bench.people |= {
        "mover": moved(mover, bench.agency),
        "left": left(person(bench.agency, Role.UNIT_CLERK)),
        "below": with_every_role(UnitFactory(court=True, parent=bench.court)),
    }
    return Hidden(
        lawsuit,
        ["呦呦鹿鸣", "食野之苹", "东郭先登", lawsuit.number],
        parts={
            "names": ["淳于既白"],
            "draft": ["食野之蒿", "我有嘉宾"],
            "answer": ["鼓瑟吹笙", "吹笙鼓簧"],
            "deferral": ["承筐是将", "人之好我"],
            "excuse": ["示我周行", "视民不恌", "德音孔昭"],
        },
    )


def draft_and_answer(lawsuit, bench):
    """The first agency drafts; the second asks for more time and answers all the same."""
    on, co_clerk = appearances.DAYS["answer"], bench.people["co_agency_clerk"]
    letter = disputes.upload("人之好我.pdf")
    lawsuit.ask_deferral(actor=co_clerk, reason="承筐是将之由", letter=letter, on=on)
    for clerk, body, name in (
        (bench.agency_clerk, "食野之蒿之辩", "我有嘉宾"),
        (co_clerk, "鼓瑟吹笙之辩", "吹笙鼓簧"),
    ):
        item = appearances.EVIDENCE | {"name": name, "upload": disputes.upload(f"{name}.pdf")}
        words = appearances.WORDS | {"body": body}
        identity = disputes.upload(f"{name}身份证明.pdf")
        lawsuit.draft_answer(actor=clerk, evidence=[item], identity=identity, **words)
    lawsuit.submit_answer(actor=co_clerk, on=on)


def moved(user, unit):
    """Somebody who acted for one unit until yesterday, and acts for another since."""
    end_all_posts(user)
    PostFactory(user=user, unit=unit, role=Role.UNIT_CLERK)
    return User.objects.get(pk=user.pk)


def left(user):
    end_all_posts(user)
    return User.objects.get(pk=user.pk)


OF_ALL = ("joint:names", "joint:answer")
OF_AGENCY = ("served", "joint", "observed")
AGENCY = (OF_AGENCY, ("served", "observed", "joint:draft", *OF_ALL))
LOOKER_ON = (OF_AGENCY, ("observed",))
KNOWN = {
    **dict.fromkeys(("agency_clerk", "agency_leader", "mover"), AGENCY),
    "co_agency_clerk": (("joint", "observed"), ("joint:deferral", "joint:excuse", *OF_ALL)),
    **dict.fromkeys(("justice", "office", "office_leader"), LOOKER_ON),
}
"""Who, beside the court, sees a lawsuit that was served and a hearing that is observed; and whose
file, or which part of it, they read."""


def lookers(bench):
    """Yield (watcher, who it is, what they may see, what they may read) around the lawsuits."""
    for name in sorted(bench.outsiders):
        yield f"{name}, of lawsuits", bench.outsiders[name], *KNOWN.get(name, ((), ()))


def events(matter):
    """Hearings and interviews of a matter in the calendar: (source, part, day)."""
    for each in matter.hearings.all() if hasattr(matter, "hearings") else ():
        yield "appearances.hearing", each.pk, each.day
    for each in matter.interviews.all() if hasattr(matter, "interviews") else ():
        yield "appearances.interview", each.pk, each.starts_at.date()
