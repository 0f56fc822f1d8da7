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


@pytest.mark.parametrize("path", sorted((ROOT / "app/static/js").glob("*.js")), ids=lambda path: path.name)
def test_a_script_writes_texts_and_never_markup(path):
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage|__proto__"

    assert re.findall(markup, path.read_text(encoding="utf-8")) == []


def test_every_password_box_hides_what_is_typed_and_lets_a_manager_fill_it():
    boxes = [
        line
        for path in TEMPLATES
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"field\(\w+\.(?:new_)?password", line)
    ]

    assert len(boxes) == 8
    assert [
        one for one in boxes if not re.search(r'type="password", autocomplete="(?:new|current)-password"', one)
    ] == []


def test_every_page_has_the_way_out():
    """The layouts are one tree whose root holds the button that signs out."""
    root = "layouts/base.html"
    texts = {str(path.relative_to(ROOT / "app/templates")): path.read_text(encoding="utf-8") for path in TEMPLATES}
    pages = {name for name in texts if not re.match(r"(components|mail|pdf)/|.*/_|layouts/(base|print)", name)}
    rootless = {
        name for name in pages if not re.search(r'extends ("layouts/(base|workspace)\.html"|side\.layout)', texts[name])
    }

    assert "security.logout" in texts[root]
    assert {name for name in rootless if "layouts/print.html" not in texts[name]} == set()
    assert len(pages) > 100


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
