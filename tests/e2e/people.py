"""People at a browser: they read, click and type what is to be seen, and nothing else."""

import re
from datetime import date, datetime

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from liaison import demo
from liaison.models import User

SHEET = "main form.sheet-form"


def labelled(label):
    """The pattern of a label, whether or not 必填 stands behind it."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(必填)?\s*$")


def scan(name):
    """A scanned paper to hand in."""
    content = b"%PDF-1.4\n%" + name.encode() + b"\n%%EOF\n"
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": content}


class Person:
    """Somebody of the cast with a browser of their own.

    What the browser complains of (script errors, refused sources) is collected; ``leave`` hands
    it over, but for the refusals that the test has asked for.
    """

    def __init__(self, browser, address, username, width=1366, height=768, javascript=True):
        self.address, self.username = address, username
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
        )
        self.page = self.context.new_page()
        self.complaints, self.refusals = [], set()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    # Coming in

    def log_in(self):
        """Log in as everybody does, by name and password."""
        self.open("/")
        self.type_password()

    def type_password(self):
        self.page.get_by_label("用户名").fill(self.username)
        self.page.get_by_label("密码").fill(demo.PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("navigation", name="主导航")).to_be_attached()

    def come_in(self):
        """Be logged in already: spares a journey the time that passwords are made to take."""
        client = Client()
        client.force_login(User.objects.get(username=self.username))
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": self.address}
        self.context.add_cookies([cookie])

    def leave(self):
        """Close the browser; return what it had to complain of."""
        self.context.close()
        asked_for = [f"status of {status} " for status in self.refusals]
        return [line for line in self.complaints if not any(map(line.__contains__, asked_for))]

    # Looking

    def open(self, path):
        self.page.goto(self.address + path)
        return self.page

    @property
    def path(self):
        return self.page.url.removeprefix(self.address)

    def sees(self, *texts):
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_nothing_of(self, *texts):
        """The words are nowhere on the page, which is there."""
        expect(self.page.locator("main h1")).to_be_visible()
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def is_refused(self, path, status=404):
        """The address answers with ``status`` and a page in words."""
        self.refusals.add(status)
        answer = self.page.goto(self.address + path)
        assert (answer.status, path) == (status, path)
        expect(self.page.get_by_role("link", name="返回工作台")).to_be_visible()

    def section(self, name):
        return self.page.get_by_role("region", name=name, exact=True)

    def follow(self, name, within=None):
        """Follow the link that is called so."""
        (within or self.page.locator("main")).get_by_role("link", name=name, exact=True).click()

    def read_letter(self, subject):
        """Find a message in the inbox, and open the matter that it tells of."""
        self.open("/inbox/")
        letter = self.page.get_by_role("listitem").filter(has_text=subject).first
        expect(letter).to_contain_text("未读")
        letter.get_by_role("button", name="打开事项").click()
        expect(self.section("您现在可以")).to_be_visible()

    def finds(self, words, title):
        """Search for ``words`` and see the matter among what is found."""
        self.open(f"/search/?q={words}")
        expect(
            self.page.locator("main").get_by_role("link", name=title, exact=True)
        ).to_be_visible()

    def finds_nothing(self, words):
        self.open(f"/search/?q={words}")
        self.sees("没有找到")

    # Typing

    def row(self, table, number):
        """The row of a table under a form, by the table's heading."""
        tables = self.page.get_by_role("group", name=re.compile(rf"^{re.escape(table)}"))
        return tables.get_by_label(re.compile(rf"^第 {number} [行个条]"))

    def add_row(self, table):
        """Ask for one more row, and wait for it."""
        rows = self.page.get_by_role("group", name=re.compile(rf"^{re.escape(table)}"))
        count = rows.locator(".row-card").count()
        rows.get_by_role("button", name="再加一行").click()
        expect(rows.locator(".row-card")).to_have_count(count + 1)
        return self.row(table, count + 1)

    def fill(self, answers, within=None):
        """Type, choose, tick or attach, by the labels of the fields."""
        scope = within or self.page.locator(SHEET)
        for label, value in answers.items():
            if isinstance(value, list):
                self.choose(label, *value, within=scope)
            else:
                answer(scope.get_by_label(labelled(label)), value)

    def typed(self, label, within=None):
        """What a field holds now."""
        return (within or self.page.locator(SHEET)).get_by_label(labelled(label)).input_value()

    def choose(self, legend, *options, within=None):
        """Mark some of the choices that stand under a legend."""
        scope = within or self.page.locator(SHEET)
        choices = scope.get_by_role("group", name=labelled(legend))
        for option in options:
            choices.get_by_label(option, exact=True).check()

    # Taking steps

    def offered(self):
        """The steps that the matter's page offers now."""
        return self.section("您现在可以").get_by_role("link").all_inner_texts()

    def step(self, label):
        """Open the page of a step offered on the matter's page."""
        self.follow(label, self.section("您现在可以"))
        expect(self.page.get_by_role("heading", level=1)).to_have_text(label)

    def submit(self, label):
        self.page.locator(SHEET).get_by_role("button", name=label, exact=True).click()

    def done(self, label, *, button=None):
        """Send the form of a step, and see that it was taken."""
        self.submit(button or label)
        expect(self.page.get_by_role("status").first).to_contain_text(f"已办理：{label}")

    def take(self, label, answers=None):
        """Take a step that asks for no rows, from the matter's page to the matter's page."""
        self.step(label)
        self.fill(answers or {})
        self.done(label)


def answer(control, value):
    """Give one control of a form its value, in the way its kind asks for."""
    kind = control.evaluate("control => control.type")
    if kind == "select-one":
        control.select_option(label=value)
    elif kind == "checkbox":
        control.set_checked(value)
    elif kind == "file":
        control.set_input_files([value])
    else:
        control.fill(written(value))


def written(value):
    """How the browser's own pickers of dates and moments want them."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
