"""Addresses of the shell itself: the two switches and the gallery of components."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from zhifa.kernel.web.elder import switch_elder
from zhifa.kernel.web.gallery import gallery

urlpatterns = [
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("elder/", switch_elder, name="switch_elder"),
    path("gallery/", gallery, name="gallery"),
]
