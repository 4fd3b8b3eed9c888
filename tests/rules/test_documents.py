"""Documents read into text: encodings, Word files with tables, and files that mean harm (M5)."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.documents import LONGEST, UnreadableError, read_document

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body: str | bytes, *, part: str = "word/document.xml") -> bytes:
    """A Word file with this part in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(part, body)
    return held.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def document(inside: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{SPACE}"><w:body>{inside}</w:body></w:document>'


def word(title: str, rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file of a title and a table."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    return package(document(paragraph(title) + (f"<w:tbl>{table}</w:tbl>" if table else "")))


def why(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_document(name, data)
    return caught.value.why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_is_read_in_the_encodings_people_use(encoding: str) -> None:
    assert read_document("纪要.TXT", "会议纪要：由李四负责".encode(encoding)) == "会议纪要：由李四负责"


def test_a_word_files_table_becomes_rows_with_pipes() -> None:
    data = word("周会纪要", [["任务", "负责人"], ["做海报|终稿", "李四"]])
    assert read_document("a.docx", data) == "周会纪要\n| 任务 | 负责人 |\n| 做海报/终稿 | 李四 |"


def test_headings_lists_and_breaks_of_a_word_file_stay_apart() -> None:
    heading = paragraph("行动项", '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>')
    listed = paragraph("做海报", "<w:pPr><w:numPr/></w:pPr>")
    broken = "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
    assert read_document("a.docx", package(document(heading + listed + broken))) == "# 行动项\n- 做海报\n甲\n乙"


def test_text_that_was_struck_out_is_not_read() -> None:
    body = "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>"
    assert read_document("a.docx", package(document(body))) == "新"


def test_xml_that_declares_entities_is_refused() -> None:
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert why("a.docx", package(document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", outside))) == "damaged"
    assert why("a.docx", package(document(paragraph("x"), outside).encode("utf-16"))) == "damaged"


def test_a_file_that_swells_is_not_unpacked() -> None:
    assert why("a.docx", package(b" " * (17 * 1024 * 1024))) == "damaged"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK broken", "damaged"),
        ("a.docx", package("<a/>", part="other.xml"), "damaged"),
        ("a.docx", package("<w:p"), "damaged"),
        ("a.docx", package(document("")), "empty"),
        ("a.md", b"  \n", "empty"),
        ("a.pdf", b"%PDF", "kind"),
        ("docx", b"x", "kind"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, reason: str) -> None:
    assert why(name, data) == reason


def test_a_document_is_read_up_to_its_limit() -> None:
    assert len(read_document("a.txt", b"x" * (LONGEST + 1))) == LONGEST


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.md", "a.docx"]))
def test_no_bytes_stop_the_reading(data: bytes, name: str) -> None:
    try:
        read_document(name, data)
    except UnreadableError as error:
        assert error.why in ("damaged", "empty")
