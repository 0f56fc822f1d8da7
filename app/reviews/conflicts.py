"""Evidence of a conflict of interest: pure."""

FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "yahoo.com", "yahoo.fr", "ymail.com", "hotmail.com", "hotmail.fr", "outlook.com",
        "outlook.fr", "live.com", "live.fr", "msn.com", "icloud.com", "me.com", "aol.com", "proton.me",
        "protonmail.com", "gmx.com", "gmx.fr", "menara.ma", "iam.ma", "orange.fr", "free.fr", "laposte.net", "zoho.com",
    }
)  # fmt: skip


def own_domain(email: str) -> str | None:
    """The domain of an address, unless everybody can have an address there."""
    domain = email.rpartition("@")[2].lower()
    return domain if domain and domain not in FREE_MAIL else None
