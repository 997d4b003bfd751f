// A query in, the same query with the statements behind each row among its columns out; and its answer taken apart again: kg/query/origins.py.

import { tokens } from "./tokens.js";

/** {text, added, distinct}: a SELECT query that also gives the variables `evidence`; any other query as it is. */
export function withOrigins(text, evidence) {
  const head = headOf(text);
  if (!evidence.length || !head || head.columns.some((token) => token.text === "*")) return { text, added: [], distinct: false };
  const shown = new Set(head.columns.filter(({ kind }) => kind === "variable").map((token) => token.text.slice(1)));
  const added = evidence.filter((name) => !shown.has(name));
  return { text: text.slice(0, head.end) + added.map((name) => ` ?${name}`).join("") + text.slice(head.end), added, distinct: head.distinct };
}

/** The answer to the original query, with `origins`: for each row the cells of what it is made of. */
export function split({ columns, rows }, evidence, { added, distinct }) {
  const sources = evidence.map((name) => columns.indexOf(name)).filter((at) => at >= 0);
  const kept = columns.flatMap((name, at) => (added.includes(name) ? [] : [at]));
  const known = new Map();
  const answer = { columns: kept.map((at) => columns[at]), rows: [], origins: [] };
  for (const row of rows) {
    const shown = kept.map((at) => row[at]);
    const key = distinct ? JSON.stringify(shown) : answer.rows.length;
    if (!known.has(key)) {
      known.set(key, answer.rows.push(shown) - 1);
      answer.origins.push(new Map());
    }
    const origins = answer.origins[known.get(key)];
    for (const at of sources) if (row[at]?.kind === "iri") origins.set(row[at].iri, row[at]);
  }
  answer.origins = answer.origins.map((found) => [...found.values()]);
  return answer;
}

/** What stands between the first SELECT and its pattern; `end` is behind SELECT DISTINCT. null for other forms. */
function headOf(text) {
  const found = tokens(text).filter(({ kind }) => kind !== "comment");
  const word = (token) => (token.kind === "word" ? token.text.toUpperCase() : "");
  const first = found.findIndex((token) => ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"].includes(word(token)));
  if (first < 0 || word(found[first]) !== "SELECT") return null;
  const rest = found.slice(first + 1);
  const stop = rest.findIndex((token) => token.text === "{" || ["WHERE", "FROM"].includes(word(token)));
  const columns = stop < 0 ? rest : rest.slice(0, stop);
  if (columns.length && ["DISTINCT", "REDUCED"].includes(word(columns[0]))) return { columns: columns.slice(1), end: columns[0].end, distinct: true };
  return { columns, end: found[first].end, distinct: false };
}
