"""What every page shows: where one can go, for whom one acts, how many messages wait."""

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject, cached_property

from liaison import access, registry
from liaison.models import matter_models


class Workplace:
    """The frame of the page for one request; computed only if the template asks."""

    def __init__(self, request):
        self.request = request

    @property
    def unread(self):
        """Messages that wait unread; read with the account (``AccountBackend``)."""
        return min(getattr(self.request.user, "unread", 0), 99)

    @cached_property
    def post(self):
        return next(iter(access.standing(self.request.user).posts), None)

    @cached_property
    def navigation(self):
        """The menu; of the entries whose address the page's begins with, the longest is lit."""
        groups = self._groups()
        items = [item for group in groups for item in group["items"]]
        lit = [item for item in items if self._is_here(item["url"])]
        if lit:
            max(lit, key=lambda item: len(item["url"]))["active"] = True
        return groups

    def _is_here(self, url):
        return self.request.path == url if url == "/" else self.request.path.startswith(url)

    def _groups(self):
        return [
            {
                "label": "",
                "items": [
                    self._item("home", "工作台", reverse("liaison:desk")),
                    self._item("inbox", "消息", reverse("liaison:inbox"), badge=self.unread),
                    self._item("calendar", "日程", reverse("liaison:calendar")),
                ],
            },
            {"label": "办理", "items": [self._of(model) for model in _listed()]},
            {
                "label": "查看",
                "items": [
                    *(
                        self._item(page.icon, page.label, page.url)
                        for page in registry.pages
                        if page.is_for(self.request.user)
                    ),
                    self._item("calculator", "期限计算器", reverse("liaison:calculator")),
                    self._item("shield-check", "文书核验", reverse("liaison:verify")),
                ],
            },
        ]

    def _of(self, model):
        meta = model._meta
        url = reverse(f"{meta.app_label}:{meta.model_name}_list")
        return self._item(model.ICON, meta.verbose_name, url)

    def _item(self, icon, label, url, badge=0):
        return {"icon": icon, "label": label, "url": url, "badge": badge, "active": False}


def _listed():
    """The kinds of matter that have a list of their own."""
    for model in sorted(matter_models(), key=lambda model: model.PLACE):
        try:
            reverse(f"{model._meta.app_label}:{model._meta.model_name}_list")
        except NoReverseMatch:
            continue
        yield model


def workplace(request):
    return {"workplace": SimpleLazyObject(lambda: Workplace(request))}
