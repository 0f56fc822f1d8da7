"""Values that no field may hold, in every query, form field and address of every page: answered, never by an error."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.core.db import db
from app.web.gate import CleanRequest, CleanValues
from tests.walks.conftest import FoundForm, World
from tests.walks.test_seen import posted_unchanged
from tests.web_client import TOKEN

DIGITS = "9" * 4301
CURSORS = (
    '[false, [["datetime", "0001-01-01T00:00:00+14:00"], ["UUID", "x"]]]',
    "[" * 2000,
    '[false, [["str", "\\u0000"]]]',
)
NASTY = {
    "NUL inside": "a%00b", "half a sign": "%ED%A0%80", "many digits": DIGITS, "a large number": "99999999999999999999",
    "an old day": quote("31/12/0001"), "marks and quotes": quote("\u202e'\"<>%_\\\uffff"),
    **{f"cursor {n}": base64.urlsafe_b64encode(text.encode()).decode() for n, text in enumerate(CURSORS)},
}  # fmt: skip
"""By name, as they stand in an address."""
FORM = "application/x-www-form-urlencoded"


class AskedValues(CleanValues):
    """Notes which names a view looks up."""

    names: ClassVar[set[str]] = set()

    def __getitem__(self, key: Any) -> Any:
        self.names.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: Any) -> bool:
        self.names.add(key)
        return super().__contains__(key)

    def getlist(self, key: Any, *rest: Any) -> list[Any]:
        self.names.add(key)
        return super().getlist(key, *rest)


def _problem(ask: Callable[[], TestResponse]) -> str:
    """What is wrong with an answer; the test application lets an error through instead of a page 500."""
    try:
        answer = ask()
    except Exception as error:
        db.session.rollback()
        return repr(error)
    answer.get_data()
    answer.close()
    return str(answer.status_code) if answer.status_code >= 500 else ""


def _firsts(walked: World) -> dict[tuple[str, str], str]:
    """(role, endpoint) → one page of it."""
    found: dict[tuple[str, str], str] = {}
    for role, page in walked.pages:
        found.setdefault((role, walked.endpoint(urlsplit(page).path)), page)
    return found


def test_no_query_makes_an_error(walked: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page that looks a name up in its query, with each value under all of these names."""
    monkeypatch.setattr(CleanRequest, "parameter_storage_class", AskedValues)
    clients = {role: walked.enter(role) for role in {role for role, _ in walked.pages}}
    seen, wrong = set(), {}
    for (role, endpoint), page in _firsts(walked).items():
        path = urlsplit(page).path
        AskedValues.names.clear()
        assert not _problem(lambda at=path, who=role: clients[who].get(at)), page
        asked = AskedValues.names - {"csrf_token"}
        seen |= asked
        for name, value in NASTY.items() if asked else ():
            query = "&".join(f"{one}={value}" for one in sorted(asked))
            if problem := _problem(lambda at=f"{path}?{query}", who=role: clients[who].get(at)):
                wrong[role, endpoint, name] = problem

    assert wrong == {}
    assert {"q", "cursor", "sort", "stage", "show", "programme", "site", "eligibility", "month"} <= seen


def _filled(rule: Rule, value: str) -> Iterator[str]:
    """The address of a rule with a value in one of its places after the other."""
    places = re.findall(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>", rule.rule)
    samples = {"int": "1", "uuid": "0190f8a0-0000-7000-8000-000000000000", "any": "x"}
    for aimed in [name for kind, name in places if kind in ("", "int", "path")]:
        text = rule.rule
        for kind, name in places:
            filled = "en" if name == "lang" else value if name == aimed else samples.get(kind, "x")
            text = re.sub(rf"<[^<>]*\b{name}>", lambda _found, filled=filled: filled, text, count=1)
        yield text


@pytest.mark.parametrize("name", NASTY)
def test_no_address_makes_an_error(walked: World, name: str) -> None:
    clients = [walked.enter(role) for role in ("", "lead", "admin")]
    wrong = {}
    for rule in walked.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for address in _filled(rule, NASTY[name]):
            for client in clients:
                if problem := _problem(lambda at=address, who=client: who.get(at)):
                    wrong[rule.endpoint] = problem

    assert wrong == {}


class _Poster:
    """Signs each role in once, and posts raw bodies that a browser could send."""

    def __init__(self, walked: World) -> None:
        self.walked, self.clients = walked, {role: walked.enter(role) for role in {one.role for one in walked.forms}}

    def post(self, found: FoundForm, values: Mapping[str, str]) -> str:
        """What went wrong; what the form changed is taken back."""
        client = self.clients[found.role]
        token = TOKEN.search(client.get(found.page).text)
        fields = [urlencode({"csrf_token": token[1] if token else ""}), *(f"{quote(k)}={v}" for k, v in values.items())]
        savepoint = db.session.begin_nested()
        try:
            return _problem(lambda: client.post(found.action, data="&".join(fields), content_type=FORM))
        finally:
            if savepoint.is_active:
                savepoint.rollback()


@pytest.mark.parametrize("name", [name for name in NASTY if not name.startswith("cursor")])
def test_no_form_makes_an_error(walked: World, name: str) -> None:
    """Each form with the value in all of its fields at once."""
    poster, wrong = _Poster(walked), {}
    for found in walked.forms:
        if found.endpoint == "security.logout":
            continue
        fields = {control.name for control in found.form.controls} - {"csrf_token", "shown"}
        if problem := poster.post(found, dict.fromkeys(fields, NASTY[name])):
            wrong[found.endpoint] = problem

    assert wrong == {}


def test_no_single_field_makes_an_error(walked: World) -> None:
    """One bad field where the others stand as offered, so that it reaches what reads it."""
    poster, wrong = _Poster(walked), {}
    for found in walked.forms:
        offered = posted_unchanged(found, walked.pages[found.role, found.page])
        whole = {
            key: quote(values[0]) for key, values in offered.items() if key not in ("csrf_token", "shown") and values
        }
        for field in whole if found.endpoint != "security.logout" else ():
            if problem := poster.post(found, whole | {field: NASTY["a large number"]}):
                wrong[found.endpoint, field] = problem

    assert wrong == {}


@pytest.mark.parametrize("body", ["[]", '["a"]', "{}", '{"email": ["\\ud800"]}', "nothing", "[" * 5000])
def test_a_body_that_no_view_reads_is_refused_in_words(walked: World, body: str) -> None:
    for found in walked.forms:
        answer = walked.app.test_client().post(found.action, data=body, content_type="application/json")

        assert answer.status_code == 400, found.endpoint
        assert "This request could not be read" in answer.text or "error" in answer.text
