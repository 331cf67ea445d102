"""Scenes of towns and villages: harbours, markets, schools, roads, offices."""

from tools.art import boats, nature, people, places
from tools.art.canvas import HEIGHT, WIDTH, Canvas, darker, lighter, mix
from tools.art.palette import Light

FRUIT = ("#e63946", "#f4a236", "#7bb33c", "#f2d03b", "#8d5a8c", "#f07f4f")
UNIFORMS = {"merah": "#b3263a", "biru": "#23395d"}


def harbour(c: Canvas, light: Light) -> None:
    """A ferry at the jetty, crates and people waiting."""
    x: float
    nature.sky(c, light, (330, 260))
    nature.clouds(c, light, 5)
    nature.ridge(c, 560, 120, light.far, light.low)
    nature.volcano(c, 330, 580, 220, 420, light.mid, light.low)
    nature.sea(c, light, 570, 330)
    boats.ferry(c, 1010, 735, 1000, c.chance.choice(("#1f5f99", "#c8443f", "#2f8f6b")))
    boats.perahu(c, 240, 690, 210, "#e07a3f")
    places.pier(c, -20, 1660, 850, 980)
    for x, y, s, hue in (
        (1230, 838, 96, "#c98f52"),
        (1335, 838, 96, "#b5763c"),
        (1282, 742, 96, "#d9a467"),
        (1440, 838, 110, "#a86a35"),
    ):
        c.rect(x, y - s, s, s, c.fade(lighter(hue, 0.1), darker(hue, 0.1)), 4)
        c.stroke([(x + 8, y - s + 8), (x + s - 8, y - 8)], darker(hue, 0.25), 6, 0.6)
        c.rect(x, y - s, s, 12, darker(hue, 0.2))
        c.rect(x, y - 12, s, 12, darker(hue, 0.2))
    x = 120.0
    for pose in ("stand", "raise", "stand", "hold", "stand"):
        people.person(
            c,
            x,
            850,
            c.chance.uniform(215, 245),
            people.anyone(c),
            pose,
            flip=c.chance.random() < 0.5,
        )
        if pose != "raise":
            c.rect(x + 34, 812, 44, 38, c.chance.choice(FRUIT), 8)
            c.line(f"M{x + 44:.0f} 812q12 -20 24 0", "#3d3530", 5)
        x += c.chance.uniform(110, 165)


def ship(c: Canvas, light: Light) -> None:
    """A pioneer ship under way between islands."""
    nature.sky(c, light, (1240, 300), 70)
    nature.clouds(c, light, 5)
    nature.ridge(c, 600, 110, light.far, light.low)
    nature.volcano(c, 250, 615, 320, 470, light.mid, light.low)
    nature.volcano(c, 1480, 615, 140, 340, light.near, light.low)
    nature.sea(c, light, 605, 1240)
    for off, opacity in ((0, 0.5), (22, 0.32)):
        c.path(
            f"M330 {806 + off}Q700 {842 + off} 1180 {806 + off}Q1240 {850 + off} 1330 {862 + off}"
            f"Q800 {902 + off} 230 {856 + off}Z",
            "#ffffff",
            opacity,
        )
    boats.ferry(c, 770, 820, 900, c.chance.choice(("#23395d", "#2f8f6b", "#c8443f")))
    nature.birds(c, 250, 280, darker(light.far, 0.5), 6)


def market(c: Canvas, light: Light) -> None:
    """A row of stalls with fruit, and customers."""
    x: float
    nature.sky(c, light, (1330, 190))
    nature.clouds(c, light, 4, 60, 200)
    nature.ridge(c, 470, 130, light.far, light.low)
    nature.ridge(c, 520, 60, light.near, light.low, trees=20)
    nature.ground(c, lighter(light.soil, 0.18), 560, 6, 0.22)
    awnings = ["#d1495b", "#2a7f9e", "#e9a23b", "#3a7d5c"]
    c.chance.shuffle(awnings)
    for index, x in enumerate((60, 450, 840, 1230)):
        people.bust(c, x + 165, 645, 240, people.anyone(c, "hijab", "long", "songkok", "hair"))
        goods = tuple(c.chance.sample(FRUIT, 4))
        places.stall(c, x, 760, 330, awnings[index], goods)
    c.rect(0, 775, WIDTH, 225, c.fade(mix(light.soil, "#ffffff", 0.3), light.soil))
    nature.speckle(c, 0, 785, WIDTH, HEIGHT, darker(light.soil, 0.2), 70, 4)
    x = 150.0
    while x < 1500:
        flip = c.chance.random() < 0.5
        tall = c.chance.uniform(300, 350)
        look = people.anyone(c, "hijab", "hair", "long", "cap")
        people.person(
            c,
            x,
            c.chance.uniform(945, 985),
            tall,
            look,
            c.chance.choice(("hold", "stand", "point")),
            flip=flip,
        )
        side = -1 if flip else 1
        bag = x + side * tall * 0.17
        c.path(
            f"M{bag - 34:.0f} 845h68l8 60h-84Z", c.chance.choice(("#e9c46a", "#7fb7be", "#c77d5a"))
        )
        c.line(f"M{bag - 18:.0f} 846q18 -44 36 0", "#6b4a2f", 5)
        x += c.chance.uniform(200, 300)


