"""The catalogue, for everybody."""

from app.web.access import public
from app.web.public import bp
from app.web.public.home import home

for name in ("programmes", "sites", "calls"):
    bp.add_url_rule(f"/{name}", name, public(home))
