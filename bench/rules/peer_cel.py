"""The twelve rules by a CEL library, family by family, as the field does it today; runs without Rangkul.

`python peer_cel.py LIBRARY FILE` reads {"rules", "parameters", "families"} and prints one JSON object: microseconds a
family needs for all rules, and each family's answers as a string of y, n and ? in the order of the rules. What CEL
calls an error (a comparison with null) is "unknown": its `||` and `&&` absorb errors as three-valued logic does.
"""

import json
import sys
import time
from pathlib import Path


def celpy_judges(rules, names):
    """cel-python, interpreted in Python."""
    import celpy

    environment = celpy.Environment()
    programs = [environment.program(environment.compile(rule)) for rule in rules]

    def judge(program, facts):
        return program.evaluate(facts)

    return programs, judge, celpy.json_to_cel


def rust_judges(rules, names):
    """common-expression-language: the Rust interpreter."""
    import cel

    programs = [cel.compile(rule) for rule in rules]
    return programs, lambda program, facts: program.execute(facts), lambda facts: facts


def google_judges(rules, names):
    """cel-expr-python: Google's cel-cpp."""
    from cel_expr_python import cel

    environment = cel.NewEnv(variables=dict.fromkeys(names, cel.Type.DYN))
    programs = [environment.compile(rule) for rule in rules]

    def judge(program, facts):
        return program.eval(data=facts).value()

    return programs, judge, lambda facts: facts


LIBRARIES = {"cel-python": celpy_judges, "common-expression-language": rust_judges, "cel-expr-python": google_judges}


def answer(judge, program, facts) -> str:
    """One rule for one family: y, n or ?."""
    try:
        result = judge(program, facts)
    except Exception:  # noqa: BLE001 - each library has errors of its own; all of them mean "unknown" here
        return "?"
    return {"True": "y", "False": "n", "true": "y", "false": "n"}.get(str(result), "?")


def main(library: str, path: Path) -> None:
    """Prepare the rules once, then judge every family."""
    asked = json.loads(path.read_text(encoding="utf-8"))
    names = ["param", *asked["families"][0]]
    programs, judge, prepared = LIBRARIES[library](asked["rules"], names)
    families = [prepared({**family, "param": asked["parameters"]}) for family in asked["families"]]
    started = time.perf_counter()
    answers = ["".join(answer(judge, program, facts) for program in programs) for facts in families]
    micros = (time.perf_counter() - started) / len(families) * 1e6
    print(json.dumps({"micros": micros, "answers": answers}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
