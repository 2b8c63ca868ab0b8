"""The arithmetic of the SKM: pure, exact, standard library only (no Flask, database or clock).

Scores become tallies (`scores`), tallies become the IKM (`calculation`), the IKM becomes a band (`mutu`).
`figures_of` gathers everything that a page or report prints about one set of responses.
"""

from app.ikm.aggregation import Aggregate, mean_of_ikm, pooled_ikm, weighted_by_population
from app.ikm.association import Moments, bonds
from app.ikm.calculation import (
    SCALE,
    WeightedIkm,
    ikm,
    ikm_exact,
    ikm_with_weight,
    nilai_konversi,
    nrr_shown,
    nrr_tertimbang,
    reconcile,
    reconcile_means,
)
from app.ikm.figures import Figures, UnsurFigures, figures_of
from app.ikm.mutu import Mutu, mutu_of
from app.ikm.reported import Reported, weight_of
from app.ikm.rounding import percentage, round_half_up
from app.ikm.sampling import allocate, sample_size, sample_size_each, shortfall
from app.ikm.scores import EMPTY, NoScore, UnsurTally, pool, tally_rows
from app.ikm.table import CellError, Table, TableRejected, decode, read_table
from app.ikm.uncertainty import (
    Change,
    CompleteResponses,
    Interval,
    TooFewResponses,
    Variation,
    change,
    change_of_means,
    interval,
    interval_of_means,
    variance_of_mean,
)
from app.ikm.unsur import Unsur

__all__ = [
    "EMPTY",
    "SCALE",
    "Aggregate",
    "CellError",
    "Change",
    "CompleteResponses",
    "Figures",
    "Interval",
    "Moments",
    "Mutu",
    "NoScore",
    "Table",
    "TableRejected",
    "Reported",
    "TooFewResponses",
    "Unsur",
    "UnsurFigures",
    "UnsurTally",
    "Variation",
    "WeightedIkm",
    "allocate",
    "bonds",
    "change",
    "change_of_means",
    "decode",
    "figures_of",
    "ikm",
    "ikm_exact",
    "ikm_with_weight",
    "interval",
    "interval_of_means",
    "mean_of_ikm",
    "mutu_of",
    "nilai_konversi",
    "nrr_shown",
    "nrr_tertimbang",
    "percentage",
    "pool",
    "pooled_ikm",
    "read_table",
    "reconcile",
    "reconcile_means",
    "round_half_up",
    "sample_size",
    "sample_size_each",
    "shortfall",
    "tally_rows",
    "variance_of_mean",
    "weight_of",
    "weighted_by_population",
]
