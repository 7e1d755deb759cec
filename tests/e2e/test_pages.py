"""Every page can be read and used by everybody: with a screen reader, on a phone, by keyboard,
without scripts, after a slip of the mouse and after a long lunch."""

import json
from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import expect

from disputes.demo import information
from disputes.models import SCOPE, Dispute, Party
from liaison.models import AuditEntry
from suggestions.models import JudicialSuggestion
from tests.e2e.people import Person, labelled, scan
from tests.e2e.places import PAGES, REFUSED, put_up

AXE = (settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """axe.run(document, {runOnly: %s}).then(found => JSON.stringify(found.violations.map(
  one => [one.id, one.nodes.map(node => node.target.join(" "))])))"""
WIDTHS = {1366: 768, 390: 844}
ENLARGED = {"width": 320, "height": 640}
"""A screen of 1280 with everything four times as large (WCAG 1.4.10)."""
STICKS_OUT = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    || style.boxShadow !== "none";
}"""


@pytest.fixture
def business(cast):
    return put_up(cast)


RULED_OUT = ("逐项核对：不存在下列不予受理的情形", *(ground.label for ground in SCOPE))


class Onlooker:
    """Looks at a page in all widths; asks past the security policy, as a developer's tools do."""

    def __init__(self, page):
        self.page = page
        self.tools = page.context.new_cdp_session(page)

    def faults(self):
        """What axe finds, and whether anything sticks out of the screen, by width.

        Each width is looked at from the top: wherever the last one was scrolled to, the bar that
        stays there would cover a part of what is under it.
        """
        self._run(AXE)
        found = {}
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.evaluate("window.scrollTo(0, 0)")
            findings = json.loads(self._run(LOOK % json.dumps(RULES)))
            if findings or self.page.evaluate(STICKS_OUT):
                found[width] = findings or "sticks out"
        self.page.set_viewport_size(ENLARGED)
        if self.page.evaluate(STICKS_OUT):
            found[ENLARGED["width"]] = "sticks out"
        return found

    def _run(self, script):
        call = {"expression": script, "awaitPromise": True, "returnByValue": True}
        return self.tools.send("Runtime.evaluate", call)["result"].get("value")


def test_no_page_has_findings_or_sticks_out(sit_down, live_server, business):
    faults = {}
    for username, pages in PAGES.items():
        person = sit_down(username)
        person.refusals.update(REFUSED.values())
        onlooker = Onlooker(person.page)
        for place in pages:
            path, _, refused = place.format(**business).partition(" ")
            answer = person.page.goto(live_server.url + path)
            assert (place, answer.status) == (place, REFUSED.get(place, 200))
            if refused:
                person.submit(refused)
                expect(person.page.locator("#errors")).to_be_focused()
            if found := onlooker.faults():
                faults[username, place] = found
    assert faults == {}


def test_the_login_has_no_findings(browser, live_server):
    stranger = Person(browser, live_server.url, "nobody")
    onlooker = Onlooker(stranger.open("/disputes/"))

    assert onlooker.faults() == {}
    stranger.page.get_by_label("用户名").fill("nobody")
    stranger.page.get_by_label("密码").fill("wrong")
    stranger.page.get_by_role("button", name="登录").click()
    stranger.sees("没有登录成功")
    assert onlooker.faults() == {}
    assert stranger.leave() == []


def test_the_menu_opens_on_a_phone_with_and_without_scripts(sit_down):
    for scripts in (True, False):
        person = sit_down("office", width=390, height=844, javascript=scripts)
        page = person.open("/")
        menu = page.get_by_role("navigation", name="主导航")
        expect(menu).not_to_be_in_viewport()
        page.get_by_role("link", name="打开菜单").click()
        expect(menu).to_be_in_viewport()
        menu.get_by_role("link", name="收起菜单").click()
        expect(menu).not_to_be_in_viewport()
        page.get_by_role("link", name="打开菜单").click()
        menu.get_by_role("link", name="联席会议").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("联席会议")
        expect(menu).not_to_be_in_viewport()


def fill_in_referral(court, day="2026-03-02"):
    court.fill(
        {
            "化解中心": "池北化解中心",
            "被申请机关": "池北区自然资源局",
            "领域": "征收拆迁",
            "行政行为种类": "征收补偿",
            "行政行为": "征收补偿决定",
            "复议前置": "不属于复议前置",
            "起诉期限": "未超过",
            "请求事项": "提高补偿标准。",
            "争议要点": "林木补偿标准偏低。",
            "收到起诉状日期": day,
            "书面同意日期": day,
            "移送日期": day,
        }
    )
    court.fill({"姓名或者名称": "甄有理"}, within=court.row("申请人", 1))


def test_a_step_with_rows_needs_no_scripts(sit_down):
    court = sit_down("antu_clerk", javascript=False)
    court.open("/disputes/new/?way=guidance")
    fill_in_referral(court)
    second = court.add_row("申请人")
    assert court.typed("争议要点") == "林木补偿标准偏低。"
    cooperative = {"类别": "企业", "姓名或者名称": "二道白河合作社", "证件号码": "1"}
    court.fill(cooperative, within=second)
    court.fill({"书面同意": scan("同意书")})
    court.submit("提交化解中心")
    court.sees("没有提交成功", "第 2 行 证件号码", "证件号码不对")
    assert court.typed("姓名或者名称", within=second) == "二道白河合作社"
    assert not Dispute.objects.exists()

    court.fill({"证件号码": ""}, within=second)
    court.fill({"书面同意": scan("同意书")})
    court.submit("提交化解中心")
    court.sees("待受理", "甄某某", "二道白河合作社")
    assert Party.objects.count() == 2


