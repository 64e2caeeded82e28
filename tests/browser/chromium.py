"""A Chromium for the browser tests: the system's, else Playwright's own, else the system's package manager as root.

Run as a program (`python -m tests.browser.chromium`) it makes sure that one is there, or says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
HOW = "No Chromium for the browser tests: install `chromium` or Google Chrome, or set EVIDENCE_CHROMIUM to one."


def find() -> str | None:
    """Return the path of a Chromium that is there, or None."""
    named = os.environ.get("EVIDENCE_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def starts(path: str) -> bool:
    """Tell whether a Chromium really starts."""
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]).close()
    except Error as error:
        print(f"{path} does not start: {str(error).splitlines()[0]}", file=sys.stderr)
        return False
    return True


def install() -> None:
    """Try Playwright's own download, then the system's package manager when run as root."""
    print("No Chromium found; trying to install one for the browser tests", file=sys.stderr)
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if done.returncode == 0 and find():
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)  # type: ignore[call-overload]


def main() -> int:
    """Make sure a Chromium is there; 1 and one line on what to do when it is not."""
    if not find():
        install()
    path = find()
    if path and starts(path):
        print(f"Browser tests use {path}")
        return 0
    print(HOW, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