def school(c: Canvas, light: Light) -> None:
    """Children in uniform before their school."""
    nature.sky(c, light, (260, 200))
    nature.clouds(c, light, 4, 60, 220)
    nature.ridge(c, 560, 190, light.far, light.low)
    nature.ridge(c, 610, 70, light.near, light.low, trees=24)
    nature.ground(c, mix(light.leaf, "#b9cf6a", 0.4), 640, 10)
    nature.tree(c, 90, 740, 420, light.leaf)
    nature.tree(c, 1540, 740, 400, light.leaf)
    places.public_building(
        c, 270, 730, 1080, "#f6e7c8", c.chance.choice(("#b5523b", "#2a6f8e", "#3a7d5c"))
    )
    places.flag(c, 230, 780, 470)
    c.rect(0, 780, WIDTH, 220, c.fade(lighter(light.soil, 0.25), light.soil))
    bottom = UNIFORMS[c.chance.choice(sorted(UNIFORMS))]
    poses = ("raise", "stand", "cheer", "hold", "raise", "stand", "cheer")
    for index, pose in enumerate(poses):
        head = "hijab" if index % 3 == 1 else ("long" if index % 3 == 2 else "hair")
        look = people.Look(
            "#fbfbf7", bottom, head, "#fbfbf7", c.chance.choice(people.SKINS), index % 3 > 0
        )
        x = 300 + index * 168 + c.chance.uniform(-22, 22)
        people.person(
            c,
            x,
            935 + (index % 2) * 34,
            c.chance.uniform(235, 268),
            look,
            pose,
            flip=index % 2 == 0,
        )
        if pose == "hold":
            c.rect(x - 66, 800, 52, 40, "#e9a23b", 4)
            c.rect(x - 42, 800, 4, 40, "#ffffff")


def library(c: Canvas, light: Light) -> None:
    """Shelves, lamps and readers at a low table."""
    wall = mix(light.low, "#ffffff", 0.25)
    c.rect(0, 0, WIDTH, 760, c.fade(wall, mix(wall, light.soil, 0.3)))
    c.rect(0, 740, WIDTH, 260, c.fade("#c08f5c", "#96693d"))
    for index in range(1, 9):
        c.stroke([(index * 190 - 40, 742), (index * 230 - 220, HEIGHT)], "#80572f", 3, 0.5)
    c.rect(600, 110, 420, 300, "#ffffff", 8)
    c.rect(614, 124, 392, 272, c.fade(light.sky, light.low), 4)
    c.open(320, 62, 0.55)
    c.path("M535 600Q760 590 870 340Q900 310 930 340Q1040 560 1246 600Z", light.mid)
    c.close()
    c.rect(614, 350, 392, 46, light.sea)
    c.rect(806, 124, 8, 272, "#ffffff")
    for x in (60, 1080):
        shelf(c, x, 110, 460, 610)
    places.table(c, 330, 1270, 800, "#a8743f", 96)
    for index, x in enumerate((420, 600, 790, 980, 1170)):
        head = ("hair", "hijab", "long", "hair", "hijab")[index]
        people.bust(c, x, 720, 330, people.anyone(c, head))
    places.table(c, 330, 1270, 800, "#a8743f", 96)
    for x in (420, 600, 790, 980, 1170):
        book(c, x, 802, 74, c.chance.choice(FRUIT))
    for x in (330, 1270):
        c.stroke([(x, 0), (x, 60)], "#3d3530", 4)
        c.path(f"M{x - 60} 104Q{x} 10 {x + 60} 104Z", "#d1495b")
        c.circle(x, 106, 18, "#fff4c8")
        c.circle(x, 110, 150, c.gradient((0, "#fff4c8", 0.5), (1, "#fff4c8", 0), radial=True))


