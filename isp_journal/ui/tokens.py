"""The colours of the window, one frozen table a theme; no other module holds a colour."""

from typing import NamedTuple


class DomainColours(NamedTuple):
    """How one domain of the framework is painted; `mark` is circle, triangle, square or dot."""

    hue: str
    text: str
    tint: str
    mark: str


class Tokens(NamedTuple):
    """One theme's colours by use; `underline` is the thickness of a passage's line in pixels at 100 %."""

    name: str
    dark: bool
    window: str
    page: str
    raised: str
    sunken: str
    hover: str
    select: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    ink: str
    ink_hover: str
    on_ink: str
    focus: str
    danger: str
    danger_tint: str
    find: str
    underline: int
    co_creation: DomainColours
    ongoing_improvement: DomainColours
    sustaining_change: DomainColours
    neutral: DomainColours


LIGHT = Tokens(
    name="light",
    dark=False,
    window="#F4F2ED",
    page="#FDFCFA",
    raised="#FFFFFF",
    sunken="#F8F6F2",
    hover="#ECE9E2",
    select="#E1E8F2",
    line="#E5E1D8",
    edge="#8A8478",
    text="#1E2126",
    text2="#474B52",
    text3="#5F636B",
    ink="#23456E",
    ink_hover="#1A3556",
    on_ink="#FFFFFF",
    focus="#1B66C9",
    danger="#9A2E1C",
    danger_tint="#FAECE8",
    find="#F6E7A6",
    underline=2,
    co_creation=DomainColours("#0F6B63", "#0B554F", "#E1F0EE", "circle"),
    ongoing_improvement=DomainColours("#8F5A00", "#6F4500", "#F7ECD9", "triangle"),
    sustaining_change=DomainColours("#6A4A9C", "#56398A", "#EEE8F7", "square"),
    neutral=DomainColours("#5F636B", "#474B52", "#ECE9E2", "dot"),
)

DARK = Tokens(
    name="dark",
    dark=True,
    window="#161719",
    page="#1C1E21",
    raised="#26292D",
    sunken="#191B1E",
    hover="#2A2D31",
    select="#2B394C",
    line="#34373C",
    edge="#7E848D",
    text="#ECEAE5",
    text2="#BFBEBA",
    text3="#A3A3A0",
    ink="#A4C3EF",
    ink_hover="#BCD3F4",
    on_ink="#0F2038",
    focus="#7DB0FF",
    danger="#F2A796",
    danger_tint="#3A2420",
    find="#5A4B12",
    underline=2,
    co_creation=DomainColours("#5CC2B5", "#74D0C4", "#1B3431", "circle"),
    ongoing_improvement=DomainColours("#E0AC5A", "#E8BA70", "#392C17", "triangle"),
    sustaining_change=DomainColours("#BFA2F2", "#CBB4F5", "#2F2843", "square"),
    neutral=DomainColours("#A3A3A0", "#BFBEBA", "#2A2D31", "dot"),
)

CONTRAST_LIGHT = Tokens(
    name="contrast",
    dark=False,
    window="#FFFFFF",
    page="#FFFFFF",
    raised="#FFFFFF",
    sunken="#FFFFFF",
    hover="#EBEBEB",
    select="#D9E6FF",
    line="#000000",
    edge="#000000",
    text="#000000",
    text2="#000000",
    text3="#1F1F1F",
    ink="#00296B",
    ink_hover="#001A45",
    on_ink="#FFFFFF",
    focus="#0047C2",
    danger="#7A1500",
    danger_tint="#FFFFFF",
    find="#FFE94D",
    underline=3,
    co_creation=DomainColours("#004D46", "#003B36", "#FFFFFF", "circle"),
    ongoing_improvement=DomainColours("#6B4300", "#523300", "#FFFFFF", "triangle"),
    sustaining_change=DomainColours("#4B2A82", "#3B1F69", "#FFFFFF", "square"),
    neutral=DomainColours("#000000", "#000000", "#FFFFFF", "dot"),
)

CONTRAST_DARK = Tokens(
    name="contrast",
    dark=True,
    window="#000000",
    page="#000000",
    raised="#000000",
    sunken="#000000",
    hover="#262626",
    select="#17335E",
    line="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    text2="#FFFFFF",
    text3="#E6E6E6",
    ink="#B8D4FF",
    ink_hover="#D9E8FF",
    on_ink="#000000",
    focus="#8CBBFF",
    danger="#FFC2B5",
    danger_tint="#000000",
    find="#5C4A00",
    underline=3,
    co_creation=DomainColours("#7FE3D6", "#9FEBE1", "#000000", "circle"),
    ongoing_improvement=DomainColours("#FFC96F", "#FFD68F", "#000000", "triangle"),
    sustaining_change=DomainColours("#D6C0FF", "#E2D3FF", "#000000", "square"),
    neutral=DomainColours("#FFFFFF", "#FFFFFF", "#000000", "dot"),
)

NO_COLOUR = "transparent"
