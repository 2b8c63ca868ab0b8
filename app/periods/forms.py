"""Forms of a periode: opening it, changing its rules."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from app.periods.fields import AddressesField, DaysField, hours
from app.periods.models import Periode
from app.periods.policy import AGGREGATION_SENTENCES, Aggregation, Policy, SampleBasis
from app.periods.words import SAMPLES
from app.web.forms import BaseForm, at_most, between, given, optional, required

DATES = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]


class NameForm(BaseForm):
    """Stands above PolicyForm, so that its fields come first."""

    name = StringField("Nama periode", [required("Tulis nama periode."), at_most(80)])
    opens_on = DateField("Hari pembukaan", [given("Isi hari pembukaan.")], format=DATES)
    copy_from = SelectField("Salin dari periode", validators=[optional()])

    def offer_sources(self, periods: Iterable[Periode]) -> None:
        """Let rules and plans be taken over from a periode that there was; a field with nothing to choose is left out."""
        named = [(str(each.id), each.name) for each in periods]
        if named:
            self.copy_from.choices = [("", "Jangan salin"), *named]
        else:
            del self.copy_from

    @property
    def source_id(self) -> UUID | None:
        return UUID(self.copy_from.data) if "copy_from" in self and self.copy_from.data else None


class PolicyForm(BaseForm):
    FIELDS = frozenset({
        "aggregation", "sample_basis", "min_answered", "show_running", "steps_before", "steps_after", "max_letters", "reminder_hour",
        "escalation_emails",
    })  # fmt: skip

    deadline = DateField("Tenggat", [given("Isi tenggat.")], format=DATES)
    aggregation = RadioField(
        "IKM OPD yang punya beberapa UPP",
        choices=[(rule.value, words) for rule, words in AGGREGATION_SENTENCES.items()],
        default=Aggregation.MEAN.value,
    )
    sample_basis = RadioField(
        "Target responden",
        choices=[(basis.value, words) for basis, words in SAMPLES.items()],
        default=SampleBasis.UPP.value,
    )
    min_answered = IntegerField("Jawaban dihitung bila mengisi paling sedikit", [given(), between(1, 9)])
    show_running = BooleanField("Tampilkan angka sementara kepada kepala dan admin")
    steps_before = DaysField("Ingatkan sebelum tenggat")
    steps_after = DaysField("Ingatkan sesudah tenggat")
    max_letters = IntegerField("Paling banyak pengingat", [given(), between(1, 12)])
    reminder_hour = SelectField("Jam pengiriman", choices=hours())
    escalation_emails = AddressesField("Tembusan pimpinan")

    def fill(self, policy: Policy) -> None:
        """Show a policy, unless something was typed."""
        if self.is_submitted():
            return
        self.aggregation.data, self.sample_basis.data = policy.aggregation.value, policy.sample_basis.value
        self.min_answered.data, self.show_running.data = policy.min_answered, policy.show_running
        self.steps_before.data = tuple(-step for step in policy.reminder_steps if step < 0)
        self.steps_after.data = tuple(step for step in policy.reminder_steps if step > 0)
        self.max_letters.data, self.reminder_hour.data = policy.max_letters, str(policy.reminder_hour)
        self.escalation_emails.data = policy.escalation_emails

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        if not self.steps_before.errors and not self.steps_after.errors and not self._steps():
            self.steps_before.errors = ["Isi paling sedikit satu hari, sebelum atau sesudah tenggat."]
            sound = False
        return sound

    @property
    def policy(self) -> Policy:
        """Return the policy of a valid form."""
        return Policy(
            aggregation=Aggregation(self.aggregation.data),
            sample_basis=SampleBasis(self.sample_basis.data),
            min_answered=int(self.min_answered.data or 0),
            show_running=bool(self.show_running.data),
            reminder_steps=self._steps(),
            max_letters=int(self.max_letters.data or 0),
            reminder_hour=int(self.reminder_hour.data),
            escalation_emails=self.escalation_emails.data,
        )

    @property
    def sound_policy(self) -> Policy | None:
        """Return the policy, or None while one of its own fields is wrong: for the preview of a form that is not finished."""
        return None if self.errors.keys() & PolicyForm.FIELDS else self.policy

    def _steps(self) -> tuple[int, ...]:
        before, after = self.steps_before.data or (), self.steps_after.data or ()
        return (*(-day for day in sorted(before, reverse=True)), *after)


class OpeningForm(NameForm, PolicyForm):
    pass


class ChangeForm(PolicyForm):
    effects_seen = HiddenField()  # the mark of the change whose effects the page has shown: only that one is saved
    reason = TextAreaField("Alasan perubahan", [required("Tulis alasannya; dicatat di riwayat."), at_most(500)])

    @property
    def mark(self) -> str:
        """Return what tells this change from any other; of a valid form."""
        return sha256(f"{self.deadline.data} {self.policy!r}".encode()).hexdigest()[:16]

    def show(self, periode: Periode) -> None:
        """Show what holds now, unless something was typed."""
        if not self.is_submitted():
            self.deadline.data = periode.deadline
        self.fill(Policy.from_json(periode.policy))


class EndForm(BaseForm):
    """Only the token: the page names what will happen."""
