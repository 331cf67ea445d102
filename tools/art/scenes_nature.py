"""Scenes of land, sea and what grows."""

import math

from tools.art import boats, growth, nature, people, places
from tools.art.canvas import HEIGHT, WIDTH, Canvas, darker, lighter, mix
from tools.art.palette import Light


def volcano_sea(c: Canvas, light: Light) -> None:
    """An island cone across the strait, with fishing boats."""
    sun = c.chance.uniform(300, 520)
    nature.sky(c, light, (sun, 330))
    nature.clouds(c, light, 4)
    nature.ridge(c, 600, 90, light.far, light.low)
    nature.volcano(c, c.chance.uniform(980, 1120), 620, 430, 560, light.mid, light.low)
    nature.cloud(c, light, 800, 330, 1.0)
    nature.cloud(c, light, 1060, 380, 1.15)
    nature.volcano(c, 250, 620, 120, 330, light.near, light.low)
    nature.birds(c, 600, 250, darker(light.far, 0.5))
    nature.sea(c, light, 616, sun)
    boats.perahu(c, 1130, 700, 190, "#d1495b", crew=1)
    boats.perahu(c, 640, 830, 430, "#2a7f9e", crew=2, flip=True, sail="#fff3d9")
    nature.foliage(c, light.leaf, c.chance.choice(("left", "right")))


def bay(c: Canvas, light: Light) -> None:
    """A bay with islands, palms on the beach."""
    nature.sky(c, light, (820, 360), 70)
    nature.clouds(c, light, 5)
    nature.ridge(c, 590, 120, light.far, light.low)
    nature.volcano(c, 1260, 600, 230, 420, light.mid, light.low)
    nature.volcano(c, 190, 600, 150, 360, light.mid, light.low)
    nature.sea(c, light, 590, 820)
    boats.perahu(c, 1010, 680, 170, "#e07a3f")
    boats.perahu(c, 520, 730, 240, "#3a7d5c", flip=True, sail="#ffe9c4")
    nature.shore(c, light, 840, -70)
    nature.palm(c, 190, 980, 620, light.leaf, 0.2)
    nature.palm(c, 70, 1000, 480, light.leaf, 0.1)
    nature.palm(c, 1480, 960, 560, light.leaf, -0.22)


def fishing(c: Canvas, light: Light) -> None:
    """Fishermen pulling a net over their boat's side, fish below the water."""
    x: float
    y: float
    nature.sky(c, light, (360, 260))
    nature.clouds(c, light, 4)
    nature.ridge(c, 470, 110, light.far, light.low)
    nature.volcano(c, 1320, 480, 170, 430, light.mid, light.low)
    nature.sea(c, light, 470, 360)
    boats.perahu(c, 1330, 560, 200, "#e9a23b", flip=True)
    net = lighter(light.sea, 0.7)
    for index in range(13):
        x = 850 + index * 36
        c.line(
            f"M{x * 0.55 + 400:.0f} 640Q{x + 40} 740 {x + 110} {910 - abs(index - 6) * 10}",
            net,
            2.5,
            0.8,
        )
    for index in range(8):
        y = 672 + index * 31
        c.line(
            f"M{880 + index * 4} {y}Q{1090 + index * 10} {y + 44} {1190 + index * 34} {y - 8}",
            net,
            2.5,
            0.8,
        )
    for _ in range(16):
        x, y = c.chance.uniform(960, 1330), c.chance.uniform(720, 880)
        hue = c.chance.choice(("#f4f7f7", "#cfdde3", "#9db8c6", "#f2c14e"))
        turn = c.chance.uniform(-30, 30)
        c.open(x, y, c.chance.uniform(0.7, 1.2), turn=turn)
        c.path("M-36 0Q-6 -22 30 0Q-6 22 -36 0ZM26 0L48 -15L48 15Z", hue)
        c.path("M-36 0Q-6 22 30 0Z", darker(hue, 0.2), 0.6)
        c.circle(-24, -3, 2.8, "#1b2a3a")
        c.close()
    for index in range(9):
        c.circle(890 + index * 48, 650 + abs(index - 4) * 7, 11, "#f28f3b")
        c.circle(887 + index * 48, 646 + abs(index - 4) * 7, 4, "#ffffff", 0.7)
    c.open(560, 730, 1.75)
    c.ellipse(0, 16, 250, 16, "#0b1530", 0.22)
    for index, pose in enumerate(("pull", "pull", "reach")):
        look = people.anyone(c, "caping", "cap", "hair")
        people.person(c, -96 + index * 96, 62, 190, look, pose, legs=False)
    hull = c.chance.choice(("#d1495b", "#2a7f9e", "#2f8f6b"))
    c.path(
        "M-245 -62Q-190 -14 -130 -10L150 -10Q205 -16 256 -78Q214 26 140 30L-130 30"
        "Q-216 20 -245 -62Z",
        c.fade(hull, darker(hull, 0.35)),
    )
    c.path(
        "M-245 -62Q-190 -14 -130 -10L150 -10Q205 -16 256 -78L248 -58Q200 4 146 6L-128 6"
        "Q-200 -4 -245 -62Z",
        "#fff3d9",
    )
    c.close()


