"""The word CONTOH in a corner of every picture, drawn as strokes so that no font is needed."""

from tools.art.canvas import HEIGHT, WIDTH, Canvas

LETTERS = {
    "C": "M22 7A13 13 0 1 0 22 25",
    "O": "M13 3A13 13 0 1 0 13.1 3",
    "N": "M2 29V3L22 29V3",
    "T": "M1 3H23M12 3V29",
    "H": "M2 3V29M22 3V29M2 16H22",
}


def mark(c: Canvas, word: str = "CONTOH") -> None:
    """Write `word` near the lower right corner, where crops to 3:2 and 16:9 leave it whole."""
    wide = len(word) * 36 + 34
    left, top = WIDTH - wide - 78, HEIGHT - 136
    c.rect(left, top, wide, 56, "#0b1530", 28, 0.62)
    for index, letter in enumerate(word):
        c.open(left + 24 + index * 36, top + 13, 0.95)
        c.line(LETTERS[letter], "#ffffff", 4.6)
        c.close()
