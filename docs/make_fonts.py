"""Makes the fonts of documents from the published ones, so that PDFs can hold and give back what people type.

    python docs/make_fonts.py PLEX_ARABIC_FOLDER DROID_SANS_FALLBACK.ttf DEJAVU_SANS.ttf FOLDER

* Wijha Arabic: IBM Plex Sans Arabic whose glyphs each stand for one letter. A reader of PDFs turns round the letters
  behind a ligature, so lam with alef or yeh is drawn by two glyphs. The other ligatures, which are ornament, are left
  out, and two vowel signs stand above each other.
* Wijha CJK: Droid Sans Fallback, cut to the common signs of Chinese, Japanese and Korean.
* Wijha Symbols: DejaVu Sans, cut to symbols and scripts that the other fonts lack; no emoji of the emoji blocks.

The new names follow from the licences: see docs/data-licences.md.
"""

import copy
import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.otlLib import builder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph

RANGES = (
    (0x370, 0x590), (0x591, 0x5F5), (0x10A0, 0x1100), (0x1E00, 0x2000), (0x2010, 0x2028), (0x2030, 0x2060),
    (0x2070, 0x20D0), (0x2100, 0x2C00), (0x1D400, 0x1D800),
)  # fmt: skip
LAM = ("uniFEDF", "uniFEE0")


def rename(font: TTFont, name: str) -> None:
    """The family and full name; the style stays."""
    style = font["name"].getDebugName(17) or font["name"].getDebugName(2)
    texts = {1: name, 4: f"{name} {style}", 6: f"{name}-{style}".replace(" ", ""), 16: name}
    for record in font["name"].names:
        if record.nameID in texts:
            record.string = texts[record.nameID]


def add_glyph(font: TTFont, name: str, glyph: Glyph, advance: int) -> None:
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    bearing = glyph.xMin if glyph.numberOfContours else 0
    font["hmtx"][name] = (advance, bearing)
    font["GDEF"].table.GlyphClassDef.classDefs[name] = 1


def split_pair(font: TTFont, lam: str, alef: str, drawn: str) -> dict[str, str]:
    """Two glyphs that look like the ligature `drawn`: the outline stands with the lam, half of the width with each."""
    glyf, width = font["glyf"], font["hmtx"][drawn][0]
    left, outline = width // 2, copy.deepcopy(glyf[drawn])
    outline.expand(glyf)
    if outline.isComposite():
        for part in outline.components:
            part.x -= left
    else:
        outline.coordinates.translate((-left, 0))
    outline.recalcBounds(glyf)
    empty = Glyph()
    empty.numberOfContours = 0
    names = {lam: f"{lam}.{alef}", alef: f"{alef}.{lam}"}
    add_glyph(font, names[lam], outline, width - left)
    add_glyph(font, names[alef], empty, left)
    return names


