"""Words and signatures as if written with a pen, from strokes of our own."""

from tools.art.canvas import Canvas, Point, smooth

# Strokes of each letter: baseline 0, small letters 5 tall, capitals 9; its width comes first.
# fmt: off
LETTERS: dict[str, tuple[float, tuple[tuple[Point, ...], ...]]] = {
    "a": (5, (
        ((4, 4.2), (2, 5), (0.6, 3.4), (0.9, 0.8),
         (2.5, 0), (4, 1.7), (4.2, 4.6), (4.2, 1), (5.2, 0.2)),
    )),
    "d": (5, (
        ((4, 4.2), (2, 5), (0.6, 3.2), (0.9, 0.7),
         (2.5, 0), (4, 1.6), (4.4, 9), (4.2, 1), (5.2, 0.2)),
    )),
    "e": (4.4, (
        ((0.8, 2.4), (3.6, 3), (3, 4.9), (1.4, 4.5), (0.6, 2.2), (1.4, 0.2), (3, 0), (4.5, 1)),
    )),
    "h": (5, (
        ((0.9, 9), (0.8, 0)),
        ((0.8, 3), (2.5, 4.9), (3.8, 4), (4, 0.4), (4.9, 0.2)),
    )),
    "i": (2.2, (
        ((1, 4.8), (1, 1), (2.1, 0.2)),
        ((1.2, 6.9), (1.4, 7.2)),
    )),
    "k": (4.4, (
        ((0.9, 9), (0.8, 0)),
        ((3.6, 4.9), (1, 2.5)),
        ((1.6, 2.8), (3, 0.8), (4.3, 0)),
    )),
    "l": (2.4, (
        ((1.1, 9), (1, 1), (2.2, 0.2)),
    )),
    "m": (7, (
        ((0.6, 4.8), (0.7, 0)),
        ((0.7, 3.3), (2, 4.9), (3, 4), (3.1, 0)),
        ((3.1, 3.3), (4.6, 4.9), (5.7, 4), (5.8, 0.5), (6.8, 0.2)),
    )),
    "n": (5, (
        ((0.7, 4.8), (0.8, 0)),
        ((0.8, 3.2), (2.5, 4.9), (3.8, 4), (4, 0.4), (4.9, 0.2)),
    )),
    "o": (4.7, (
        ((2.6, 5), (0.8, 3.6), (0.9, 0.9), (2.5, 0), (4.1, 1.6), (3.8, 4.2), (2.3, 5), (4.6, 4.4)),
    )),
    "p": (4.8, (
        ((0.8, 4.8), (0.6, -4)),
        ((0.8, 3.6), (2.7, 5), (4.1, 3.1), (3.3, 0.6), (1.7, 0.1), (0.8, 1)),
    )),
    "r": (3.6, (
        ((0.8, 4.8), (0.9, 0)),
        ((0.9, 3), (2.2, 4.8), (3.5, 4.5)),
    )),
    "s": (4, (
        ((3.4, 4.4), (2, 5), (0.9, 3.9), (2.2, 2.7), (3.5, 1.4), (2.1, 0), (0.4, 0.6)),
    )),
    "t": (3.4, (
        ((1.6, 8), (1.5, 1), (2.8, 0.1)),
        ((0.1, 5), (3.2, 5.4)),
    )),
    "u": (5, (
        ((0.8, 4.8), (0.8, 1.2), (2.1, 0), (3.6, 1.3), (3.8, 4.8), (3.8, 1), (4.9, 0.2)),
    )),
    "D": (5.8, (
        ((0.9, 0), (1, 9)),
        ((0.2, 9), (3.8, 8.2), (5.2, 4.6), (3.6, 0.8), (0.2, 0)),
    )),
    "I": (2.2, (
        ((1.1, 9), (1, 0)),
    )),
    "K": (5.4, (
        ((0.8, 9), (0.8, 0)),
        ((4.6, 9), (1.1, 4.3)),
        ((1.6, 4.8), (3.4, 1.8), (5.2, 0)),
    )),
    "M": (7.4, (
        ((0.6, 0), (0.9, 5), (1.2, 9), (2.4, 6), (3.6, 3), (4.8, 6), (6, 9), (6.3, 5), (6.6, 0)),
    )),
    "P": (5, (
        ((0.9, 0), (1, 8.8)),
        ((0.3, 8.6), (3.6, 8.8), (4.5, 6.6), (3, 4.6), (1, 4.3)),
    )),
    "S": (5, (
        ((4.4, 7.8), (2.8, 9), (1, 7.6), (2.4, 5), (4.4, 2.8), (2.8, 0), (0.4, 1.2)),
    )),
    "T": (5, (
        ((2.7, 9), (2.5, 0)),
        ((0, 8.8), (5.3, 9.3)),
    )),
    "0": (4.6, (
        ((2.4, 8.2), (0.8, 5.8), (0.9, 1.8), (2.3, 0), (3.9, 2), (3.8, 6.2), (2.3, 8.2)),
    )),
    "1": (3, (
        ((0.6, 6.4), (2, 8.3), (1.9, 0)),
    )),
    "2": (4.6, (
        ((0.6, 6.8), (2, 8.3), (3.8, 6.9), (2.8, 3.6), (0.5, 0.2)),
        ((0.5, 0.2), (2, 0.5), (4.3, 0.2)),
    )),
    "6": (4.4, (
        ((3.5, 8.2), (1.3, 5), (0.8, 2), (2.2, 0), (3.8, 1.6), (3.1, 3.8), (1.1, 2.9)),
    )),
    "9": (4.4, (
        ((3.7, 6.6), (2.2, 8.3), (0.8, 6.6), (1.8, 4.6), (3.6, 6), (3.5, 2.6), (2.8, 0)),
    )),
    "/": (3.4, (
        ((0, -1), (1.6, 4), (3.2, 9)),
    )),
    ".": (2.4, (
        ((0.5, 0), (0.9, 0.5), (1.2, 0), (0.8, -0.2)),
    )),
    " ": (3.4, (
    )),
}
# fmt: on
INK = "#1d3f8f"
SCALE = 10.0


