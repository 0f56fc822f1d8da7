"""Templates obey the CSP and the directions."""

import re

import pytest

from app.web.forms import BaseForm
from app.web.manager.forms import DayField, MomentField
from tests.architecture.source import ROOT

TEMPLATES = sorted((ROOT / "app/templates").rglob("*.html"))
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "a request to another host": re.compile(r"(src|href)\s*=\s*[\"'](https?:)?//(?!www\.w3\.org)", re.IGNORECASE),
    "unescaped data": re.compile(r"\|\s*safe\b"),
}


JINJA = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def slips(text: str) -> list[str]:
    html = JINJA.sub("", text)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(html)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "app/templates")))
def test_a_template_keeps_the_rules(path):
    assert slips(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<script>x()</script>",
        '<p style="color:red">',
        '<a onclick="x()">',
        '<img src="https://cdn.example/x.png">',
        "{{ x|safe }}",
    ],
)
def test_a_planted_slip_is_caught(planted):
    assert len(slips(planted)) == 1


def test_own_css_uses_logical_properties_only():
    physical = re.compile(r"(margin|padding|border)-(left|right)\b|(?<![-\w])(left|right)\s*:|float\s*:\s*(left|right)")
    guilty = [
        path.name
        for path in (ROOT / "app/static/css").glob("*.css")
        if physical.search(path.read_text(encoding="utf-8"))
    ]

    assert guilty == []


def test_no_template_opens_a_keypad_of_digits_for_a_day(app):
    """Also where no page of the demonstration leads: by the names of every field that reads a day or a moment."""
    forms = [form for form in _subclasses(BaseForm)]
    named = {
        name
        for form in forms
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) in (DayField, MomentField)
    }
    days = "|".join(sorted(named | {"due", "expires", "until", "planned_on", "announced_on"}))
    keypad = re.compile(
        rf'(?:\.(?:{days})\b[^}}]*|name="(?:{days})"[^>]*|"date" %}}[^}}]*)(?:inputmode|mode)="(?:num|dec)'
    )

    assert len(named) > 8
    assert [path.name for path in TEMPLATES if keypad.search(path.read_text(encoding="utf-8"))] == []


def _subclasses(kind):
    return [found for child in kind.__subclasses__() for found in (child, *_subclasses(child))]
