"""Builds the wheel `handrail`: the generated module, the library it loads, and the mark that it has types.

The module has to be generated from a library that still describes itself, and the library that ships is stripped of that
description. A tool that builds one library and generates from it can give one of the two; so `cargo xtask wheel` makes both
and puts them into one folder, and this only packs the folder. A wheel is a zip with three small text files (PEP 427, PEP 491):
Python alone can write it, and the same input gives the same bytes.

`pip wheel bindings/python` and `python -m build --wheel` call the functions of PEP 517 below.
"""

import base64
import hashlib
import os
import re
import sys
import sysconfig
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Where the module and the library lie; `cargo xtask wheel` fills it.
MADE = Path(os.environ.get("HANDRAIL_MADE") or ROOT / "target/bindings/python/shipped")
# Name and suffix of the library on each system, as the generated module looks for it.
LIBRARIES = ("libhandrail.so", "libhandrail.dylib", "handrail.dll")


class UnsupportedOperation(Exception):
    """PEP 517's word for "this cannot be built here". The text says what to do."""


def version():
    """The workspace's version: there is one for everything."""
    found = re.search(r'^version = "([^"]+)"$', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise UnsupportedOperation("no version in Cargo.toml")
    return found.group(1)


def platform():
    """The wheel's platform tag. A build in a manylinux container names its own."""
    tag = os.environ.get("HANDRAIL_PLATFORM") or sysconfig.get_platform()
    return re.sub(r"[^A-Za-z0-9_]", "_", tag)


def metadata():
    """`METADATA` (core metadata 2.1), with the README as the long text."""
    fields = [
        "Metadata-Version: 2.1",
        "Name: handrail",
        f"Version: {version()}",
        "Summary: A person's IMR record, encrypted on their own device: the core of Handrail for Python",
        "License: MPL-2.0",
        "License-File: LICENSE",
        "Requires-Python: >=3.9",
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(fields) + "\n\n" + (HERE / "README.md").read_text(encoding="utf-8")


def contents():
    """Every file of the wheel but its list, by name."""
    library = next((MADE / name for name in LIBRARIES if (MADE / name).is_file()), None)
    module = MADE / "handrail.py"
    if library is None or not module.is_file():
        raise UnsupportedOperation(f"nothing to pack in {MADE}: run `cargo xtask wheel` first")
    info = f"handrail-{version()}.dist-info"
    wheel = (
        "Wheel-Version: 1.0\nGenerator: handrail_wheel\nRoot-Is-Purelib: false\n" f"Tag: py3-none-{platform()}\n"
    )
    return {
        "handrail/__init__.py": module.read_bytes(),
        f"handrail/{library.name}": library.read_bytes(),
        "handrail/py.typed": (HERE / "py.typed").read_bytes(),
        f"{info}/METADATA": metadata().encode(),
        f"{info}/WHEEL": wheel.encode(),
        f"{info}/LICENSE": (ROOT / "LICENSE").read_bytes(),
    }


def record(files):
    """`RECORD`: each file with its hash and size, itself without."""
    lines = []
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        lines.append(f"{name},sha256={digest},{len(data)}\n")
    lines.append(f"handrail-{version()}.dist-info/RECORD,,\n")
    return "".join(lines)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Writes the wheel and returns its name."""
    files = contents()
    files[f"handrail-{version()}.dist-info/RECORD"] = record(files).encode()
    name = f"handrail-{version()}-py3-none-{platform()}.whl"
    Path(wheel_directory).mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(Path(wheel_directory, name), "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, data in files.items():
            # No time of building: the same files give the same wheel.
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            wheel.writestr(entry, data)
    return name


def build_sdist(sdist_directory, config_settings=None):
    """There is none: what is packed is not in a source package but built by the whole checkout."""
    raise UnsupportedOperation("Handrail for Python is built from a checkout: `cargo xtask wheel`")


def main(wheels, site=None):
    """Writes the wheel into `wheels` and, if `site` is given, unpacks it there as an installer does."""
    name = build_wheel(wheels)
    if site is not None:
        with zipfile.ZipFile(Path(wheels, name)) as wheel:
            wheel.extractall(site)
    print(Path(wheels, name))


if __name__ == "__main__":
    main(*sys.argv[1:])
