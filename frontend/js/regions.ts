// Replacing a region of a page without taking away what the reader was doing in it.

const focusable = "a[href], button, input, select, textarea, summary, [tabindex]";

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function touched(control: Control): boolean {
  if (control instanceof HTMLSelectElement) {
    return [...control.options].some((option) => option.selected !== option.defaultSelected) && control.selectedIndex > 0;
  }
  if (control instanceof HTMLInputElement && control.type === "hidden") return false;
  if (control instanceof HTMLInputElement && control.type === "file") return (control.files?.length ?? 0) > 0;
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
    return control.checked !== control.defaultChecked;
  }
  return control.value !== control.defaultValue;
}

function busy(region: HTMLElement): boolean {
  const active = document.activeElement;
  if (active && region.contains(active) && active.matches("input, textarea, select")) return true;
  return [...region.querySelectorAll<Control>("input, textarea, select")].some(touched);
}

// True when the region is now as on the server; false when it was left because somebody is busy in it.
export function replace(region: HTMLElement, fresh: HTMLElement | null): boolean {
  if (busy(region)) return false;
  if (!fresh) {
    region.replaceChildren();
    return true;
  }
  const opened = [...region.querySelectorAll("details")].map((details) => details.open);
  const focused = [...region.querySelectorAll(focusable)].findIndex((element) => element === document.activeElement);
  const copy = document.importNode(fresh, true);
  const folds = [...copy.querySelectorAll("details")];
  if (folds.length === opened.length) folds.forEach((details, index) => (details.open = opened[index]!));
  region.replaceWith(copy);
  if (focused >= 0) copy.querySelectorAll<HTMLElement>(focusable)[focused]?.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("kp:replaced", { detail: copy }));
  return true;
}
