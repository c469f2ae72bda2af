"""What is kept of a browser's `User-Agent`: enough for a person to know it again, too little to know them by."""

import re

MAX_CHARACTERS = 60

# The first that is found: each of them also names those further down.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
_PRODUCT = re.compile(r"[A-Za-z][A-Za-z0-9._-]*")


def shortened(text: str) -> str:
    """'Firefox on Linux'; of a program that is no browser its first word, and of nothing ''."""
    browser = next((name for mark, name in _BROWSERS if mark in text), None)
    system = next((name for mark, name in _SYSTEMS if mark in text), None)
    if browser is None:
        product = _PRODUCT.match(text)
        return product[0][:MAX_CHARACTERS] if product else ""
    return f"{browser} on {system}" if system else browser
