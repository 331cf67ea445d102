"""A drawing as a list of SVG elements, in units of 1600 × 1000, with a seeded source of chance."""

import math
import random
from collections.abc import Sequence

Point = tuple[float, float]
WIDTH, HEIGHT = 1600, 1000


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of `#rrggbb`, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from `one` to `other`."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, share: float = 0.2) -> str:
    """The colour with some white in it."""
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float = 0.2) -> str:
    """The colour with some dark blue in it: shade is never plain black."""
    return mix(colour, "#0b1530", share)


def number(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


def spot(point: Point) -> str:
    """A point as SVG writes it."""
    return f"{number(point[0])} {number(point[1])}"


def polyline(points: Sequence[Point]) -> str:
    """Straight lines through the points, as path data."""
    return "M" + "L".join(spot(point) for point in points)


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """A soft curve through the points (Catmull-Rom), as path data."""
    count = len(points)
    data = "M" + spot(points[0])
    for index in range(count if closed else count - 1):
        before = points[(index - 1) % count] if closed or index else points[0]
        start, end = points[index], points[(index + 1) % count]
        after = points[(index + 2) % count] if closed or index + 2 < count else end
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        data += f"C{spot(first)} {spot(second)} {spot(end)}"
    return data + ("Z" if closed else "")


class Canvas:
    """Elements in the order in which they are painted."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - hills, not secrets
        self._definitions: list[str] = []
        self._elements: list[str] = []

    def add(self, element: str) -> None:
        """Paint one SVG element over what is there."""
        self._elements.append(element)

    def gradient(
        self,
        *stops: tuple[float, str, float],
        start: Point = (0, 0),
        end: Point = (0, 1),
        radial: bool = False,
    ) -> str:
        """A fill from (offset, colour, opacity) stops; points are shares of the shape filled."""
        name = f"g{len(self._definitions)}"
        inner = "".join(
            f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{opacity}"/>'
            for at, colour, opacity in stops
        )
        if radial:
            self._definitions.append(f'<radialGradient id="{name}">{inner}</radialGradient>')
        else:
            span = f'x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}"'
            self._definitions.append(f'<linearGradient id="{name}" {span}>{inner}</linearGradient>')
        return f"url(#{name})"

    def fade(self, top: str, bottom: str) -> str:
        """A fill from one colour at the top to another at the bottom."""
        return self.gradient((0, top, 1), (1, bottom, 1))

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, opacity: float = 1
    ) -> None:
        """A rectangle, its corners rounded by `r`."""
        self.add(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
            f' rx="{number(r)}" fill="{fill}" opacity="{opacity:.2f}"/>'
        )

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1
    ) -> None:
        """An ellipse around its centre."""
        self.add(
            f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"'
            f' fill="{fill}" opacity="{opacity:.2f}"/>'
        )

    def circle(self, x: float, y: float, r: float, fill: str, opacity: float = 1) -> None:
        """A circle around its centre."""
        self.ellipse(x, y, r, r, fill, opacity)

    def path(self, data: str, fill: str, opacity: float = 1) -> None:
        """A filled shape."""
        self.add(f'<path d="{data}" fill="{fill}" opacity="{opacity:.2f}"/>')

    def polygon(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        """A filled shape with straight sides."""
        self.path(polyline(points) + "Z", fill, opacity)

    def line(self, data: str, stroke: str, width: float, opacity: float = 1) -> None:
        """A stroke with round ends along path data."""
        self.add(
            f'<path d="{data}" fill="none" stroke="{stroke}" stroke-width="{number(width)}"'
            f' stroke-linecap="round" stroke-linejoin="round" opacity="{opacity:.2f}"/>'
        )

    def stroke(
        self, points: Sequence[Point], stroke: str, width: float, opacity: float = 1
    ) -> None:
        """A stroke with round ends along straight lines."""
        self.line(polyline(points), stroke, width, opacity)

    def open(
        self, x: float = 0, y: float = 0, scale: float = 1, *, flip: bool = False, turn: float = 0
    ) -> None:
        """Begin a group moved, scaled, turned (degrees) and perhaps mirrored; `close` ends it."""
        across = -scale if flip else scale
        self.add(
            f'<g transform="translate({spot((x, y))}) rotate({turn:.1f})'
            f' scale({across:.3f} {scale:.3f})">'
        )

    def close(self) -> None:
        """End the group."""
        self.add("</g>")

    def wave(self, roughness: Sequence[tuple[float, float]]) -> "Wave":
        """A soft random line made of (amplitude, wavelength) parts."""
        return Wave([(a, w, self.chance.uniform(0, math.tau)) for a, w in roughness])

    def svg(self) -> str:
        """The whole drawing."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            f' width="{WIDTH}" height="{HEIGHT}"><defs>{"".join(self._definitions)}</defs>'
            f"{''.join(self._elements)}</svg>"
        )


class Wave:
    """A sum of sines."""

    def __init__(self, parts: Sequence[tuple[float, float, float]]) -> None:
        self._parts = parts

    def __call__(self, x: float) -> float:
        """Its height at `x`."""
        return sum(a * math.sin(x / w * math.tau + phase) for a, w, phase in self._parts)
