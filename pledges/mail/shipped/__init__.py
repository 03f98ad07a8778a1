"""The mails that ship: whole letters, one module a language."""
