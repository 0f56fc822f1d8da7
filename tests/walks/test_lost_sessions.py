"""Whatever the form: what was typed in a lost session stands in it again after the sign-in."""

from collections.abc import Iterator
from html import unescape
from typing import Any

from app.web.held import _is_secret
from app.web.refill import Control, find_forms
from tests.walks.conftest import FoundForm, World

TYPED = ("text", "textarea", "email", "tel", "url", "search", "number")
WITHOUT_TEXT = {"security.logout", "security.two_factor_setup", "security.mf_recovery_codes"}


def _filled(found: FoundForm) -> tuple[list[tuple[str, str]], list[tuple[Control, str]]]:
    """(what a browser would post, what a person typed or chose)."""
    posted, typed, chosen = [], [], {}
    for number, control in enumerate(found.form.controls):
        if control.kind in TYPED and not _is_secret(control.name):
            value = f"Zoé & <{number}> «نص»"
            typed.append((control, value))
            posted.append((control.name, value))
        elif control.kind in ("radio", "option"):
            chosen[control.name] = control
        elif control.kind == "checkbox":
            typed.append((control, str(control.attributes.get("value") or "on")))
            posted.append((control.name, typed[-1][1]))
        elif control.kind == "hidden":
            posted.append((control.name, str(control.attributes.get("value") or "")))
    for name, control in chosen.items():
        typed.append((control, str(control.attributes.get("value") or "")))
        posted.append((name, typed[-1][1]))
    return posted, typed


def _stands(page: str, action: str, control: Control, value: str) -> bool:
    for form in find_forms(page):
        for other in form.controls:
            if other.name != control.name or other.kind != control.kind:
                continue
            if control.kind == "textarea":
                if unescape(page[other.start : other.end]).strip() == value:
                    return True
            elif control.kind in ("radio", "option", "checkbox"):
                same = str(other.attributes.get("value") or ("on" if control.kind == "checkbox" else "")) == value
                if same and {"checked", "selected"} & set(other.attributes):
                    return True
            elif other.attributes.get("value") == value:
                return True
    return False


def _lost(walked: World, found: FoundForm) -> Iterator[str]:
    posted, typed = _filled(found)
    client: Any = walked.app.test_client()
    answer = client.post(
        found.action,
        data=_multi(posted),
        headers={"Referer": f"http://localhost{found.page}", "Origin": "http://localhost"},
    )
    assert answer.status_code == 303, (found, answer.status_code)
    if found.role:
        walked.enter(found.role, client)
    page = client.get("/en/welcome" if "/login" in answer.location else answer.location)
    while page.status_code in (302, 303):
        page = client.get(page.location)
    assert page.status_code == 200, (found.page, answer.location)
    for control, value in typed:
        if not _stands(page.text, found.action, control, value):
            yield f"{found.role or 'nobody'} {found.page} → {found.endpoint}: {control.name} ({control.kind})"


def _multi(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def test_what_was_typed_stands_in_every_form_again(walked: World) -> None:
    forms = [found for found in walked.forms if _filled(found)[1]]

    lost = [line for found in forms for line in _lost(walked, found)]

    assert lost == []
    assert len(forms) > 60