def seaweed(c: Canvas, light: Light) -> None:
    """Lines of seaweed in the shallows, with floats and a tender boat."""
    nature.sky(c, light, (1240, 230))
    nature.clouds(c, light, 4)
    nature.ridge(c, 430, 120, light.far, light.low)
    nature.ridge(c, 445, 60, light.near, light.low, trees=10)
    nature.sea(c, light, 440, 1240)
    for row in range(9):
        share = row / 8
        y = 505 + 470 * share**1.3
        step = 34 + 70 * share
        c.line(f"M-20 {y:.0f}Q800 {y + 20:.0f} 1620 {y - 8:.0f}", "#ffffff", 1.5 + 2 * share, 0.5)
        count = int(1660 / step)
        for index in range(count):
            x = index * step + (row % 2) * step / 2
            r = 6 + 17 * share
            hue = c.chance.choice(("#7a4f2b", "#8f6a2e", "#5c7a35", "#a0582f"))
            for dx, dy in ((-0.7, 0.4), (0.6, 0.5), (0, 1.0), (-0.3, 0.1), (0.4, 0.0)):
                c.ellipse(x + dx * r, y + 8 + dy * r, r * 0.6, r * 0.5, hue, 0.75)
            if index % 4 == row % 4:
                c.ellipse(x + step / 2, y, r * 0.75, r * 0.6, "#fdfdf6")
                c.ellipse(x + step / 2, y + r * 0.2, r * 0.75, r * 0.4, "#d5dedd", 0.7)
    boats.perahu(c, 960, 690, 400, "#e07a3f", crew=2)
    boats.perahu(c, 330, 575, 190, "#2a7f9e", crew=1, flip=True)


def cloves(c: Canvas, light: Light) -> None:
    """Clove twigs before hills, and a tray of drying cloves."""
    nature.sky(c, light, (300, 230))
    nature.clouds(c, light, 3)
    nature.ridge(c, 640, 190, light.far, light.low)
    nature.volcano(c, 420, 680, 300, 480, light.mid, light.low)
    nature.ridge(c, 760, 110, light.near, light.low, trees=26)
    nature.ground(c, mix(light.leaf, light.soil, 0.25), 800)
    nature.grass(c, lighter(light.leaf, 0.1), 810, 40)
    person = people.anyone(c, "caping", tops=("#e4572e", "#457b9d", "#b5526b"))
    people.person(c, 330, 935, 320, person, "hold")
    c.ellipse(400, 775, 74, 26, "#b98b57")
    c.ellipse(400, 768, 64, 19, "#6e3b22")
    for _ in range(46):
        c.ellipse(
            400 + c.chance.uniform(-52, 52),
            766 + c.chance.uniform(-12, 10),
            7,
            3.4,
            c.chance.choice(("#8f4a2a", "#5a2f1d", "#a85a33")),
        )
    tray(c, 700, 905, 420)
    bud = c.chance.choice(("#d8485f", "#e0655a", "#c9415a"))
    growth.clove_twig(c, 1210, 1040, 620, -12, bud, light.leaf)
    growth.clove_twig(c, 1490, 1010, 520, 14, bud, light.leaf)
    growth.clove_twig(c, 1390, 60, 380, 168, bud, darker(light.leaf, 0.1))


