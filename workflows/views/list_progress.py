"""How many rows of an upload have been read, for the script that draws the bar."""

from django.http import JsonResponse

from workflows.lists import upload_progress


def progress(request, token: str):
    """`{"done": rows}`, or `{"done": null}`; of one's own uploads only."""
    answer = JsonResponse({"done": upload_progress.done(request.user, token)})
    answer["Cache-Control"] = "no-store"
    return answer
