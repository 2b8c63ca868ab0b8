"""Vitals in the words of Prometheus. Every process gives the same answer, since all of it stands in the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.monitoring.queries import Vitals


def exposition(vitals: Vitals) -> bytes:
    """Return the text that Prometheus scrapes."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Reader(vitals))
    return generate_latest(registry)


class _Reader(Collector):
    def __init__(self, vitals: Vitals) -> None:
        self.vitals = vitals

    def collect(self) -> Iterator[Metric]:
        vitals = self.vitals
        yield _by("potret_heartbeat_age_seconds", "Since the last sign of life", "name", vitals.heartbeats)
        yield _by("potret_letters", "Letters by state", "state", vitals.letters)
        yield GaugeMetricFamily("potret_outbox_waiting", "Side effects that are due", vitals.outbox_waiting)
        yield GaugeMetricFamily("potret_outbox_oldest_seconds", "Age of the oldest of them", vitals.outbox_oldest)
        yield GaugeMetricFamily("potret_outbox_parked", "Given up after repeated failures", vitals.outbox_parked)
        yield GaugeMetricFamily("potret_folds_waiting", "Answers not yet in the statistics", vitals.folds_waiting)
        yield GaugeMetricFamily("potret_alarms", "OPDs whose statistics differ from their answers", vitals.alarms)


def _by(name: str, documentation: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, documentation, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
