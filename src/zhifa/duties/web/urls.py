"""Addresses of duties."""

from __future__ import annotations

from django.urls import path

from zhifa.duties.web import changes, desk, powers, prompts, proving, public, unit, visits

urlpatterns = [
    path("duties/", public.in_force, name="duties_public"),
    path("duties/versions/<int:pk>/", public.version, name="duties_version"),
    path("duties/versions/<int:pk>/list.<str:form>", public.download, name="duties_download"),
    path("duties/versions/<int:old>/<int:new>/", public.compare, name="duties_compare"),
    path("duties/duty/<str:key>/", public.duty, name="duties_duty"),
    path("work/duties/", desk.work, name="duties_work"),
    path("work/duties/call/", desk.call, name="duties_call"),
    path("work/duties/year/<int:year>/", desk.year, name="duties_year"),
    path("work/duties/year/<int:year>/changes/", changes.changes, name="duties_changes"),
    path("work/duties/year/<int:year>/hand-over/", changes.hand_over, name="duties_hand_over"),
    path("work/duties/year/<int:year>/quarters/", changes.by_quarter, name="duties_quarters"),
    path("work/duties/year/<int:year>/report.docx", changes.report, name="duties_year_report"),
    path("work/duties/year/<int:year>/consider/", desk.consider_year, name="duties_consider"),
    path("work/duties/version/<int:pk>/issue/", desk.issue, name="duties_issue"),
    path("work/duties/list/<int:pk>/", unit.unit_list, name="duties_list"),
    path("work/duties/list/<int:pk>/line/", unit.new_line, name="duties_new_line"),
    path("work/duties/list/<int:pk>/line/<str:key>/", unit.change_line, name="duties_line"),
    path("work/duties/list/<int:pk>/line/<str:key>/remove/", unit.take_out, name="duties_remove_line"),
    path("work/duties/list/<int:pk>/adopt/", unit.adopt, name="duties_adopt"),
    path("work/duties/list/<int:pk>/move/", unit.move, name="duties_move"),
    path("work/duties/list/<int:pk>/sign/", unit.sign, name="duties_sign"),
    path("work/duties/list/<int:pk>/review/", desk.review, name="duties_review"),
    path("work/duties/prompts/", prompts.listing, name="duties_prompts"),
    path("work/duties/prompts/draft/", prompts.draft_several, name="duties_draft_prompts"),
    path("work/duties/prompts/draft/<str:key>/", prompts.draft, name="duties_draft_prompt"),
    path("work/duties/prompts/<int:pk>/", prompts.prompt, name="duties_prompt"),
    path("work/duties/prompts/<int:pk>/step/", prompts.step, name="duties_prompt_step"),
    path("work/duties/powers/", powers.powers, name="duties_powers"),
    path("work/duties/powers/new/", powers.new_power, name="duties_new_power"),
    path("work/duties/powers/<int:pk>/remove/", powers.take_out, name="duties_remove_power"),
    path("work/duties/visits/", visits.visits, name="duties_visits"),
    path("work/duties/visits/draw/", visits.new_draw, name="duties_new_draw"),
    path("work/duties/visits/<int:pk>/", visits.draw, name="duties_draw"),
    path("work/duties/visits/<int:pk>/note/", visits.note, name="duties_note_visit"),
    path("work/duties/unit/<str:code>/", unit.progress, name="duties_unit"),
    path("work/duties/deed/<str:key>/", proving.of_deed, name="duties_of_deed"),
]
