"""Colours, fonts and sizes: white paper, one blue for what can be pressed, system fonts only."""

import gradio as gr

_BLUE = gr.themes.Color(
    name="office",
    c50="#f2f6fc",
    c100="#e3edf8",
    c200="#c5d9ef",
    c300="#9cbde2",
    c400="#6a99cf",
    c500="#3a74b5",
    c600="#1a4f8b",
    c700="#164274",
    c800="#12345c",
    c900="#0e2946",
    c950="#0a1d32",
)
_FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "system-ui", "sans-serif")


def theme() -> gr.themes.Base:
    """The look of every page; the rest is in `assets/page.css`."""
    return gr.themes.Base(
        primary_hue=_BLUE,
        secondary_hue=_BLUE,
        neutral_hue=gr.themes.colors.gray,
        radius_size=gr.themes.sizes.radius_sm,
        font=_FONTS,
        font_mono=("ui-monospace", "monospace"),
    ).set(
        body_background_fill="#f5f6f8",
        body_background_fill_dark="#101216",
    )