def keep_marks(font: TTFont, names: dict[str, str]) -> None:
    """Vowel signs stand on the new glyphs where they stand on those they replace."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if isinstance(table, otTables.MarkBasePos):
                known = table.BaseCoverage.glyphs
                for old, new in names.items():
                    if old in known:
                        table.BaseArray.BaseRecord.append(table.BaseArray.BaseRecord[known.index(old)])
                        known.append(new)
                table.BaseArray.BaseCount = len(table.BaseArray.BaseRecord)


def holds_ligatures(lookup: otTables.Lookup) -> bool:
    return any(hasattr(getattr(part, "ExtSubTable", part), "ligatures") for part in lookup.SubTable)


def make_arabic(source: Path, target: Path) -> None:
    font = TTFont(source)
    table = font["GSUB"].table
    [index] = {i for f in table.FeatureList.FeatureRecord if f.FeatureTag == "rlig" for i in f.Feature.LookupListIndex}
    flag = table.LookupList.Lookup[index].LookupFlag
    pairs = [  # (lam, alef or yeh, how both are drawn)
        (lam, ligature.Component[0], ligature.LigGlyph)
        for part in table.LookupList.Lookup[index].SubTable
        for lam, ligatures in getattr(part, "ExtSubTable", part).ligatures.items()
        if lam in LAM
        for ligature in ligatures
    ]
    rules = []
    for lam, alef, drawn in pairs:
        names = split_pair(font, lam, alef, drawn)
        keep_marks(font, names)
        single = builder.buildLookup([builder.buildSingleSubstSubtable(names)], flag)
        table.LookupList.Lookup.append(single)
        rules.append((lam, alef, len(table.LookupList.Lookup) - 1))
    chain = []
    for lam, alef, number in rules:
        rule = otTables.ChainContextSubst()
        rule.Format, rule.BacktrackCoverage, rule.LookAheadCoverage = 3, [], []
        rule.InputCoverage = [
            builder.buildCoverage({one}, font.getReverseGlyphMap(rebuild=True)) for one in (lam, alef)
        ]
        rule.SubstLookupRecord = []
        for place in (0, 1):
            record = otTables.SubstLookupRecord()
            record.SequenceIndex, record.LookupListIndex = place, number
            rule.SubstLookupRecord.append(record)
        chain.append(rule)
    table.LookupList.Lookup[index] = builder.buildLookup(chain, flag)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    for record in table.FeatureList.FeatureRecord:
        lookups = [] if record.FeatureTag in ("liga", "dlig", "calt") else record.Feature.LookupListIndex
        kept = [number for number in lookups if not holds_ligatures(table.LookupList.Lookup[number])]
        record.Feature.LookupListIndex, record.Feature.LookupCount = kept, len(kept)
    rename(font, "Wijha Arabic")
    font["maxp"].numGlyphs = len(font.getGlyphOrder())
    font.save(target)


def signs(codec: str, leads: range, trails: tuple[int, ...]) -> set[int]:
    """The characters of two-byte codes."""
    found = set()
    for lead in leads:
        for trail in trails:
            try:
                found |= set(map(ord, bytes((lead, trail)).decode(codec)))
            except UnicodeDecodeError:
                continue
    return found


def common_cjk() -> set[int]:
    high = tuple(range(0xA1, 0xFF))
    hangul = {code for code in signs("euc_kr", range(0xA1, 0xFF), high) if 0xAC00 <= code < 0xD7B0}
    traditional = signs("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *high))
    found = signs("gb2312", range(0xA1, 0xFF), high) | signs("euc_jp", range(0xA1, 0xD0), high) | hangul | traditional
    return {code for code in found | set(range(0x3000, 0x3100)) | set(range(0xFF01, 0xFF66)) if code >= 0x2E80}


def cut(source: Path, codes: set[int], target: Path, name: str) -> None:
    options = subset.Options(
        layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False, glyph_names=False,
        drop_tables=["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "kern", "DSIG", "VORG", "BASE", "FFTM"],
    )  # fmt: skip
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    rename(font, name)
    subset.save_font(font, str(target), options)
    font.close()


def main(plex: Path, droid: Path, dejavu: Path, folder: Path) -> None:
    for style in ("400Regular", "600SemiBold"):
        make_arabic(plex / f"IBMPlexSansArabic_{style}.ttf", folder / f"WijhaArabic-{style}.ttf")
    covered: set[int] = set()
    for path in folder.glob("[IN]*.ttf"):
        font = TTFont(path)
        covered |= set(font.getBestCmap())
        font.close()
    cut(droid, common_cjk() - covered, folder / "WijhaCJK-Regular.ttf", "Wijha CJK")
    symbols = {code for first, end in RANGES for code in range(first, end)}
    kept = {code for code in symbols - covered if unicodedata.category(chr(code))[0] in "LNPSM"}
    cut(dejavu, kept, folder / "WijhaSymbols-Regular.ttf", "Wijha Symbols")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
