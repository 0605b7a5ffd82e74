"""infra/template.yaml as plain values: `!Ref X` is `{"Ref": "X"}`, `!GetAtt A.B` is
`{"Fn::GetAtt": ["A", "B"]}`.
"""

from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
INFRA = ROOT / "infra"
TEMPLATE = INFRA / "template.yaml"
FUNCTIONS = ("webhook", "worker", "sender", "ticker", "admin")


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms; a key that stands twice is an error."""


def short_form(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


def mapping(loader, node, deep=False):
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"twice in one mapping: {twice}, {node.start_mark}")
    return yaml.SafeLoader.construct_mapping(loader, node, deep)


Loader.add_multi_constructor("!", short_form)
Loader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: mapping(loader, node, deep=True))


@cache
def template():
    """The whole template."""
    return yaml.load(TEMPLATE.read_text(), Loader)


def resources(kind=None):
    """Logical id and resource, of one type or of all."""
    found = template()["Resources"].items()
    return {name: resource for name, resource in found if kind in (None, resource["Type"])}


def properties(name):
    """Properties of a resource."""
    return resources()[name].get("Properties", {})


def walk(value, path=()):
    """Every value below this one, with its path; mappings and lists themselves too."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from walk(part, (*path, key))


def texts(value):
    """Every text below this value, with its path."""
    return ((path, part) for path, part in walk(value) if isinstance(part, str))


def listed(value):
    """One or several, as a list."""
    return value if isinstance(value, list) else [value]


def branches(value):
    """What an `Fn::If` may come to, each once; anything else is itself."""
    if isinstance(value, dict) and set(value) == {"Fn::If"}:
        _, yes, no = value["Fn::If"]
        return [*branches(yes), *branches(no)]
    return [value]


def statements():
    """Every statement of every policy, with the resource that it belongs to."""
    for name, resource in resources().items():
        for path, value in walk(resource):
            if path and path[-1] == "Statement":
                for branch in branches(value):
                    for statement in listed(branch):
                        yield name, statement
