"""Documents as tagged PDF (PDF/UA-1) by typst, with the fonts that lie beside the templates; nothing of the system."""

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.core.clock import utcnow

TEMPLATES = Path(__file__).parent.parent / "templates" / "pdf"
FONTS = TEMPLATES / "fonts"
_UNSHOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def render(template: str, data: Mapping[str, Any], pictures: Mapping[str, str] | None = None) -> bytes:
    """The PDF of `template`.typ, which reads `data` as data.json and each of `pictures` (SVG texts) as name.svg.

    The data are values, never typst code: what people typed cannot run. Signs that no font of ours has (an emoji)
    are left out: PDF/UA refuses empty boxes. Raises RuntimeError for a template at fault.
    """
    try:
        return _compile(template, data, pictures or {})
    except RuntimeError as error:
        missing = "".join(_UNSHOWN.findall(getattr(error, "diagnostic", "") or str(error)))
        if not missing:
            raise
        return _compile(template, _without(data, str.maketrans(dict.fromkeys(missing, ""))), pictures or {})


def _without(value: Any, signs: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(signs)
    if isinstance(value, Mapping):
        return {key: _without(one, signs) for key, one in value.items()}
    return [_without(one, signs) for one in value] if isinstance(value, list | tuple) else value


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
