"""A certificate on paper: A4 across, with openly licensed fonts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import segno
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from zhifa.sittings.errors import PdfNotPossible


def certificate_pdf(fields: Mapping[str, str], target: str, place: str) -> bytes:
    """The page of a certificate: its fields in words and a QR of `target`; `place` is where it is checked. Refused where Pango is missing,
    with the command that mends it."""
    try:
        import weasyprint
    except OSError as error:
        raise PdfNotPossible(
            _("这台机器还不能生成 PDF"), why=_("缺少排版库 Pango。"),
            next_step=_("请管理员执行：apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"),
        ) from error  # fmt: skip
    shown = {
        **fields, "held": date.fromisoformat(fields["held"]), "issued": date.fromisoformat(fields["issued"]), "place": place,
        "qr": segno.make(target, error="l").svg_data_uri(scale=2, border=2),
    }  # fmt: skip
    page: bytes = weasyprint.HTML(
        string=render_to_string("sittings/certificate_paper.html", shown)
    ).write_pdf()
    return page
