"""Addresses of the join form and of personal data, below ``/<language>/pledge/``."""

from django.urls import path

from pledges import views

app_name = "pledges"

urlpatterns = [
    path("places/", views.places, name="places"),
    path("start/<int:page_id>/", views.start, name="start"),
    path("my-data/", views.ask_data, name="ask_data"),
    path("my-data/<str:signed>/", views.data, name="data"),
    path("<slug:token>/later/", views.later, name="later"),
    path("<slug:token>/more/", views.more, name="more"),
    path("<str:signed>/resume/", views.resume, name="resume"),
    path("<str:signed>/mine/", views.mine, name="mine"),
    path("<str:signed>/confirm/", views.confirm, name="confirm"),
    path("<slug:token>/<int:number>/", views.step, name="step"),
    path("<slug:token>/check/", views.check, name="check"),
    path("<slug:token>/received/", views.received, name="received"),
]
