"""Sky, sea, hills and what grows on them."""

import math

from tools.art.canvas import HEIGHT, WIDTH, Canvas, Point, darker, lighter, mix, polyline, smooth
from tools.art.palette import Light


def sky(c: Canvas, light: Light, sun: Point = (1130, 300), size: float = 62) -> None:
    """The whole background, with the sun and its halo, and a few clouds."""
    c.rect(0, 0, WIDTH, HEIGHT, c.fade(light.sky, light.low))
    halo = c.gradient(
        (0, light.sun, 0.95 * light.glow),
        (0.35, light.sun, 0.38 * light.glow),
        (1, light.sun, 0),
        radial=True,
    )
    c.circle(*sun, size * 7, halo)
    c.circle(*sun, size * 1.7, light.sun, 0.3 * light.glow)
    c.circle(*sun, size, light.sun, 0.97)


def clouds(c: Canvas, light: Light, count: int = 4, low: float = 70, high: float = 260) -> None:
    """Flat-bottomed clouds, larger ones higher up."""
    for _ in range(count):
        x, y = c.chance.uniform(-50, WIDTH), c.chance.uniform(low, high)
        cloud(c, light, x, y, c.chance.uniform(0.6, 1.25))


def cloud(c: Canvas, light: Light, x: float, y: float, scale: float) -> None:
    """One cloud whose left end of the flat bottom is at (x, y)."""
    wide = c.chance.uniform(200, 330) * scale
    fill = c.gradient((0, light.cloud, 0.95), (1, light.cloud, 0.4))
    data = f"M{x:.0f} {y:.0f}"
    shares = (0.16, 0.2, 0.28, 0.22, 0.14)
    heights = (0.0, 0.17, 0.36, 0.30, 0.14, 0.0)
    for index, share in enumerate(shares):
        step, rise = wide * share, wide * (heights[index] - heights[index + 1])
        r = step * c.chance.uniform(0.54, 0.62)
        data += f"a{r:.0f} {r:.0f} 0 0 1 {step:.0f} {rise * 0.62:.0f}"
    c.path(
        data + f"q{wide * 0.06:.0f} {wide * 0.05:.0f} {-wide * 0.06:.0f} {wide * 0.05:.0f}"
        f"L{x - wide * 0.02:.0f} {y + wide * 0.05:.0f}"
        f"q{-wide * 0.05:.0f} {-wide * 0.01:.0f} {wide * 0.02:.0f} {-wide * 0.05:.0f}Z",
        fill,
        0.9,
    )


def birds(c: Canvas, x: float, y: float, colour: str, count: int = 5) -> None:
    """A loose flock."""
    for index in range(count):
        bx = x + index * 44 + c.chance.uniform(-14, 14)
        by = y + abs(index - count / 2) * 15 + c.chance.uniform(-8, 8)
        w = c.chance.uniform(11, 17)
        data = (
            f"M{bx - w:.0f} {by - w * 0.35:.0f}q{w * 0.6:.0f} {-w * 0.4:.0f} {w:.0f} {w * 0.35:.0f}"
        )
        data += f"q{w * 0.4:.0f} {-w * 0.75:.0f} {w:.0f} {-w * 0.35:.0f}"
        c.line(data, colour, 3, 0.7)


def ridge(
    c: Canvas,
    base: float,
    tall: float,
    colour: str,
    haze: str,
    *,
    rough: float = 1,
    bottom: float = HEIGHT,
    trees: float = 0,
) -> None:
    """Hills across the picture; `trees` is the size of the crowns along the crest, 0 for none."""
    wave = c.wave(
        [
            (tall * 0.5, 900),
            (tall * 0.3, 410),
            (tall * 0.14 * rough, 170),
            (tall * 0.05 * rough, 70),
        ]
    )
    crest = [(float(x), base - tall * 0.5 + wave(x)) for x in range(-40, WIDTH + 60, 20)]
    fill = c.fade(colour, mix(colour, haze, 0.45))
    if trees:
        for x, y in crest[::1]:
            r = trees * c.chance.uniform(0.55, 1.15)
            c.ellipse(x + c.chance.uniform(-8, 8), y + r * 0.35, r, r * 0.95, colour)
    c.path(smooth(crest) + f"L{WIDTH + 60} {bottom}L-60 {bottom}Z", fill)


