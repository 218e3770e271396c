"""How alike two words are by the edits between them."""

from functools import lru_cache


@lru_cache(maxsize=65536)
def likeness(word: str, other: str) -> float:
    """1 minus the edits (insert, delete, replace, swap neighbours) per letter of the longer word; 1.0 for two empty."""
    if word == other:
        return 1.0
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, start=1):
        current = [row]
        for column, opposite in enumerate(other, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != opposite))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == opposite:
                cost = min(cost, before_last[column - 2] + 1)
            current.append(cost)
        before_last, last = last, current
    return 1 - last[-1] / max(len(word), len(other))
