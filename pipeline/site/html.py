"""HTML that was made safe: the one kind of text that templates do not encode again."""


class Html(str):
    """Markup from our own converter or encoder; text from anywhere else is never made one."""

    __slots__ = ()

    def __html__(self) -> str:
        """What template engines ask of a text that is markup already."""
        return str(self)
