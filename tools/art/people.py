"""Flat figures of people: heads without faces, for nobody is meant."""

from typing import NamedTuple

from tools.art.canvas import Canvas, Point, darker, lighter

SKINS = ("#8d5a3a", "#a66e48", "#74482d", "#b98058", "#935f3e")
HAIR = "#2a1f1c"
SHIRTS = ("#e4572e", "#2a9d8f", "#f4a261", "#457b9d", "#e9c46a", "#b5526b", "#5b8e3e", "#f1f1ea")


class Look(NamedTuple):
    """What somebody wears: `head` is hair, long, hijab, cap, helmet, caping or songkok."""

    top: str = "#2a9d8f"
    bottom: str = "#33415c"
    head: str = "hair"
    cover: str = "#f1f1ea"
    skin: str = SKINS[0]
    skirt: bool = False


# Where the hands are, for each pose: left and right, in shares of the height from the feet up.
POSES: dict[str, tuple[Point, Point]] = {
    "stand": ((-0.15, 0.42), (0.15, 0.42)),
    "raise": ((-0.15, 0.42), (0.24, 0.98)),
    "cheer": ((-0.24, 0.98), (0.24, 0.98)),
    "point": ((-0.15, 0.42), (0.36, 0.70)),
    "hold": ((0.13, 0.54), (0.20, 0.54)),
    "reach": ((0.24, 0.78), (0.30, 0.70)),
    "pull": ((0.28, 0.50), (0.34, 0.46)),
    "carry": ((-0.20, 1.00), (0.20, 1.00)),
}


def anyone(c: Canvas, *heads: str, tops: tuple[str, ...] = SHIRTS) -> Look:
    """A look by chance."""
    return Look(
        top=c.chance.choice(tops),
        bottom=c.chance.choice(("#33415c", "#4a3b4f", "#3d405b", "#5a4632", "#28506a")),
        head=c.chance.choice(heads or ("hair", "hijab", "long", "cap")),
        cover=c.chance.choice(("#f1f1ea", "#e9c46a", "#7fb7be", "#d98c9f", "#4f6d7a", "#8ab17d")),
        skin=c.chance.choice(SKINS),
        skirt=c.chance.random() < 0.4,
    )


def person(
    c: Canvas,
    x: float,
    y: float,
    tall: float,
    look: Look,
    pose: str = "stand",
    *,
    flip: bool = False,
    legs: bool = True,
) -> None:
    """Somebody whose feet are at (x, y); without `legs`, what is below the waist is hidden."""
    c.open(x, y, tall, flip=flip)
    if legs:
        c.ellipse(0, 0, 0.2, 0.025, "#0b1530", 0.22)
        _legs(c, look)
    _body(c, look)
    _head(c, look)
    for side, hand in zip((-1, 1), POSES[pose], strict=True):
        _arm(c, look, side, hand)
    c.close()


def bust(c: Canvas, x: float, y: float, tall: float, look: Look) -> None:
    """Somebody who sits behind something whose edge is at `y`."""
    c.open(x, y + tall * 0.42, tall)
    _body(c, look)
    _head(c, look)
    c.close()


def _p(c: Canvas, points: list[Point], colour: str, width: float) -> None:
    c.add(
        '<path d="M'
        + "L".join(f"{px:.3f} {-py:.3f}" for px, py in points)
        + f'" fill="none" stroke="{colour}" stroke-width="{width:.3f}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _shape(c: Canvas, data: str, colour: str) -> None:
    c.add(f'<path d="{data}" fill="{colour}"/>')


def _dot(c: Canvas, x: float, y: float, r: float, colour: str) -> None:
    c.add(f'<circle cx="{x:.3f}" cy="{-y:.3f}" r="{r:.3f}" fill="{colour}"/>')


def _legs(c: Canvas, look: Look) -> None:
    if look.skirt:
        _shape(c, "M-0.10 -0.46L0.10 -0.46L0.15 -0.04L-0.15 -0.04Z", look.bottom)
        _p(c, [(-0.06, 0.03), (-0.06, 0.02)], darker(look.bottom, 0.5), 0.06)
        _p(c, [(0.06, 0.03), (0.06, 0.02)], darker(look.bottom, 0.5), 0.06)
        return
    for side in (-1, 1):
        _p(c, [(side * 0.05, 0.47), (side * 0.062, 0.05)], look.bottom, 0.09)
        _p(c, [(side * 0.062, 0.02), (side * 0.085, 0.02)], darker(look.bottom, 0.5), 0.045)


def _body(c: Canvas, look: Look) -> None:
    _shape(
        c,
        "M-0.105 -0.43L-0.125 -0.72Q-0.12 -0.79 -0.05 -0.80L0.05 -0.80"
        "Q0.12 -0.79 0.125 -0.72L0.105 -0.43Q0 -0.40 -0.105 -0.43Z",
        look.top,
    )
    _shape(
        c,
        "M0.01 -0.80L0.05 -0.80Q0.12 -0.79 0.125 -0.72L0.105 -0.43Q0.06 -0.41 0.02 -0.41Z",
        darker(look.top, 0.12),
    )


def _arm(c: Canvas, look: Look, side: int, hand: Point) -> None:
    shoulder = (side * 0.105, 0.745)
    elbow = ((shoulder[0] + hand[0]) / 2 + side * 0.03, (shoulder[1] + hand[1]) / 2 - 0.02)
    _p(c, [shoulder, elbow, hand], look.skin, 0.055)
    _p(c, [shoulder, elbow], lighter(look.top, 0.07), 0.075)
    _dot(c, hand[0], hand[1], 0.036, look.skin)


def _head(c: Canvas, look: Look) -> None:
    if look.head == "hijab":
        _shape(
            c,
            "M-0.12 -0.74Q-0.13 -1.02 0 -1.02Q0.13 -1.02 0.12 -0.74Q0 -0.64 -0.12 -0.74Z",
            look.cover,
        )
        c.add(f'<ellipse cx="0.005" cy="-0.895" rx="0.064" ry="0.078" fill="{look.skin}"/>')
        return
    if look.head == "long":
        _shape(c, "M-0.10 -0.76Q-0.12 -1.01 0 -1.01Q0.12 -1.01 0.10 -0.76Z", HAIR)
    _p(c, [(0, 0.80), (0, 0.84)], darker(look.skin, 0.15), 0.07)
    _dot(c, 0, 0.905, 0.085, look.skin)
    if look.head in {"hair", "long"}:
        _shape(
            c,
            "M-0.09 -0.90Q-0.10 -1.01 0.005 -1.01Q0.10 -1.0 0.09 -0.90"
            "Q0.05 -0.955 0 -0.955Q-0.06 -0.955 -0.09 -0.90Z",
            HAIR,
        )
    elif look.head == "cap":
        _shape(
            c,
            "M-0.09 -0.92Q-0.09 -1.01 0 -1.01Q0.09 -1.01 0.09 -0.92L0.16 -0.91L0.15 -0.935Z",
            look.cover,
        )
    elif look.head == "songkok":
        _shape(c, "M-0.088 -0.92L-0.08 -1.02L0.08 -1.02L0.088 -0.92Z", "#20202a")
    elif look.head == "helmet":
        _shape(c, "M-0.115 -0.93Q-0.10 -1.03 0 -1.03Q0.10 -1.03 0.115 -0.93Z", "#f6c445")
    elif look.head == "caping":
        _shape(
            c,
            "M-0.2 -0.925Q-0.02 -1.09 0 -1.09Q0.02 -1.09 0.2 -0.925Q0 -0.89 -0.2 -0.925Z",
            "#d9b36c",
        )
