"""The blocks a join form is composed of."""

from pledges.blocks.form import FormBodyBlock, QuestionStreamBlock

__all__ = ["FormBodyBlock", "QuestionStreamBlock"]