def volcano(
    c: Canvas,
    x: float,
    base: float,
    tall: float,
    wide: float,
    colour: str,
    haze: str,
) -> None:
    """A steep cone with soft feet, gullies on its shaded side, and a collar of cloud."""

    def height(d: float) -> float:
        share = abs(d) / wide
        return tall * (0.86 * math.exp(-3.1 * share) + 0.14 * max(0.0, 1 - share * 1.02))

    rough = c.wave([(5, 160), (3.5, 61), (2, 27)])
    span = [wide * (i / 40 - 1) for i in range(81)]
    crest: list[Point] = [
        (x + d, base - height(max(abs(d), wide * 0.022)) + rough(d)) for d in span
    ]
    c.path(
        polyline(crest) + f"L{x + wide:.0f} {base}L{x - wide:.0f} {base}Z",
        c.fade(colour, mix(colour, haze, 0.5)),
    )
    top = next(p for p in crest if p[0] >= x)
    shade: list[Point] = [top]
    for step in range(1, 15):
        fall = step / 14
        shade.append(
            (
                x + (-1) ** step * wide * 0.02 * (1 + fall * 2) - wide * 0.05 * fall,
                top[1] + (base - top[1]) * fall,
            )
        )
    right = [p for p in crest if p[0] > x]
    c.path(
        polyline([*shade, *reversed(right)]) + "Z",
        c.gradient((0, darker(colour, 0.35), 0.75), (1, colour, 0.05)),
    )
    for side in (0.16, 0.3, 0.45):
        start = height(wide * side * 0.25)
        c.line(
            smooth(
                [
                    (x + wide * side * 0.25, base - start),
                    (x + wide * side * 0.6, base - start * 0.55),
                    (x + wide * side * 1.05, base - start * 0.18),
                ]
            ),
            darker(colour, 0.3),
            5,
            0.28,
        )


def sea(c: Canvas, light: Light, horizon: float, sun_x: float | None = 1130) -> None:
    """Water down to the bottom edge, with ripples, and the sun's road below `sun_x`."""
    c.rect(0, horizon, WIDTH, HEIGHT - horizon, c.fade(light.sea, light.deep))
    c.rect(0, horizon, WIDTH, 5, lighter(light.sea, 0.5), opacity=0.5)
    for _ in range(95):
        depth = c.chance.random() ** 1.6
        y = horizon + 8 + depth * (HEIGHT - horizon)
        long = 16 + 120 * depth * c.chance.uniform(0.4, 1)
        x = c.chance.uniform(-60, WIDTH)
        c.line(
            f"M{x:.0f} {y:.0f}q{long / 2:.0f} {-5 * depth - 1:.0f} {long:.0f} 0",
            lighter(light.sea, 0.55),
            1.5 + 3.5 * depth,
            0.13 + 0.2 * c.chance.random(),
        )
    if sun_x is None:
        return
    for _ in range(70):
        depth = c.chance.random() ** 1.3
        y = horizon + 6 + depth * (HEIGHT - horizon) * 0.9
        spread = 26 + 150 * depth
        x = sun_x + c.chance.gauss(0, 0.5) * spread
        long = (14 + 60 * depth) * c.chance.uniform(0.5, 1.2)
        c.stroke(
            [(x - long / 2, y), (x + long / 2, y)],
            light.sun,
            2 + 4 * depth,
            0.25 + 0.5 * light.glow * c.chance.random(),
        )


def shore(c: Canvas, light: Light, y: float, tilt: float = 60) -> None:
    """A beach across the foreground, with foam where the water ends."""
    wave = c.wave([(14, 620), (7, 240)])
    edge = [(float(x), y + tilt * x / WIDTH + wave(x)) for x in range(-40, WIDTH + 60, 40)]
    sand = lighter(light.soil, 0.35)
    for off, opacity in ((-26, 0.25), (-12, 0.6)):
        foam = [(px, py + off) for px, py in edge]
        c.path(smooth(foam) + f"L{WIDTH + 60} {HEIGHT}L-60 {HEIGHT}Z", "#ffffff", opacity)
    c.path(
        smooth(edge) + f"L{WIDTH + 60} {HEIGHT}L-60 {HEIGHT}Z",
        c.fade(mix(sand, light.sea, 0.2), sand),
    )
    speckle(c, 0, y + 60, WIDTH, HEIGHT, darker(sand, 0.25), 90, 2.4)


