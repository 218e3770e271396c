"""The set-up's own compiler of translations gives what gettext and babel give."""

import gettext
import io
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from compile_translations import BadCatalogue, compile_all, read_catalogue, to_mo  # noqa: E402

SAMPLE = r"""# translators
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

#: somewhere.py:3
msgid "Simpan"
msgstr "Save"
msgid "Baris pertama\n"
"dan \"kedua\""
msgstr "First line\n"
"and \"second\""

msgctxt "bulan"
msgid "Mei"
msgstr "May"

msgid "%(count)s keluarga"
msgid_plural "%(count)s keluarga semua"
msgstr[0] "%(count)s family"
msgstr[1] "%(count)s families"

#, fuzzy
msgid "Ragu"
msgstr "Doubtful"

msgid "Belum"
msgstr ""

#~ msgid "Lama"
#~ msgstr "Old"
"""


def test_gives_what_babel_gives(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(SAMPLE, encoding="utf-8")
    ours = gettext.GNUTranslations(io.BytesIO(to_mo(read_catalogue(source))))
    made = io.BytesIO()
    write_mo(made, read_po(io.BytesIO(source.read_bytes())))
    made.seek(0)
    theirs = gettext.GNUTranslations(made)
    assert ours.gettext("Simpan") == "Save"
    assert ours.gettext("Ragu") == "Ragu"
    assert ours.pgettext("bulan", "Mei") == "May"
    for number in (1, 2, 14_000):
        arguments = ("%(count)s keluarga", "%(count)s keluarga semua", number)
        assert ours.ngettext(*arguments) == theirs.ngettext(*arguments)
    for text in ("Simpan", 'Baris pertama\ndan "kedua"', "Ragu", "Belum", "Lama", "tidak ada"):
        assert ours.gettext(text) == theirs.gettext(text)


def test_only_what_changed_is_written_again(tmp_path: Path) -> None:
    place = tmp_path / "ruang/locale/en/LC_MESSAGES/django.po"
    place.parent.mkdir(parents=True)
    place.write_text(SAMPLE, encoding="utf-8")
    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0


def test_a_broken_catalogue_is_named_with_its_line(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid "a"\nmsgstr "b\n', encoding="utf-8")
    with pytest.raises(BadCatalogue, match=r"django.po:2"):
        read_catalogue(source)
