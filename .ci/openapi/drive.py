"""Drives the sandbox with requests that Schemathesis makes from the OpenAPI documents: right ones and wrong ones.

    python drive.py VENDOR_SANDBOX SCHEMATHESIS [MAX_EXAMPLES]

No reply may be a 5xx, and none may have a status that the document does not have. Ends with 1 otherwise.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def started(binary):
    """The sandbox, and what it says of each vendor: its address, its keys, a header with a token."""
    sandbox = subprocess.Popen([binary, "--port", "0"], stdout=subprocess.PIPE, text=True)
    vendors, vendor = {}, None
    for line in sandbox.stdout:
        if line.startswith("Ctrl-C"):
            break
        if title := re.match(r".* \((\w+)\)$", line):
            vendor = vendors.setdefault(title[1], {"keys": {}})
        elif vendor is not None and (said := re.match(r"    (\w+): (\S+)$", line)):
            if said[1] == "address":
                vendor["address"] = said[2]
            else:
                vendor["keys"][said[1]] = said[2]
        elif vendor is not None and (token := re.search(r"-H '(authorization: [^']+)'", line)):
            vendor["header"] = token[1]
    return sandbox, vendors


def with_keys(node, keys):
    """The document with the sandbox's keys as the only values of what holds them."""
    if isinstance(node, dict):
        node = {name: with_keys(value, keys) for name, value in node.items()}
        if node.get("x-credential") in keys:
            node["enum"] = [keys[node["x-credential"]]]
            node.pop("minLength", None), node.pop("maxLength", None)
        if isinstance(node.get("examples"), dict) and "x-credential" in node.get("schema", {}):
            del node["examples"]
        return node
    return [with_keys(item, keys) for item in node] if isinstance(node, list) else node


def headers(document, vendor):
    """The keys that travel in headers."""
    for scheme_name, scheme in document["components"].get("securitySchemes", {}).items():
        if scheme["type"] == "apiKey" and scheme["in"] == "header":
            named = {c["key"]: c["name"] for c in document.get("x-credentials", [])}
            if scheme_name in named:
                yield f"{scheme['name']}: {vendor['keys'][named[scheme_name]]}"
    if "header" in vendor:
        yield vendor["header"]


def main():
    binary, schemathesis = (os.path.abspath(path) for path in sys.argv[1:3])
    examples = sys.argv[3] if len(sys.argv) > 3 else "25"
    sandbox, vendors = started(binary)
    failed = False
    try:
        for name, vendor in vendors.items():
            document = json.loads((ROOT / "specs" / name / "openapi.json").read_text(encoding="utf-8"))
            document = with_keys(document, vendor["keys"])
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, f"{name}.json")
                path.write_text(json.dumps(document), encoding="utf-8")
                command = [schemathesis, "run", str(path), "--url", vendor["address"], "--seed", "1"]
                command += ["--checks", "not_a_server_error,status_code_conformance", "--max-examples", examples]
                command += ["--phases", "examples,coverage,fuzzing", "--workers", "1", "--no-color", "--warnings", "off"]
                for header in headers(document, vendor):
                    command += ["-H", header]
                print(f"== {name}", flush=True)
                failed |= subprocess.run(command, cwd=folder, env={**os.environ, "NO_COLOR": "1"}).returncode != 0
            if sandbox.poll() is not None:
                sys.exit("the sandbox has ended")
    finally:
        sandbox.terminate()
        sandbox.wait()
    sys.exit(1 if failed else 0)


main()
