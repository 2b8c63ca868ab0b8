/* Build what the browser loads, from app/static and the npm packages, into committed files.

     node assets/build.mjs           build
     node assets/build.mjs --check   build in memory and fail where a committed file differs (CI)

   - A sheet in static/css that no other sheet imports, and a module directly in static/js, becomes one minified
     file in static/dist with a fingerprint in its name.
   - The font, htmx and the icon sprite keep their names and get the fingerprint as ?v=.
   - static/dist/manifest.json maps the names that templates use (`css/main.css`) to those addresses. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { sprite } from "./sprite.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const STATIC = join(ROOT, "app/static");
const PACKAGES = join(ROOT, "node_modules");
// Office computers are replaced late: what two-year-old browsers on five-year-old machines understand.
const BROWSERS = ["chrome109", "firefox115", "safari15.6"];

const KEPT = [
  ["@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2", "fonts/plus-jakarta-sans.woff2"],
  ["@fontsource-variable/plus-jakarta-sans/LICENSE", "fonts/OFL.txt"],
  ["htmx.org/dist/htmx.min.js", "vendor/htmx.min.js"],
  ["htmx.org/LICENSE", "vendor/htmx-LICENSE.txt"],
  ["@tabler/icons/LICENSE", "icons/tabler-LICENSE.txt"],
];

// Drawn by hand, or by assets/icons.py.
const DRAWN = ["favicon.svg", "aplikasi.webmanifest", "aplikasi-192.png", "aplikasi-512.png", "aplikasi-mask-512.png"];

const files = keptFiles();
files.set("icons/sprite.svg", Buffer.from(sprite(join(PACKAGES, "@tabler/icons/icons"))));
for (const name of DRAWN) files.set(`icons/${name}`, readFileSync(join(STATIC, "icons", name)));
const manifest = Object.fromEntries(served().map((name) => [name, stamped(name)]));
for (const [name, path, content] of await bundles()) {
  manifest[name] = path;
  files.set(path, content);
}
files.set("dist/manifest.json", Buffer.from(JSON.stringify(sorted(manifest), null, 2) + "\n"));

if (process.argv.includes("--check")) check();
else write();

function keptFiles() {
  return new Map(KEPT.map(([source, target]) => [target, readFileSync(join(PACKAGES, source))]));
}

function served() {
  return [...files.keys()].filter((name) => !name.endsWith(".txt"));
}

function stamped(name) {
  return `${name}?v=${createHash("sha256").update(files.get(name)).digest("hex").slice(0, 10)}`;
}

async function bundles() {
  const result = await esbuild.build({
    absWorkingDir: STATIC,
    entryPoints: [...sheets(), ...scripts()],
    entryNames: "[name]-[hash]",
    outdir: join(STATIC, "dist"),
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    legalComments: "none",
    plugins: [keepAddresses()],
    metafile: true,
    write: false,
  });
  const contents = new Map(result.outputFiles.map((file) => [relative(STATIC, file.path), Buffer.from(file.contents)]));
  return Object.entries(result.metafile.outputs)
    .filter(([, output]) => output.entryPoint)
    .map(([path, output]) => [output.entryPoint, path, contents.get(path)]);
}

function sheets() {
  const all = readdirSync(join(STATIC, "css")).filter((name) => name.endsWith(".css"));
  const imported = new Set(
    all.flatMap((name) => [...readFileSync(join(STATIC, "css", name), "utf8").matchAll(/@import "\.\/([^"]+)"/g)].map((match) => match[1])),
  );
  return all.filter((name) => !imported.has(name)).map((name) => `css/${name}`);
}

function scripts() {
  return readdirSync(join(STATIC, "js"))
    .filter((name) => name.endsWith(".js"))
    .map((name) => `js/${name}`);
}

/** Fonts and images that a sheet names stay files of their own, at the address the pages preload. */
function keepAddresses() {
  return {
    name: "keep-addresses",
    setup(build) {
      build.onResolve({ filter: /\.(woff2|svg)$/ }, ({ path, kind }) =>
        kind === "url-token" ? { path: `../${stamped(path.replace("../", ""))}`, external: true } : undefined,
      );
    },
  };
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function write() {
  rmSync(join(STATIC, "dist"), { recursive: true, force: true });
  for (const [name, content] of files) {
    mkdirSync(dirname(join(STATIC, name)), { recursive: true });
    writeFileSync(join(STATIC, name), content);
  }
  for (const [name, content] of files) console.log(`${String(content.length).padStart(8)} ${name}`);
}

function check() {
  const built = new Set([...files.keys()].filter((name) => dirname(name) === "dist").map((name) => basename(name)));
  const stale = existsSync(join(STATIC, "dist")) ? readdirSync(join(STATIC, "dist")).filter((name) => !built.has(name)) : [];
  const differing = [...files].filter(([name, content]) => !existsSync(join(STATIC, name)) || !readFileSync(join(STATIC, name)).equals(content));
  const wrong = [...differing.map(([name]) => name), ...stale.map((name) => `dist/${name}`)];
  if (wrong.length === 0) return;
  console.error(`These built files are not what the sources give; run \`make assets\` and commit them:\n  ${wrong.join("\n  ")}`);
  process.exit(1);
}
