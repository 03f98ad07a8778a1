"""The demo content: the Alliance's own texts and facts, loaded once into an empty site.

``content/`` and ``pictures/`` hold the data; each module here loads one part of it.
"""
