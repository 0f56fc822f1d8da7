"""Who may enter: every route says it aloud, the public ones too."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, redirect, request, session, url_for
from flask_security import current_user

from app.accounts.models import Person
from app.accounts.roles import Role

View = TypeVar("View", bound=Callable[..., Any])


def me() -> Person:
    """The signed-in person itself, never the proxy: the database layer would keep the proxy."""
    return cast(Person, current_user._get_current_object())


def is_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def _declare(view: View, words: str) -> View:
    view.access = words  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Anybody may enter."""
    return _declare(view, "public")


def signed_in(view: View) -> View:
    """Anybody with an account; the service decides about the thing itself."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not is_signed_in():
            return to_sign_in()
        return view(*args, **kwargs)

    return _declare(cast(View, guarded), "signed in")


def require_role(*roles: Role, limited: bool = False) -> Callable[[View], View]:
    """Only people with one of the roles for the whole network; others read that the page is not theirs.

    `limited`: a role for one call or one site suffices, because the page shows and changes only what it covers.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not is_signed_in():
                return to_sign_in()
            if not (me().has(*roles) if limited else me().has_everywhere(*roles)):
                abort(403)
            return view(*args, **kwargs)

        words = ", ".join(sorted(role.value for role in roles))
        return _declare(cast(View, guarded), f"{words}; limited too" if limited else words)

    return decorate


def guard(*roles: Role) -> Callable[[], Any]:
    """The default of a blueprint: without it a forgotten decorator would open a door."""

    def check() -> Any:
        if not is_signed_in():
            return to_sign_in()
        if roles and not me().has(*roles):
            abort(403)
        return None

    return check


class SignedOut(Exception):
    """Something was posted by nobody: `held` keeps it and leads to the sign-in page."""


def to_sign_in() -> Any:
    """To the sign-in page, and back here afterwards. Raises SignedOut where something was posted."""
    if request.method not in ("GET", "HEAD"):
        raise SignedOut
    session["next"] = request.full_path.rstrip("?")
    return redirect(sign_in_address(), 303)


def sign_in_address() -> str:
    return url_for("security.login", next=session.get("next", "/"))
