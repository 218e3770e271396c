"""How far areas lie from one another, as far as their imported outlines tell."""

from math import hypot

from rangkul.reference.models import AreaShape


def distances_from(area: str, others: set[str]) -> dict[str, float]:
    """Distance of each area from the first, middle to middle, in units of the map; empty without its outline.

    For an order only: the units are those of the drawing. Areas without an outline are left out.
    """
    shapes = {each.code: _middle(each) for each in AreaShape.objects.filter(code__in={area, *others})}
    here = shapes.get(area)
    if here is None:
        return {}
    return {code: hypot(x - here[0], y - here[1]) for code, (x, y) in shapes.items() if code in others}


def _middle(shape: AreaShape) -> tuple[float, float]:
    return (shape.least_x + shape.greatest_x) / 2, (shape.least_y + shape.greatest_y) / 2
