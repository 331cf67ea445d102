"""What is grown and gathered, seen from near: spices, coffee, rice, seaweed, mangrove."""

from tools.art.canvas import HEIGHT, WIDTH, Canvas, darker, lighter, mix, smooth
from tools.art.nature import leaf


def clove_twig(
    c: Canvas, x: float, y: float, size: float, turn: float, bud: str, green: str
) -> None:
    """A twig with a cluster of clove buds and its glossy leaves."""
    c.open(x, y, size / 400, turn=turn)
    c.line("M0 0Q20 -110 0 -220", "#7a5a36", 14)
    for side in (-1, 1):
        for height, angle, length in ((-40, 25, 250), (-110, 48, 240), (-180, 68, 200)):
            leaf(
                c,
                (0, height),
                length,
                -angle if side > 0 else 180 + angle,
                mix(green, "#ffffff", 0.05 * (side + 1)),
                0.22,
            )
    tips = (
        (-92, -300),
        (-58, -352),
        (-20, -318),
        (18, -372),
        (46, -316),
        (88, -340),
        (112, -286),
        (-118, -258),
        (4, -276),
        (66, -268),
        (-46, -262),
    )
    for tx, ty in tips:
        c.line(f"M0 -216Q{tx * 0.35:.0f} {ty * 0.88:.0f} {tx} {ty}", mix(green, "#c8d68a", 0.5), 8)
    for tx, ty in tips:
        lean = tx * 0.14
        c.line(f"M{tx} {ty}l{lean:.0f} -36", darker(bud, 0.12), 19)
        c.line(f"M{tx - 3} {ty}l{lean:.0f} -34", lighter(bud, 0.15), 7)
        top = (tx + lean * 1.3, ty - 50)
        for dx, dy in ((-12, 5), (12, 5), (-6, -4), (7, -4)):
            c.circle(top[0] + dx, top[1] + dy, 7, mix(green, bud, 0.35))
        c.circle(top[0], top[1] - 6, 14, lighter(bud, 0.3))
        c.circle(top[0] - 4, top[1] - 10, 5, "#ffffff", 0.6)
    c.close()


def nutmeg(
    c: Canvas, x: float, y: float, size: float, *, opened: bool = True, turn: float = 0
) -> None:
    """A nutmeg fruit; opened, it shows the red mace around the seed."""
    c.open(x, y, size / 200, turn=turn)
    skin = "#edc25e"
    c.line("M0 -96q6 -26 -4 -50", "#7a5a36", 9)
    c.path(
        "M0 -102C70 -98 100 -40 96 14C92 74 48 104 0 104"
        "C-48 104 -92 74 -96 14C-100 -40 -70 -98 0 -102Z",
        c.gradient((0, lighter(skin, 0.35), 1), (1, darker(skin, 0.22), 1), end=(1, 1)),
    )
    if not opened:
        c.line("M-6 -98Q-34 0 -2 102", darker(skin, 0.25), 4, 0.7)
        c.ellipse(-42, -34, 15, 30, "#ffffff", 0.35)
        c.close()
        return
    c.path(
        "M0 -84C50 -76 70 -30 66 16C62 64 34 86 0 86C-34 86 -62 64 -66 16C-70 -30 -50 -76 0 -84Z",
        "#fbeecb",
    )
    c.ellipse(0, 8, 46, 62, "#5a3420")
    c.ellipse(-14, -16, 13, 24, "#83553a", 0.9)
    for dx, bend in ((-42, -58), (-22, -30), (0, 6), (22, 36), (42, 60)):
        c.line(f"M{dx * 0.2:.0f} 66Q{bend} 24 {dx} -40", "#c81d3a", 13)
        c.line(f"M{dx * 0.2:.0f} 64Q{bend} 24 {dx} -38", "#ec4b5f", 4)
    c.line("M-44 2Q0 34 46 -6", "#c81d3a", 10)
    c.line("M-34 44Q0 62 36 40", "#c81d3a", 11)
    c.close()


def coffee_branch(c: Canvas, x: float, y: float, size: float, turn: float, green: str) -> None:
    """A coffee branch with pairs of leaves and bunches of cherries in all ripeness."""
    c.open(x, y, size / 700, turn=turn)
    c.line("M0 0Q340 -50 700 20", "#7a5a36", 17)
    for index in range(6):
        px, py = 70 + index * 112, -26 + abs(index - 3) * 8
        for side in (-1, 1):
            leaf(
                c,
                (px, py),
                205 - index * 12,
                side * 58 + (8 if side > 0 else -8),
                mix(green, "#ffffff" if side < 0 else "#0b1530", 0.08),
                0.27,
            )
    for index in range(6):
        px, py = 70 + index * 112, -22 + abs(index - 3) * 8
        for dx, dy in ((-34, -20), (0, -34), (34, -18), (-26, 18), (8, 26), (36, 16), (2, -4)):
            hue = c.chance.choice(
                ("#c4202f", "#d8343f", "#c4202f", "#e0702f", "#8cab3f", "#a31627")
            )
            cx, cy = px + dx + c.chance.uniform(-5, 5), py + dy + c.chance.uniform(-5, 5)
            c.circle(cx, cy, 22, darker(hue, 0.18))
            c.circle(cx - 2, cy - 3, 19, hue)
            c.circle(cx - 8, cy - 9, 5.5, "#ffffff", 0.55)
    c.close()


