"""The wheel as an installer meets it, and that what runs here came out of it."""

import base64
import csv
import hashlib
import importlib
import os
import sys
import tempfile
import unittest
import zipfile
from importlib import metadata
from pathlib import Path

import handrail

PACKAGE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PACKAGE))


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.backend = importlib.import_module("handrail_wheel")
        # Once: the debug library is large.
        cls.wheel = cls.folder / cls.backend.build_wheel(folder.name)

    def pack(self, made, to):
        """Packs what lies in `made` into the folder `to`."""
        before, self.backend.MADE = self.backend.MADE, made
        self.addCleanup(setattr, self.backend, "MADE", before)
        return to / self.backend.build_wheel(to)

    def small(self):
        """Something to pack that takes no time."""
        made = self.folder / "made"
        made.mkdir(exist_ok=True)
        (made / "handrail.py").write_text("x = 1\n")
        (made / "libhandrail.so").write_bytes(bytes(range(256)) * 99)
        return made

    def test_every_file_is_listed_with_its_hash(self):
        with zipfile.ZipFile(self.wheel) as wheel:
            [listing] = [name for name in wheel.namelist() if name.endswith(".dist-info/RECORD")]
            rows = {name: (digest, size) for name, digest, size in csv.reader(wheel.read(listing).decode().splitlines())}
            self.assertEqual(set(rows), set(wheel.namelist()))
            self.assertEqual(rows.pop(listing), ("", ""))
            for name, (digest, size) in rows.items():
                data = wheel.read(name)
                made = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
                self.assertEqual((digest, size), (f"sha256={made}", str(len(data))), name)

    def test_it_holds_the_module_its_types_and_its_library_alone(self):
        with zipfile.ZipFile(self.wheel) as wheel:
            package = {name for name in wheel.namelist() if name.startswith("handrail/")}
        libraries = {name for name in package if name.endswith((".so", ".dylib", ".dll"))}
        self.assertEqual(package - libraries, {"handrail/__init__.py", "handrail/py.typed"})
        self.assertEqual(len(libraries), 1)

    def test_the_same_input_gives_the_same_bytes(self):
        one, two = (self.pack(self.small(), self.folder / to) for to in ("one", "two"))
        self.assertEqual(one.read_bytes(), two.read_bytes())

    def test_what_is_tested_is_what_the_wheel_holds(self):
        installed = Path(handrail.__file__).parent
        with zipfile.ZipFile(self.wheel) as wheel:
            for name in wheel.namelist():
                if name.startswith("handrail/"):
                    self.assertEqual((installed.parent / name).read_bytes(), wheel.read(name), name)

    def test_python_finds_its_name_version_and_licence(self):
        said = metadata.metadata("handrail")
        cargo = (PACKAGE.parent.parent / "Cargo.toml").read_text(encoding="utf-8")
        self.assertIn(f'\nversion = "{said["Version"]}"\n', cargo)
        self.assertEqual((said["Name"], said["License"]), ("handrail", "MPL-2.0"))
        self.assertIn("# Handrail for Python", said.get_payload())

    def test_without_a_library_it_says_what_to_run(self):
        nothing, to = self.folder / "nothing", self.folder / "to"
        with self.assertRaisesRegex(self.backend.UnsupportedOperation, "cargo xtask wheel"):
            self.pack(nothing, to)
        self.assertFalse(to.exists())

    def test_a_container_names_its_own_platform(self):
        os.environ["HANDRAIL_PLATFORM"] = "manylinux_2_28_x86_64"
        self.addCleanup(os.environ.pop, "HANDRAIL_PLATFORM")
        wheel = self.pack(self.small(), self.folder / "container")
        self.assertTrue(wheel.name.endswith("-py3-none-manylinux_2_28_x86_64.whl"))
