"""The code that people read first runs: the README's example and the guide's script, each in a folder of its own.

A page holds blocks of ```python; a block of ```text behind one is what it prints.
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:[^`]*?^```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


def blocks(page):
    """Each block of Python with what it prints."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


class Pages(unittest.TestCase):
    def runs(self, code, prints, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder, "script.py")
            script.write_text(code, encoding="utf-8")
            # The same language on every machine.
            words = dict(os.environ, PYTHONIOENCODING="utf-8")
            done = subprocess.run(
                [sys.executable, "-W", "error", script, *arguments],
                cwd=folder, env=words, capture_output=True, encoding="utf-8", timeout=120,
            )
        self.assertEqual(done.stderr, "")
        self.assertEqual((done.returncode, done.stdout), (0, prints))

    def test_the_example_of_the_readme(self):
        [(code, prints)] = blocks(PACKAGE / "README.md")
        self.assertLessEqual(len(code.splitlines()), 15)
        self.runs(code, prints)

    def test_the_script_of_the_guide(self):
        found = blocks(ROOT / "docs/first-screen.md")
        self.assertEqual(len(found), 1)
        self.assertTrue(all(prints for _, prints in found), "each says what it prints")
        for code, prints in found:
            self.runs(code, prints)

    def test_the_lines_for_python_among_the_three_languages(self):
        # They begin where a folder, keys and a clock are there already, as in the two other languages.
        [(lines, prints)] = blocks(PACKAGE.parent / "README.md")
        [(example, _)] = blocks(PACKAGE / "README.md")
        head = example[: example.index("record = ")]
        self.runs(f"{head}\nfolder, keys, clock = 'record', Keys(), WallClock()\n{lines}\nhandrail.close_store()", prints)
