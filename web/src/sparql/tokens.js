// SPARQL text in, tokens with positions out: kg/query/tokens.py, atom by atom. Positions are UTF-16 units.

// What Python's \w, \d and \s are.
const W = "\\p{L}\\p{N}_";
const LETTER = "\\p{L}\\p{Nl}\\p{No}";
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const ESCAPED = "\\\\[_~.\\-!$&'()*+,;=/?#@%]";
const PERCENT = "%[0-9A-Fa-f]{2}";

const ATOMS = [
  ["comment", "#[^\\n]*"],
  ["iri", '<[^<>"{}|^`\\\\\\x00-\\x20]*>'],
  [
    "string",
    `"{3}(?:"{0,2}(?:[^"\\\\]|\\\\.))*"{3}|'{3}(?:'{0,2}(?:[^'\\\\]|\\\\.))*'{3}|"(?:[^"\\\\\\n\\r]|\\\\.)*"|'(?:[^'\\\\\\n\\r]|\\\\.)*'`,
  ],
  ["tag", "@[A-Za-z]+(?:-[A-Za-z0-9]+)*"],
  ["blank", `_:[${W}.\\-]*[${W}]`],
  ["variable", `[?$][${W}]+`],
  [
    "name",
    `(?:[${LETTER}](?:[${W}.\\-]*[${W}\\-])?)?:(?:(?:[${W}:]|${PERCENT}|${ESCAPED})(?:(?:[${W}.:\\-]|${PERCENT}|${ESCAPED})*(?:[${W}:\\-]|${PERCENT}|${ESCAPED}))?)?`,
  ],
  ["number", "(?:\\p{Nd}+\\.?\\p{Nd}*|\\.\\p{Nd}+)(?:[eE][+-]?\\p{Nd}+)?"],
  ["word", `[${LETTER}_][${W}]*`],
  ["space", `[${SPACE}]+`],
  ["other", "."],
];
const TOKEN = new RegExp(ATOMS.map(([kind, atom]) => `(?<${kind}>${atom})`).join("|"), "gsu");

/** The tokens of a query without white space, in order: {kind, text, start, end}. */
export function tokens(query) {
  const found = [];
  for (const match of query.matchAll(TOKEN)) {
    const kind = ATOMS.find(([name]) => match.groups[name] !== undefined)[0];
    if (kind !== "space") found.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** Line and column of a position, both from 1; columns count characters. */
export function lineAndColumn(query, position) {
  const before = query.slice(0, position);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  return [before.split("\n").length, [...line].length + 1];
}
