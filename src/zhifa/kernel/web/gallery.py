"""The gallery of components: each one with realistic content, its empty state and its errors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component of the shell; the page owns no fact and needs no account."""
    return render(request, "kernel/gallery.html")
