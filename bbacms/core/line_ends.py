"""One kind of line break, whatever browser or program a text comes from."""


def with_plain_line_ends(text: str) -> str:
    """``text`` with a line feed for every line break: browsers send two characters, old programs a carriage return."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
