"""What people build: houses, schools, stalls, piers, machines, masts and panels."""

from tools.art.canvas import Canvas, Point, darker, lighter, mix


def house(
    c: Canvas, x: float, y: float, wide: float, wall: str, roof: str, *, porch: bool = True
) -> None:
    """A single-storey house; (x, y) is the left foot of its wall."""
    tall = wide * 0.4
    c.ellipse(x + wide / 2, y + 4, wide * 0.6, wide * 0.03, "#0b1530", 0.2)
    c.rect(x, y - tall, wide, tall, c.fade(wall, darker(wall, 0.12)))
    c.rect(x, y - wide * 0.05, wide, wide * 0.05, darker(wall, 0.3))
    c.path(
        f"M{x - wide * 0.1:.0f} {y - tall * 0.94:.0f}L{x + wide * 0.16:.0f} {y - tall * 1.75:.0f}"
        f"L{x + wide * 0.84:.0f} {y - tall * 1.75:.0f}L{x + wide * 1.1:.0f} {y - tall * 0.94:.0f}Z",
        c.fade(lighter(roof, 0.12), roof),
    )
    for index in range(1, 9):
        share = index / 9
        c.stroke(
            [
                (x + wide * (0.16 + 0.68 * share), y - tall * 1.73),
                (x + wide * (-0.1 + 1.2 * share), y - tall * 0.96),
            ],
            darker(roof, 0.18),
            2,
            0.5,
        )
    c.rect(x + wide * 0.43, y - tall * 0.68, wide * 0.15, tall * 0.68, mix(roof, "#5a3a22", 0.6), 3)
    for wx in (0.13, 0.7):
        c.rect(x + wide * wx, y - tall * 0.66, wide * 0.18, tall * 0.34, "#ffffff", 3)
        c.rect(x + wide * (wx + 0.012), y - tall * 0.64, wide * 0.156, tall * 0.3, "#6fa8bf", 2)
        c.rect(x + wide * (wx + 0.084), y - tall * 0.64, wide * 0.012, tall * 0.3, "#ffffff")
    if porch:
        for px in (0.33, 0.68):
            c.rect(x + wide * px, y - tall * 0.95, wide * 0.016, tall * 0.95, "#ffffff")
        c.polygon(
            [
                (x + wide * 0.3, y - tall * 0.9),
                (x + wide * 0.51, y - tall * 1.3),
                (x + wide * 0.72, y - tall * 0.9),
            ],
            darker(roof, 0.12),
        )


def public_building(
    c: Canvas, x: float, y: float, wide: float, wall: str, roof: str, bays: int = 7
) -> None:
    """A long building with a veranda: a school, a health post, an office."""
    tall = wide * 0.24
    c.ellipse(x + wide / 2, y + 5, wide * 0.55, wide * 0.015, "#0b1530", 0.22)
    c.rect(x, y - tall, wide, tall, c.fade(wall, darker(wall, 0.1)))
    c.rect(x, y - tall * 0.3, wide, tall * 0.3, mix(wall, roof, 0.35))
    bay = wide / bays
    for index in range(bays):
        bx = x + index * bay
        if index == bays // 2:
            c.rect(bx + bay * 0.24, y - tall * 0.74, bay * 0.52, tall * 0.74, "#6d4b30", 3)
            c.rect(bx + bay * 0.485, y - tall * 0.74, bay * 0.03, tall * 0.74, "#53371f")
            continue
        c.rect(bx + bay * 0.18, y - tall * 0.76, bay * 0.64, tall * 0.42, "#ffffff", 3)
        c.rect(
            bx + bay * 0.21,
            y - tall * 0.73,
            bay * 0.58,
            tall * 0.36,
            c.fade("#8cc3d8", "#4f87a3"),
            2,
        )
        c.rect(bx + bay * 0.485, y - tall * 0.73, bay * 0.03, tall * 0.36, "#ffffff")
    c.path(
        f"M{x - wide * 0.05:.0f} {y - tall * 0.93:.0f}L{x + wide * 0.06:.0f} {y - tall * 1.62:.0f}"
        f"L{x + wide * 0.94:.0f} {y - tall * 1.62:.0f}"
        f"L{x + wide * 1.05:.0f} {y - tall * 0.93:.0f}Z",
        c.fade(lighter(roof, 0.1), darker(roof, 0.08)),
    )
    for index in range(1, 22):
        share = index / 22
        c.stroke(
            [
                (x + wide * (0.06 + 0.88 * share), y - tall * 1.6),
                (x + wide * (-0.05 + 1.1 * share), y - tall * 0.95),
            ],
            darker(roof, 0.2),
            2,
            0.4,
        )
    for index in range(bays + 1):
        c.rect(x + index * bay - 5, y - tall * 0.94, 10, tall * 0.94, "#ffffff", 2)
    c.rect(x - wide * 0.02, y - 8, wide * 1.04, 14, "#c9c3b6", 3)