def paddies(c: Canvas, horizon: float, green: str, water: str, rows: int = 7) -> None:
    """Rice terraces that come nearer and wider towards the lower edge."""
    for index in range(rows):
        share = index / rows
        y = horizon + (HEIGHT - horizon) * share**1.35
        wave = c.wave([(9 + 26 * share, 700), (4 + 8 * share, 260)])
        edge = [(float(x), y + wave(x)) for x in range(-40, WIDTH + 60, 40)]
        tint = mix(green, "#d9e36c" if index % 2 else "#0b1530", 0.22 if index % 2 else 0.08)
        closed = f"L{WIDTH + 60} {HEIGHT}L-60 {HEIGHT}Z"
        c.path(smooth(edge) + closed, lighter(tint, 0.28))
        lower = [(px, py + 7 + 9 * share) for px, py in edge]
        fill = tint if index % 3 else mix(water, tint, 0.25)
        c.path(smooth(lower) + closed, c.fade(fill, darker(fill, 0.12)))
        tufts(c, lower, 30 + 60 * share, 7 + 20 * share, tint, wet=index % 3 == 0)


def tufts(
    c: Canvas, edge: list[tuple[float, float]], deep: float, size: float, green: str, *, wet: bool
) -> None:
    """Rows of young rice below an edge, sparser where the field stands under water."""
    for row in range(2 if wet else 3):
        step = int(size * (3.2 if wet else 1.7)) + 4
        for x in range(0, WIDTH, step):
            py = edge[min(x // 40 + 1, len(edge) - 1)][1]
            gx = x + (row % 2) * step / 2
            gy = py + deep * (row + 0.8) / 3 + size * 0.4
            shade = (
                mix(green, "#f2efa0", 0.35 * c.chance.random()) if not wet else darker(green, 0.1)
            )
            for lean in (-0.45, 0, 0.45):
                c.line(
                    f"M{gx:.0f} {gy:.0f}q{lean * 3:.0f} {-size * 0.6:.0f} {lean * size:.0f}"
                    f" {-size:.0f}",
                    shade,
                    1.4 + size * 0.09,
                    0.85,
                )


def mangrove(c: Canvas, x: float, y: float, tall: float, green: str) -> None:
    """A mangrove tree on its stilt roots; (x, y) is where they meet the mud."""
    bark = "#6a4b39"
    knee = y - tall * 0.3
    for reach in (-0.3, -0.2, -0.1, 0.08, 0.19, 0.31):
        c.line(
            f"M{x + reach * tall * 0.12:.0f} {knee - tall * 0.1 * (1 - abs(reach)):.0f}"
            f"Q{x + reach * tall * 0.9:.0f} {knee:.0f} {x + reach * tall:.0f} {y:.0f}",
            bark,
            tall * 0.02,
        )
    c.stroke([(x, knee), (x + tall * 0.02, y - tall * 0.62)], bark, tall * 0.045)
    c.line(
        f"M{x:.0f} {knee - tall * 0.1:.0f}q{tall * 0.1:.0f} {-tall * 0.12:.0f} {tall * 0.18:.0f}"
        f" {-tall * 0.2:.0f}",
        bark,
        tall * 0.025,
    )
    blobs = [(c.chance.uniform(-0.3, 0.3), c.chance.uniform(0.56, 0.92)) for _ in range(16)]
    for dx, dy in blobs:
        c.ellipse(x + dx * tall, y - dy * tall, tall * 0.13, tall * 0.09, darker(green, 0.18))
    for dx, dy in blobs:
        c.ellipse(
            x + (dx - 0.02) * tall,
            y - (dy + 0.03) * tall,
            tall * 0.1,
            tall * 0.06,
            lighter(green, 0.1 * (dy > 0.72)),
        )


def seedling(c: Canvas, x: float, y: float, tall: float, green: str) -> None:
    """A mangrove seedling with its stake and reflection."""
    c.ellipse(x, y + 2, tall * 0.3, tall * 0.05, "#ffffff", 0.28)
    c.stroke([(x, y), (x + tall * 0.03, y - tall * 0.7)], "#8a6a45", tall * 0.06)
    for angle, length in ((-150, 0.42), (-30, 0.42), (-112, 0.46), (-66, 0.46), (-90, 0.4)):
        leaf(c, (x + tall * 0.03, y - tall * 0.62), tall * length, angle, green, 0.3)
