"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "rangkul.platform.tasks"
    label = "tasks"
