"""Make the static TrueType files that the PDF writer needs from the variable web font.

Run by hand when the font's version in package.json changes, in an environment of its own:

    npm ci && python3 -m venv /tmp/fonts && /tmp/fonts/bin/pip install fonttools==4.68.0 brotli==1.2.1
    /tmp/fonts/bin/python assets/fonts.py

reportlab reads TrueType outlines and a character map, no variable axes and no OpenType features. So each
weight is instanced, and the tabular figures (feature `tnum`) become the default digits: columns line up.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules/@fontsource-variable/plus-jakarta-sans"
TARGET = ROOT / "app/reports/rendering/fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
SUBSETS = ("latin", "latin-ext")
FAMILY = "Plus Jakarta Sans"
EPOCH = 3_850_000_000  # seconds since 1904, TrueType's calendar: 31 December 2025


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for style, weight in WEIGHTS.items():
        with TemporaryDirectory() as scratch:
            parts = [str(instance(subset, weight, Path(scratch))) for subset in SUBSETS]
            font = Merger().merge(parts)
        rename(font, style, weight)
        # A fixed date keeps the bytes the same whenever the script runs.
        font["head"].created = font["head"].modified = EPOCH
        font.recalcTimestamp = False
        font.save(TARGET / f"PlusJakartaSans-{style}.ttf")
    shutil.copy(PACKAGE / "LICENSE", TARGET / "OFL.txt")


def instance(subset: str, weight: int, scratch: Path) -> Path:
    """Write one weight of one subset without OpenType features and return its path."""
    font = TTFont(PACKAGE / "files" / f"plus-jakarta-sans-{subset}-wght-normal.woff2", recalcTimestamp=False)
    font = instantiateVariableFont(font, {"wght": weight})
    make_figures_tabular(font)
    for table in ("GSUB", "GPOS", "GDEF", "STAT"):
        if table in font:
            del font[table]
    font.flavor = None
    path = scratch / f"{subset}-{weight}.ttf"
    font.save(path)
    return path


def make_figures_tabular(font: TTFont) -> None:
    """Point the character map at the glyphs that `tnum` would substitute."""
    substitutes: dict[str, str] = {}
    if "GSUB" in font:
        gsub = font["GSUB"].table
        for record in gsub.FeatureList.FeatureRecord:
            if record.FeatureTag != "tnum":
                continue
            for index in record.Feature.LookupListIndex:
                for subtable in gsub.LookupList.Lookup[index].SubTable:
                    single = getattr(subtable, "ExtSubTable", subtable)
                    substitutes.update(getattr(single, "mapping", {}))
    for table in font["cmap"].tables:
        table.cmap = {code: substitutes.get(name, name) for code, name in table.cmap.items()}


def rename(font: TTFont, style: str, weight: int) -> None:
    """Name the instance, so that PDF readers and office programs list it rightly."""
    full = f"{FAMILY} {style}"
    names = {1: FAMILY if style in ("Regular", "Bold") else full, 2: "Bold" if style == "Bold" else "Regular"}
    names |= {3: f"Potret instance: {full}", 4: full, 6: f"PlusJakartaSans-{style}", 16: FAMILY, 17: style}
    for key, text in names.items():
        font["name"].setName(text, key, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


if __name__ == "__main__":
    main()
