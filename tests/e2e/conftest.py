"""Journeys in a real browser: real Chromium, real server, the demo's stage and accounts."""

import os
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from liaison import demo

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Every journey empties and refills tables, so it runs in its own transaction scope."""
    for item in items:
        if "tests/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


@pytest.fixture(scope="session")
def browser():
    # Playwright's synchronous interface keeps an event loop on this thread, which Django
    # would take for asynchronous code; every query here is made by the test itself.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def cast(transactional_db):
    """The committees of Changbaishan and Daqing, with their people, and no business yet."""
    return demo.stage()


class Person:
    """Somebody at a browser, logged in, who clicks and types what is to be seen."""

    def __init__(self, browser, address, username, width, height, javascript):
        self.address = address
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
        )
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._note)
        self.open("/accounts/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(demo.PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page).to_have_url(re.compile(r"/$"))

    def _note(self, message):
        if message.type == "error":
            self.complaints.append(message.text)

    def open(self, path):
        self.page.goto(self.address + path)
        return self.page

    def step(self, label):
        """Open the page of a step offered on the matter's page."""
        self.page.get_by_role("link", name=label, exact=True).first.click()

    def submit(self, label):
        self.page.locator("main").get_by_role("button", name=label, exact=True).click()

    def sees(self, text):
        expect(self.page.locator("main")).to_contain_text(text)

    def close(self):
        self.context.close()
        assert self.complaints == []


@pytest.fixture
def sit_down(browser, live_server, cast):
    """Let an account of the cast sit down at a browser: ``sit_down("centre")``."""
    people = []

    def sit(username, width=1366, height=768, javascript=True):
        person = Person(browser, live_server.url, username, width, height, javascript)
        people.append(person)
        return person

    yield sit
    for person in people:
        person.close()
