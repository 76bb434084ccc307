"""Charts painted by hand: one `draw(painter, rect, data, palette)` each, and a widget that makes it walkable."""