def speckle(
    c: Canvas,
    left: float,
    top: float,
    right: float,
    bottom: float,
    colour: str,
    count: int,
    size: float,
) -> None:
    """Grains: little flat dots, denser and larger below."""
    for _ in range(count):
        depth = c.chance.random() ** 0.7
        c.ellipse(
            c.chance.uniform(left, right),
            top + depth * (bottom - top),
            size * (0.6 + depth),
            size * 0.5 * (0.6 + depth),
            colour,
            0.35,
        )


def ground(c: Canvas, colour: str, y: float, tall: float = 24, below: float = 0.3) -> None:
    """A softly uneven ground down to the bottom edge."""
    wave = c.wave([(tall * 0.5, 760), (tall * 0.25, 300)])
    edge = [(float(x), y + wave(x)) for x in range(-40, WIDTH + 60, 40)]
    c.path(
        smooth(edge) + f"L{WIDTH + 60} {HEIGHT}L-60 {HEIGHT}Z",
        c.fade(colour, darker(colour, below)),
    )


def grass(c: Canvas, colour: str, y: float, count: int = 46, size: float = 26) -> None:
    """Tufts scattered on a ground that begins at `y`."""
    for _ in range(count):
        depth = c.chance.random()
        x, gy = c.chance.uniform(0, WIDTH), y + depth * (HEIGHT - y)
        tall = size * (0.5 + depth)
        for lean in (-0.5, -0.1, 0.35):
            c.line(
                f"M{x:.0f} {gy:.0f}q{lean * 4:.0f} {-tall * 0.6:.0f} {lean * tall:.0f} {-tall:.0f}",
                mix(colour, "#ffffff", 0.12 * c.chance.random()),
                2.4 + depth * 2,
                0.6,
            )


def palm(c: Canvas, x: float, y: float, tall: float, colour: str, lean: float = 0.18) -> None:
    """A coconut palm that stands at (x, y)."""
    trunk = mix(colour, "#8a5f3c", 0.55)
    top = (x + lean * tall, y - tall)
    bend = (x - lean * tall * 0.25, y - tall * 0.55)
    w = tall * 0.026
    c.path(
        f"M{x - w * 1.5:.1f} {y:.1f}"
        f"Q{bend[0] - w:.1f} {bend[1]:.1f} {top[0] - w * 0.7:.1f} {top[1]:.1f}"
        f"L{top[0] + w * 0.7:.1f} {top[1]:.1f}Q{bend[0] + w * 1.4:.1f} {bend[1]:.1f}"
        f" {x + w * 1.7:.1f} {y:.1f}Z",
        trunk,
    )
    length = tall * 0.43
    for angle in (-172, -150, -125, -95, -62, -36, -12, 12, 165):
        frond(
            c,
            top,
            length * c.chance.uniform(0.85, 1.1),
            angle + c.chance.uniform(-7, 7),
            mix(colour, "#ffffff" if angle % 2 else "#0b1530", 0.10),
        )
    for dx, dy in ((-8, 10), (9, 12), (1, 18)):
        c.circle(
            top[0] + dx * tall / 330,
            top[1] + dy * tall / 330,
            tall * 0.025,
            mix("#7a4f24", colour, 0.3),
        )


