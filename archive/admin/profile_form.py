"""A newspaper's form: its profile as plain lists, one entry a line."""

from typing import Any

from django import forms

from archive.admin.plain_forms import GuardedForm
from archive.ingest.profile import PROFILE_KINDS, BadProfile, Profile, profile_of
from archive.models import Newspaper

HELP = {
    "furniture": "各期首尾相同、不属于正文的行，每行一条。数字以 0 代，空格不计。",
    "columns": "固定栏目的名称，每行一个。",
    "page_forms": "报纸特有的版次写法，每行一种，以 0 代表版次，如〔0〕副刊。",
    "date_forms": "报纸特有的日期写法，每行一种，如 {年}.{月}.{日}。",
}


class NewspaperForm(GuardedForm[Newspaper]):
    """The row of a newspaper, and the entries of its profile in boxes of their own."""

    furniture = forms.CharField()
    columns = forms.CharField()
    page_forms = forms.CharField()
    date_forms = forms.CharField()

    class Meta:
        model = Newspaper
        fields = ("name", "also_called", "slug", "publishes_undoubted", "profile_fixed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in PROFILE_KINDS.items():
            self.fields[name] = forms.CharField(
                label=label,
                help_text=HELP[name],
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
            )
            self.initial[name] = "\n".join(getattr(profile_of(self.instance.profile), name))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.profile = Profile()
        for name in PROFILE_KINDS:
            try:
                one = profile_of({name: str(cleaned.get(name, "")).splitlines()})
            except BadProfile as error:
                self.add_error(name, str(error))
            else:
                self.profile = self.profile.joined(one)
        return cleaned

    def save(self, commit: bool = True) -> Newspaper:
        """A profile that an editor changed is written; one left as it was keeps its bytes."""
        if self.changed_profile:
            named = Profile(self.cleaned_data["name"]).joined(self.profile)
            self.instance.profile = named.as_dict() if named else {}
        return super().save(commit)

    @property
    def changed_profile(self) -> bool:
        return bool(set(PROFILE_KINDS) & set(self.changed_data))