def test_a_step_is_taken_by_keyboard_alone(sit_down, cast):
    information(cast)
    centre = sit_down("centre")
    page = centre.open(Dispute.objects.get().get_absolute_url())

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, page.get_by_role("link", name="受理", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("受理")
    for ground in SCOPE:
        tab_to(page, page.get_by_label(ground.label, exact=True))
        page.keyboard.press("Space")
    tab_to(page, page.locator("main").get_by_role("button", name="受理", exact=True))
    page.keyboard.press("Enter")
    centre.sees("已办理：受理", "已受理")


def tab_to(page, goal, most=40):
    """Press Tab until ``goal`` has the focus; at each stop one can see where one is."""
    expect(goal).to_be_visible()
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS), page.evaluate("document.activeElement.outerHTML")
        if goal.evaluate("goal => goal === document.activeElement"):
            return
    pytest.fail(f"{goal} is not reached in {most} stops")


def test_a_second_click_an_old_page_and_the_back_button_take_no_step_twice(sit_down, cast):
    information(cast)
    address = Dispute.objects.get().get_absolute_url()
    centre = sit_down("centre")
    centre.open(address)
    centre.step("受理")
    old_page = centre.context.new_page()
    old_page.goto(centre.page.url)
    centre.choose(*RULED_OUT)
    button = centre.page.locator("main").get_by_role("button", name="受理", exact=True)
    button.dblclick()
    centre.sees("已办理：受理")

    for page in (old_page, centre.page):
        if page is centre.page:
            page.go_back()
        button = page.locator("main").get_by_role("button", name="受理", exact=True)
        said = page.locator("main").get_by_text("“已受理”状态不能受理")
        expect(button.or_(said).first).to_be_visible()
        if button.is_visible():
            button.click()
        expect(said.first).to_be_visible()
    assert AuditEntry.objects.filter(action="accept").count() == 1
    assert Dispute.objects.get().number.endswith("〕1号")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_matter_is_opened_once_however_often_the_form_is_sent(sit_down, scripts):
    court = sit_down("antu_clerk", javascript=scripts)
    court.open("/disputes/new/?way=guidance")
    fill_in_referral(court)
    court.fill({"书面同意": scan("同意书")})
    court.page.locator("main").get_by_role("button", name="提交化解中心", exact=True).dblclick()
    # Which of the two answers the browser shows is its own affair; both lead to the one matter.
    court.page.wait_for_url("**/disputes/*/", wait_until="load")
    expect(court.page.get_by_role("heading", level=1)).not_to_have_text("法院诉前引导")
    address = court.path
    court.page.go_back()
    expect(court.page.get_by_role("heading", level=1)).to_have_text("法院诉前引导")
    fill_in_referral(court)
    court.fill({"书面同意": scan("同意书")})
    court.submit("提交化解中心")
    court.sees("没有重复登记")
    assert court.path == address
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_a_session_that_ran_out_leads_back_to_the_form(sit_down, scripts):
    court = half_written_letter(sit_down, scripts)
    forget_session(court)
    court.submit("拟制司法建议")
    expect(court.page.get_by_role("heading", level=1)).to_have_text("登录")
    court.sees("填写的内容已保留")
    assert not JudicialSuggestion.objects.exists()

    court.type_password()
    is_all_there_again(court)


def test_one_more_row_after_the_session_ran_out_leads_back_to_the_form(sit_down):
    court = half_written_letter(sit_down)
    forget_session(court)
    court.page.get_by_role("button", name="再加一行").click()
    expect(court.page.get_by_role("heading", level=1)).to_have_text("登录")

    court.type_password()
    is_all_there_again(court, rows=4)


def test_a_login_in_another_tab_leads_back_to_the_form(sit_down):
    court = half_written_letter(sit_down)
    forget_session(court)
    form, court.page = court.page, court.context.new_page()
    court.log_in()
    court.page = form
    court.submit("拟制司法建议")

    is_all_there_again(court)


def half_written_letter(sit_down, scripts=True):
    clerk = sit_down("yanbian_clerk", javascript=scripts)
    clerk.open("/suggestions/judicial/new/")
    clerk.fill(
        {
            "事由": "规范告知程序",
            "被建议单位": "池北区自然资源局",
            "抄送": ["池北区管委会"],
            "治理领域": "不动产登记",
        }
    )
    clerk.add_row("问题与建议")
    clerk.fill({"问题": "公告期限不统一。"}, within=clerk.row("问题与建议", 3))
    return clerk


def is_all_there_again(clerk, rows=3):
    """The form stands as it was typed, unjudged; sent again, it is judged as ever."""
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("拟制司法建议")
    assert clerk.path == "/suggestions/judicial/new/"
    clerk.sees("已恢复您填写的内容")
    expect(clerk.page.locator("#errors")).to_have_count(0)
    expect(clerk.page.locator(".row-card")).to_have_count(rows)
    chosen = clerk.page.get_by_label(labelled("被建议单位")).locator("option:checked")
    expect(chosen).to_contain_text("池北区自然资源局")
    copied = clerk.page.get_by_role("group", name=labelled("抄送"))
    expect(copied.get_by_label("池北区管委会", exact=True)).to_be_checked()
    assert clerk.typed("事由") == "规范告知程序"
    assert clerk.typed("问题", within=clerk.row("问题与建议", 3)) == "公告期限不统一。"
    clerk.submit("拟制司法建议")
    clerk.sees("没有提交成功", "第 3 行 对应的建议")


def forget_session(person):
    """End the session on the server, as time does; the browser knows nothing of it."""
    cookies = {cookie["name"]: cookie["value"] for cookie in person.context.cookies()}
    sessions = import_module(settings.SESSION_ENGINE)
    sessions.SessionStore(cookies[settings.SESSION_COOKIE_NAME]).delete()
