"""The head of every page: the product's name, what it answers from, and how it is shown."""

from index.library import Library
from ui.pages.messages import inline
from ui.pages.strings import Strings


def masthead(library: Library, say: Strings) -> str:
    """The head, as HTML of ours."""
    heads = library.heads()
    name = f"《{inline(heads[0].name)}》" if len(heads) == 1 else ""
    loaded = say("head.loaded", count=f"<strong>{len(heads):,}</strong>", name=name)
    return (
        f'<div id="masthead"><h1>{say("head.name")}</h1><p>{loaded}</p>'
        f'<a href="policies">{say("head.read")}</a>'
        f'<div id="display" role="group" aria-label="{say("head.tools")}">'
        f'<button type="button" id="theme" aria-pressed="false">{say("head.dark")}</button>'
        f'<button type="button" id="language">{say("head.language")}</button></div></div>'
    )
