"""The text of a document somebody sent: plain text, Markdown, or a Word file, whose tables become rows with pipes.

A Word file is a zip of XML. It may be meant to harm: only the one part that holds the text is unpacked, up to a limit,
and XML that declares anything of its own (entities, outside references) is refused.
"""

import io
import zipfile
from pathlib import PurePath
from typing import Final, Literal, TypeAlias
from xml.parsers import expat

KINDS: Final = (".txt", ".md", ".docx")
LONGEST: Final = 60_000  # characters of a document that are read
_UNPACKED: Final = 16 * 1024 * 1024  # bytes
_MOST_PARTS: Final = 5000
_BODY: Final = "word/document.xml"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main "

Why: TypeAlias = Literal["kind", "damaged", "empty"]


class UnreadableError(Exception):
    """A document that cannot be read; `why` says the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def is_readable(name: str) -> bool:
    """Whether a file's name is that of a document that can be read."""
    return PurePath(name.strip()).suffix.lower() in KINDS


def read_document(name: str, data: bytes) -> str:
    """The text of a document, at most `LONGEST` characters. Raises UnreadableError."""
    if not is_readable(name):
        raise UnreadableError("kind")
    text = _word(data) if name.strip().lower().endswith(".docx") else _plain(data)
    text = text.replace("\x00", "").strip()
    if not text:
        raise UnreadableError("empty")
    return text[:LONGEST]


def _plain(data: bytes) -> str:
    """Text in the encodings people's editors write: UTF-8, UTF-16 with its mark, else that of Chinese Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def _word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if len(package.infolist()) > _MOST_PARTS:
                raise UnreadableError("damaged")
            with package.open(_BODY) as part:
                body = part.read(_UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        raise UnreadableError("damaged") from None
    if len(body) > _UNPACKED:
        raise UnreadableError("damaged")
    return _Paragraphs().read(body)


class _Paragraphs:
    """Reads the XML of a Word file as it streams by."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._cells: list[list[str]] = []
        self._listed = False
        self._heading = False
        self._taken = False

    def read(self, body: bytes) -> str:
        """The text, a line a paragraph and a row of cells."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(body, True)
        except expat.ExpatError:
            raise UnreadableError("damaged") from None
        return "\n".join(self._lines)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        match _name(tag):
            case "p":
                self._words, self._listed, self._heading = [], False, False
            case "t":
                self._taken = True
            case "tab" if not self._in_properties(attributes):
                self._words.append("\t" if not self._cells else " ")
            case "br" | "cr":
                self._words.append("\n" if not self._cells else " ")
            case "numPr":
                self._listed = True
            case "pStyle":
                style = next((value for key, value in attributes.items() if key.endswith("val")), "")
                self._heading = style.lower().startswith(("heading", "title")) or style in ("1", "2", "3")
            case "tr":
                self._cells.append([])
            case "tc" if self._cells:
                self._cells[-1].append("")

    def _in_properties(self, attributes: dict[str, str]) -> bool:
        """A tab stop is declared by the same name as a tab that is typed."""
        return bool(attributes)

    def _said(self, text: str) -> None:
        if self._taken:
            self._words.append(text)

    def _end(self, tag: str) -> None:
        match _name(tag):
            case "t":
                self._taken = False
            case "p":
                self._paragraph("".join(self._words).rstrip())
                self._words = []
            case "tr" if self._cells:
                row = self._cells.pop()
                if any(row):
                    self._lines.append("| " + " | ".join(cell.replace("|", "/").strip() for cell in row) + " |")

    def _paragraph(self, text: str) -> None:
        if self._cells and self._cells[-1]:
            joined = f"{self._cells[-1][-1]} {text}".strip()
            self._cells[-1][-1] = joined
        elif text.strip():
            sign = "# " if self._heading else "- " if self._listed else ""
            self._lines.append(sign + text)
        else:
            self._lines.append("")


def _name(tag: str) -> str:
    """The local name of an element of Word's own; "" for any other."""
    for space in (_WORD, _STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return ""


def _refuse(*_declared: object) -> None:
    raise UnreadableError("damaged")
