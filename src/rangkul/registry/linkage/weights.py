"""The model: which people are compared (blocking), by what (comparisons), and the weights learnt for it (version).

A NIK and a family-card number are equal or not, never nearly equal: neighbours born in one week differ in one digit
(ADR 0014). Chance never hits a unique number in a sample, so their `u` is set by hand, as is that of names cut to an initial.
"""

from typing import Any

U_NIK = 1e-8
U_INITIAL = 5e-6

BLOCKS: tuple[str, ...] = (
    "l.nik = r.nik",
    "l.kk = r.kk AND (l.day_key = r.day_key OR l.start = r.start OR l.key = r.key)",
    "l.day_key = r.day_key AND l.village = r.village",
    "l.day_key = r.day_key AND l.start = r.start",
    "l.day_key = r.day_key AND l.mother = r.mother",
    "l.sorted = r.sorted AND l.village = r.village",
    "l.sorted = r.sorted AND l.mother = r.mother",
    "l.mother = r.mother AND l.year = r.year AND l.start = r.start AND l.kecamatan = r.kecamatan",
)
"""Two people are compared when one of these holds."""


def _level(condition: str, label: str, **fixed: Any) -> dict[str, Any]:
    return {"sql_condition": condition, "label_for_charts": label, **fixed}


def _null(condition: str) -> dict[str, Any]:
    return _level(condition, "unknown", is_null_level=True)


def _fixed(m: float, u: float) -> dict[str, Any]:
    return {"m_probability": m, "u_probability": u, "fix_u_probability": True}


def _one_slip(column: str) -> str:
    """SQL: one typing error apart. What is cheap comes first, and rules out nearly all pairs."""
    left, right = f"{column}_l", f"{column}_r"
    return (
        f"abs(length({left}) - length({right})) <= 1 AND levenshtein({left}, {right}) <= 2"
        f" AND damerau_levenshtein({left}, {right}) <= 1"
    )


def _else() -> dict[str, Any]:
    return _level("ELSE", "else")


def _condition(comparison: dict[str, Any], label: str) -> str:
    conditions = {each["label_for_charts"]: each["sql_condition"] for each in comparison["comparison_levels"]}
    return str(conditions[label])


_INITIAL = (
    "len(words_l) = len(words_r) AND len(words_l) > 1 AND (length(words_l[-1]) = 1 OR length(words_r[-1]) = 1)"
    " AND substr(words_l[-1], 1, 1) = substr(words_r[-1], 1, 1) AND damerau_levenshtein(words_l[1], words_r[1]) <= 1"
)
NAME = {
    "output_column_name": "name",
    "comparison_levels": [
        _null("key_l IS NULL OR key_r IS NULL"),
        _level("key_l = key_r", "exact", tf_adjustment_column="key"),
        _level("sorted_l = sorted_r OR joined_l = joined_r", "order"),
        _level(f"length(joined_l) > 4 AND {_one_slip('joined')}", "one letter"),
        _level(
            "(len(words_l) > len(words_r) AND list_has_all(words_l, words_r))"
            " OR (len(words_r) > len(words_l) AND list_has_all(words_r, words_l))",
            "part",
        ),
        _level(_INITIAL, "initial", u_probability=U_INITIAL, fix_u_probability=True),
        _level("jaro_winkler_similarity(key_l, key_r) >= 0.92", "alike"),
        _level("list_has_any(telling_l, telling_r)", "one word"),
        _level("jaro_winkler_similarity(telling_l[1], telling_r[1]) >= 0.88", "first word alike"),
        _else(),
    ],
}
BORN = {
    "output_column_name": "born",
    "comparison_levels": [
        _null("born_l IS NULL OR born_r IS NULL"),
        _level("born_l = born_r", "exact"),
        _level("day_key_l = day_key_r", "swapped"),
        _level("month(born_l) = month(born_r) AND day(born_l) = day(born_r) AND abs(year_l - year_r) <= 1", "year off"),
        _level(
            "(year_l = year_r OR (month(born_l) = month(born_r) AND day(born_l) = day(born_r)))"
            " AND levenshtein(CAST(born_l AS VARCHAR), CAST(born_r AS VARCHAR)) <= 1",
            "one digit",
        ),
        _level("abs(date_diff('day', born_l, born_r)) <= 31", "near"),
        _level("abs(year_l - year_r) <= 1", "same year"),
        _else(),
    ],
}
PLACE_OF_ONE_PERSON = {"village": 0.85, "kecamatan": 0.10, "kecamatan differs": 0.05}
"""Where a person's second record lies when no mother's name helps: set by hand, because who lacks a mother's name is an
accident of the list and must not count as likeness. By chance: the villages' own shares (`scoring.settings_for`)."""
RARELY = 0.1


def _place(label: str, by_chance: float) -> dict[str, Any]:
    both = _fixed(PLACE_OF_ONE_PERSON[label] * RARELY, by_chance * RARELY)
    return both | {"fix_m_probability": True}