def tray(c: Canvas, x: float, y: float, wide: float) -> None:
    """A round winnowing tray full of cloves."""
    c.ellipse(x, y + 12, wide * 0.52, wide * 0.13, "#0b1530", 0.25)
    c.ellipse(x, y, wide * 0.5, wide * 0.14, "#c79a5f")
    c.ellipse(x, y - 6, wide * 0.46, wide * 0.115, "#e2bd84")
    for _ in range(260):
        turn, r = c.chance.uniform(0, 6.283), c.chance.random() ** 0.5
        px = x + wide * 0.4 * r * math.cos(turn)
        py = y - 8 + wide * 0.09 * r * math.sin(turn)
        lean = c.chance.uniform(-9, 9)
        hue = c.chance.choice(("#7a3f24", "#5a2f1d", "#96522f", "#6b3621"))
        c.stroke([(px - 8, py - lean * 0.3), (px + 8, py + lean * 0.3)], hue, 5)
        c.circle(px + 8, py + lean * 0.3, 4, lighter(hue, 0.15))


def nutmegs(c: Canvas, light: Light) -> None:
    """Nutmeg fruits among leaves, before the hills."""
    nature.sky(c, light, (1250, 240))
    nature.clouds(c, light, 3)
    nature.ridge(c, 600, 200, light.far, light.low)
    nature.ridge(c, 720, 130, light.mid, light.low)
    nature.ridge(c, 850, 90, light.near, light.low, trees=28)
    c.line("M-40 150Q420 120 820 260T1660 190", "#6f5133", 24)
    c.line(
        "M420 150Q470 330 430 470M820 258Q880 360 860 500M1240 262Q1300 380 1260 480", "#6f5133", 11
    )
    for x, y, turn in (
        (120, 140, 70),
        (250, 130, 40),
        (300, 140, 110),
        (560, 170, 60),
        (620, 190, 120),
        (740, 230, 35),
        (960, 280, 75),
        (1060, 280, 110),
        (1180, 268, 30),
        (1400, 240, 80),
        (1500, 220, 45),
        (1340, 250, 130),
        (90, 145, -60),
        (520, 160, -70),
        (900, 268, -60),
        (1130, 270, -75),
        (1440, 230, -50),
    ):
        nature.leaf(
            c,
            (x, y),
            c.chance.uniform(210, 290),
            turn + c.chance.uniform(-10, 10),
            mix(light.leaf, "#ffffff", c.chance.uniform(0, 0.14)),
            0.24,
        )
    growth.nutmeg(c, 430, 560, 210, turn=-6)
    growth.nutmeg(c, 860, 610, 250, turn=5)
    growth.nutmeg(c, 1255, 585, 200, opened=False)
    growth.nutmeg(c, 1440, 480, 150, opened=False, turn=8)
    growth.nutmeg(c, 180, 430, 150, opened=False, turn=-9)
    nature.foliage(c, light.leaf, "right")


def rice(c: Canvas, light: Light) -> None:
    """Rice terraces with planters."""
    nature.sky(c, light, (1180, 240))
    nature.clouds(c, light, 5)
    nature.ridge(c, 470, 170, light.far, light.low)
    nature.ridge(c, 520, 110, light.mid, light.low)
    nature.ridge(c, 545, 60, light.near, light.low, trees=14)
    growth.paddies(c, 535, mix(light.leaf, "#9bc53d", 0.45), lighter(light.sea, 0.25))
    nature.palm(c, 1400, 650, 270, light.leaf, -0.15)
    nature.palm(c, 1475, 660, 220, light.leaf, 0.12)
    for x, y, tall, flip in (
        (520, 800, 190, False),
        (690, 770, 170, True),
        (1010, 880, 260, False),
    ):
        people.person(c, x, y, tall, people.anyone(c, "caping"), "pull", flip=flip)
    people.person(c, 300, 930, 290, people.anyone(c, "caping", tops=("#e4572e", "#457b9d")), "hold")
    for dx in (-18, -6, 6, 18):
        c.line(f"M{352 + dx} 790q{dx} -40 {dx * 2} -62", lighter(light.leaf, 0.25), 6)


