"""Makes NotoSansSC.ttf out of the NotoSansSC-Regular.ttf (2.004) in the package zhplot 1.0.0, with fonttools 4.68.

    python make.py NotoSansSC-Regular.ttf

One weight, because one character that a bold file lacked would turn its whole line into the regular one. GBK, because
GB2312 lacks characters that people are called by, such as 垚 and 喆. One table of characters, in format 12, which is
simple enough to be read without fonttools.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

HERE = Path(__file__).parent
LATIN = range(0x20, 0x250)
SIGNS = range(0x2010, 0x2040)
ARROWS_AND_SHAPES = (*range(0x2190, 0x219A), *range(0x2460, 0x2474), *range(0x25A0, 0x2670))
GONE = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx"]


def in_gbk(code: int) -> bool:
    """Whether the character stands in GBK."""
    try:
        chr(code).encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def main(source: str) -> None:
    """Write the subset beside this script."""
    options = Options(hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, name_IDs=["*"])
    options.drop_tables += GONE
    font = load_font(source, options)
    subsetter = Subsetter(options)
    wanted = {*LATIN, *SIGNS, *ARROWS_AND_SHAPES, *filter(in_gbk, range(0x80, 0x10000))}
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 10, 0, font["cmap"].getBestCmap()
    font["cmap"].tables = [table]
    save_font(font, str(HERE / "NotoSansSC.ttf"), options)


if __name__ == "__main__":
    main(sys.argv[1])
