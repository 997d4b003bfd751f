// The engine: a compiled module and packed Turtle in, answers out. It runs in a worker, so that it can be stopped.

import init, { Store } from "oxigraph/web.js";
import { inflated } from "../shared/packed.js";

let store = null;

async function start({ module, graph }) {
  await init({ module_or_path: module });
  const turtle = new Uint8Array(await inflated(graph).arrayBuffer());
  store = new Store();
  store.load(turtle, { format: "text/turtle", no_transaction: true, lenient: true });
  postMessage({ ready: true, triples: store.size });
}

function ask({ id, text, triples }) {
  const began = performance.now();
  if (triples) {
    const found = new Set(store.query(text).map((quad) => JSON.stringify([quad.subject, quad.predicate, quad.object].map(plain))));
    const rows = [...found].sort().map((row) => JSON.parse(row));
    const names = ["subject", "predicate", "object"];
    const bindings = rows.map((row) => Object.fromEntries(row.map((found, i) => [names[i], found])));
    postMessage({ id, json: JSON.stringify({ head: { vars: names }, results: { bindings } }), took: performance.now() - began });
  } else {
    postMessage({ id, json: store.query(text, { results_format: "json" }), took: performance.now() - began });
  }
}

function plain(found) {
  if (found.termType === "NamedNode") return { type: "uri", value: found.value };
  if (found.termType === "BlankNode") return { type: "bnode", value: found.value };
  if (found.language) return { type: "literal", value: found.value, "xml:lang": found.language };
  return { type: "literal", value: found.value, datatype: found.datatype.value };
}

onmessage = async ({ data }) => {
  try {
    if ("module" in data) await start(data);
    else ask(data);
  } catch (error) {
    // An engine that ran out of memory cannot go on.
    postMessage({ id: data.id, error: String(error.message ?? error), broken: error instanceof WebAssembly.RuntimeError || error instanceof RangeError });
  }
};
