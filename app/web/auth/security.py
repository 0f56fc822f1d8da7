"""Flask-Security set up for Wijha: its pages in our look, its mails through our outbox, its limits."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Flask, request
from flask.typing import ResponseReturnValue
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.forms import LoginForm, RegisterFormV2
from passlib.exc import PasswordSizeError

from app.accounts.models import Person, RoleGrant
from app.core import db as core
from app.core import i18n
from app.core.clock import utcnow
from app.core.i18n import N_
from app.web.access import public, signed_in
from app.web.auth import brake, invited, mails, sessions
from app.web.auth.one_time import confirm_by_button, keep_signed_in
from app.web.auth.passwords import SHORTEST, Passwords
from app.web.auth.second_factor import STEP, OnceTotp, ask_for_second_factor, lead_to_recovery
from app.web.errors import page
from app.web.forms import name_field

ACCESS: dict[str, Callable[..., Any]] = {
    "login": public, "logout": public, "register": public, "forgot_password": public, "reset_password": public,
    "confirm_email": public, "send_confirmation": public, "verify": signed_in, "change_password": signed_in,
    "two_factor_setup": public, "two_factor_token_validation": public, "two_factor_rescue": public,
    "two_factor_setup_validate": public, "tf_select": public, "tf_select_verify": public,
    "mf_recovery_codes": signed_in, "mf_recovery": public, "static": public,
}  # fmt: skip
"""The sign-in library's own pages: those that say “public” check a signed link or a half-done sign-in themselves."""


class Datastore(SQLAlchemyUserDatastore):  # type: ignore[misc]
    """Commits where everything commits."""

    def commit(self) -> None:
        core.commit()


class SignUp(RegisterFormV2):  # type: ignore[misc]
    full_name = name_field(N_("Your name"))

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.email.data is None:
            self.email.data = invited.invited_address()

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        return {**super().to_dict(only_user), "language": i18n.language()}


class SignIn(LoginForm):  # type: ignore[misc]
    pass


def settings(app: Flask) -> dict[str, Any]:
    https = app.config["HTTPS"]
    host = "__Host-" if https else ""
    lax = {"secure": https, "httponly": True, "samesite": "Lax"}
    return {
        "SESSION_COOKIE_NAME": f"{host}session",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_NAME": f"{host}remember",
        "PERMANENT_SESSION_LIFETIME": max(app.config["APPLICANT_IDLE"], app.config["STAFF_IDLE"]),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": https,
        "SECURITY_URL_PREFIX": "/<any(fr,ar,en):lang>",
        "SECURITY_REGISTERABLE": True,
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_DATETIME_FACTORY": utcnow,
        "SECURITY_AUTO_LOGIN_AFTER_CONFIRM": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__time_cost": 2, "argon2__memory_cost": 19456, "argon2__parallelism": 1,
        },
        "SECURITY_HASHING_SCHEMES": ["hex_sha256", "sha256_crypt"],
        "SECURITY_DEPRECATED_HASHING_SCHEMES": ["sha256_crypt"],
        "SECURITY_EMAIL_PLAINTEXT": False,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "SECURITY_POST_LOGIN_VIEW": "auth.welcome",
        "SECURITY_POST_CONFIRM_VIEW": "auth.welcome",
        "SECURITY_POST_REGISTER_VIEW": "auth.check_mail",
        "SECURITY_POST_LOGOUT_VIEW": "public.home",
        "SECURITY_POST_CHANGE_VIEW": "auth.account",
        "SECURITY_AUTO_LOGIN_AFTER_RESET": True,
        "SECURITY_POST_RESET_VIEW": "auth.welcome",
        "SECURITY_UNAUTHORIZED_VIEW": None,
        "SECURITY_I18N_DOMAIN": "messages",
        "SECURITY_I18N_DIRNAME": [app.root_path + "/translations"],
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": STEP,
        "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (
            N_("This code is not right, or it was used already. Wait for the next one."), "error",
        ),
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "auth.account",
        "SECURITY_TWO_FACTOR_VALIDITY_COOKIE": lax,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_TOTP_SECRETS": {"1": app.config["TOTP_SECRET"]},
        "SECURITY_TOTP_ISSUER": "Wijha",
        "SECURITY_LOGIN_USER_TEMPLATE": "auth/sign_in.html",
        "SECURITY_REGISTER_USER_TEMPLATE": "auth/register.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": "auth/forgot_password.html",
        "SECURITY_RESET_PASSWORD_TEMPLATE": "auth/reset_password.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "auth/change_password.html",
        "SECURITY_SEND_CONFIRMATION_TEMPLATE": "auth/send_confirmation.html",
        "SECURITY_VERIFY_TEMPLATE": "auth/verify.html",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "auth/two_factor_setup.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "auth/two_factor_code.html",
        "SECURITY_TWO_FACTOR_SELECT_TEMPLATE": "auth/two_factor_code.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "auth/recovery_codes.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "auth/recovery.html",
    }  # fmt: skip


def init_app(app: Flask) -> None:
    app.config.from_mapping(settings(app))
    app.config["SECURITY_PASSWORD_SALT"] = "unused: argon2 salts each password itself"  # noqa: S105
    Security(
        app,
        Datastore(core.db, Person, cast(Any, RoleGrant)),
        register_form=SignUp,
        login_form=SignIn,
        mail_util_cls=mails.OutboxMail,
        password_util_cls=Passwords,
        totp_cls=OnceTotp,
    )
    invited.init_app(app)
    app.view_functions["security.forgot_password"] = mails.forgot_password
    app.view_functions["security.send_confirmation"] = mails.send_confirmation
    app.view_functions["security.two_factor_rescue"] = lead_to_recovery
    for endpoint, changed in (("confirm_email", confirm_by_button), ("two_factor_token_validation", keep_signed_in)):
        app.view_functions[f"security.{endpoint}"] = changed(app.view_functions[f"security.{endpoint}"])
    _declare_access(app)
    brake.init_app(app)
    sessions.init_app(app)
    _write_where_the_library_writes(app)
    ask_for_second_factor(app)

    app.register_error_handler(PasswordSizeError, lambda _error: page(422))

    @app.login_manager.unauthorized_handler  # type: ignore[attr-defined]
    def unauthorized() -> ResponseReturnValue:
        from app.web.access import to_sign_in

        return to_sign_in()  # type: ignore[no-any-return]


def _declare_access(app: Flask) -> None:
    for endpoint, view in list(app.view_functions.items()):
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = ACCESS[endpoint.removeprefix("security.")](_passing_on(view))


def _passing_on(view: Callable[..., Any]) -> Callable[..., Any]:
    """A function around a view of the library (one is a method, which takes no attributes)."""

    @wraps(view)
    def call(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return call


def _write_where_the_library_writes(app: Flask) -> None:
    """The library commits after its views; take the write lock before it reads."""

    @app.before_request
    def begin() -> None:
        endpoint = request.endpoint or ""
        if endpoint in ("security.login", "security.verify"):
            return  # they hash a password and write nothing: no lock while they do
        if endpoint.startswith("security.") and request.method == "POST":
            core.start_writing()
