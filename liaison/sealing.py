"""Personal data at rest (个人信息加密存储): sealed before they reach the database.

Identity numbers, telephones and addresses are kept as Fernet tokens (AES-CBC with HMAC-SHA256);
a keyed digest beside them finds the same person again without opening anything (个人信息保护法
第五十一条). The keys are ``PERSONAL_DATA_KEYS``: the first seals, all of them open, so that a new
key is put in front and ``manage.py reencrypt`` then brings every row to it.
"""

import base64
import hashlib
import hmac
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


@cache
def _fernets(keys: tuple[str, ...]) -> tuple[Fernet, ...]:
    return tuple(Fernet(base64.urlsafe_b64encode(_derived(key, b"seal"))) for key in keys)


@cache
def _derived(key: str, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose; what it is drawn from must itself be hard to guess."""
    return hmac.digest(key.encode(), b"liaison personal data: " + purpose, hashlib.sha256)


def _keys() -> tuple[str, ...]:
    return tuple(settings.PERSONAL_DATA_KEYS)


def seal(text: str) -> str:
    """Return ``text`` as nobody without the keys can read it; nothing stays nothing."""
    return MultiFernet(_fernets(_keys())).encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """Return what was sealed, with whichever of the keys."""
    try:
        return MultiFernet(_fernets(_keys())).decrypt(token.encode()).decode() if token else ""
    except InvalidToken:
        raise ImproperlyConfigured(
            "PERSONAL_DATA_KEYS lacks the key with which stored personal data were sealed"
        ) from None


def reseal(token: str) -> str:
    """Return the token under the first key; the same token if that is its key already."""
    if not token:
        return ""
    try:
        _fernets(_keys())[0].decrypt(token.encode())
    except InvalidToken:
        return seal(unseal(token))
    return token


def digest(text: str) -> str:
    """Return the mark by which an equal ``text`` is found again, under the first key."""
    return _marked(text, _keys()[0]) if text else ""


def digests(text: str) -> list[str]:
    """Return the marks of ``text`` under all keys: rows may not have been brought to the first."""
    return [_marked(text, key) for key in _keys()] if text else []


def _marked(text: str, key: str) -> str:
    return hmac.digest(_derived(key, b"find"), text.encode(), hashlib.sha256).hex()


class SealedField(models.TextField):
    """Words that only this system can read: sealed on the way in, opened on the way out.

    The database can't search, sort or compare them; to find equal ones keep a ``DigestField``
    beside.
    """

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value else value

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name):
        return None


class DigestField(models.CharField):
    """The keyed digest of the sealed field ``of``, written whenever the row is saved.

    Index it in the model's ``Meta``: it is only ever asked for as a whole.
    """

    def __init__(self, *args, of, **kwargs):
        self.of = of
        super().__init__(*args, **{"max_length": 64, "blank": True, "editable": False} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance, add):
        value = digest(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


def sealed_models():
    """Yield (model, names of its sealed fields, its digest fields) for all that hold any."""
    from django.apps import apps  # noqa: PLC0415 - the registry is complete only at run time

    for model in apps.get_models():
        fields = model._meta.local_concrete_fields
        sealed = [field for field in fields if isinstance(field, SealedField)]
        if sealed:
            yield model, sealed, [field for field in fields if isinstance(field, DigestField)]
