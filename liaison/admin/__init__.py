"""Django admin: the committee's lists, and looking. Matters are read-only here."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from liaison.admin import (  # noqa: F401 - registers
    absences,
    calendar,
    committees,
    people,
    records,
    rooms,
)

# One door: the admin's own form would ask for no second factor and count no failed tries.
admin.site.login = secure_admin_login(admin.site.login)
