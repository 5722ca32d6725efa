"""Is it English? Function words decide, a language model only where they do not: rough feeds stay readable."""

from __future__ import annotations

import re
from itertools import chain

from reportedly import lexicon

_WORD = re.compile(r"[^\W\d_]+")
# Reached by all but a handful of the 791 reports of FA-KES; the rest, lists of names, go on to the model.
_ENOUGH = 0.10
# How much likelier another language must be (natural logarithm). English sentences full of Arabic names stay under 18,
# sentences of ten words in other languages lie above 40: tests/ingest/test_english.py.
_MARGIN = 25.0
_SAMPLE = 4000
_NO_LANGUAGE = "zxx"

_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "an": "Aragonese", "ar": "Arabic", "as": "Assamese", "az": "Azerbaijani",
    "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali", "br": "Breton", "bs": "Bosnian", "ca": "Catalan",
    "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "dz": "Dzongkha", "el": "Greek", "eo": "Esperanto",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fo": "Faroese",
    "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian", "kk": "Kazakh",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin",
    "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mg": "Malagasy", "mk": "Macedonian",
    "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "nb": "Norwegian",
    "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "oc": "Occitan", "or": "Odia",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "qu": "Quechua", "ro": "Romanian",
    "ru": "Russian", "rw": "Kinyarwanda", "se": "Northern Sami", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai",
    "tl": "Tagalog", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "vo": "Volapük", "wa": "Walloon", "xh": "Xhosa", "zh": "Chinese", "zu": "Zulu", "ary": "Arabic", "arz": "Arabic",
    "ba": "Bashkir", "fy": "Frisian", "gd": "Scottish Gaelic", "ha": "Hausa", "ig": "Igbo", "ln": "Lingala",
    "my": "Burmese", "om": "Oromo", "pcm": "Nigerian Pidgin", "sdh": "Kurdish", "sn": "Shona", "so": "Somali",
    "tg": "Tajik", "tk": "Turkmen", "tt": "Tatar", "uz": "Uzbek", "yo": "Yoruba", "yue": "Chinese",
}  # fmt: skip


def other_language(text: str) -> str | None:
    """The name of the language that the text is in, or None when it can be read as English.

    A few words that could be either pass.

    >>> other_language("Doce civiles murieron el viernes cuando un proyectil cayó sobre el mercado, dijo el alcalde.")
    'Spanish'
    """
    code = other_code(text)
    return language_name(code) if code else None


def language_name(code: str) -> str:
    return _NAMES.get(code, code)


def other_code(text: str) -> str | None:
    """The code of that language, such as "es"; None for English."""
    words = [word.casefold() for word in _WORD.findall(text[:_SAMPLE])]
    common = frozenset(chain(*lexicon.table("en", "common").values()))
    if not words or sum(word in common for word in words) >= _ENOUGH * len(words):
        return None
    import py3langid

    # Capitals mislead it: a shouted headline is taken for any language.
    ranked = py3langid.rank(" ".join(words))
    code, score = ranked[0]
    english = next(score for code, score in ranked if code == "en")
    return str(code) if code != _NO_LANGUAGE and score - english > _MARGIN else None
