"""A paper with every part a paper can have, for the tests to fill."""

from datetime import UTC, date, datetime

from django.template import engines

from liaison.documents import Document, draw
from tests.liaison import geometry

BODY = (
    "会议强调，要提升政治站位，充分认识建立府院联动机制的重要意义，紧盯“重大案件”“重大改革”、"
    "重大矛盾等关键领域（详见附件），2026年1—6月受理654件、化解311件，化解率47.55%，有效发挥作用。\n"
    "一、关于建立府院联动机制\n（一）加强组织领导。各单位要按照〔2020〕3号文件落实。\n"
)
TEMPLATE = """{% extends "documents/base.html" %}{% load typeset %}
{% block head %}{% if mark %}{% HEAD %}{% endif %}{% endblock %}
{% block recipient %}{% recipient to %}{% endblock %}
{% block body %}{% typeset text %}{% endblock %}
{% block annexes %}{% annexes names %}{% endblock %}
{% block signature %}{% if issuer %}{% signature issuer day seal=seal %}{% endif %}{% endblock %}
{% block note %}{% if present %}{% hanging "出席：" present %}{% endif %}{% endblock %}
{% block colophon %}{% colophon copies printer day %}{% endblock %}
"""
MOMENT = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


def html_of(head="official_head mark number", **context):
    template = engines["django"].from_string(TEMPLATE.replace("HEAD", head))
    defaults = {"document": Document(), "moment": MOMENT, "day": date(2026, 7, 2)}
    return template.render({**defaults, "heading": "会议纪要", "text": BODY, **context})


def pages_of(layout="form", **context):
    return geometry.pages(draw(html_of(**context), layout).pdf)


def everything(pages):
    return "".join(page.extract_text() for page in pages).replace("\n", "")
