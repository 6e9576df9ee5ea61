"""Addresses around the privacy review: passing, the second person, impact assessments."""

from django.urls import path

from workflows.views import assessments, confirm, passing, review

urlpatterns = [
    path("review/<int:page>/", review.Review.as_view(), name="review"),
    path("review/<int:page>/pass/", passing.PassReview.as_view(), name="review_pass"),
    path("review/confirm/", confirm.Confirmations.as_view(), name="confirmations"),
    path("review/<int:page>/confirm/", confirm.Confirm.as_view(), name="confirm"),
    path("assessments/", assessments.Assessments.as_view(), name="assessments"),
    path("assessments/<int:record>/", assessments.Assessment.as_view(), name="assessment"),
]
