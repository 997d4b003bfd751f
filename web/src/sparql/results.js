// Results of the engine in, cells for people and CSV out: kg/query/results.py and formats.py.

const XSD = "http://www.w3.org/2001/XMLSchema#";
const INTEGERS = new Set(["integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name));
const DECIMALS = new Set(["decimal", "double", "float"].map((name) => XSD + name));
const FORMULA = /^[=+\-@\t\r]/;

/** {columns, rows} of SPARQL results JSON; a row has a cell or null a column. ASK has the one column `answer`. */
export function table(json, prefixes) {
  const longest = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
  const parsed = JSON.parse(json);
  if ("boolean" in parsed) return { columns: ["answer"], rows: [[cell({ type: "literal", value: String(parsed.boolean), datatype: `${XSD}boolean` }, longest)]] };
  const columns = parsed.head.vars;
  return { columns, rows: parsed.results.bindings.map((binding) => columns.map((column) => (column in binding ? cell(binding[column], longest) : null))) };
}

function cell(found, prefixes) {
  if (found.type === "uri") return { kind: "iri", iri: found.value, text: shorten(found.value, prefixes), number: false };
  if (found.type === "bnode") return { kind: "blank", text: `_:${found.value}`, number: false };
  const [text, number] = shown(found);
  return { kind: "literal", text, number };
}

function shown({ value, datatype }) {
  if (INTEGERS.has(datatype) && /^\s*[+-]?\d+\s*$/.test(value)) return [String(BigInt(value.trim().replace(/^\+/, ""))), true];
  if (DECIMALS.has(datatype)) {
    const plain = plainNumber(value.trim());
    if (plain !== null) return [plain, true];
  }
  if (datatype === `${XSD}boolean`) return [value === "true" || value === "1" ? "true" : "false", false];
  return [value, false];
}

/** A decimal without exponent and without zeros at its end: 52.0 → 52, 0.30 → 0.3; null where it is no number. */
export function plainNumber(value) {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(value);
  if (!match || !(match[2] || match[3])) return { INF: "Infinity", "+INF": "Infinity", "-INF": "-Infinity", NaN: "NaN" }[value] ?? null;
  let [whole, rest] = [match[2], match[3] ?? ""];
  let move = Number(match[4] ?? 0);
  for (; move > 0; move -= 1) [whole, rest] = [whole + (rest[0] ?? "0"), rest.slice(1)];
  for (; move < 0; move += 1) [whole, rest] = [whole.slice(0, -1), (whole.at(-1) ?? "0") + rest];
  whole = whole.replace(/^0+(?=\d)/, "") || "0";
  rest = rest.replace(/0+$/, "");
  const written = rest ? `${whole}.${rest}` : whole;
  return match[1] === "-" && written !== "0" ? `-${written}` : written;
}

export function shorten(iri, prefixes) {
  for (const [prefix, namespace] of prefixes) {
    if (iri.startsWith(namespace) && /^[A-Za-z0-9_](?:[\p{L}\p{N}_\-]*[\p{L}\p{N}_])?$/u.test(iri.slice(namespace.length))) {
      return `${prefix}:${iri.slice(namespace.length)}`;
    }
  }
  return iri;
}

/** RFC 4180 with a byte-order mark for spreadsheets; text that one would run has a quote in front. */
export function csv({ columns, rows }) {
  const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (fields) => `${fields.length === 1 && fields[0] === "" ? '""' : fields.map(field).join(",")}\r\n`;
  const written = (one) => (one === null ? "" : !one.number && FORMULA.test(one.text) ? `'${one.text}` : one.text);
  return `\ufeff${line(columns)}${rows.map((row) => line(row.map(written))).join("")}`;
}
