"""The workflow table: which state may follow which, who may cause it, and its diagram."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

from rangkul.kernel.errors import RangkulError

Tone = Literal["neutral", "info", "success", "warning", "danger"]


class UnableToMove(RangkulError):
    """The transition does not start at the present state: somebody else was faster, or the page was old."""

    def __init__(self, *, workflow: str, transition: str, state: str, expected: tuple[str, ...]) -> None:
        self.workflow, self.transition, self.state, self.expected = workflow, transition, state, expected
        super().__init__(
            f"{transition} tidak dapat dilakukan: status sekarang {state}, seharusnya {' atau '.join(expected)}. "
            "Mungkin petugas lain sudah memprosesnya; muat ulang halaman."
        )


@dataclass(frozen=True, slots=True)
class State:
    """A state: `owner` says whose turn it is (a role or a word such as "warga"); final states have none."""

    code: str
    label: str | Promise
    tone: Tone = "neutral"
    owner: str = ""
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from some states to one: `name` is the verb of the permission "room.noun.verb"."""

    name: str
    label: str | Promise
    source: tuple[str, ...]
    target: str
    needs_reason: bool = False


@dataclass(frozen=True)
class Workflow:
    """A table of states and transitions; `noun` is "room.noun", so a transition's permission is `noun.name`."""

    noun: str
    title: str | Promise
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    _by_code: dict[str, State] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {state.code: state for state in self.states})
        object.__setattr__(self, "_by_name", {step.name: step for step in self.transitions})

    def state(self, code: str) -> State:
        return self._by_code[code]

    def transition(self, name: str) -> Transition:
        return self._by_name[name]

    def permission(self, name: str) -> str:
        return f"{self.noun}.{self.transition(name).name}"

    def move(self, state: str, name: str) -> str:
        """The state after transition `name` from `state`; raises `UnableToMove` when the table does not allow it."""
        step = self.transition(name)
        if state not in step.source:
            raise UnableToMove(
                workflow=self.noun,
                transition=str(step.label),
                state=str(self.state(state).label),
                expected=tuple(str(self.state(code).label) for code in step.source),
            )
        return step.target

    def available(self, state: str) -> tuple[Transition, ...]:
        """Transitions that may start at `state`, in table order."""
        return tuple(step for step in self.transitions if state in step.source)

    @property
    def open_states(self) -> tuple[str, ...]:
        return tuple(state.code for state in self.states if not state.is_final)

    def choices(self) -> list[tuple[str, str | Promise]]:
        return [(state.code, state.label) for state in self.states]

    def problems(self) -> Iterator[str]:
        """What is wrong with the table: unknown, unreachable or dead-end states, missing owners."""
        known = set(self._by_code)
        for step in self.transitions:
            for code in {*step.source, step.target} - known:
                yield f"{self.noun}: {step.name} names the unknown state {code}"
        reached, grew = {self.initial}, True
        while grew:
            more = {step.target for step in self.transitions if reached & set(step.source)} - reached
            reached |= more
            grew = bool(more)
        for state in self.states:
            if state.code not in reached:
                yield f"{self.noun}: {state.code} cannot be reached"
            if not state.is_final and not self.available(state.code):
                yield f"{self.noun}: {state.code} is a dead end but not final"
            if state.is_final and self.available(state.code):
                yield f"{self.noun}: {state.code} is final but has a way out"
            if not state.is_final and not state.owner:
                yield f"{self.noun}: {state.code} has no owner"

    def mermaid(self) -> str:
        """The diagram for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {state.code}: {state.label}" for state in self.states]
        lines += [
            f"    {source} --> {step.target}: {step.label}" for step in self.transitions for source in step.source
        ]
        lines += [f"    {state.code} --> [*]" for state in self.states if state.is_final]
        return "\n".join(lines) + "\n"