def shelf(c: Canvas, x: float, y: float, wide: float, tall: float) -> None:
    """A bookcase full of books."""
    c.rect(x, y, wide, tall, "#8a5f38", 6)
    rows = 5
    for row in range(rows):
        top = y + 14 + row * (tall - 14) / rows
        deep = (tall - 14) / rows - 16
        c.rect(x + 14, top, wide - 28, deep, "#5f3f24")
        bx = x + 20
        while bx < x + wide - 44:
            w, h = c.chance.uniform(13, 28), deep * c.chance.uniform(0.66, 0.95)
            hue = c.chance.choice((*FRUIT, "#2a7f9e", "#457b9d", "#f1f1ea", "#3a7d5c"))
            if c.chance.random() < 0.1:
                bx += w
                continue
            c.rect(bx, top + deep - h, w, h, hue, 2)
            c.rect(bx, top + deep - h * 0.8, w, 5, lighter(hue, 0.5), opacity=0.8)
            bx += w + 2


def book(c: Canvas, x: float, y: float, size: float, hue: str) -> None:
    """An open book held upright on a table, seen from its cover."""
    c.path(
        f"M{x - size:.0f} {y - size * 0.95:.0f}Q{x - size * 0.4:.0f} {y - size * 1.05:.0f} {x:.0f}"
        f" {y - size * 0.86:.0f}Q{x + size * 0.4:.0f} {y - size * 1.05:.0f} {x + size:.0f}"
        f" {y - size * 0.95:.0f}V{y - 8:.0f}"
        f"Q{x + size * 0.4:.0f} {y - size * 0.16:.0f} {x:.0f} {y:.0f}"
        f"Q{x - size * 0.4:.0f} {y - size * 0.16:.0f} {x - size:.0f} {y - 8:.0f}Z",
        hue,
    )
    c.stroke([(x, y - size * 0.86), (x, y)], darker(hue, 0.3), 5)
    for side in (-1, 1):
        c.rect(
            x + side * size * 0.5 - size * 0.22, y - size * 0.66, size * 0.44, 7, "#ffffff", 3, 0.8
        )
        c.rect(
            x + side * size * 0.5 - size * 0.14, y - size * 0.52, size * 0.28, 6, "#ffffff", 3, 0.6
        )


def road(c: Canvas, light: Light) -> None:
    """A road under construction through the hills."""
    nature.sky(c, light, (420, 230))
    nature.clouds(c, light, 4)
    nature.ridge(c, 520, 200, light.far, light.low)
    nature.ridge(c, 600, 130, light.mid, light.low)
    nature.ridge(c, 650, 70, light.near, light.low, trees=22)
    nature.ground(c, mix(light.leaf, light.soil, 0.2), 660, 14)
    nature.grass(c, light.leaf, 690, 50)
    c.path(
        f"M700 662Q860 720 640 800T180 {HEIGHT}L1120 {HEIGHT}Q980 860 900 790T742 662Z", "#b98f62"
    )
    c.path(
        f"M708 662Q850 720 690 800T330 {HEIGHT}L980 {HEIGHT}Q900 860 850 790T734 662Z",
        c.fade("#6a6d75", "#43464e"),
    )
    for y, w, h, x in (
        (690, 4, 16, 757),
        (735, 7, 26, 772),
        (800, 10, 40, 755),
        (885, 14, 58, 690),
    ):
        c.rect(x, y, w, h, "#fff7df", 2)
    places.excavator(c, 1230, 870, 560, flip=True)
    for x, y, s in ((330, 905, 78), (430, 840, 58), (500, 800, 46), (965, 900, 80), (915, 830, 58)):
        places.cone(c, x, y, s)
    for x, y, tall, pose, flip in (
        (170, 930, 300, "point", False),
        (560, 870, 235, "hold", True),
        (1500, 930, 300, "raise", True),
    ):
        look = people.Look("#f28f3b", "#33415c", "helmet", skin=c.chance.choice(people.SKINS))
        people.person(c, x, y, tall, look, pose, flip=flip)


