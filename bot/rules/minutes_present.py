"""What a stretch of minutes still asks for, without what it reports as done (M5)."""

import re
from typing import Final

from bot.rules import minutes_signs as signs
from bot.rules.minutes_clauses import Clause, Scene, clause
from bot.rules.minutes_signs import A, D
from bot.rules.minutes_values import Actor

PROMISE: Final = re.compile(
    rf"(?<!{A}){A}++\s?(?:表示|承诺|答应|说|确认|同意|保证|said|confirmed|agreed|promised|says)(?:\s?,?\s?(?:他|她|其|会|将"
    rf"|可以?在|能在|that|(?:s?he"
    rf"|they) (?:will|can|would)|to)|(?={D}))"
)
_ASIDE: Final = re.compile(r"\s*[(（][^()（）]*[)）]")
# "Tom had got two quotes and would seek a third": only what lies ahead is a task.
_AND_WILL: Final = re.compile(
    rf"(?:the )?(?P<who>{A}++) [^;]*?(?:,? and| but) (?=(?:will|would|is to|is going to|shall|has to) )"
)
_SPOKEN_OF: Final = re.compile(rf"@?{A}+\s?:\s?")
_COMMA: Final = re.compile(r"[,，]")


def present(text: str, scene: Scene, speaker: Actor | None) -> Clause | None:
    """The clause without what it reports as done; None when nothing else is left."""
    piece = clause(text, scene, speaker)
    if not signs.is_past(_cleared(piece)):
        return piece
    bare = _ASIDE.sub(" ", text) if "(" in piece.folded else text
    if bare != text and not signs.is_past(_cleared(aside := clause(bare, scene, speaker))):
        return aside
    ahead = _AND_WILL.match(piece.masked)
    if ahead:
        return clause(f"{text[: ahead.end('who')]} {text[ahead.end() :]}", scene, speaker)
    commas = [match.start() for match in _COMMA.finditer(text)]
    begins, ends = [0, *(place + 1 for place in commas)], [*commas, len(text)]
    parts = [piece.part(begin, end) for begin, end in zip(begins, ends, strict=True)]
    kept = [part for part in parts if not signs.is_past(_cleared(part))]
    if kept and any(part.dated or part.owners() for part in kept) and len(kept) < len(parts):
        before = _SPOKEN_OF.match(piece.masked) if kept[0] is not parts[0] else None
        return clause(
            text[: before.end() if before else 0] + "，".join(part.text.strip() for part in kept), scene, speaker
        )
    return None


def _cleared(piece: Clause) -> str:
    return PROMISE.sub("", piece.masked)
