"""Documents as tagged PDF (PDF/UA-1) by typst, with the fonts that lie beside the templates; nothing of the system."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.core.clock import utcnow
from app.core.signs import FONTS, keep_shown_values

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"


def render(template: str, data: Mapping[str, Any], pictures: Mapping[str, str] | None = None) -> bytes:
    """The PDF of `template`.typ, which reads `data` as data.json and each of `pictures` (SVG texts) as name.svg.

    The data are values, never typst code: what people typed cannot run. Signs that no font of ours has (an emoji)
    are left out before anything is drawn: PDF/UA refuses empty boxes. Raises RuntimeError for a template at fault.
    """
    return _compile(template, keep_shown_values(data), keep_shown_values(pictures or {}))


def _compile(template: str, data: Mapping[str, Any], pictures: Mapping[str, str]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="wijha-pdf-") as name:
        folder = Path(name)
        for source in TEMPLATES.glob("*.typ"):
            (folder / source.name).write_bytes(source.read_bytes())
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for key, svg in pictures.items():
            (folder / f"{key}.svg").write_text(svg, encoding="utf-8")
        content: bytes = typst.compile(
            str(folder / f"{template}.typ"),
            root=name,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            timestamp=int(utcnow().timestamp()),
        )
    return content