def frond(c: Canvas, root: Point, length: float, angle: float, colour: str) -> None:
    """One drooping leaf with a comb of leaflets."""
    turn = math.radians(angle)
    tip = (
        root[0] + length * math.cos(turn),
        root[1] + length * math.sin(turn) * 0.75 + length * 0.42,
    )
    knee = (
        root[0] + length * 0.55 * math.cos(turn),
        root[1] + length * 0.85 * math.sin(turn) - length * 0.08,
    )
    spine: list[Point] = []
    for step in range(23):
        t = step / 22
        spine.append(
            (
                (1 - t) ** 2 * root[0] + 2 * t * (1 - t) * knee[0] + t * t * tip[0],
                (1 - t) ** 2 * root[1] + 2 * t * (1 - t) * knee[1] + t * t * tip[1],
            )
        )
    c.line(smooth(spine), colour, length * 0.022)
    for step, (x, y) in enumerate(spine[1:], 1):
        reach = length * 0.24 * math.sin(math.pi * min(step / 22, 1) * 0.86 + 0.3)
        for side in (-0.55, 0.6):
            c.line(
                f"M{x:.1f} {y:.1f}q{reach * side * 0.4:.1f} {reach * 0.25:.1f}"
                f" {reach * side:.1f} {reach * 0.95:.1f}",
                colour,
                length * 0.024,
            )


def tree(c: Canvas, x: float, y: float, tall: float, colour: str) -> None:
    """A broad tree: trunk, and a crown of overlapping rounds lit from above."""
    trunk = mix("#6b4a2f", colour, 0.25)
    c.path(
        f"M{x - tall * 0.035:.1f} {y:.1f}L{x - tall * 0.02:.1f} {y - tall * 0.5:.1f}"
        f"L{x + tall * 0.02:.1f} {y - tall * 0.5:.1f}L{x + tall * 0.04:.1f} {y:.1f}Z",
        trunk,
    )
    c.stroke([(x, y - tall * 0.35), (x + tall * 0.12, y - tall * 0.55)], trunk, tall * 0.02)
    c.stroke([(x, y - tall * 0.3), (x - tall * 0.11, y - tall * 0.5)], trunk, tall * 0.02)
    rounds = (
        (-0.17, 0.56, 0.17),
        (0.18, 0.58, 0.17),
        (0, 0.55, 0.19),
        (-0.09, 0.74, 0.19),
        (0.11, 0.76, 0.17),
        (0.01, 0.88, 0.14),
    )
    for dx, dy, r in rounds:
        c.circle(x + dx * tall, y - dy * tall, r * tall, darker(colour, 0.14))
    for dx, dy, r in rounds:
        c.circle(x + (dx - 0.025) * tall, y - (dy + 0.03) * tall, r * tall * 0.82, colour)
    for dx, dy, r in rounds[3:]:
        c.circle(
            x + (dx - 0.045) * tall,
            y - (dy + 0.055) * tall,
            r * tall * 0.5,
            lighter(colour, 0.14),
            0.8,
        )


def leaf(
    c: Canvas, root: Point, length: float, angle: float, colour: str, fat: float = 0.34
) -> None:
    """A broad leaf with its vein, from `root` outwards; `angle` in degrees, 0 to the right."""
    c.open(*root, length / 100, turn=angle)
    f = fat * 100
    c.path(f"M0 0C22 {-f:.0f} 68 {-f:.0f} 100 0C68 {f:.0f} 22 {f:.0f} 0 0Z", colour)
    c.path(f"M0 0C22 {f:.0f} 68 {f:.0f} 100 0Z", darker(colour, 0.16))
    c.stroke([(2, 0), (95, 0)], lighter(colour, 0.3), 1.8, 0.8)
    for step in (22, 38, 54, 70):
        for side in (-1, 1):
            c.stroke([(step, 0), (step + 13, side * f * 0.52)], lighter(colour, 0.22), 1.1, 0.55)
    c.close()


def foliage(c: Canvas, colour: str, corner: str = "left") -> None:
    """Large dark leaves that frame the picture from a lower corner."""
    c.open(0 if corner == "left" else WIDTH, HEIGHT + 30, 1, flip=corner == "right")
    for angle, length in ((-86, 330), (-68, 420), (-50, 380), (-33, 420), (-16, 340), (-4, 260)):
        shade = darker(colour, c.chance.uniform(0.25, 0.5))
        leaf(c, (-20, 10), length * c.chance.uniform(0.85, 1.1), angle, shade, 0.17)
    c.close()