def flag(c: Canvas, x: float, y: float, tall: float) -> None:
    """A flagpole with the red and white."""
    c.rect(x - 16, y - 12, 32, 14, "#d8d3c7", 3)
    c.stroke([(x, y), (x, y - tall)], "#cfd6d8", 7)
    w, h = tall * 0.3, tall * 0.1
    for index, colour in enumerate(("#d62839", "#ffffff")):
        top = y - tall + index * h
        c.path(
            f"M{x + 3} {top:.0f}q{w / 4:.0f} {-h * 0.4:.0f} {w / 2:.0f} 0t{w / 2:.0f} 0v{h:.0f}"
            f"q{-w / 4:.0f} {h * 0.4:.0f} {-w / 2:.0f} 0t{-w / 2:.0f} 0Z",
            colour,
        )


def stall(c: Canvas, x: float, y: float, wide: float, colour: str, goods: tuple[str, ...]) -> None:
    """A market stall with a striped awning; (x, y) is the left foot."""
    tall = wide * 1.02
    for px in (0.03, 0.94):
        c.rect(x + wide * px, y - tall, wide * 0.03, tall, "#8a6a45")
    c.rect(
        x + wide * 0.02,
        y - tall * 0.78,
        wide * 0.96,
        tall * 0.5,
        darker(colour, 0.62),
        opacity=0.35,
    )
    stripes = 8
    step = wide * 1.12 / stripes
    for index in range(stripes):
        left = x - wide * 0.06 + index * step
        inner = x + wide * 0.04 + index * wide * 0.92 / stripes
        fill = colour if index % 2 == 0 else "#fff8ec"
        c.path(
            f"M{inner:.1f} {y - tall * 1.14:.1f}h{wide * 0.92 / stripes:.1f}"
            f"L{left + step:.1f} {y - tall * 0.86:.1f}v{tall * 0.05:.1f}"
            f"a{step / 2:.1f} {step / 2:.1f} 0 0 1 {-step:.1f} 0v{-tall * 0.05:.1f}Z",
            fill,
        )
    c.rect(x - wide * 0.02, y - tall * 0.36, wide * 1.04, tall * 0.09, "#b98b57", 4)
    c.rect(x + wide * 0.01, y - tall * 0.27, wide * 0.98, tall * 0.27, c.fade("#9c7145", "#7a5632"))
    for index in range(1, 6):
        c.rect(x + wide * index / 6, y - tall * 0.27, 3, tall * 0.27, "#5f4226", opacity=0.5)
    basket = wide / len(goods)
    for index, hue in enumerate(goods):
        bx = x + basket * (index + 0.5)
        r = basket * 0.13
        for row in range(3):
            for col in range(4 - row):
                c.circle(
                    bx + (col - (3 - row) / 2) * r * 1.7,
                    y - tall * 0.43 - row * r * 1.4,
                    r,
                    mix(hue, "#ffffff", 0.08 * c.chance.random()),
                )
                c.circle(
                    bx + (col - (3 - row) / 2) * r * 1.7 - r * 0.3,
                    y - tall * 0.43 - row * r * 1.4 - r * 0.3,
                    r * 0.28,
                    "#ffffff",
                    0.45,
                )
        c.path(
            f"M{bx - basket * 0.42:.0f} {y - tall * 0.44:.0f}h{basket * 0.84:.0f}"
            f"l{-basket * 0.1:.0f} {tall * 0.09:.0f}h{-basket * 0.64:.0f}Z",
            "#d9b36c",
        )


