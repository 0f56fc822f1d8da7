"""The demo's accounts, one per role and a second administrator: two put a model into service.

Everybody else of the demo world has the same password.
"""

PASSWORD = "technopark-demo"  # noqa: S105  printed at every start of the demo
ROLES = (
    ("applicant", "salma.berrada@atlas-grid.example"),
    ("reviewer", "houda.benchekrani@jury.example.ma"),
    ("staff", "mouna.chafiki@wijha.example"),
    ("lead", "karima.sefriouati@wijha.example"),
    ("admin", "mourad.elkasmoui@wijha.example"),
    ("director", "latifa.bennaniri@wijha.example"),
)
FOLLOWED = (37, "touria.startup@argan.example")
"""A startup of an earlier year that is asked for its figures: its number in the demonstration, and its owner."""
PARTNER = "nabila.aitouakrim@pole-digital.example"
SECOND_ADMIN = "ilham.tounarti@wijha.example"


def sign_ins(address: str) -> str:
    """What `make run` prints."""
    lines = [f"Sign in at {address}/fr/login with the password {PASSWORD}"]
    others = (("admin", SECOND_ADMIN), ("startup", FOLLOWED[1]), ("partner", PARTNER))
    lines += [f"  {role:10} {email}" for role, email in (*ROLES, *others)]
    lines.append(f"Mails are shown at {address}/dev/mail")
    return "\n".join(lines)
