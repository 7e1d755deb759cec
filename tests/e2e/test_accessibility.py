"""Every page can be read and used by everybody: axe finds nothing, nothing sticks out."""

import json

import pytest
from django.conf import settings

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """axe.run(document, {runOnly: %s}).then(found => JSON.stringify(found.violations.map(
  one => [one.id, one.nodes.map(node => node.target.join(" "))])))"""
WIDTHS = [1366, 390]
PAGES = {
    "office": ["/", "/inbox/", "/meetings/joint/", "/meetings/joint/new/", "/search/?q=会议"],
    "antu_clerk": ["/disputes/", "/disputes/?state=open", "/disputes/new/", "/nowhere/"],
    "yanbian_clerk": [
        "/suggestions/judicial/new/",
        "/calculator/?rule=agency.answer_evidence&started_on=2026-09-21",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/search/?q=字",
    ],
}


def findings(page):
    """What axe finds on the page; asked past the security policy, as a developer's tools do."""
    tools = page.context.new_cdp_session(page)
    tools.send("Runtime.evaluate", {"expression": AXE.read_text()})
    answer = tools.send(
        "Runtime.evaluate",
        {
            "expression": LOOK % json.dumps(RULES),
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    return json.loads(answer["result"]["value"])


def sticks_out(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("username", PAGES)
def test_pages_have_no_findings_and_fit_the_screen(sit_down, username):
    person = sit_down(username)

    for path in PAGES[username]:
        page = person.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert not sticks_out(page), (path, width)
            assert findings(page) == [], (path, width)
        page.set_viewport_size({"width": 320, "height": 640})  # 1280 wide, enlarged four times
        assert not sticks_out(page), path
    person.complaints = [line for line in person.complaints if "404" not in line]


def test_the_login_has_no_findings(browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server.url}/accounts/login/")

    assert findings(page) == []
    page.close()


def test_the_menu_opens_on_a_phone_without_javascript(sit_down):
    page = sit_down("office", 390, 844, javascript=False).open("/")
    menu = page.get_by_role("navigation", name="主导航")

    assert not menu.is_visible()
    page.get_by_role("link", name="打开菜单").click()
    assert menu.is_visible()
    menu.get_by_role("link", name="联席会议").click()
    assert page.get_by_role("heading", level=1).inner_text() == "联席会议"