def bridge(c: Canvas, light: Light) -> None:
    """A suspension bridge over a river, with people crossing."""
    x: float
    nature.sky(c, light, (800, 240), 70)
    nature.clouds(c, light, 4)
    nature.ridge(c, 500, 220, light.far, light.low)
    nature.ridge(c, 590, 150, light.mid, light.low, trees=20)
    nature.ridge(c, 680, 60, light.near, light.low, trees=28)
    nature.sea(c, light, 730, 800)
    for side in (-1, 1):
        edge = 800 + side * 800
        c.path(
            f"M{edge} 640Q{edge - side * 190} 640 {edge - side * 250} 720Q{edge - side * 330} 860"
            f" {edge - side * 250} {HEIGHT}L{edge} {HEIGHT}Z",
            c.fade(light.leaf, darker(light.leaf, 0.4)),
        )
    for x in (250, 1350):
        for dx in (-24, 24):
            c.rect(x + dx - 9, 350, 18, 330, c.fade("#c9c3b6", "#8f887a"), 4)
        c.rect(x - 42, 380, 84, 14, "#b3ab9c", 4)
        c.rect(x - 42, 470, 84, 12, "#b3ab9c", 4)
    c.line("M0 520L250 360Q800 800 1350 360L1600 520", "#4e4a45", 9)
    for index in range(31):
        x = 250 + index * 1100 / 30
        t = index / 30
        y = (1 - t) ** 2 * 360 + 2 * t * (1 - t) * 800 + t * t * 360
        c.stroke([(x, y), (x, 668)], "#5f5a54", 3, 0.8)
    for x, flip in ((470, False), (620, False), (800, True), (930, False), (1120, True)):
        people.person(
            c,
            x,
            668,
            c.chance.uniform(112, 128),
            people.anyone(c),
            c.chance.choice(("stand", "hold")),
            flip=flip,
        )
    c.stroke([(0, 640), (250, 632), (1350, 632), (1600, 640)], "#4e4a45", 5)
    c.rect(-10, 664, 1620, 22, "#a8743f", 3)
    for index in range(90):
        c.rect(index * 18, 664, 2, 22, "#6b4a2f", opacity=0.6)
    nature.foliage(c, light.leaf, "right")


def meeting(c: Canvas, light: Light) -> None:
    """A meeting room: a screen with a chart, people around the table."""
    wall = mix(light.low, "#ffffff", 0.3)
    c.rect(0, 0, WIDTH, HEIGHT, c.fade(wall, mix(wall, light.far, 0.3)))
    for x in (70, 1290):
        c.rect(x, 120, 240, 380, "#ffffff", 8)
        c.rect(x + 12, 132, 216, 356, c.fade(light.sky, light.low), 4)
        c.path(f"M{x + 12} 420Q{x + 90} 330 {x + 228} 400V488H{x + 12}Z", light.mid)
        c.path(f"M{x + 12} 450Q{x + 130} 400 {x + 228} 446V488H{x + 12}Z", light.near)
        c.rect(x + 116, 132, 8, 356, "#ffffff")
    c.rect(430, 70, 740, 420, "#33415c", 12)
    c.rect(448, 88, 704, 384, c.fade("#fbfdfd", "#e6eef0"), 6)
    for index, share in enumerate((0.35, 0.5, 0.42, 0.66, 0.8, 0.92)):
        hue = ("#2a7f9e", "#e9a23b")[index % 2]
        c.rect(500 + index * 66, 430 - 260 * share, 42, 260 * share, hue, 4)
    c.stroke([(500, 300), (590, 262), (680, 280), (780, 220), (880, 170)], "#d1495b", 6)
    c.rect(484, 432, 430, 5, "#33415c")
    c.circle(1030, 220, 74, "#e3e9ea")
    c.path("M1030 220V146A74 74 0 0 1 1100 244Z", "#2a7f9e")
    c.path("M1030 220L1100 244A74 74 0 0 1 984 278Z", "#e9a23b")
    for index, w in enumerate((150, 120, 136)):
        c.rect(950, 330 + index * 30, w, 12, "#aebfc6", 6)
    c.rect(0, 760, WIDTH, 240, c.fade("#8f9aa3", "#6b7680"))
    look = people.anyone(c, "hijab", "songkok", tops=("#2a9d8f", "#457b9d"))
    people.person(c, 1310, 800, 440, look, "point", flip=True)
    for index, x in enumerate((240, 440, 640, 840, 1040)):
        look = people.anyone(c, ("hair", "hijab", "songkok", "long", "hijab")[index])
        people.bust(c, x, 778, 390, look)
    places.table(c, 100, 1180, 772, "#9c6b3c", 190)
    for x in (240, 440, 640, 840, 1040):
        c.polygon([(x - 54, 766), (x + 34, 766), (x + 54, 780), (x - 66, 780)], "#ffffff")
        c.rect(x + 62, 738, 20, 34, lighter(light.sea, 0.5), 4)


