// Builds the style sheet, the fonts and the islands of script into the static files of the shell.
// `node build.mjs` writes; `node build.mjs --check` also fails when an output is heavier than its budget.
import { build } from "esbuild";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../src/knooppunt/web/static/built");
const out = `${built}.new`;
const faces = ["400Regular", "400Regular_Italic", "600SemiBold", "700Bold"];

// Kilobytes after gzip. A page loads knooppunt.css, theme.js and shell.js; the others only where they are used.
const budgets = { "knooppunt.css": 16, "theme.js": 1, "shell.js": 4, "dropzone.js": 2, "draft.js": 1, "push.js": 2, "push-worker.js": 1, "writing.js": 150, "chart.js": 320 };

// What the NL Design System calls it → what our templates call it.
const names = [
  ["nl-button--subtle", "kp-button--quiet"],
  ["nl-button", "kp-button"],
  ["nl-link", "kp-link"],
  ["nl-skip-link", "kp-skip"],
  ["nl-data-badge", "kp-badge"],
  ["nl-code", "kp-code"],
  ["utrecht-textbox", "kp-textbox"],
  ["utrecht-textarea", "kp-textarea"],
  ["utrecht-select", "kp-select"],
  ["utrecht-checkbox", "kp-checkbox"],
];
// Variants that no template of ours uses.
const unused = /--(positive|negative|pressed|busy|icon-only|secondary|inline-box|hover|focus|invalid-placeholder|active)\b/;

const vendor = {
  name: "nl-design-system",
  setup(builder) {
    builder.onLoad({ filter: /node_modules[\\/]@(nl-design-system-candidate|utrecht)[\\/].*\.css$/ }, async ({ path }) => ({
      contents: renamed(withoutUnused(await readFile(path, "utf8"))),
      loader: "css",
    }));
  },
};

// CodeMirror writes its styles into a <style>, which our content security policy refuses, unless it stands in a shadow
// root: there it uses a constructed style sheet, which can do the same for the whole page.
const constructed = {
  name: "constructed style sheets",
  setup(builder) {
    builder.onLoad({ filter: /style-mod[\\/]src[\\/]style-mod\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const contents = source.replace("if (!root.head && root.adoptedStyleSheets", "if (root.adoptedStyleSheets");
      if (contents === source) throw new Error("style-mod is not as it was: see how it puts styles in the page");
      return { contents, loader: "js" };
    });
  },
};

function withoutUnused(css) {
  return css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/([^{}@;]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
    const kept = splitSelectors(selectors).filter((selector) => !unused.test(selector));
    return kept.length ? `${kept.join(",")}{${body}}` : "";
  });
}

function splitSelectors(text) {
  const parts = [""];
  let depth = 0;
  for (const sign of text) {
    depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
    if (sign === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

function renamed(css) {
  return names.reduce((text, [theirs, ours]) => text.replace(new RegExp(`\\.${theirs}(?![a-z])`, "g"), `.${ours}`), css);
}

const common = { bundle: true, minify: true, outdir: out, metafile: true, legalComments: "linked", logLevel: "warning", absWorkingDir: here };

async function main() {
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, "fonts"), { recursive: true });
  const results = await Promise.all([
    build({ ...common, entryPoints: ["css/knooppunt.css"], plugins: [vendor], loader: { ".woff2": "file" }, assetNames: "fonts/[name]", target: ["chrome123", "firefox128", "safari17.5"] }),
    build({ ...common, entryPoints: ["theme", "shell", "dropzone", "draft", "push", "push-worker", "chart", "writing"].map((name) => `js/${name}.ts`), format: "iife", target: "es2022", plugins: [constructed] }),
  ]);
  await copyFonts();
  // A build that fails half-way leaves the former one as it was.
  await rm(built, { recursive: true, force: true });
  await rename(out, built);
  await weigh(results.flatMap((result) => Object.keys(result.metafile.outputs)));
}

// Whole TrueType files for the PDF, so that a document never depends on the fonts of the machine.
async function copyFonts() {
  const folder = join(here, "node_modules/@expo-google-fonts/atkinson-hyperlegible-next");
  await cp(join(folder, "LICENSE_FONT"), join(out, "fonts/OFL.txt"));
  for (const face of faces) {
    await cp(join(folder, face, `AtkinsonHyperlegibleNext_${face}.ttf`), join(out, `fonts/AtkinsonHyperlegibleNext_${face}.ttf`));
  }
}

async function weigh(paths) {
  let heavy = false;
  for (const [name, budget] of Object.entries(budgets)) {
    if (!paths.some((path) => path.endsWith(`/${name}`))) throw new Error(`${name} was not built`);
    const kilobytes = gzipSync(await readFile(join(built, name))).length / 1024;
    const over = kilobytes > budget;
    heavy ||= over;
    console.log(`${name.padEnd(16)} ${kilobytes.toFixed(1).padStart(7)} kB gzip (budget ${budget})${over ? "  TOO HEAVY" : ""}`);
  }
  if (heavy && process.argv.includes("--check")) process.exit(1);
}

await main();
