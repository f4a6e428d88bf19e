"""The bot's photo: a page of a plan with its tasks ticked. `python -m views.pictures.emblem` draws emblem.jpg anew."""

from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle

FILE = Path(__file__).with_name("emblem.jpg")
SIDE = 640  # pixels; Telegram shows the circle in the middle of the square
GROUND, SHADE, PAPER, LINE, DONE, TOP = "#0B5C8E", "#084A73", "#FFFFFF", "#C9D6E0", "#009E73", "#F0C929"


def draw() -> None:
    """Draw the photo and keep it."""
    figure = Figure(figsize=(SIDE / 100, SIDE / 100), dpi=100, facecolor=GROUND)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, SIDE)
    axes.set_ylim(0, SIDE)
    axes.axis("off")
    axes.add_patch(Circle((SIDE / 2, SIDE / 2), 300, color=SHADE, lw=0))
    axes.add_patch(FancyBboxPatch((178, 132), 284, 360, "round,pad=0,rounding_size=30", fc=PAPER, lw=0))
    axes.add_patch(FancyBboxPatch((250, 462), 140, 58, "round,pad=0,rounding_size=22", fc=TOP, lw=0))
    for row, is_done in enumerate((True, True, False)):
        y = 396 - 96 * row
        axes.add_patch(Circle((236, y), 30, fc=DONE if is_done else PAPER, ec=DONE if is_done else LINE, lw=5))
        if is_done:
            axes.plot((221, 232, 252), (y, y - 12, y + 12), color=PAPER, lw=7, solid_capstyle="round")
        axes.add_patch(Rectangle((290, y - 9), 130 if row != 1 else 100, 18, fc=LINE, lw=0))
    figure.savefig(FILE, facecolor=GROUND, pil_kwargs={"quality": 92})


if __name__ == "__main__":
    draw()
