// Queries on standard input, {"endpoint": URL, "queries": {NAME: SPARQL}}; on standard output a line a query,
// {"name": NAME, "results": SPARQL results JSON} or {"name": NAME, "error": MESSAGE}.
import { text } from "node:stream/consumers";
import { QueryEngine } from "@comunica/query-sparql";

const { endpoint, queries } = JSON.parse(await text(process.stdin));
const engine = new QueryEngine();
const context = { sources: [{ type: "sparql", value: endpoint }], lenient: false };
for (const [name, query] of Object.entries(queries)) {
  let line;
  try {
    const answer = await engine.query(query, context);
    const { data } = await engine.resultToString(answer, "application/sparql-results+json");
    line = { name, results: JSON.parse(await text(data)) };
  } catch (error) {
    line = { name, error: String(error) };
  }
  console.log(JSON.stringify(line));
}
