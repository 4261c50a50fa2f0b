"""A generated file meets a library it was not made from. The same scenario stands in Kotlin and Swift."""

import os
import re
import shutil
import subprocess
import sys

import handrail
from phone import Scenario


class StaleBinding(Scenario):
    def test_stale_binding(self):
        whole = self.imported(lambda source: source)
        self.assertEqual((whole.returncode, whole.stderr), (0, ""), "the file as it is belongs to the library")

        # Another form of one call; another way of calling; a call that the library does not have.
        checksum = re.compile(r"(checksum_method_handrail_coping\(\) != )\d+")
        contract = re.compile(r"(bindings_contract_version = )\d+")
        for stale in (
            lambda source: checksum.sub(r"\g<1>1", source),
            lambda source: contract.sub(r"\g<1>1", source),
            lambda source: source.replace("fn_method_handrail_coping(", "fn_method_handrail_no_more(").replace(
                "fn_method_handrail_coping.", "fn_method_handrail_no_more."
            ),
        ):
            refused = self.imported(stale)
            self.assertNotEqual(refused.returncode, 0)
            last = refused.stderr.strip().splitlines()[-1]
            self.assertTrue(last.startswith("ImportError: this file was not generated from this Handrail library"), last)

    def imported(self, change):
        """Imports the package beside the same library, its module changed, in a process of its own."""
        package = self.place("handrail")
        shutil.copytree(os.path.dirname(handrail.__file__), package)
        module = os.path.join(package, "__init__.py")
        with open(module, encoding="utf-8") as file:
            source = file.read()
        with open(module, "w", encoding="utf-8") as file:
            file.write(change(source))
        command = [sys.executable, "-c", "import handrail; handrail.help_regions()"]
        found = dict(os.environ, PYTHONPATH=os.path.dirname(package))
        return subprocess.run(command, env=found, capture_output=True, text=True, check=False)