def pier(c: Canvas, left: float, right: float, y: float, water: float) -> None:
    """A wooden jetty from `left` to `right`, its deck at `y`, its posts in the water at `water`."""
    for px in range(int(left) + 20, int(right), 92):
        c.rect(px, y, 20, water - y + c.chance.uniform(0, 14), c.fade("#7a5a3a", "#4e3825"))
        c.ellipse(px + 10, water + 8, 26, 6, "#ffffff", 0.35)
    c.rect(left, y - 12, right - left, 26, "#b58a5a", 3)
    for px in range(int(left), int(right), 34):
        c.rect(px, y - 12, 2, 26, "#7a5a3a", opacity=0.6)
    c.rect(left, y + 12, right - left, 9, "#6b4a2f")
    for px in range(int(left) + 30, int(right), 184):
        c.rect(px, y - 52, 16, 42, "#6b4a2f", 4)
        c.rect(px - 4, y - 56, 24, 9, "#d9c7a5", 4)


def excavator(c: Canvas, x: float, y: float, size: float, *, flip: bool = False) -> None:
    """A yellow excavator at work; (x, y) is the middle of its tracks on the ground."""
    c.open(x, y, size / 400, flip=flip)
    yellow, dark = "#f2b632", "#3c3a3f"
    c.ellipse(0, 2, 190, 14, "#0b1530", 0.3)
    c.rect(-150, -66, 290, 66, dark, 33)
    c.rect(-138, -54, 266, 42, "#58555c", 21)
    for px in (-110, -55, 0, 55, 104):
        c.circle(px, -33, 18, dark)
        c.circle(px, -33, 8, "#8d8a92")
    c.rect(-60, -86, 110, 22, dark, 4)
    c.path("M-140 -86L-140 -168Q-136 -186 -110 -186L10 -186L10 -86Z", c.fade(yellow, "#d99a1f"))
    c.path("M-14 -86L-14 -226Q-12 -240 4 -240L78 -240Q92 -238 98 -220L118 -130L118 -86Z", yellow)
    c.path("M4 -222L72 -222Q78 -220 82 -208L98 -140L4 -140Z", "#9fd0e0")
    c.path("M4 -222L40 -222L18 -140L4 -140Z", "#cfeaf2")
    c.rect(-128, -160, 84, 12, "#c98d18", 4)
    c.rect(-128, -136, 84, 12, "#c98d18", 4)
    c.stroke([(96, -120), (210, -300), (350, -236)], "#c98d18", 34)
    c.stroke([(96, -120), (210, -300), (350, -236)], yellow, 22)
    c.stroke([(350, -236), (372, -96)], "#c98d18", 28)
    c.stroke([(350, -236), (372, -96)], yellow, 17)
    c.stroke([(180, -220), (290, -272)], "#d9d6de", 9)
    c.path("M326 -104L404 -92L414 -34Q374 0 330 -22Z", dark)
    for px in (340, 364, 388):
        c.polygon([(px - 8, -20), (px + 8, -17), (px - 3, 2)], "#8d8a92")
    c.close()


def cone(c: Canvas, x: float, y: float, size: float) -> None:
    """A traffic cone."""
    c.rect(x - size * 0.42, y - size * 0.1, size * 0.84, size * 0.1, "#c44a1c", 3)
    c.polygon(
        [
            (x - size * 0.3, y - size * 0.1),
            (x - size * 0.07, y - size),
            (x + size * 0.07, y - size),
            (x + size * 0.3, y - size * 0.1),
        ],
        "#f2662b",
    )
    c.polygon(
        [
            (x - size * 0.21, y - size * 0.4),
            (x - size * 0.14, y - size * 0.68),
            (x + size * 0.14, y - size * 0.68),
            (x + size * 0.21, y - size * 0.4),
        ],
        "#ffffff",
    )