def computers(c: Canvas, light: Light) -> None:
    """A training at computers, with a trainer at the board."""
    wall = mix(light.sky, "#ffffff", 0.72)
    c.rect(0, 0, WIDTH, HEIGHT, c.fade(wall, mix(wall, light.low, 0.5)))
    c.rect(360, 80, 880, 380, "#ffffff", 10)
    c.rect(376, 96, 848, 348, "#2f5d50", 4)
    for index, (w, y) in enumerate(((330, 160), (440, 216), (390, 272), (250, 328))):
        c.circle(446, y + 6, 11, ("#f4d35e", "#f28f3b", "#8fd3c1", "#ffffff")[index])
        c.rect(476, y, w, 12, "#e9f2ee", 6, 0.9)
    c.rect(970, 170, 190, 190, "#f7fbfa", 10)
    for row in range(6):
        for col in range(6):
            if c.chance.random() < 0.55:
                c.rect(986 + col * 27, 186 + row * 27, 24, 24, "#2f5d50")
    c.rect(0, 720, WIDTH, 280, c.fade("#cbb899", "#a68f6c"))
    look = people.anyone(c, "hijab", "hair", tops=("#e4572e", "#b5526b", "#2a9d8f"))
    people.person(c, 270, 745, 430, look, "point")
    for row, (y, scale) in enumerate(((690, 0.85), (850, 1.12))):
        for index in range(4 if row else 5):
            x = (300 + index * 330) if row else (470 + index * 235)
            people.bust(
                c, x, y - 60 * scale, 330 * scale, people.anyone(c, "hijab", "hair", "long")
            )
        left, right = (80, 1520) if row else (350, 1530)
        places.table(c, left, right, y, "#b98552", 60 * scale if not row else 150)
        for index in range(4 if row else 5):
            x = (300 + index * 330) if row else (470 + index * 235)
            places.laptop(c, x, y + 4, 150 * scale, "#56616b")


def health_post(c: Canvas, light: Light) -> None:
    """A village health post: weighing a child, mothers waiting, a health worker."""
    nature.sky(c, light, (1320, 210))
    nature.clouds(c, light, 4)
    nature.ridge(c, 560, 180, light.far, light.low)
    nature.ridge(c, 620, 70, light.near, light.low, trees=24)
    nature.ground(c, mix(light.leaf, "#b9cf6a", 0.35), 650, 12)
    nature.palm(c, 110, 800, 470, light.leaf, 0.12)
    roof = c.chance.choice(("#2f8f6b", "#2a6f8e", "#c8643f"))
    places.public_building(c, 330, 760, 980, "#fbf3e2", roof, 7)
    c.circle(820, 470, 54, "#ffffff")
    c.path(
        "M820 505C770 470 784 430 806 436Q818 440 820 452Q822 440 834 436C856 430 870 470 820 505Z",
        "#d1495b",
    )
    nature.tree(c, 1500, 800, 420, light.leaf)
    c.rect(0, 800, WIDTH, 200, c.fade(lighter(light.soil, 0.3), light.soil))
    places.table(c, 560, 900, 850, "#b98552", 84)
    c.rect(610, 790, 120, 60, "#ffffff", 8)
    c.rect(622, 800, 96, 26, c.fade("#8cc3d8", "#5f97b0"), 4)
    c.ellipse(820, 838, 62, 13, "#e9a23b")
    c.ellipse(820, 820, 26, 20, "#f9d7c0")
    c.circle(788, 812, 19, c.chance.choice(people.SKINS))
    worker = people.Look(
        "#ffffff", "#dfe7ea", "hijab", "#ffffff", c.chance.choice(people.SKINS), True
    )
    people.person(c, 480, 955, 345, worker, "reach")
    people.person(c, 990, 955, 340, people.anyone(c, "hijab", "long"), "reach", flip=True)
    for x in (1160, 1330):
        look = people.anyone(c, "hijab", "long", "hijab")
        people.person(c, x, 960, 330, look, "hold", flip=x > 1200)
        side = -1 if x > 1200 else 1
        c.ellipse(x + side * 38, 775, 30, 44, c.chance.choice(("#f2c6b4", "#bfe0d8", "#f6e3a1")))
        c.circle(x + side * 38, 728, 24, c.chance.choice(people.SKINS))
    people.person(c, 250, 960, 215, people.anyone(c, "hair"), "cheer")


def festival(c: Canvas, light: Light) -> None:
    """Decorated boats racing in the bay, watched from the shore."""
    nature.sky(c, light, (800, 330), 76)
    nature.clouds(c, light, 5)
    nature.ridge(c, 520, 110, light.far, light.low)
    nature.volcano(c, 1180, 540, 300, 470, light.mid, light.low)
    nature.sea(c, light, 535, 800)
    boats.kora_kora(c, 1200, 660, 470, "#2f8f6b", flip=True)
    boats.kora_kora(c, 560, 770, 720, c.chance.choice(("#c8323f", "#7a3f8c", "#d9722e")))
    nature.shore(c, light, 905, -20)
    x = 60.0
    while x < 1580:
        people.person(
            c,
            x,
            1075 + c.chance.uniform(-12, 20),
            c.chance.uniform(210, 250),
            people.anyone(c),
            c.chance.choice(("cheer", "raise", "stand", "cheer")),
            flip=c.chance.random() < 0.5,
        )
        x += c.chance.uniform(95, 150)
    for index in range(17):
        fx = index * 100
        y = 60 + 44 * (1 - ((index % 8) / 4 - 1) ** 2)
        hue = ("#e63946", "#f4d35e", "#2a9d8f", "#ffffff", "#f28f3b")[index % 5]
        c.polygon([(fx, y), (fx + 76, y), (fx + 38, y + 84)], hue, 0.95)
    c.line("M-10 60Q400 150 800 60T1620 60", "#3d3530", 4, 0.7)


