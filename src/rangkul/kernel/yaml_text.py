"""YAML text as plain values, read by libyaml: the reader in Python costs every start of every process a quarter second."""

from typing import Any

import yaml


def read_yaml(text: str) -> Any:
    """What a YAML text says: mappings, lists and scalars. Raises yaml.YAMLError with the place."""
    return yaml.load(text, Loader=yaml.CSafeLoader)
