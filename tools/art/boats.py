"""What floats: outrigger boats, festival boats, ferries and cargo."""

from tools.art.canvas import Canvas, darker, lighter
from tools.art.people import Look, anyone, person


def perahu(
    c: Canvas,
    x: float,
    y: float,
    size: float,
    colour: str,
    *,
    crew: int = 1,
    flip: bool = False,
    sail: str = "",
) -> None:
    """A fishing boat with an outrigger, `size` pixels long, its waterline at (x, y)."""
    s = size / 400
    c.open(x, y, s, flip=flip)
    c.ellipse(0, 12, 215, 13, "#0b1530", 0.22)
    if sail:
        c.path("M-18 -34L-18 -300Q110 -190 128 -46Z", sail)
        c.path("M-18 -300Q40 -190 34 -38L-18 -34Z", darker(sail, 0.12))
        c.stroke([(-18, -20), (-18, -312)], "#6b4a2f", 8)
    for index in range(crew):
        sit = -70 + index * 110
        person(c, sit, 40, 132, anyone(c, "caping", "cap", "hair"), "reach", legs=False)
    c.path(
        "M-205 -46Q-150 -6 -96 -4L120 -4Q172 -8 212 -58Q176 22 112 24L-108 24Q-180 18 -205 -46Z",
        c.fade(colour, darker(colour, 0.35)),
    )
    c.path(
        "M-205 -46Q-150 -6 -96 -4L120 -4Q172 -8 212 -58"
        "L206 -42Q166 8 118 8L-100 8Q-160 6 -205 -46Z",
        lighter(colour, 0.6),
    )
    c.stroke([(-110, -8), (-150, 32), (-186, 36)], "#8a6a45", 6)
    c.stroke([(84, -8), (50, 32), (24, 36)], "#8a6a45", 6)
    c.stroke([(-226, 37), (110, 37)], "#b08d5e", 11)
    c.close()


def kora_kora(
    c: Canvas, x: float, y: float, size: float, colour: str, *, flip: bool = False
) -> None:
    """A decorated festival boat with a high prow, flags and paddlers."""
    s = size / 700
    c.open(x, y, s, flip=flip)
    c.ellipse(0, 16, 380, 17, "#0b1530", 0.22)
    for index in range(7):
        px = -235 + index * 76
        c.stroke([(px + 26, -70), (px + 62, 40)], "#7a5632", 7)
        c.ellipse(px + 66, 48, 10, 20, "#7a5632")
        person(c, px, 44, 150, Look(top=colour, head="cap", cover="#f4d35e"), "pull", legs=False)
    c.path(
        "M-390 -190Q-360 -40 -250 -16L250 -16Q350 -36 392 -215Q404 -40 300 34L-280 34"
        "Q-400 10 -390 -190Z",
        c.fade(colour, darker(colour, 0.4)),
    )
    c.line("M-384 -150Q-352 -16 -250 -2L256 -2Q352 -18 390 -178", "#f4d35e", 9)
    for index in range(13):
        c.polygon(
            [(-240 + index * 40, 4), (-220 + index * 40, 24), (-200 + index * 40, 4)],
            "#ffffff",
            0.8,
        )
    c.stroke([(0, -20), (0, -300)], "#6b4a2f", 9)
    for side in (-1, 1):
        c.line(f"M0 -296Q{side * 200} -230 {side * 372} -196", "#6b4a2f", 3)
        for step in range(1, 9):
            t = step / 9
            fx = side * (2 * t * (1 - t) * 200 + t * t * 372)
            fy = -((1 - t) ** 2 * 296 + 2 * t * (1 - t) * 230 + t * t * 196)
            hue = ("#e63946", "#f4d35e", "#2a9d8f", "#ffffff")[step % 4]
            c.polygon([(fx - 13, fy), (fx + 13, fy + 1), (fx, fy + 36)], hue)
    c.path("M0 -300Q40 -322 66 -300T128 -302L128 -250Q96 -236 66 -250T0 -248Z", "#e63946")
    c.path("M0 -274Q40 -292 66 -275T128 -276L128 -250Q96 -236 66 -250T0 -248Z", "#ffffff")
    c.close()


def ferry(c: Canvas, x: float, y: float, size: float, colour: str, *, flip: bool = False) -> None:
    """A white island ferry with a coloured hull, its waterline at (x, y)."""
    s = size / 900
    c.open(x, y, s, flip=flip)
    c.ellipse(10, 6, 470, 22, "#0b1530", 0.25)
    c.path(
        "M-440 -96L460 -110Q430 -20 392 6L-410 6Q-432 -40 -440 -96Z",
        c.fade(colour, darker(colour, 0.35)),
    )
    c.path("M-440 -96L460 -110L452 -88L-437 -76Z", "#ffffff")
    c.rect(-410, -190, 700, 96, "#f7f7f2", 10)
    c.rect(-380, -264, 590, 78, "#eef0ec", 10)
    c.rect(-250, -320, 330, 60, "#f7f7f2", 8)
    c.rect(-120, -410, 90, 96, darker(colour, 0.1), 8)
    c.rect(-120, -386, 90, 20, "#ffffff")
    for row, (left, right, top) in enumerate(((-384, 268, -166), (-356, 190, -242))):
        step = 56 if row == 0 else 52
        for px in range(left, right - 30, step):
            c.rect(px, top, 34, 34, "#3f6f8f", 7)
            c.rect(px, top, 34, 15, "#8fc1d9", 7, 0.8)
    for px in range(-232, 50, 46):
        c.rect(px, -306, 32, 28, "#31566f", 5)
    c.path("M290 -190L356 -112L290 -104Z", "#e3e6e1")
    c.stroke([(160, -320), (160, -430)], "#5b6770", 7)
    c.stroke([(120, -400), (200, -400)], "#5b6770", 5)
    for px in (-330, -180, -30, 120):
        c.circle(px, -190, 15, "#f28f3b")
        c.circle(px, -190, 7, "#f7f7f2")
    c.close()
