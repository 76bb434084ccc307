"""ISP Journal: an offline journal for implementation support practitioners."""

__version__ = "0.1.0"