def village(c: Canvas, light: Light, *, panels: bool = False) -> None:
    """Houses on the coast below a hill."""
    nature.sky(c, light, (1250, 230))
    nature.clouds(c, light, 4)
    nature.ridge(c, 520, 160, light.far, light.low)
    nature.volcano(c, 560, 600, 280, 520, light.mid, light.low)
    nature.ridge(c, 660, 90, light.near, light.low, trees=26)
    nature.ground(c, mix(light.leaf, "#b9cf6a", 0.3), 690, 14)
    nature.palm(c, 540, 760, 360, light.leaf, -0.12)
    nature.palm(c, 1060, 770, 410, light.leaf, 0.14)
    roofs = ["#b5523b", "#2a6f8e", "#7a5a8c", "#3a7d5c"]
    c.chance.shuffle(roofs)
    places.house(c, 130, 790, 330, "#f6e7c8", roofs[0])
    places.house(c, 640, 800, 350, "#dbe9e4", roofs[1])
    places.house(c, 1150, 790, 330, "#f3d9c4", roofs[2])
    nature.grass(c, light.leaf, 800, 40)
    path = lighter(light.soil, 0.25)
    c.path(f"M0 850Q800 815 1600 850L1600 {HEIGHT}H0Z", c.fade(path, darker(path, 0.12)))
    if panels:
        for x in (330, 800, 1290):
            places.solar_panel(c, x, 960, 320)
        people.person(c, 560, 960, 300, people.Look("#f28f3b", "#33415c", "helmet"), "raise")
        people.person(c, 1050, 965, 290, people.anyone(c, "hijab"), "point", flip=True)
        return
    for x, pose in ((260, "stand"), (430, "hold"), (880, "raise"), (1010, "stand"), (1360, "hold")):
        people.person(
            c,
            x + c.chance.uniform(-30, 30),
            955,
            c.chance.uniform(250, 300),
            people.anyone(c),
            pose,
            flip=c.chance.random() < 0.5,
        )


def solar(c: Canvas, light: Light) -> None:
    """Solar panels in a coastal village."""
    village(c, light, panels=True)


def tower(c: Canvas, light: Light) -> None:
    """A telecommunication mast above a village."""
    nature.sky(c, light, (330, 250))
    nature.clouds(c, light, 5)
    nature.ridge(c, 560, 190, light.far, light.low)
    nature.ridge(c, 660, 130, light.mid, light.low)
    nature.ridge(c, 740, 80, light.near, light.low, trees=26)
    nature.ground(c, mix(light.leaf, "#b9cf6a", 0.25), 770, 18)
    places.mast(c, 1090, 820, 600, "#c84b3f")
    places.house(c, 180, 850, 330, "#f6e7c8", "#b5523b")
    places.house(c, 590, 830, 270, "#dbe9e4", "#2a6f8e")
    nature.palm(c, 90, 870, 400, light.leaf, 0.1)
    nature.palm(c, 1460, 880, 430, light.leaf, -0.15)
    nature.grass(c, light.leaf, 850, 50)
    for x, pose, flip in ((480, "hold", False), (860, "raise", False), (1290, "hold", True)):
        people.person(c, x, 965, 280, people.anyone(c), pose, flip=flip)
        if pose == "hold":
            side = -1 if flip else 1
            c.rect(x + side * 46 - 15, 792, 30, 46, "#26303a", 5)
            c.rect(x + side * 46 - 11, 797, 22, 36, "#9fe0ee", 3)


