"""Addresses of sittings."""

from __future__ import annotations

from django.urls import path

from zhifa.sittings.web import candidates, certificates, desk, marking, mine, player, results, watch

EXAM = "work/sittings/<slug:key>"
CANDIDATE = f"{EXAM}/candidates/<slug:candidate>"

urlpatterns = [
    path("exams/mine/", mine.mine, name="sittings_mine"),
    path("exams/hand-in-file/", player.file_in, name="sittings_file"),
    path("exams/sit/", player.shell, name="sittings_player"),
    path("exams/sit/worker.js", player.worker, name="sittings_player_worker"),
    path("exams/sit/app.webmanifest", player.manifest, name="sittings_player_manifest"),
    path("exams/sit/<slug:key>/", player.sit, name="sittings_sit"),
    path("work/sittings/", desk.desk, name="sittings_desk"),
    path("work/sittings/new/", desk.new, name="sittings_new"),
    path(f"{EXAM}/", desk.one, name="sittings_exam"),
    path(f"{EXAM}/change/", desk.change, name="sittings_change"),
    path(f"{EXAM}/announce/", desk.announce, name="sittings_announce"),
    path(f"{EXAM}/extend/", desk.extend, name="sittings_extend"),
    path(f"{EXAM}/cancel/", desk.cancel, name="sittings_cancel"),
    path(f"{EXAM}/watch/", watch.live, name="sittings_watch"),
    path(f"{EXAM}/say/", watch.say, name="sittings_say"),
    path(f"{EXAM}/outage/", watch.outage, name="sittings_outage"),
    path(f"{EXAM}/log/", watch.log, name="sittings_log"),
    path(f"{EXAM}/log/new/", watch.incident, name="sittings_incident"),
    path(f"{EXAM}/candidates/", candidates.listing, name="sittings_candidates"),
    path(f"{EXAM}/candidates/sheet/", candidates.sheet, name="sittings_candidate_sheet"),
    path(f"{CANDIDATE}/", candidates.one, name="sittings_candidate"),
    path(f"{CANDIDATE}/exempt/", candidates.exempt, name="sittings_exempt"),
    path(f"{CANDIDATE}/due/", candidates.due_again, name="sittings_due"),
    path(f"{CANDIDATE}/extra/", candidates.extra, name="sittings_extra"),
    # after it was sat
    path("certificates/", certificates.check, name="sittings_certificates"),
    path("exams/results/", results.own, name="sittings_own_results"),
    path("exams/results/<slug:candidate>/", results.own_one, name="sittings_own_result"),
    path(
        "exams/results/<slug:candidate>/certificate.pdf",
        certificates.own_file,
        name="sittings_own_certificate",
    ),
    path("exams/results/<slug:candidate>/objections/<int:mark>/", results.object_to, name="sittings_object"),
    path(f"{EXAM}/after/", marking.after, name="sittings_after"),
    path(f"{EXAM}/after/mark/", marking.start, name="sittings_mark"),
    path(f"{EXAM}/after/publish/", marking.publish, name="sittings_publish"),
    path(f"{EXAM}/written/", marking.written, name="sittings_written"),
    path(f"{EXAM}/questions/", marking.questions, name="sittings_questions"),
    path(f"{EXAM}/questions/<int:version>/<int:part>/", marking.question, name="sittings_question"),
    path(f"{EXAM}/objections/", marking.objections, name="sittings_objections"),
    path(f"{EXAM}/objections/<slug:objection>/", marking.objection, name="sittings_objection"),
    path(f"{EXAM}/results/", results.results, name="sittings_results"),
    path(f"{EXAM}/certificates/", certificates.listed, name="sittings_certificate_list"),
    path(f"{EXAM}/certificates/<slug:number>/revoke/", certificates.revoke, name="sittings_revoke"),
]
