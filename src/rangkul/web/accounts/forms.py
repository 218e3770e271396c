"""Forms of signing in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """User name and password; paste is allowed, and a password manager finds both."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
