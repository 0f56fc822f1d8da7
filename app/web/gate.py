"""The first gate of a request: signs that no field may hold, numbers that no row has, bodies that no view reads."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter

FORBIDDEN = re.compile("[\0\ud800-\udfff]")


def without_forbidden(text: str) -> str:
    """A text without NUL, which PostgreSQL refuses, and without lone surrogates, which UTF-8 cannot say."""
    return FORBIDDEN.sub("", text)


class CleanValues(ImmutableMultiDict):  # type: ignore[type-arg]
    """Query, form and files of a request; every name and text is cleaned before anybody reads it."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(list(_cleaned(MultiDict(mapping).items(multi=True))))


def _cleaned(pairs: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    for name, value in pairs:
        yield without_forbidden(name), without_forbidden(value) if isinstance(value, str) else value


class CleanRequest(Request):
    parameter_storage_class = CleanValues


class RowNumber(IntegerConverter):
    """A number in an address: at most nine digits, which every column of numbers holds."""

    regex = r"\d{1,9}"


def init_app(app: Flask) -> None:
    app.request_class = CleanRequest
    app.url_map.converters["int"] = RowNumber

    def refuse() -> None:
        if FORBIDDEN.search(request.path):
            abort(404)
        if request.is_json:  # forms are all that the product reads; the sign-in library would take JSON too
            abort(400)

    app.before_request_funcs.setdefault(None, []).insert(1, refuse)  # after the request id, before everything else
