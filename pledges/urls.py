"""Addresses of the join form, below ``/<language>/pledge/``."""

from django.urls import path

from pledges import views

app_name = "pledges"

urlpatterns = [
    path("places/", views.places, name="places"),
    path("start/<int:page_id>/", views.start, name="start"),
    path("<slug:token>/<int:number>/", views.step, name="step"),
    path("<slug:token>/check/", views.check, name="check"),
    path("<slug:token>/received/", views.received, name="received"),
]
