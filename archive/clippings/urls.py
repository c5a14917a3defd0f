"""Addresses of what readers ticked: the list, and the files that are compiled of it, in the lane of exports."""

from django.urls import path

from archive.clippings import views

urlpatterns = [
    path("clippings/", views.clippings, name="clippings"),
    *(
        path(f"exports/clippings.{ending}", views.clippings_file, {"ending": ending}, name="clippings_file")
        for ending in views.COMPILED_FORMS
    ),
]