def coffee(c: Canvas, light: Light) -> None:
    """A coffee harvest: branches near, pickers and hills behind."""
    nature.sky(c, light, (420, 210))
    nature.clouds(c, light, 3)
    nature.ridge(c, 520, 220, light.far, light.low)
    nature.ridge(c, 620, 150, light.mid, light.low)
    nature.ridge(c, 700, 80, light.near, light.low, trees=22)
    nature.ground(c, mix(light.leaf, light.soil, 0.18), 735)
    for row in range(3):
        y = 790 + row * 75
        for x in range(-20 + row * 40, 1640, 150 - row * 8):
            r = 50 + row * 16
            shade = mix(light.leaf, "#0b1530", 0.12)
            for dx, dy, k in ((-0.5, 0, 0.8), (0.5, 0, 0.8), (0, -0.45, 0.9)):
                c.circle(x + dx * r, y + dy * r, r * k, shade)
            for _ in range(9):
                lx, ly = c.chance.uniform(-0.9, 0.7) * r, c.chance.uniform(-1, 0.5) * r
                nature.leaf(
                    c,
                    (x + lx, y + ly),
                    26 + row * 9,
                    c.chance.uniform(-70, 70),
                    lighter(light.leaf, c.chance.uniform(0.02, 0.16)),
                    0.3,
                )
            for _ in range(13):
                c.circle(
                    x + c.chance.uniform(-1, 1) * r,
                    y + c.chance.uniform(-1, 0.6) * r * 0.9,
                    4 + row * 1.6,
                    c.chance.choice(("#d8343f", "#c4202f", "#e0702f")),
                )
        if row == 1:
            for x, flip in ((420, False), (800, True)):
                people.person(
                    c, x, 920, 255, people.anyone(c, "caping", "hijab"), "hold", flip=flip
                )
                side = -1 if flip else 1
                bx = x + side * 48
                c.path(f"M{bx - 42} 780h84l-12 62h-60Z", "#c79a5f")
                c.ellipse(bx, 780, 42, 12, "#8a5f33")
                for _ in range(16):
                    c.circle(
                        bx + c.chance.uniform(-32, 32),
                        777 + c.chance.uniform(-8, 5),
                        8,
                        c.chance.choice(("#d8343f", "#c4202f", "#a31627")),
                    )
    growth.coffee_branch(c, 820, 240, 900, -9, light.leaf)
    growth.coffee_branch(c, 1060, 560, 700, 8, lighter(light.leaf, 0.06))


def mangroves(c: Canvas, light: Light) -> None:
    """People planting mangrove seedlings in the mud at low tide."""
    x: float
    nature.sky(c, light, (1150, 260))
    nature.clouds(c, light, 5)
    nature.ridge(c, 500, 140, light.far, light.low)
    nature.volcano(c, 480, 520, 180, 400, light.mid, light.low)
    nature.sea(c, light, 510, 1150)
    for x, tall in ((80, 330), (250, 280), (1390, 300), (1540, 350), (1240, 220)):
        growth.mangrove(c, x, 640 + tall * 0.12, tall, light.leaf)
    mud = mix(light.soil, light.deep, 0.35)
    nature.ground(c, mud, 690, 16, 0.35)
    for _ in range(26):
        y = c.chance.uniform(715, 990)
        c.ellipse(
            c.chance.uniform(0, WIDTH),
            y,
            (y - 640) * 0.28,
            (y - 640) * 0.03,
            lighter(light.sea, 0.35),
            0.4,
        )
    for row in range(4):
        for index in range(11 - row * 2):
            x = 90 + row * 40 + index * (150 + row * 52) + c.chance.uniform(-16, 16)
            growth.seedling(c, x, 735 + row * 72, 58 + row * 24, mix(light.leaf, "#9bc53d", 0.3))
    for x, y, tall, pose, flip in (
        (470, 850, 270, "pull", False),
        (760, 820, 240, "hold", True),
        (1090, 880, 290, "pull", True),
        (1270, 830, 245, "stand", False),
    ):
        people.person(c, x, y, tall, people.anyone(c, "cap", "hijab", "caping"), pose, flip=flip)


def forest(c: Canvas, light: Light) -> None:
    """Rangers on a forest path."""
    nature.sky(c, light, (820, 250))
    nature.ridge(c, 520, 200, light.far, light.low)
    nature.ridge(c, 620, 120, light.mid, light.low, trees=24)
    for x in range(40, 1640, 130):
        nature.tree(
            c,
            x + c.chance.uniform(-30, 30),
            720,
            c.chance.uniform(250, 360),
            mix(light.near, light.low, 0.22),
        )
    nature.ground(c, light.leaf, 720)
    path = lighter(light.soil, 0.15)
    c.path(
        "M800 722Q900 770 760 840T620 1010L1090 1010Q1060 900 980 850T838 722Z",
        c.fade(path, darker(path, 0.15)),
    )
    nature.grass(c, lighter(light.leaf, 0.2), 750, 60)
    for x, y, tall in ((160, 850, 560), (410, 790, 440), (1240, 800, 470), (1490, 880, 620)):
        nature.tree(c, x, y, tall, darker(light.leaf, 0.05))
    for x, y, tall, pose, flip in ((760, 900, 260, "point", True), (900, 880, 240, "stand", False)):
        look = people.Look("#5a6b3a", "#3f4a2c", "cap", "#5a6b3a", c.chance.choice(people.SKINS))
        people.person(c, x, y, tall, look, pose, flip=flip)
    nature.foliage(c, light.leaf, "left")
    nature.foliage(c, light.leaf, "right")


