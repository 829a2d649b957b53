"""How the page of an item looks on a screen and on paper.

Source: WCAG 2.2, 1.4.3: text has a contrast of 4.5 to 1 at least. No colour stands alone for a
meaning, so that a black-and-white printer loses nothing.
"""

INK, PAPER, QUIET, LINE, ALARM, BAND = (
    "#0b0c0c", "#ffffff", "#484c50", "#7a7f84", "#8c1d1d", "#f3f3f3",
)  # fmt: skip

_LOOK = f"""
:root {{ color-scheme: light; }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 46rem; color: {INK};
  background: {PAPER}; font: 1.0625rem/1.5 Arial, Helvetica, "Liberation Sans", sans-serif;
  overflow-wrap: anywhere; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }}
h2 {{ font-size: 1.25rem; line-height: 1.3; margin: 0 0 .6rem; padding-bottom: .25rem;
  border-bottom: 2px solid {INK}; }}
h3 {{ font-size: 1.0625rem; margin: 1rem 0 .3rem; }}
h4, h5, h6 {{ font-size: 1rem; margin: .7rem 0 .2rem; color: {QUIET}; }}
p {{ margin: 0 0 .5rem; }}
section {{ margin: 1.9rem 0 0; }}
ol {{ margin: .5rem 0 .8rem; padding-left: 1.6rem; }}
li {{ margin: 0 0 .4rem; padding-left: .2rem; }}
dl {{ margin: 0 0 .4rem; }}
dl > div {{ display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: 0 1rem;
  padding: .15rem 0; }}
dt {{ color: {QUIET}; }}
dd {{ margin: 0; }}
table {{ border-collapse: collapse; width: 100%; margin: .6rem 0; }}
caption {{ text-align: left; font-weight: bold; padding: .2rem 0; }}
th, td {{ text-align: left; vertical-align: top; padding: .4rem .5rem;
  border: 1px solid {LINE}; width: 33%; }}
thead th {{ background: {BAND}; }}
tbody th {{ font-weight: normal; }}
.exercise {{ margin: 0 0 1.2rem; padding: .5rem .8rem; border: 4px double {INK};
  font-weight: bold; text-align: center; }}
.afterwards {{ margin: 0 0 1.2rem; padding: .5rem .8rem; border: 4px solid {ALARM};
  font-size: 1.2rem; font-weight: bold; }}
.kind {{ margin: 0 0 .2rem; font-weight: bold; text-transform: uppercase; letter-spacing: .05em; }}
.came, footer {{ color: {QUIET}; font-size: .9375rem; }}
.strong {{ font-weight: bold; }}
.first {{ border: 3px solid {ALARM}; padding: 1rem; }}
.first h2 {{ border-color: {ALARM}; }}
.first > h2 + .strong {{ font-size: 1.2rem; }}
.amends {{ border: 3px solid {INK}; padding: 1rem; }}
.group {{ margin: .6rem 0 .6rem .2rem; padding-left: .9rem; border-left: 2px solid {LINE}; }}
.group > :first-child {{ margin-top: 0; }}
footer {{ margin-top: 2.5rem; border-top: 1px solid {LINE}; padding-top: .5rem; }}
@media (max-width: 30rem) {{ dl > div {{ grid-template-columns: 1fr; }} }}
"""

_ON_PAPER = """
@page {{ size: A4; margin: 18mm 17mm 20mm;
  @top-center {{ content: "{exercise}"; font: bold 9pt Arial, sans-serif; }}
  @bottom-left {{ content: "{foot}"; font: 8.5pt Arial, sans-serif; }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages);
    font: 8.5pt Arial, sans-serif; }} }}
@media print {{
  body {{ max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.4; }}
  h1 {{ font-size: 16pt; }} h2 {{ font-size: 13pt; }} h3 {{ font-size: 11pt; }}
  h4, h5, h6 {{ font-size: 10.5pt; }} .came, footer {{ font-size: 9.5pt; }}
  h1, h2, h3, h4, h5, h6, caption {{ break-after: avoid; }}
  li, dl > div, tr, .exercise, .afterwards, .first {{ break-inside: avoid; }}
  .earlier:has(.group) {{ break-before: page; }}
  p {{ orphans: 3; widows: 3; }}
  section {{ margin-top: 1.2rem; }}
}}
"""


def style(foot: str, exercise: str) -> str:
    """The style sheet; both texts stand on every printed page, plain letters and digits only."""
    return _LOOK.lstrip() + _ON_PAPER.lstrip().format(foot=foot, exercise=exercise)
