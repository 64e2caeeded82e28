"""Languages as biblatex names them (the names of babel), and as records do (codes of BCP 47)."""

from __future__ import annotations

_BABEL = {
    "en": "english", "en-GB": "british", "en-US": "american", "en-AU": "australian", "en-CA": "canadian",
    "en-NZ": "newzealand", "ar": "arabic", "ca": "catalan", "cs": "czech", "cy": "welsh", "da": "danish",
    "de": "ngerman", "de-AT": "naustrian", "de-CH": "nswissgerman", "el": "greek", "es": "spanish", "et": "estonian",
    "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "gd": "scottish", "gl": "galician",
    "hr": "croatian", "hu": "hungarian", "is": "icelandic", "it": "italian", "lt": "lithuanian", "lv": "latvian",
    "nb": "norsk", "nl": "dutch", "nn": "nynorsk", "pl": "polish", "pt": "portuguese", "pt-BR": "brazilian",
    "ro": "romanian", "ru": "russian", "sk": "slovak", "sl": "slovene", "sv": "swedish", "tr": "turkish",
    "uk": "ukrainian",
}  # fmt: skip
_CODES = {name: code for code, name in _BABEL.items()} | {
    "ukenglish": "en-GB", "usenglish": "en-US", "german": "de", "austrian": "de-AT", "swissgerman": "de-CH",
    "francais": "fr", "norwegian": "nb", "slovenian": "sl", "brazil": "pt-BR", "portuges": "pt", "russian": "ru",
}  # fmt: skip


def babel_name(code: str) -> str | None:
    """Return the name of a language in LaTeX, or None where there is none for exactly this code."""
    return _BABEL.get(code)


def code_of(name: str) -> str:
    """Return the code of a language that LaTeX names; what is no such name stays as it is."""
    return _CODES.get(name.lower(), name)