def coconut(c: Canvas, light: Light) -> None:
    """Copra drying under coconut palms."""
    x: float
    nature.sky(c, light, (1180, 250))
    nature.clouds(c, light, 4)
    nature.ridge(c, 600, 130, light.far, light.low)
    nature.sea(c, light, 590, 1180)
    nature.ground(c, mix(light.leaf, "#b9cf6a", 0.35), 690)
    nature.grass(c, light.leaf, 710, 60, 22)
    for x, tall, lean in ((90, 560, 0.12), (320, 450, -0.1), (1300, 520, 0.14), (1520, 600, -0.2)):
        nature.palm(c, x, 800 + tall * 0.1, tall, light.leaf, lean)
    c.polygon([(480, 790), (1150, 790), (1290, 960), (360, 960)], "#c9a06a")
    c.polygon([(496, 798), (1136, 798), (1262, 948), (388, 948)], "#e5cfa2")
    for row in range(6):
        for col in range(17):
            x = 470 + col * 43 + row * (col - 8) * 2.4
            y = 812 + row * 24
            c.ellipse(x, y, 18, 11, "#6b4a2f")
            c.ellipse(x, y - 2, 14, 8, "#fffaf0")
    for x, flip in ((420, False), (1240, True)):
        people.person(
            c, x, 930, 300, people.anyone(c, "caping", "cap", "hijab"), "reach", flip=flip
        )
    for x, y in ((720, 970), (770, 982), (700, 990), (750, 1000), (1390, 950), (1430, 965)):
        c.circle(x, y, 34, "#7a9a3a")
        c.circle(x - 8, y - 10, 13, "#a8c25c", 0.7)


def sago(c: Canvas, light: Light) -> None:
    """A village kitchen garden: roots, bananas and sago in baskets on a mat."""
    nature.sky(c, light, (380, 230))
    nature.clouds(c, light, 3)
    nature.ridge(c, 560, 160, light.far, light.low)
    nature.ridge(c, 640, 90, light.near, light.low, trees=26)
    nature.ground(c, mix(light.leaf, "#9bc53d", 0.2), 680)
    nature.grass(c, light.leaf, 700, 50)
    places.house(c, 960, 760, 430, "#e9d3a8", "#8a5a3c")
    nature.palm(c, 1500, 800, 430, light.leaf, -0.12)
    nature.tree(c, 190, 790, 430, light.leaf)
    c.path(f"M180 850H1420L1560 {HEIGHT}H40Z", "#d9b877")
    for index in range(1, 9):
        c.stroke([(180 + index * 138, 850), (40 + index * 169, HEIGHT)], "#c09a58", 3, 0.6)
    for x, hue in ((420, "#fff6e6"), (640, "#8d5a3a"), (860, "#f2c83f"), (1080, "#d98a4a")):
        for row in range(3):
            for col in range(5 - row):
                c.ellipse(
                    x + (col - (4 - row) / 2) * 34,
                    868 - row * 22,
                    22,
                    18,
                    mix(hue, "#ffffff", 0.15 * c.chance.random()),
                )
                c.ellipse(x + (col - (4 - row) / 2) * 34 - 6, 862 - row * 22, 7, 5, "#ffffff", 0.4)
        c.path(f"M{x - 100} 868h200l-26 74h-148Z", c.fade("#b58a5a", "#8a6238"))
        for index in range(5):
            c.stroke([(x - 88 + index * 44, 872), (x - 72 + index * 36, 938)], "#7a5632", 3, 0.5)
    people.person(c, 300, 960, 330, people.anyone(c, "hijab"), "reach")
    people.person(c, 1270, 950, 330, people.anyone(c, "hair", "songkok"), "hold", flip=True)
