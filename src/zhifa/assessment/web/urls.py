"""Addresses of assessment."""

from __future__ import annotations

from django.urls import path

from zhifa.assessment.web import evaluations, leaders, public, schemes

ONE = "work/assessment/<int:pk>"
SCHEME = "work/assessment/schemes/<int:pk>"

urlpatterns = [
    path("evaluations/", public.listing, name="assessment_public"),
    path("evaluations/<int:pk>/", public.one, name="assessment_public_one"),
    path("work/assessment/", evaluations.work, name="assessment_work"),
    path("work/assessment/leaders/", leaders.listing, name="assessment_leaders"),
    path("work/assessment/leaders/types/new/", leaders.new_type, name="assessment_new_leader_type"),
    path("work/assessment/leaders/types/<int:pk>/", leaders.one, name="assessment_leader_type"),
    path("work/assessment/leaders/types/<int:pk>/issue/", leaders.issue, name="assessment_issue_leader_list"),
    path("work/assessment/leaders/posts/", leaders.posts, name="assessment_leader_posts"),
    path("work/assessment/mine/", leaders.mine, name="assessment_own_lists"),
    path("work/assessment/schemes/new/", schemes.new, name="assessment_new_scheme"),
    path(f"{SCHEME}/", schemes.scheme, name="assessment_scheme"),
    path(f"{SCHEME}/change/", schemes.change, name="assessment_change_scheme"),
    path(f"{SCHEME}/settle/", schemes.settle, name="assessment_settle"),
    path(f"{SCHEME}/next/", schemes.begin_next, name="assessment_next"),
    path(f"{SCHEME}/lines/new/", schemes.line, name="assessment_new_line"),
    path(f"{SCHEME}/lines/<int:line_id>/", schemes.line, name="assessment_line"),
    path(f"{SCHEME}/lines/<int:line_id>/remove/", schemes.remove, name="assessment_remove_line"),
    path(f"{SCHEME}/evaluate/", evaluations.new, name="assessment_new"),
    path(f"{ONE}/", evaluations.evaluation, name="assessment_evaluation"),
    path(f"{ONE}/compute/", evaluations.compute_again, name="assessment_compute"),
    path(f"{ONE}/lines/<int:line_id>/", evaluations.answer, name="assessment_answer"),
    path(f"{ONE}/lines/<int:line_id>/bundle.zip", evaluations.bundle, name="assessment_bundle"),
    path(f"{ONE}/hand-in/", evaluations.hand_on, name="assessment_hand_in"),
    path(f"{ONE}/check/", evaluations.check, name="assessment_check"),
    path(f"{ONE}/send-back/", evaluations.back, name="assessment_send_back"),
    path(f"{ONE}/sign/", evaluations.sign_result, name="assessment_sign"),
    path(f"{ONE}/paper.docx", evaluations.word, name="assessment_paper"),
]
