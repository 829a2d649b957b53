"""A browser that prints and reads pages, where one can be had; nothing of it is needed to run.

Chromium is found on the machine. axe-core comes from the registry of npm, once for each machine.
"""

import json
import re
import shutil
import subprocess
import tempfile
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_AS_WIDE = ("Arial", "Arimo", "Helvetica", "Liberation Sans", "Nimbus Sans")
_PATIENCE = 120
_PAGE = re.compile(rb"/Type\s*/Page\b")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_AXE = "axe-core@4.12.1"
_RUN = """
<script>{axe}</script>
<script>
axe.run().then(found => {{
  parent.document.title = JSON.stringify({{
    "violations": found.violations.map(one => [one.id, one.nodes.map(node => node.html)]),
    "passes": found.passes.length,
    "width": innerWidth,
    "wide": document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }});
}});
</script>
"""

_SCREEN = """<!DOCTYPE html><html lang="en-GB">
<head><meta charset="utf-8"><title>none</title></head>
<body><iframe title="screen" width="{width}" height="900" srcdoc="{inside}"></iframe></body></html>
"""
"""A screen of any width: a browser's own window is not made as narrow as a phone's."""


def printed(html: str, folder: Path) -> int:
    """How many sides of paper a page takes, printed as its style sheet says.

    A page names Arial; where nothing as wide as Arial is there, paper says nothing.
    """
    if not _has_arial():
        pytest.skip("no font as wide as Arial can be had here: install fonts-liberation")
    file, pdf = folder / "page.html", folder / "page.pdf"
    file.write_text(html, encoding="utf-8")
    _run("--no-pdf-header-footer", f"--print-to-pdf={pdf}", file.as_uri())
    return len(_PAGE.findall(pdf.read_bytes()))


def examined(html: str, folder: Path, width: int) -> dict[str, Any]:
    """What axe finds in a page, and how far it is wider than a screen of this width."""
    file = folder / "page.html"
    allowed = re.sub(r"<meta http-equiv=[^>]*>", "", html)
    script = _RUN.format(axe=_axe().read_text(encoding="utf-8"))
    inside = escape(allowed.replace("</body>", f"{script}</body>"), quote=True)
    file.write_text(_SCREEN.format(width=width, inside=inside), encoding="utf-8")
    dom = _run("--virtual-time-budget=20000", "--dump-dom", file.as_uri())
    title = _TITLE.search(dom)
    assert title is not None
    found: dict[str, Any] = json.loads(
        title[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    return found


def _run(*arguments: str) -> str:
    with tempfile.TemporaryDirectory() as profile:
        ended = subprocess.run(
            [_browser(), "--headless", "--no-sandbox", "--disable-gpu",
             f"--user-data-dir={profile}", *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=_PATIENCE,
        )  # fmt: skip
    return ended.stdout


@cache
def _has_arial() -> bool:
    asked = ["fc-match", "--format", "%{family}", "arial"]
    if shutil.which(asked[0]) is None:
        return True
    matched = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=_PATIENCE)
    return any(name in matched.stdout for name in _AS_WIDE)


@cache
def _browser() -> str:
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no browser can be had here: install Chromium")
    return found


@cache
def _axe() -> Path:
    """The script of axe-core, unpacked into a folder of its own."""
    folder = Path(tempfile.gettempdir()) / "wholepicture-axe"
    script = folder / "package" / "axe.min.js"
    if not script.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("axe cannot be had here: install npm")
        folder.mkdir(exist_ok=True)
        packed = subprocess.run(
            [npm, "pack", "--silent", _AXE], cwd=folder, capture_output=True, text=True,
            check=False, timeout=_PATIENCE,
        )  # fmt: skip
        if packed.returncode:
            pytest.skip("axe cannot be had here: the registry of npm cannot be reached")
        shutil.unpack_archive(folder / packed.stdout.strip(), folder)
    return script
