"""Lets PostgreSQL look words up in an index, and notes the words of the engagements that are there already."""

from django.db import migrations

from pledges.inbox.search import words_of

INDEX = "case_words_begin"


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX {INDEX} ON pledges_casewords USING gin (array_to_tsvector(string_to_array(words, ' ')))"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {INDEX}")


def note_words(apps, schema_editor):
    Pledge, CaseWords = (apps.get_model("pledges", name) for name in ("Pledge", "CaseWords"))
    for pledge in Pledge.objects.prefetch_related("answers", "proposals", "notes").iterator(chunk_size=500):
        said = [*pledge.answers.all(), *pledge.proposals.all()]
        texts = [*(answer.display for answer in said), *(note.text for note in pledge.notes.all())]
        CaseWords.objects.create(pledge=pledge, words=words_of(pledge, texts))


class Migration(migrations.Migration):

    dependencies = [
        ('pledges', '0004_the_desk'),
    ]

    operations = [
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(note_words, migrations.RunPython.noop),
    ]