def drill(c: Canvas, light: Light) -> None:
    """An evacuation drill: an assembly point, tents, children in line."""
    nature.sky(c, light, (1290, 220))
    nature.clouds(c, light, 4)
    nature.ridge(c, 520, 200, light.far, light.low)
    nature.volcano(c, 430, 610, 330, 480, light.mid, light.low)
    nature.ridge(c, 650, 70, light.near, light.low, trees=24)
    nature.ground(c, mix(light.leaf, "#b9cf6a", 0.35), 680, 12)
    for x, s in ((190, 330), (1130, 390)):
        y = 790
        c.polygon(
            [(x - s * 0.1, y), (x + s * 0.5, y - s * 0.62), (x + s * 1.1, y)],
            c.fade("#f28f3b", "#d96f22"),
        )
        c.polygon([(x + s * 0.5, y - s * 0.62), (x + s * 0.32, y), (x + s * 0.68, y)], "#7a3a14")
        c.polygon([(x + s * 0.5, y - s * 0.62), (x + s * 0.68, y), (x + s * 0.62, y)], "#ffb36b")
    c.rect(788, 470, 16, 340, "#8f9aa3")
    c.rect(670, 360, 252, 170, "#1f8f5f", 14)
    c.rect(682, 372, 228, 146, "#23a06b", 8)
    for dx, dy, turn in ((740, 400, 45), (852, 400, 135), (740, 490, -45), (852, 490, -135)):
        c.open(dx, dy, 1, turn=turn)
        c.path("M-26 -7H4V-18L28 0L4 18V7H-26Z", "#ffffff")
        c.close()
    for dx in (-24, 0, 24):
        c.circle(796 + dx, 432, 9, "#ffffff")
        c.path(f"M{784 + dx} 470v-14q0 -12 12 -12t12 12v14Z", "#ffffff")
    c.rect(0, 800, WIDTH, 200, c.fade(lighter(light.soil, 0.2), light.soil))
    for index in range(8):
        head = ("hair", "hijab", "long")[index % 3]
        look = people.Look(
            "#fbfbf7", "#b3263a", head, "#fbfbf7", c.chance.choice(people.SKINS), index % 3 > 0
        )
        people.person(
            c,
            150 + index * 118,
            950 + (index % 2) * 12,
            220,
            look,
            "carry" if index % 2 else "stand",
        )
    look = people.Look("#f28f3b", "#33415c", "cap", "#f28f3b")
    people.person(c, 1180, 965, 330, look, "point", flip=True)
    people.person(
        c, 1390, 960, 330, people.Look("#2a6f8e", "#33415c", "hijab", "#f1f1ea"), "raise", flip=True
    )


def cleaning(c: Canvas, light: Light) -> None:
    """Volunteers gathering rubbish on a beach."""
    nature.sky(c, light, (350, 240))
    nature.clouds(c, light, 4)
    nature.ridge(c, 520, 120, light.far, light.low)
    nature.volcano(c, 1220, 540, 240, 440, light.mid, light.low)
    nature.sea(c, light, 530, 350)
    boats.perahu(c, 560, 610, 200, "#2a7f9e", sail="#fff3d9")
    nature.shore(c, light, 700, 30)
    nature.palm(c, 1500, 880, 560, light.leaf, -0.2)
    for _ in range(22):
        x, y = c.chance.uniform(60, 1540), c.chance.uniform(790, 985)
        hue = c.chance.choice(("#7fc4d9", "#e9c46a", "#f1f1ea", "#d1795b"))
        c.rect(x, y, c.chance.uniform(16, 34), 11, hue, 5, 0.95)
    for x, y, pose, flip in (
        (200, 905, "pull", False),
        (480, 880, "hold", True),
        (730, 940, "pull", True),
        (1010, 900, "hold", False),
        (1290, 950, "raise", True),
    ):
        people.person(c, x, y, 270, people.anyone(c, "cap", "hijab", "caping"), pose, flip=flip)
        side = -1 if flip else 1
        bx = x + side * 78
        c.path(
            f"M{bx - 40} {y}q-18 -70 18 -96q-6 -14 4 -20h36q10 6 4 20q36 26 18 96Z",
            c.fade("#3f7d5b", "#2a5a41"),
        )
        c.line(f"M{bx - 20} {y - 96}h40", "#e9c46a", 6)


