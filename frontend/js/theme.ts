// Runs before the page is painted, so that a chosen theme or density does not flash.
const root = document.documentElement;
for (const name of ["theme", "density"]) {
  try {
    const chosen = localStorage.getItem(`kp-${name}`);
    if (chosen) root.dataset[name] = chosen;
  } catch {
    // Storage can be closed by policy; then the choice of the system holds.
  }
}
