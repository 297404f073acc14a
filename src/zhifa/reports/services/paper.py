"""The report on paper as PDF: the layout of GB/T 9704-2012 with openly licensed fonts in place of the office's.

A4; top 37 mm, left 28 mm, type area 156 × 225 mm; 22 lines of 28 characters of 3号 (16 pt), so a line is 225/22 mm
and a character, squeezed by a quarter of a point, just under 156/28 mm wide; page numbers in 4号 7 mm below the type
area, odd right, even left.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from zhifa.reports.errors import PdfNotPossible
from zhifa.reports.rules.printing import Composed
from zhifa.reports.services.pages import mark_svg, print_html
from zhifa.reports.terms import SUBSTITUTE_SANS, SUBSTITUTE_SERIF


def pdf(composed: Composed) -> bytes:
    """The report as a PDF. Raises `PdfNotPossible` where Pango is missing, with the command that mends it."""
    try:
        import weasyprint
    except OSError as error:
        raise PdfNotPossible(
            _("这台机器还不能生成 PDF"),
            why=_("缺少排版库 Pango。"),
            next_step=_(
                "请管理员执行：apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
            ),
        ) from error
    document: bytes = weasyprint.HTML(string=print_html(composed, _css(composed))).write_pdf()
    return document


def _css(composed: Composed) -> str:
    mark = (
        f'@page {{ background: url("{mark_svg(composed.mark)}") no-repeat center; }}' if composed.mark else ""
    )
    return _LAYOUT.replace("SERIF", f"'{SUBSTITUTE_SERIF}'").replace("SANS", f"'{SUBSTITUTE_SANS}'") + mark


_LAYOUT = """
@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: "— " counter(page) " —"; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; } }
@page { @bottom-right { text-align: right; font: 14pt SERIF; vertical-align: top; padding: 7mm 14pt 0; white-space: nowrap; width: 100%; } }
@page { @bottom-left { text-align: left; font: 14pt SERIF; vertical-align: top; padding: 7mm 14pt 0; white-space: nowrap; width: 100%; } }
html { font-family: SERIF; font-size: 16pt; line-height: calc(225mm / 22); letter-spacing: -0.25pt; }
body { margin: 0; }
p, h1, h2, h3, h4, h5 { margin: 0; font-size: 16pt; font-weight: 400; orphans: 1; widows: 1; }
h2, h3, h4, h5 { break-after: avoid; }
.report-text, .report-h1, .report-h2, .report-h3, .report-h4 { text-indent: 2em; text-align: justify; }
.report-title { font: 700 22pt/calc(225mm / 11) SERIF; text-align: center; text-indent: 0; }
.report-h1 { font-family: SANS; }
.report-h2 { font-weight: 700; }
.typed-number { text-decoration: underline wavy; text-underline-offset: 2pt; }
.mark { position: fixed; top: -22mm; left: 0; right: 0; text-align: center; font: 12pt SANS; color: #666; letter-spacing: 0; }
table { width: 100%; border-collapse: collapse; margin: 0 0 calc(225mm / 22); font-size: 12pt; line-height: 1.4; letter-spacing: 0; }
th, td { box-sizing: border-box; border: 0.5pt solid #000; padding: 1.5mm 2mm; text-align: left; vertical-align: top; font-weight: 400; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { font-family: SANS; }
th.number, td.number { text-align: right; }
.annex { break-before: page; letter-spacing: 0; }
.annex h2 { font-family: SANS; text-indent: 0; }
.annex h3 { font-family: SANS; font-size: 14pt; margin-top: 6mm; text-indent: 0; }
.annex table { font-size: 9pt; line-height: 1.35; margin: 2mm 0 0; table-layout: fixed; }
.annex th:nth-child(1) { width: 15%; } .annex th:nth-child(2) { width: 19%; } .annex th:nth-child(3) { width: 25%; }
.annex th:nth-child(4) { width: 18%; } .annex th:nth-child(5) { width: 23%; }
.annex ul { margin: 0; padding-left: 1.2em; font-size: 12pt; line-height: 1.5; }
.annex p { font-size: 12pt; line-height: 1.5; }
"""