def water(c: Canvas, light: Light) -> None:
    """A village tap: a tank on a tower, people filling buckets."""
    nature.sky(c, light, (1210, 210))
    nature.clouds(c, light, 4)
    nature.ridge(c, 540, 210, light.far, light.low)
    nature.ridge(c, 620, 130, light.mid, light.low)
    nature.ridge(c, 690, 60, light.near, light.low, trees=26)
    nature.ground(c, mix(light.leaf, "#b9cf6a", 0.3), 720, 12)
    places.house(c, 150, 800, 330, "#f3d9c4", "#b5523b")
    for dx in (-100, 100):
        c.stroke([(1120 + dx * 1.15, 830), (1120 + dx * 0.85, 430)], "#8f9aa3", 14)
    c.stroke([(1015, 760), (1210, 520)], "#8f9aa3", 7)
    c.stroke([(1225, 760), (1030, 520)], "#8f9aa3", 7)
    c.rect(1000, 420, 240, 20, "#6b7680", 4)
    c.rect(
        1020,
        220,
        200,
        204,
        c.gradient((0, "#2f7fc0", 1), (0.35, "#5fa9e0", 1), (1, "#1f5f99", 1), end=(1, 0)),
        18,
    )
    for index in range(3):
        c.rect(1020, 262 + index * 48, 200, 7, "#1b5184", 3, 0.6)
    c.ellipse(1120, 222, 100, 24, "#6fb6ea")
    c.stroke(
        [(1120, 430), (1120, 860), (800, 860), (800, 770), (756, 770), (756, 792)], "#7d8a91", 15
    )
    c.rect(560, 905, 400, 60, "#c9c3b6", 8)
    c.line("M756 800V888", "#bfe8f7", 12, 0.9)
    for x, hue in ((756, "#e9a23b"), (640, "#d1495b"), (880, "#2a9d8f")):
        c.path(f"M{x - 42} 860h84l-12 78h-60Z", c.fade(hue, darker(hue, 0.2)))
        c.ellipse(x, 860, 42, 11, "#bfe8f7")
    people.person(c, 520, 965, 320, people.anyone(c, "hijab", "long"), "reach")
    people.person(c, 1010, 965, 310, people.anyone(c, "hijab", "hair"), "reach", flip=True)
    people.person(c, 1330, 970, 215, people.anyone(c, "hair"), "cheer")
    nature.palm(c, 1500, 880, 430, light.leaf, -0.12)


def football(c: Canvas, light: Light) -> None:
    """A football match below the hills."""
    nature.sky(c, light, (1260, 220))
    nature.clouds(c, light, 5)
    nature.ridge(c, 520, 180, light.far, light.low)
    nature.volcano(c, 560, 600, 330, 520, light.mid, light.low)
    nature.ridge(c, 640, 60, light.near, light.low, trees=24)
    green = mix(light.leaf, "#8fcf5a", 0.35)
    for index in range(8):
        c.polygon(
            [
                (index * 200, 650),
                (index * 200 + 200, 650),
                (index * 300 - 200, HEIGHT),
                (index * 300 - 500, HEIGHT),
            ],
            lighter(green, 0.08 if index % 2 else 0),
        )
    c.rect(1400, 650, 200, 350, green)
    c.stroke([(0, 700), (1600, 700)], "#ffffff", 5, 0.8)
    c.ellipse(800, 860, 260, 62, "none")
    c.line("M540 860A260 62 0 1 0 1060 860A260 62 0 1 0 540 860", "#ffffff", 6, 0.8)
    for x in (160, 420):
        c.rect(x, 520, 10, 190, "#ffffff")
    c.rect(160, 514, 270, 11, "#ffffff", 4)
    for index in range(13):
        c.stroke([(166 + index * 21, 524), (176 + index * 19.5, 700)], "#ffffff", 1.6, 0.6)
        if index < 8:
            c.stroke([(168, 540 + index * 20), (426, 540 + index * 20)], "#ffffff", 1.6, 0.6)
    teams = (("#d1495b", "#ffffff"), ("#2a6f8e", "#f4d35e"))
    spots = (
        (360, 830, 0, "raise"),
        (620, 950, 1, "point"),
        (760, 900, 0, "reach"),
        (1010, 940, 1, "stand"),
        (1220, 860, 0, "raise"),
        (1440, 950, 1, "cheer"),
        (930, 790, 1, "stand"),
    )
    for x, y, team, pose in sorted(spots, key=lambda item: item[1]):
        top, bottom = teams[team]
        look = people.Look(top, bottom, "hair", skin=c.chance.choice(people.SKINS))
        people.person(c, x, y, 190 + (y - 780) * 0.62, look, pose, flip=x > 800)
    c.circle(850, 955, 24, "#ffffff")
    c.polygon([(850, 945), (860, 952), (856, 963), (844, 963), (840, 952)], "#26303a")


def fair(c: Canvas, light: Light) -> None:
    """An exhibition of village products under festive bunting."""
    market(c, light)
    for index in range(17):
        fx = index * 100
        y = 40 + 50 * (1 - ((index % 8) / 4 - 1) ** 2)
        hue = ("#e63946", "#ffffff", "#f4d35e", "#2a9d8f")[index % 4]
        c.polygon([(fx, y), (fx + 70, y), (fx + 35, y + 78)], hue, 0.95)
    c.line("M-10 40Q400 140 800 40T1620 40", "#3d3530", 4, 0.7)
