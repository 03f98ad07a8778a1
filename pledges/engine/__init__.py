"""The engine of the join form: from blocks that editors composed to fields, values and words.

``sections`` reads a form, ``questions`` knows each kind of question, ``steps`` validates one screen, ``journey``
walks a draft through all of them. Values are language-free: the same draft can be read and sent in any language.
"""
