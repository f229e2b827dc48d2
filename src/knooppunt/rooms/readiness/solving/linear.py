"""A mixed-integer programme that is written down row by row and solved by HiGHS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

INFINITY = float("inf")
WHOLE_APART = 0.999
"""Objectives here are whole: whoever is within less than one of the bound is at it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out: the ``values`` of the columns (none when there is no solution), and the proven ``bound``."""

    values: Sequence[float]
    value: float
    bound: float
    optimal: bool
    infeasible: bool


@dataclass(slots=True)
class Programme:
    """Columns with cost and bounds, and rows over them. Minimised."""

    costs: list[float] = field(default_factory=list)
    lowest: list[float] = field(default_factory=list)
    highest: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, Mapping[int, float]]] = field(default_factory=list)

    def column(self, cost: float = 0, lowest: float = 0, highest: float = 1, *, whole: bool = True) -> int:
        """A new column; returns its number."""
        self.costs.append(cost)
        self.lowest.append(lowest)
        self.highest.append(highest)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, float], lowest: float = -INFINITY, highest: float = INFINITY) -> None:
        """A new row over columns that are there."""
        self.rows.append((lowest, highest, terms))

    def solve(
        self, seconds: float, begin: Mapping[int, float] | None = None, most: Mapping[int, float] | None = None
    ) -> Outcome:
        """Solve it in at most so many seconds on one thread; ``begin`` gives columns of a solution to begin with;
        what it leaves out is found first.

        ``most`` bounds columns more tightly this once.
        """
        solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no types
        for name, value in (("log_to_console", False), ("time_limit", seconds), ("threads", 1), ("random_seed", 1),
                            ("mip_abs_gap", WHOLE_APART), ("mip_rel_gap", 0.0)):  # fmt: skip
            solver.setOptionValue(name, value)
        solver.passModel(self._model(most or {}))
        if begin:
            solver.setSolution(len(begin), np.array([*begin], np.int32), np.array([*begin.values()], float))
        solver.run()
        status, told = solver.getModelStatus(), solver.getInfo()
        found = told.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return Outcome(
            tuple(solver.getSolution().col_value) if found else (),
            round(told.objective_function_value, 6),
            told.mip_dual_bound,
            status == highspy.HighsModelStatus.kOptimal,
            status == highspy.HighsModelStatus.kInfeasible,
        )

    def _model(self, most: Mapping[int, float]) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.rows)
        lp.col_cost_, lp.col_lower_ = np.array(self.costs, float), np.array(self.lowest, float)
        lp.col_upper_ = np.array([most.get(at, high) for at, high in enumerate(self.highest)], float)
        lp.row_lower_ = np.array([row[0] for row in self.rows], float)
        lp.row_upper_ = np.array([row[1] for row in self.rows], float)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in self.whole]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([0, *np.cumsum([len(row[2]) for row in self.rows])], np.int32)
        lp.a_matrix_.index_ = np.array([at for row in self.rows for at in row[2]], np.int32)
        lp.a_matrix_.value_ = np.array([value for row in self.rows for value in row[2].values()], float)
        return lp
