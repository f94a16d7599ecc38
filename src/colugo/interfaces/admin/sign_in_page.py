"""The page where one signs in: plain HTML that works without a script. Knows no session."""

from html import escape
from typing import Final

from colugo.interfaces.admin.theme import FAVICON, MARK, SIGN_IN_CSS
from colugo.interfaces.admin.words import Language, Words

_PAGE: Final = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{icon}"><style>{css}</style></head>
<body><main><div class="mark" aria-hidden="true">{mark}</div><h1>Colugo</h1>
<p class="lead">{lead}</p>
{problem}{warning}
<form method="post" action="sign-in"><input type="hidden" name="next" value="{wanted}">
<label for="person">{person_label}</label>
<input id="person" name="person" value="{person}" autocomplete="username" autocapitalize="none"
 spellcheck="false" required maxlength="64"{person_focus}>
<label for="password">{password_label}</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 required{focus}>
<button type="submit">{button}</button></form>
<p class="languages"><a href="language/zh" lang="zh" hreflang="zh">中文</a>
<a href="language/en" lang="en" hreflang="en">English</a></p></main></body></html>
"""


def sign_in_page(
    language: Language, wanted: str, problem: str, person: str, *, is_safe: bool
) -> str:
    """The page as HTML.

    Args:
        language: of the words.
        wanted: where to go on.
        problem: why it did not work before; empty for the first try.
        person: that was tried before.
        is_safe: whether nobody on the way can listen.
    """
    words = Words(language)
    told = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    unsafe = f'<p class="warning">{escape(words("sign_in.unsafe"))}</p>'
    return _PAGE.format(
        lang="zh-CN" if language == "zh" else "en", title=words("sign_in.title"), icon=FAVICON,
        css=SIGN_IN_CSS, mark=MARK, lead=escape(words("sign_in.lead")), problem=told,
        warning="" if is_safe else unsafe, wanted=escape(wanted), person=escape(person),
        person_label=words("sign_in.person"), password_label=words("sign_in.password"),
        button=words("sign_in.button"), person_focus="" if person else " autofocus",
        focus=" autofocus" if person else "",
    )  # fmt: skip
