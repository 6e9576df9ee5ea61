from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = "审核流程"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from disclosure import outbox
        from workflows import mail

        outbox.register("mail", mail.send)
        mail.silence_wagtail()
