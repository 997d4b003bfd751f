// The programs of the site's explorer and SPARQL pages: sources and pinned packages in, minified files in kg/site/assets/ out.
//
//   npm ci --ignore-scripts && npm run build     writes them
//   npm run check                                builds them aside and fails where the committed ones differ
import { build } from "esbuild";
import { readFile, readdir, writeFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, "..", "kg", "site", "assets");
const require = createRequire(import.meta.url);

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  write: false,
};

// What YASQE says in English; the build fails where a new release words it otherwise.
const WORDS = [
  ["Press CTRL - <spacebar> to autocomplete", "按 Ctrl + 空格 补全"],
  ["This line is invalid. Expected: ", "这一行有语法错误，此处可以是："],
  ["\"Prefix '\"", "\"没有声明前缀 '\""],
  ["\"' is not defined\"", "\"'\""],
];

const translated = {
  name: "translated",
  setup(bundler) {
    bundler.onLoad({ filter: /yasqe\.esm\.js$/ }, async ({ path: file }) => {
      let contents = await readFile(file, "utf8");
      for (const [english, chinese] of WORDS) {
        if (!contents.includes(english)) throw new Error(`${file} does not say: ${english}`);
        contents = contents.replaceAll(english, chinese);
      }
      return { contents, loader: "js" };
    });
  },
};

// `import text from "program:./file.js"`: another program, bundled, as a string; a worker is started from it.
const inputs = new Set();
const program = {
  name: "program",
  setup(bundler) {
    bundler.onResolve({ filter: /^program:/ }, ({ path: name, resolveDir }) => ({
      path: path.join(resolveDir, name.slice("program:".length)),
      namespace: "program",
    }));
    bundler.onLoad({ filter: /.*/, namespace: "program" }, async ({ path: file }) => {
      const made = await build({ ...common, entryPoints: [file], define: { "import.meta.url": '""' } });
      Object.keys(made.metafile.inputs).forEach((name) => inputs.add(name));
      return { contents: made.outputFiles[0].text, loader: "text" };
    });
  },
};

async function bundle(entry) {
  const made = await build({ ...common, entryPoints: [entry], plugins: [translated, program] });
  Object.keys(made.metafile.inputs).forEach((name) => inputs.add(name));
  return Buffer.from(made.outputFiles[0].text);
}

function packageOf(file) {
  const found = [...file.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
  return found.length ? found.at(-1)[1] : null;
}

async function described(name) {
  const folder = path.join(here, "node_modules", name);
  const about = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? (await readFile(path.join(folder, file), "utf8")).replaceAll("\r\n", "\n").trim() : null;
  return { about, text };
}

const MIT = (await readFile(path.join(here, "mit.txt"), "utf8")).trim();

async function licences() {
  const direct = new Set([...inputs].map(packageOf).filter(Boolean));
  const inside = new Map();
  for (const name of direct) {
    // A package that is itself a bundle says in its source map what it is made of.
    const map = [...inputs].find((file) => packageOf(file) === name && /\.esm\.js$/.test(file));
    if (!map) continue;
    const { sources } = JSON.parse(await readFile(path.join(here, `${map}.map`), "utf8").catch(() => '{"sources":[]}'));
    for (const source of sources) {
      const part = packageOf(source);
      if (part && !direct.has(part)) inside.set(part, name);
    }
  }
  const parts = [
    "Packages in the programs of the site (kg/site/assets/), with their licences. Written by web/build.mjs.",
  ];
  for (const name of [...direct, ...inside.keys()].sort()) {
    const { about, text } = await described(name);
    const where = inside.has(name) ? ` (inside ${inside.get(name)})` : ` ${about.version}`;
    const licence = text ?? `The package has no licence file; it declares ${about.license}.\n\n${MIT}`;
    parts.push(`${"-".repeat(78)}\n${name}${where}: ${about.license}\n\n${licence}`);
  }
  return Buffer.from(parts.join("\n\n") + "\n");
}

const files = {
  "explorer.js": await bundle("src/explorer/main.js"),
  "sparql.js": await bundle("src/sparql/main.js"),
  "sparql.css": await readFile(require.resolve("@zazuko/yasqe/build/yasqe.min.css")),
  "oxigraph.wasm": await readFile(require.resolve("oxigraph/web_bg.wasm")),
};
inputs.add("node_modules/@zazuko/yasqe/build/yasqe.min.css");
files["LICENSES.txt"] = await licences();

let wrong = 0;
await mkdir(target, { recursive: true });
for (const [name, content] of Object.entries(files)) {
  const file = path.join(target, name);
  if (process.argv.includes("--check")) {
    const had = await readFile(file).catch(() => null);
    if (!had?.equals(content)) {
      console.error(`kg/site/assets/${name} is not what web/ gives; run: npm --prefix web run build`);
      wrong += 1;
    }
  } else {
    await writeFile(file, content);
    console.log(`${name} ${content.length.toLocaleString("en")} bytes`);
  }
}
process.exitCode = wrong ? 1 : 0;
