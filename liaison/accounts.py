"""Accounts are given out by the office; nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from liaison.models import Message, User


class ClosedAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False


class LengthValidator(MinimumLengthValidator):
    """Django's own, in Chinese: its catalogue lacks these words since 5.2."""

    def get_error_message(self):
        return f"密码太短，至少{self.min_length}个字符"

    def get_help_text(self):
        return f"密码至少{self.min_length}个字符。"


class AccountBackend(ModelBackend):
    """Reads the account of each request together with the number of its unread messages."""

    def get_user(self, user_id):
        waiting = Message.objects.inbox_of(OuterRef("pk")).unread().order_by()
        count = waiting.values("recipient").annotate(count=Count("pk")).values("count")
        users = User.objects.annotate(unread=Coalesce(Subquery(count), 0))
        user = users.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
