"""How the admin looks: colours, sizes and styles, all of them here. Knows no page.

Source of the contrasts: WCAG 2.2, 1.4.3 asks for 4.5 to 1 between text and its ground; the test of
this file counts them.
"""

from typing import Final

from nicegui import ui

INK: Final = "#0f172a"
SOFT_INK: Final = "#475569"
GROUND: Final = "#f4f6f8"
CARD: Final = "#ffffff"
LINE: Final = "#dbe2ea"
ACCENT: Final = "#0f766e"
GOOD: Final = "#15803d"
WARN: Final = "#a14a06"
BAD: Final = "#b91c1c"
WALL_GROUND: Final = "#07111f"
WALL_CARD: Final = "#0e1c30"
WALL_INK: Final = "#e6edf6"
WALL_SOFT: Final = "#a5b4c8"
WALL_LINE: Final = "#1d304d"
# told apart by the colour-blind too. Source: Okabe and Ito, Color Universal Design, 2008
SERIES: Final = ("#0f766e", "#e69f00", "#56b4e9", "#cc79a7", "#d55e00", "#0072b2", "#8a8f00")
TEXT_PAIRS: Final = (
    (INK, GROUND), (INK, CARD), (SOFT_INK, GROUND), (SOFT_INK, CARD), (ACCENT, CARD),
    (CARD, ACCENT), (GOOD, CARD), (WARN, CARD), (BAD, CARD), (WALL_INK, WALL_CARD),
    (WALL_SOFT, WALL_CARD), (WALL_INK, WALL_GROUND), (WALL_SOFT, WALL_GROUND),
)  # fmt: skip
FONT: Final = 'system-ui, "Segoe UI", Roboto, "Noto Sans CJK SC", "PingFang SC", sans-serif'
FAVICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 48 48'%3E%3Crect "
    "width='48' height='48' rx='12' fill='%230f766e'/%3E%3Cpath d='M9 16c8 1 11 4 15 4s7-3 15-4c-1 "
    "12-7 20-15 20S10 28 9 16z' fill='%23fff'/%3E%3C/svg%3E"
)
MARK: Final = (
    '<svg viewBox="0 0 48 48" width="100%" aria-hidden="true"><rect width="48" height="48" rx="12" '
    f'fill="{ACCENT}"/><path d="M9 16c8 1 11 4 15 4s7-3 15-4c-1 12-7 20-15 20S10 28 9 16z" '
    f'fill="#fff"/><circle cx="20" cy="26" r="2.2" fill="{ACCENT}"/><circle cx="28" cy="26" '
    f'r="2.2" fill="{ACCENT}"/></svg>'
)

SIGN_IN_CSS: Final = f"""
*{{box-sizing:border-box}} body{{margin:0;min-height:100vh;display:grid;place-items:center;
background:{GROUND};color:{INK};font:16px/1.5 {FONT}}}
main{{width:min(24rem,calc(100vw - 2rem));background:{CARD};border:1px solid {LINE};
border-radius:16px;padding:2.25rem 2rem;box-shadow:0 10px 30px rgb(15 23 42/.07)}}
.mark{{width:56px}}
h1{{margin:.75rem 0 0;font-size:1.6rem;letter-spacing:-.01em}} .lead{{margin:.1rem 0 1.5rem;
color:{SOFT_INK}}} label{{display:block;font-weight:600;margin:.9rem 0 .3rem}}
input:not([type=hidden]){{width:100%;font:inherit;padding:.7rem .8rem;border:1px solid #94a3b8;
border-radius:10px;color:inherit;background:#fff}}
input:focus-visible,button:focus-visible,a:focus-visible{{outline:3px solid {ACCENT};
outline-offset:2px}}
button{{width:100%;margin-top:1.4rem;font:inherit;font-weight:600;padding:.8rem;border:0;
border-radius:10px;background:{ACCENT};color:#fff;cursor:pointer}}
button:hover{{background:#115e59}}
.problem,.warning{{margin:0 0 .5rem;padding:.7rem .9rem;border-radius:10px;background:#fef2f2;
color:#991b1b}} .warning{{background:#fffbeb;color:#7c3a04}}
.languages{{margin:1.5rem 0 0;display:flex;gap:1.25rem;justify-content:center}}
.languages a{{color:{SOFT_INK};padding:.35rem}}
"""

