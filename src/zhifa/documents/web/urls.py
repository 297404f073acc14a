"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from zhifa.documents.web import views

urlpatterns = [
    path("work/documents/", views.register, name="documents_register"),
    path("work/documents/new/", views.new, name="documents_new"),
    path("work/documents/<int:pk>/", views.document, name="documents_document"),
    path("work/documents/<int:pk>/correct/", views.correct, name="documents_correct"),
    path("work/documents/<int:pk>/supersede/", views.supersede_document, name="documents_supersede"),
    path("work/documents/<int:pk>/repeal/", views.repeal_document, name="documents_repeal"),
]
