"""What every answer carries: who may frame, run, and keep it."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_security import current_user

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


HSTS = "max-age=31536000; includeSubDomains"


def for_static(*, https: bool) -> Callable[[Any, str, str], None]:
    """A function that adds what files carry that are served before the application is asked."""

    def add(headers: Any, _path: str, _url: str) -> None:
        headers["Content-Security-Policy"] = CSP
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        if https:
            headers["Strict-Transport-Security"] = HSTS

    return add


def init_app(app: Flask) -> None:
    https = app.config["HTTPS"]

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = CSP
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers.setdefault("Referrer-Policy", "same-origin")
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if https:
            headers["Strict-Transport-Security"] = HSTS
        if "Cache-Control" not in headers and request.endpoint != "static":
            public = request.endpoint and request.endpoint.startswith("public.") and not _known()
            headers["Cache-Control"] = "public, max-age=60" if public and response.status_code == 200 else "no-store"
            headers.add("Vary", "Cookie")
        return response


def _known() -> bool:
    return bool(request.cookies) or bool(current_user and current_user.is_authenticated)