_CSS: Final = f"""
body{{background:{GROUND};color:{INK};font-family:{FONT}}}
.nicegui-content{{padding:0;gap:0;display:block}}
.page{{max-width:1440px;margin:0 auto;padding:1.25rem 1.5rem 3rem}}
.page-head{{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem;margin-bottom:1.1rem}}
.page-head .title{{font-size:1.5rem;font-weight:650;letter-spacing:-.01em;margin-right:auto}}
.card{{background:{CARD};border:1px solid {LINE};border-radius:14px;padding:1.1rem 1.2rem}}
.card-title{{font-weight:650;font-size:1rem;margin-bottom:.5rem}}
.soft{{color:{SOFT_INK}}} .good{{color:{GOOD}}} .warn{{color:{WARN}}} .bad{{color:{BAD}}}
.bar{{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin-bottom:1rem}}
.bar .grow{{flex:1 1 16rem}}
.stack{{display:flex;flex-direction:column;gap:.75rem}}
.cols{{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem;
align-items:start}}
.fields{{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));
gap:.35rem 1rem}}
.num{{font-variant-numeric:tabular-nums}} .big{{font-size:1.75rem;font-weight:680;line-height:1.2}}
.figures{{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:1rem;
margin-bottom:1rem}}
.charts{{display:grid;grid-auto-flow:dense;grid-template-columns:repeat(4,minmax(0,1fr));gap:1rem}}
.charts>.wide{{grid-column:span 2}}
.chart{{height:300px;width:100%}}
.thumb{{width:52px;height:52px;object-fit:cover;border-radius:10px;background:#e8edf2;display:block}}
.no-thumb{{width:52px;height:52px;border-radius:10px;background:#e8edf2;color:{SOFT_INK};
display:grid;place-items:center}}
.photos{{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.75rem}}
.photo{{position:relative;border:1px solid {LINE};border-radius:12px;overflow:hidden;
background:#fff}}
.photo img{{width:100%;aspect-ratio:1;object-fit:cover;display:block}}
.photo .q-btn{{border-radius:50%;position:absolute;top:.3rem;right:.3rem;
background:rgb(255 255 255/.92)}}
.video{{width:100%;border-radius:12px;background:{INK};aspect-ratio:16/9;object-fit:contain}}
.card-list{{background:#fff;border-radius:10px;margin-top:.25rem}}
.advice{{display:flex;gap:.7rem;align-items:flex-start;padding:.7rem .9rem;border:1px solid {LINE};
border-left:4px solid {WARN};border-radius:10px;background:#fff}}
.advice.mild{{border-left-color:{ACCENT}}}
.receipt{{font-family:"Noto Sans Mono CJK SC",ui-monospace,monospace;white-space:pre;overflow:auto;
background:#fff;border:1px solid {LINE};border-radius:10px;padding:1rem;font-size:.86rem;
line-height:1.45}}
.chip{{display:inline-block;padding:.1rem .6rem;border-radius:99px;font-size:.82rem;font-weight:600;
background:#e8edf2;color:{INK}}} .chip.good{{background:#dcfce7;color:#14532d}}
.chip.bad{{background:#fee2e2;color:#7f1d1d}} .chip.warn{{background:#fef3c7;color:#713f12}}
.side{{background:{CARD}!important;border-right:1px solid {LINE}}}
.side a{{display:flex;align-items:center;gap:.8rem;padding:.62rem .9rem;margin:.1rem .6rem;
border-radius:10px;color:{INK};text-decoration:none;min-height:44px}}
.side a:hover{{background:{GROUND}}}
.side a[aria-current=page]{{background:#d9efec;color:#0b4f4a;font-weight:650}}
.top{{background:{CARD}!important;color:{INK}!important;border-bottom:1px solid {LINE}}}
.side nav{{width:100%;padding-top:.5rem}}
.top{{align-items:center}} .top>*{{line-height:1.2}}
.logo{{width:30px;height:30px}}
.brand{{display:flex;align-items:center;gap:.55rem;font-weight:720;font-size:1.15rem;
letter-spacing:-.01em;color:{INK};text-decoration:none}}
.skip{{position:absolute;left:-999px}}
.skip:focus{{left:1rem;top:.6rem;z-index:9999;background:#fff;
padding:.5rem 1rem;border-radius:8px}}
.q-btn{{text-transform:none;border-radius:10px;font-weight:600}}
.q-btn:not(.q-btn--round):not(.q-btn--dense){{min-height:44px}}
.q-field--outlined .q-field__control{{border-radius:10px;background:#fff}}
.q-field__label{{color:{SOFT_INK}}}
.q-uploader__header{{background:transparent}} .q-uploader{{border-radius:12px;max-height:none}}
.q-table__card{{box-shadow:none!important;border:1px solid {LINE};border-radius:14px}}
.q-table th{{font-weight:650;color:{SOFT_INK};font-size:.82rem}} .q-table td{{font-size:.93rem}}
.q-table td.long{{overflow-wrap:anywhere}} .q-table td.num,.chip{{white-space:nowrap!important}}
.q-dialog .q-card{{border-radius:16px;max-width:min(96vw,60rem);width:60rem}}
a:focus-visible,.q-btn:focus-visible,[tabindex]:focus-visible{{outline:3px solid {ACCENT};
outline-offset:2px}}
body.wall{{background:{WALL_GROUND};color:{WALL_INK}}}
.wall .page{{max-width:none;padding:1rem 1.25rem}} .wall .soft{{color:{WALL_SOFT}}}
.wall .card{{background:{WALL_CARD};border-color:{WALL_LINE}}}
.wall .good{{color:#4ade80}} .wall .bad{{color:#fca5a5}} .wall .warn{{color:#fbbf24}}
.wall .chart{{height:20vh}} .wall .q-field__label{{color:{WALL_SOFT}}}
.wall .q-btn,.wall .q-btn .q-icon{{color:{WALL_INK}!important}} .wall .card{{padding:.8rem 1rem}}
.wall .q-field__control{{background:{WALL_CARD}}}
.wall .page-head .title{{font-size:1.8rem}}
.wall .plain td,.wall .plain th{{border-color:{WALL_LINE}}}
.plain{{width:100%;border-collapse:collapse;font-size:.92rem}} .plain th{{text-align:left;
font-weight:600}} .plain td,.plain th{{padding:.38rem .5rem;border-bottom:1px solid {LINE}}}
.plain .end{{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}}
@media (max-width:1200px){{.charts{{grid-template-columns:repeat(2,minmax(0,1fr))}}}}
@media (max-width:760px){{.charts{{grid-template-columns:minmax(0,1fr)}}
.charts>.wide{{grid-column:auto}}
.page{{padding:1rem .85rem 3rem}} .page-head .title{{font-size:1.25rem}}
.figures{{grid-template-columns:repeat(2,minmax(0,1fr))}} .big{{font-size:1.35rem}}
.hide-small{{display:none!important}} .q-table td{{overflow-wrap:anywhere}}
.q-table td,.q-table th{{padding:7px 8px!important}}
.bar>.q-field{{flex:1 1 100%}}}}
@media (prefers-reduced-motion:reduce){{*{{animation:none!important;transition:none!important}}}}
"""


def apply() -> None:
    """Give the page that is being built its look."""
    ui.colors(primary=ACCENT, secondary=SOFT_INK, positive=GOOD, negative=BAD, warning=WARN)
    ui.add_css(_CSS)