_SAME_MOTHER = "mother_l = mother_r"
_LIKE_MOTHER = f"(jaro_winkler_similarity(mother_l, mother_r) >= 0.92 OR ({_one_slip('mother')}))"
_NO_MOTHER = "(mother_l IS NULL OR mother_r IS NULL)"
_LIKE_MOTHER_BEFORE = (
    "(damerau_levenshtein(mother_l, mother_r) <= 1 OR jaro_winkler_similarity(mother_l, mother_r) >= 0.92)"
)
_VILLAGE = "village_l = village_r"
_KECAMATAN = "kecamatan_l = kecamatan_r"
HOME = {
    "output_column_name": "home",
    "comparison_levels": [
        _null("village_l IS NULL OR village_r IS NULL"),
        _level(f"kk_l = kk_r AND ({_NO_MOTHER} OR {_LIKE_MOTHER})", "family"),
        _level("kk_l = kk_r", "card"),
        _level(f"{_SAME_MOTHER} AND {_VILLAGE}", "mother and village"),
        _level(f"{_SAME_MOTHER} AND {_KECAMATAN}", "mother and kecamatan"),
        _level(_SAME_MOTHER, "mother"),
        _level(f"{_LIKE_MOTHER} AND {_VILLAGE}", "mother alike and village"),
        _level(_LIKE_MOTHER, "mother alike"),
        _level(f"{_NO_MOTHER} AND {_VILLAGE}", "village", **_place("village", 0.005)),
        _level(f"{_NO_MOTHER} AND {_KECAMATAN}", "kecamatan", **_place("kecamatan", 0.05)),
        _level(_NO_MOTHER, "kecamatan differs", **_place("kecamatan differs", 0.945)),
        _level(_VILLAGE, "village, mother differs"),
        _else(),
    ],
}
"""Card, mother and village in one: brothers and sisters share all three, so they must not count three times."""
SEX = {
    "output_column_name": "sex",
    "comparison_levels": [_null("sex_l IS NULL OR sex_r IS NULL"), _level("sex_l = sex_r", "exact"), _else()],
}
NIK = {
    "output_column_name": "nik",
    "comparison_levels": [
        _null("nik_l IS NULL OR nik_r IS NULL"),
        _level("nik_l = nik_r", "exact", **_fixed(0.9, U_NIK)),
        _level("ELSE", "else", **_fixed(0.1, 1 - U_NIK)),
    ],
}
KK = {
    "output_column_name": "kk",
    "comparison_levels": [
        _null("kk_l IS NULL OR kk_r IS NULL"),
        _level("kk_l = kk_r", "exact", **_fixed(0.75, 0.75), fix_m_probability=True),
        _level("ELSE", "else", **_fixed(0.25, 1.0), fix_m_probability=True),
    ],
}
"""Only a different card counts here; the same card counts in HOME."""
COMPARISONS: tuple[dict[str, Any], ...] = (NAME, BORN, HOME, SEX, NIK, KK)


SAID_BEFORE: dict[str, str] = {
    "damerau_levenshtein(joined_l, joined_r) <= 1 AND length(joined_l) > 4": _condition(NAME, "one letter"),
    "levenshtein(CAST(born_l AS VARCHAR), CAST(born_r AS VARCHAR)) <= 1": _condition(BORN, "one digit"),
    f"kk_l = kk_r AND ({_NO_MOTHER} OR {_LIKE_MOTHER_BEFORE})": _condition(HOME, "family"),
    f"{_LIKE_MOTHER_BEFORE} AND {_VILLAGE}": _condition(HOME, "mother alike and village"),
    _LIKE_MOTHER_BEFORE: _condition(HOME, "mother alike"),
}
"""Conditions as models learnt before have them, and the same said so that it costs less (`scoring.settings_for`)."""


FIRST_GUESS: dict[str, tuple[float, ...]] = {
    "name": (0.55, 0.03, 0.15, 0.03, 0.08, 0.05, 0.06, 0.02, 0.03),
    "born": (0.85, 0.05, 0.03, 0.03, 0.02, 0.01, 0.01),
    "home": (0.55, 0.02, 0.15, 0.03, 0.02, 0.03, 0.01, 0.01, 0.02),
    "sex": (0.99, 0.01),
}
"""How often one person's two records fall on each level, before anything is learnt; kept where no example is seen."""


def fresh_settings() -> dict[str, Any]:
    """Splink settings with nothing learnt yet."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "rid",
        "comparisons": [_guessed(each) for each in COMPARISONS],
        "blocking_rules_to_generate_predictions": list(BLOCKS),
        "probability_two_random_records_match": 1e-7,
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "max_iterations": 15,
    }


def _guessed(comparison: dict[str, Any]) -> dict[str, Any]:
    guesses = iter(FIRST_GUESS.get(comparison["output_column_name"], ()))
    levels = [
        each if each.get("is_null_level") or "m_probability" in each else each | {"m_probability": next(guesses)}
        for each in comparison["comparison_levels"]
    ]
    return comparison | {"comparison_levels": levels}
