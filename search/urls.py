"""Addresses of the search, below a language."""

from django.urls import path

from search.views import search_pages

app_name = "search"
urlpatterns = [path("", search_pages, name="search")]
