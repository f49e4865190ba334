"""Every job that is put on the queue is known to every process from its start, not only where its module is used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import genjin

_KNOWN = """
import django
django.setup()
from procrastinate.contrib.django import app
print("\\n".join(app.tasks))
"""


def test_a_fresh_process_knows_every_job() -> None:
    sources = [path.read_text() for path in Path(genjin.__file__).parent.rglob("*.py")]
    asked = {name for text in sources for name in re.findall(r'\benqueue\(\s*"([^"]+)"', text)}
    made = {name for text in sources for name in re.findall(r'^@job\(\s*"([^"]+)"', text, re.MULTILINE)}
    known = subprocess.run([sys.executable, "-c", _KNOWN], capture_output=True, text=True, check=True).stdout.split()
    assert asked
    assert asked <= made
    assert made <= set(known)
