// The switches for theme and density, the line of nodes on a small screen, and a refusal of a security key.
import { listen } from "./live";

type Choice = { name: "theme" | "density"; values: string[] };
const choices: Choice[] = [
  { name: "theme", values: ["auto", "light", "dark"] },
  { name: "density", values: ["roomy", "dense"] },
];

function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`kp-${name}`, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function wire({ name, values }: Choice): void {
  const button = document.querySelector<HTMLButtonElement>(`[data-switch="${name}"]`);
  if (!button) return;
  const current = (): string => document.documentElement.dataset[name] ?? values[0]!;
  const label = button.querySelector<HTMLElement>("[data-label]");
  const show = (): void => {
    const text = button.getAttribute(`data-text-${current()}`) ?? current();
    if (label) label.textContent = text;
  };
  button.addEventListener("click", () => {
    const next = values[(values.indexOf(current()) + 1) % values.length]!;
    document.documentElement.dataset[name] = next;
    remember(name, next);
    show();
    document.dispatchEvent(new CustomEvent("kp:theme"));
  });
  button.hidden = false;
  show();
}

function showCurrentNode(): void {
  const strip = document.querySelector<HTMLElement>(".kp-nav");
  const node = strip?.querySelector<HTMLElement>("[aria-current]");
  if (strip && node) strip.scrollLeft = node.offsetLeft - strip.clientWidth / 2 + node.offsetWidth / 2;
  // A browser leaves a node that is half in sight where it is when it takes the focus.
  strip?.addEventListener("focusin", (event) => {
    if (event.target instanceof HTMLElement) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

function sayPasskeyRefused(): void {
  const notice = document.querySelector<HTMLElement>("[data-passkey-refused]");
  if (!notice) return;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    notice.hidden = false;
    notice.focus();
  });
}

choices.forEach(wire);
showCurrentNode();
sayPasskeyRefused();
listen();