def _svg(canvas: Canvas, wide: float, tall: float) -> str:
    whole = canvas.svg()
    head = f'viewBox="0 0 {wide:.0f} {tall:.0f}" width="{wide:.0f}" height="{tall:.0f}">'
    return '<svg xmlns="http://www.w3.org/2000/svg" ' + head + whole.partition(">")[2]


def written(lines: list[str], seed: int, width: float = 6.4) -> str:
    """The lines of text as an SVG, 160 units a line."""
    c = Canvas(seed)
    widest = 0.0
    for index, line in enumerate(lines):
        x = 18.0 + c.chance.uniform(0, 10)
        base = 112 + index * 160 + c.chance.uniform(-6, 6)
        drift = c.chance.uniform(-0.03, 0.0)
        for letter in line:
            advance, strokes = LETTERS[letter]
            for stroke in strokes:
                points = [
                    (
                        x + (px + 0.16 * py) * SCALE + c.chance.uniform(-1.6, 1.6),
                        base - py * SCALE + drift * x + c.chance.uniform(-1.8, 1.8),
                    )
                    for px, py in stroke
                ]
                c.line(smooth(points), INK, width * c.chance.uniform(0.9, 1.1), 0.92)
            x += advance * SCALE * c.chance.uniform(0.94, 1.06)
        widest = max(widest, x)
    return _svg(c, widest + 30, 160 * len(lines) + 10)


def tick(seed: int) -> str:
    """A tick drawn across a box."""
    c = Canvas(seed)
    c.line(smooth([(8, 52), (30, 84), (52, 46), (98, 6)]), INK, 10, 0.92)
    return _svg(c, 105, 100)


def signature(name: str) -> str:
    """A scribble that is always the same for one name."""
    c = Canvas(sum(ord(letter) * (index + 3) for index, letter in enumerate(name)))
    x, points = 20.0, [(14.0, 120.0), (40.0, 30.0)]
    for index in range(c.chance.randint(5, 8)):
        x += c.chance.uniform(14, 46)
        points.append(
            (x, 100 + c.chance.uniform(-4, 26) if index % 2 else c.chance.uniform(16, 78))
        )
        if index % 3 == 1:
            points.append((x - c.chance.uniform(10, 34), c.chance.uniform(70, 120)))
    points.append((x + 90, c.chance.uniform(60, 110)))
    c.line(smooth(points), INK, 5.5, 0.9)
    under = c.chance.uniform(128, 146)
    c.line(smooth([(40, under + 6), (x * 0.6, under - 6), (x + 70, under - 16)]), INK, 4, 0.85)
    return _svg(c, x + 120, 165)
