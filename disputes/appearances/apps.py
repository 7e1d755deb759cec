from django.apps import AppConfig


class AppearancesConfig(AppConfig):
    name = "disputes.appearances"
    label = "appearances"
    verbose_name = "行政应诉"
