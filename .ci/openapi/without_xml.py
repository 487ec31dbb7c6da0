"""Copies an OpenAPI document without its examples of XML, which a rule takes for texts that should be objects."""

import json
import sys


def strip(node):
    if isinstance(node, dict):
        return {
            name: {k: v for k, v in value.items() if k != "examples"} if is_xml(name, value) else strip(value)
            for name, value in node.items()
        }
    return [strip(item) for item in node] if isinstance(node, list) else node


def is_xml(name, value):
    return isinstance(value, dict) and "schema" in value and "xml" in name.split(";")[0].split("/")[-1]


json.dump(strip(json.load(open(sys.argv[1], encoding="utf-8"))), open(sys.argv[2], "w", encoding="utf-8"))