def mast(c: Canvas, x: float, y: float, tall: float, colour: str) -> None:
    """A lattice telecommunication mast with dishes, and its waves."""
    half = tall * 0.085
    levels = 11

    def at(share: float, side: int) -> Point:
        return x + side * half * (1 - share * 0.86), y - tall * share

    for side in (-1, 1):
        c.stroke([at(0, side), at(1, side)], colour, 8)
    for index in range(levels):
        low, high = index / levels, (index + 1) / levels
        c.stroke([at(low, -1), at(high, 1)], colour, 4)
        c.stroke([at(low, 1), at(high, -1)], colour, 4)
        c.stroke([at(high, -1), at(high, 1)], colour, 4)
    c.stroke([(x, y - tall), (x, y - tall * 1.1)], colour, 6)
    c.circle(x, y - tall * 1.1, 8, "#e63946")
    for share, side, r in ((0.93, -1, 26), (0.86, 1, 30), (0.74, -1, 34)):
        px, py = at(share, side)
        c.ellipse(px + side * 12, py, r * 0.6, r, "#f4f6f6")
        c.ellipse(px + side * 17, py, r * 0.42, r * 0.75, "#c6d0d4")
    for r in (60, 105, 150):
        for side in (-1, 1):
            c.line(
                f"M{x + side * r * 0.7:.0f} {y - tall * 1.1 - r * 0.7:.0f}"
                f"A{r} {r} 0 0 {1 if side > 0 else 0} {x + side * r * 0.7:.0f}"
                f" {y - tall * 1.1 + r * 0.7:.0f}",
                "#ffffff",
                6,
                0.75 - r / 300,
            )


def solar_panel(c: Canvas, x: float, y: float, wide: float) -> None:
    """A tilted solar panel on a post; (x, y) is the foot of the post."""
    tall = wide * 0.62
    c.rect(x - 7, y - tall * 0.7, 14, tall * 0.7, "#7d8a91")
    a, b = (x - wide * 0.42, y - tall * 1.35), (x + wide * 0.5, y - tall * 1.35)
    d, e = (x + wide * 0.4, y - tall * 0.55), (x - wide * 0.55, y - tall * 0.55)
    c.polygon([a, b, d, e], "#dfe7ea")

    def at(u: float, v: float) -> Point:
        top = (a[0] + (b[0] - a[0]) * u, a[1])
        low = (e[0] + (d[0] - e[0]) * u, e[1])
        return top[0] + (low[0] - top[0]) * v, top[1] + (low[1] - top[1]) * v

    for col in range(5):
        for row in range(3):
            u, v = 0.02 + col * 0.194, 0.04 + row * 0.315
            c.polygon(
                [at(u, v), at(u + 0.182, v), at(u + 0.182, v + 0.29), at(u, v + 0.29)],
                c.gradient((0, "#4f7fc0", 1), (0.5, "#1f4788", 1), (1, "#17356b", 1), end=(1, 1)),
            )


def table(c: Canvas, left: float, right: float, y: float, colour: str, tall: float = 130) -> None:
    """A long table seen from the front, its edge at `y`."""
    c.rect(left, y, right - left, 24, lighter(colour, 0.25), 6)
    c.rect(
        left + 20,
        y + 22,
        right - left - 40,
        tall,
        c.fade(darker(colour, 0.05), darker(colour, 0.3)),
    )
    count = max(2, round((right - left) / 240))
    for index in range(1, count):
        c.rect(
            left + (right - left) * index / count,
            y + 22,
            3,
            tall,
            darker(colour, 0.45),
            opacity=0.5,
        )


def laptop(c: Canvas, x: float, y: float, size: float, screen: str = "#bfe3ee") -> None:
    """A laptop seen from behind its user's side; (x, y) is the middle of its foot."""
    c.path(
        f"M{x - size * 0.42:.1f} {y - size * 0.6:.1f}h{size * 0.84:.1f}l{size * 0.04:.1f}"
        f" {size * 0.56:.1f}h{-size * 0.92:.1f}Z",
        "#39424c",
    )
    c.path(
        f"M{x - size * 0.38:.1f} {y - size * 0.56:.1f}h{size * 0.76:.1f}l{size * 0.035:.1f}"
        f" {size * 0.48:.1f}h{-size * 0.83:.1f}Z",
        screen,
    )
    c.rect(x - size * 0.55, y - size * 0.05, size * 1.1, size * 0.07, "#aab4ba", size * 0.03)
