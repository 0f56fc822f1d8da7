"""Puts values back into a form of a finished page, as if they had just been typed there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import urlparse

Attributes = dict[str, str | None]
BUTTONS = frozenset({"submit", "button", "reset", "image"})
NEVER = frozenset({"password", "file"}) | BUTTONS


@dataclass(slots=True)
class Control:
    """One input, option or text area; `start` and `end` are places in the page."""

    tag: str
    name: str
    attributes: Attributes
    start: int
    end: int

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag


@dataclass(slots=True)
class PageForm:
    action: str
    attributes: Attributes
    enclosing: list[tuple[int, int, Attributes]]
    """Start tags of the `details` around it, which open with it."""
    controls: list[Control] = field(default_factory=list)
    buttons: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Refilled:
    page: str
    left: list[tuple[str, str]]
    """(name, value) of what no field of the page could take."""
    differs: list[tuple[str, str]]
    """(label, text) of what stood in a text box that now holds something else."""
    autosave: str
    """Where the form saves itself while one types; empty when it does not."""


class _Reader(HTMLParser):
    """The POST forms of a page with their controls, also those tied by a `form` attribute."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.lines = [0, *accumulate(len(line) for line in page.splitlines(keepends=True))]
        self.forms: list[PageForm] = []
        self.by_id: dict[str, PageForm] = {}
        self.details: list[tuple[int, int, Attributes]] = []
        self.strays: list[tuple[str, Control]] = []
        self.open: PageForm | None = None
        self.select, self.select_owner = "", ""
        self.labels: dict[str, str] = {}
        self.label: str | None = None
        self.area: tuple[Attributes, int] | None = None
        self.feed(page)
        for owner, control in self.strays:
            if owner in self.by_id:
                self.by_id[owner].controls.append(control)

    def _span(self) -> tuple[int, int]:
        line, column = self.getpos()
        start = self.lines[line - 1] + column
        return start, start + len(self.get_starttag_text() or "")

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "details":
            self.details.append((*self._span(), found))
        elif tag == "label" and found.get("for"):
            self.label = str(found["for"])
        elif tag == "form":
            self._begin_form(found)
        elif tag == "select":
            self.select = found.get("name") or ""
            self.select_owner = found.get("form") or ""
        elif tag == "textarea":
            self.area = (found, self._span()[1])
        elif tag == "button" and self.open is not None:
            self.open.buttons.add(found.get("name") or "")
        elif tag == "option" and self.select:
            self._add(Control("option", self.select, found, *self._span()), self.select_owner)
        elif tag == "input":
            self._add(Control("input", found.get("name") or "", found, *self._span()), found.get("form") or "")

    def handle_data(self, data: str) -> None:
        if self.label is not None:
            self.labels[self.label] = self.labels.get(self.label, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "details" and self.details:
            self.details.pop()
        elif tag == "label":
            self.label = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area is not None:
            (attributes, start), self.area = self.area, None
            area = Control("textarea", attributes.get("name") or "", attributes, start, self._span()[0])
            self._add(area, attributes.get("form") or "")

    def _begin_form(self, attributes: Attributes) -> None:
        if (attributes.get("method") or "get").lower() != "post":
            return
        self.open = PageForm(attributes.get("action") or "", attributes, list(self.details))
        self.forms.append(self.open)
        if attributes.get("id"):
            self.by_id[str(attributes["id"])] = self.open

    def _add(self, control: Control, owner: str) -> None:
        if not control.name:
            return
        if owner:
            self.strays.append((owner, control))
        elif self.open is not None:
            self.open.controls.append(control)


def find_forms(page: str) -> list[PageForm]:
    """The POST forms of a page, in its order."""
    return _Reader(page).forms


def refill(page: str, values: Sequence[tuple[str, str]], goes_to: Callable[[str], bool]) -> Refilled:
    """The page with `values` in the form that `goes_to` accepts by the path of its action ("" for the page's own).

    Of several such forms the one whose hidden fields agree best is taken. Password and file fields stay empty.
    """
    found = _Reader(page)
    candidates = [form for form in found.forms if goes_to(urlparse(form.action).path)]
    if not candidates:
        return Refilled(page, list(values), [], "")
    given: dict[str, list[str]] = {}
    for name, value in values:
        given.setdefault(name, []).append(value)
    form = max(candidates, key=lambda one: _agreement(one, given))
    edits = [(start, end, _tag("details", {**attributes, "open": None})) for start, end, attributes in form.enclosing]
    taken = {name: list(texts) for name, texts in given.items()}
    differs = []
    for control in form.controls:
        stood, put = _text_of(page, control), taken.get(control.name, [""])[:1]
        edits += _filled(control, given, taken)
        if stood.strip() and put and put[0].split() != stood.split():
            label = found.labels.get(control.attributes.get("id") or "", control.name)
            differs.append((" ".join(label.split()), stood))
    names = {control.name for control in form.controls if control.kind not in NEVER} | form.buttons
    left = [(name, value) for name, value in values if name not in names]
    return Refilled(_edited(page, edits), left, differs, form.attributes.get("data-autosave") or "")


def _text_of(page: str, control: Control) -> str:
    """What stands in a text box; empty for any other control."""
    if control.kind == "textarea":
        return unescape(page[control.start : control.end]).strip()
    typed = control.tag == "input" and control.kind not in NEVER | {"hidden", "checkbox", "radio"}
    return control.attributes.get("value") or "" if typed else ""


def _agreement(form: PageForm, given: dict[str, list[str]]) -> int:
    hidden = [control for control in form.controls if control.kind == "hidden"]
    equal = sum(control.attributes.get("value") in given.get(control.name, ()) for control in hidden)
    known = sum(control.name in given for control in form.controls)
    return 100 * equal + known


def _filled(control: Control, given: dict[str, list[str]], taken: dict[str, list[str]]) -> list[tuple[int, int, str]]:
    kind, attributes = control.kind, dict(control.attributes)
    if kind in NEVER:
        return []
    if kind in ("checkbox", "radio", "option"):
        mark = "selected" if kind == "option" else "checked"
        attributes.pop(mark, None)
        if (attributes.get("value") or ("on" if kind == "checkbox" else "")) in given.get(control.name, ()):
            attributes[mark] = None
    elif not taken.get(control.name):
        return []
    else:
        value = taken[control.name].pop(0)
        if kind == "textarea":
            return [(control.start, control.end, "\n" + escape(value))]
        attributes["value"] = value
    return [(control.start, control.end, _tag(control.tag, attributes))]


def _tag(name: str, attributes: Attributes) -> str:
    written = [key if value is None else f'{key}="{escape(value)}"' for key, value in attributes.items()]
    return f"<{' '.join([name, *written])}>"


def _edited(page: str, edits: Sequence[tuple[int, int, str]]) -> str:
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page
