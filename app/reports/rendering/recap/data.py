"""What the city's recap prints. Figures arrive decided; one that does not exist, or may not be shown, is None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Unit:
    """A UPP in the recap. `lower` and `upper` are the ends of the 95 % interval of its complete answers."""

    name: str
    state: str
    n: int
    target: int
    ikm: Decimal | None
    mutu: str | None
    lower: Decimal | None
    upper: Decimal | None
    lowest: str  # the unsur to mend first, with its NRR
    note: str = ""

    @property
    def shortfall(self) -> int:
        return max(0, self.target - self.n)


@dataclass(frozen=True)
class Office:
    """An OPD: the roll-up of those of its UPP that have submitted."""

    name: str
    units: tuple[Unit, ...]
    awaited: int  # UPP whose result has not been submitted
    ikm: Decimal | None
    mutu: str | None
    kinerja: str | None

    @property
    def n(self) -> int:
        return sum(unit.n for unit in self.units)

    @property
    def target(self) -> int:
        return sum(unit.target for unit in self.units)

    @property
    def submitted(self) -> str:
        """'3 dari 5 UPP'; an office of one UPP has simply submitted."""
        total = len(self.units) + self.awaited
        return f"{len(self.units)} dari {total} UPP" if total > 1 else "sudah"


@dataclass(frozen=True)
class Total:
    """A figure of the whole city, and from how many it comes."""

    ikm: Decimal | None
    mutu: str | None
    kinerja: str | None
    units: int


@dataclass(frozen=True)
class KindRecap:
    """One kind of customer; citizens and internal customers are never mixed. Offices stand by name: this is no contest."""

    customer: str
    offices: tuple[Office, ...]
    mean: Total
    pooled: Total

    @property
    def n(self) -> int:
        return sum(office.n for office in self.offices)


@dataclass(frozen=True)
class CityRecap:
    city: str
    title_period: str
    year: int
    opens_on: date
    deadline: date
    office_rule: str  # how an OPD's figure comes from its UPPs'
    kinds: tuple[KindRecap, ...]
    waiting: tuple[str, ...]  # OPD of which nothing has been submitted

    @property
    def offices(self) -> int:
        """OPD of which something has been submitted."""
        return len({office.name for kind in self.kinds for office in kind.offices})


CITY_RULE = "IKM kota adalah rata-rata IKM perangkat daerah, setiap perangkat daerah sama bobotnya"
POOLED_RULE = "di sampingnya dicetak IKM semua jawaban digabung"
ESTIMATE = "perkiraan, bila responden terpilih acak"
