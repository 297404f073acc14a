"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from zhifa.reports.web import outlines, public, verify, views

urlpatterns = [
    path("verify/", verify.about, name="reports_verify"),
    path("verify/check.html", verify.check, name="reports_check"),
    path("reports/", public.report_list, name="reports_public"),
    path("reports/<int:report_id>/", public.report, name="reports_public_one"),
    path("reports/<int:report_id>/bundle.json", public.proof, name="reports_public_proof"),
    path("reports/<int:report_id>/report.<slug:form>", public.download, name="reports_public_file"),
    path("work/reports/", views.report_list, name="reports_list"),
    path("work/reports/new/", views.new, name="reports_new"),
    path("work/reports/fields/", outlines.field_list, name="reports_fields"),
    path("work/reports/outlines/new/", outlines.new, name="reports_outline_new"),
    path("work/reports/outlines/<slug:code>/", outlines.outline, name="reports_outline"),
    path("work/reports/outlines/<slug:code>/outline.docx", outlines.download, name="reports_outline_file"),
    path("work/reports/<int:report_id>/", views.report, name="reports_report"),
    path("work/reports/<int:report_id>/prose/", views.prose, name="reports_prose"),
    path("work/reports/<int:report_id>/word/", views.word, name="reports_word"),
    path("work/reports/<int:report_id>/final/", views.finalise, name="reports_finalise"),
    path("work/reports/<int:report_id>/number/", views.number, name="reports_number"),
    path("work/reports/<int:report_id>/comparison/", views.comparison, name="reports_comparison"),
    path("work/reports/<int:report_id>/bundle.json", views.proof, name="reports_proof"),
    path("work/reports/<int:report_id>/report.<slug:form>", views.download, name="reports_file"),
]
