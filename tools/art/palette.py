"""The light of a scene: named sets of colours for the times of a day."""

from typing import NamedTuple


class Light(NamedTuple):
    """Colours that belong together; `far` to `near` are hills, `leaf` what grows in front."""

    sky: str
    low: str
    sun: str
    cloud: str
    far: str
    mid: str
    near: str
    sea: str
    deep: str
    leaf: str
    soil: str
    glow: float


LIGHTS = {
    "pagi": Light(
        "#7cc4e8",
        "#fdf0d2",
        "#fff6d6",
        "#ffffff",
        "#8fb8c9",
        "#5f9f9a",
        "#37806a",
        "#5cc0cf",
        "#1f7fa0",
        "#2c7a4b",
        "#d9b27c",
        0.9,
    ),
    "siang": Light(
        "#3f9fe0",
        "#cdeefb",
        "#fffbe0",
        "#ffffff",
        "#86b7cf",
        "#4fa183",
        "#2f8358",
        "#34b3cf",
        "#12709f",
        "#27864b",
        "#e2bf88",
        0.7,
    ),
    "fajar": Light(
        "#5c6fb5",
        "#ffc59a",
        "#fff0c2",
        "#ffe0cf",
        "#8d86b8",
        "#66649c",
        "#44507d",
        "#f0a58b",
        "#4a5b96",
        "#33506b",
        "#b98a77",
        1.0,
    ),
    "senja": Light(
        "#553b78",
        "#ff9a62",
        "#ffe09a",
        "#ffb38a",
        "#8a5b8c",
        "#633f74",
        "#43305f",
        "#f58a63",
        "#4b3470",
        "#362a52",
        "#94625f",
        1.0,
    ),
    "sore": Light(
        "#f2a65a",
        "#fde7b0",
        "#fffbe6",
        "#fff2d6",
        "#c79a76",
        "#9a8459",
        "#6d7a45",
        "#e9bd7f",
        "#a9774b",
        "#56702f",
        "#cf9c5c",
        1.0,
    ),
    "teduh": Light(
        "#9fb9c4",
        "#e6efe9",
        "#ffffff",
        "#f5f9f8",
        "#a8c0c0",
        "#7ba59b",
        "#4f8975",
        "#8fbcbf",
        "#4a8792",
        "#3f7d5b",
        "#c3ac84",
        0.4,
    ),
    "zamrud": Light(
        "#49b6b0",
        "#e9f8df",
        "#fffde7",
        "#ffffff",
        "#8ccbb8",
        "#4aa68c",
        "#1f7f68",
        "#3cc2b3",
        "#0f7c84",
        "#1d7a52",
        "#d8bd84",
        0.8,
    ),
    "biru": Light(
        "#2867b2",
        "#a9d6f5",
        "#fdfbe8",
        "#f4faff",
        "#7ba4cf",
        "#4a7db0",
        "#2c5f8d",
        "#4aa3dd",
        "#164f8f",
        "#256f63",
        "#d3b88f",
        0.7,
    ),
}
