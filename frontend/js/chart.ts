// Draws the Vega-Lite specification that lies in the page over the static picture of it. Expressions are interpreted
// from their syntax tree, so that the content security policy needs no unsafe-eval.
import embed, { type EmbedOptions, type Result } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import { formats } from "./formats";

type Spec = Record<string, unknown> & { width?: unknown };
const drawn = new Map<HTMLElement, Result>();

function colours(): Record<string, string> {
  const probe = document.createElement("span");
  document.body.append(probe);
  const names = ["ink", "ink-soft", "line", "surface"];
  const found = names.map((name) => {
    probe.style.color = `var(--kp-${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(found);
}

function options(): EmbedOptions {
  const colour = colours();
  const font = getComputedStyle(document.body).fontFamily;
  const size = Math.round(0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize));
  return {
    ast: true,
    expr: expressionInterpreter as never,
    renderer: "svg",
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    ...formats(document.documentElement.lang),
    config: {
      background: "transparent",
      font,
      view: { stroke: "transparent" },
      axis: {
        labelColor: colour["ink-soft"], titleColor: colour["ink-soft"], gridColor: colour.line, domainColor: colour.line,
        tickColor: colour.line, labelFontSize: size, titleFontSize: size, titleFontWeight: 600,
      },
      legend: { labelColor: colour.ink, titleColor: colour["ink-soft"], labelFontSize: size },
      header: { labelColor: colour.ink, titleColor: colour.ink },
      title: { color: colour.ink, anchor: "start" },
      text: { color: colour.ink },
      rule: { color: colour["ink-soft"] },
    },
  };
}

async function draw(figure: HTMLElement): Promise<void> {
  const data = figure.querySelector('script[type="application/json"]');
  const view = figure.querySelector<HTMLElement>(".kp-chart__view");
  if (!data?.textContent || !view) return;
  const spec = JSON.parse(data.textContent) as Spec;
  if (figure.dataset.fit !== undefined) spec.width = "container";
  const stage = document.createElement("div");
  stage.className = "kp-chart__stage";
  try {
    // Measured in its place, with the static picture still there: nothing moves until the new one is complete.
    view.append(stage);
    const result = await embed(stage, spec as never, options());
    drawn.get(figure)?.finalize();
    drawn.set(figure, result);
    view.replaceChildren(stage);
    figure.dataset.drawn = "";
  } catch (reason) {
    stage.remove();
    console.error("chart", figure.id, reason);
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((candidate) => candidate.isIntersecting)) {
    seen.unobserve(entry.target);
    void draw(entry.target as HTMLElement);
  }
}, { rootMargin: "200px" });

function watch(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-chart]").forEach((figure) => seen.observe(figure));
}

function redraw(): void {
  for (const figure of drawn.keys()) if (figure.isConnected) void draw(figure);
}

watch(document);
document.addEventListener("kp:replaced", (event) => watch((event as CustomEvent<HTMLElement>).detail));
document.addEventListener("kp:theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
