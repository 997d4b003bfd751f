// Checked SPARQL in, the same with brackets that say what is calculated first out.
//
// Oxigraph for JavaScript reads a - b - c as a - (b - c) up to 0.5.11, its newest release; 0.5.13, which `kg query` uses, reads it
// as the standard has it. With brackets both do. No line is added.

import { tokens } from "./tokens.js";

const TIMES = new Set(["*", "/"]);
const PLUS = new Set(["+", "-"]);
const NO_EXPRESSION = new Set(["A", "VALUES"]);

export function leftward(text) {
  const found = tokens(text).filter(({ kind }) => kind !== "comment");
  const close = matching(found);
  const insertions = [];
  const insert = (position, bracket) => insertions.push([position, bracket]);

  /** Where the expressions between two brackets stand: a chain of operands each. */
  const chains = (from, to) => {
    let i = from;
    while (i < to) {
      const end = operand(i, to);
      if (end < 0) {
        i = found[i].text === "{" ? close.get(i) + 1 : i + 1;
        continue;
      }
      const operands = [[i, end]];
      const signs = [];
      i = end;
      while (i < to && (TIMES.has(found[i].text) || PLUS.has(found[i].text))) {
        const next = operand(i + 1, to);
        if (next < 0) break;
        signs.push(found[i].text);
        operands.push([i + 1, next]);
        i = next;
      }
      bracketed(operands, signs);
    }
  };

  /** Where an operand that begins at a token ends; -1 where none does. */
  const operand = (start, to) => {
    let i = start;
    while (i < to && ["+", "-", "!"].includes(found[i].text)) i += 1;
    if (i >= to) return -1;
    const { kind, text: word } = found[i];
    if (word === "(") return close.get(i) + 1;
    if (kind === "variable" || kind === "number") return i + 1;
    if (kind === "string") {
      if (found[i + 1]?.kind === "tag") return i + 2;
      return found[i + 1]?.text === "^" && found[i + 2]?.text === "^" ? i + 4 : i + 1;
    }
    if (["word", "name", "iri"].includes(kind)) {
      if (found[i + 1]?.text === "(" && !/^(?:in|as|distinct)$/i.test(word)) return close.get(i + 1) + 1;
      return kind === "word" && !/^(?:true|false)$/i.test(word) ? -1 : i + 1;
    }
    return -1;
  };

  const bracketed = (operands, signs) => {
    const terms = [[...operands[0]]];
    let times = [operands[0]];
    const group = (items) => {
      for (const item of items.slice(1, -1)) {
        insert(found[items[0][0]].start, "(");
        insert(found[item[1] - 1].end, ")");
      }
    };
    const levels = [times];
    signs.forEach((sign, number) => {
      const next = operands[number + 1];
      if (TIMES.has(sign)) {
        times.push(next);
        terms.at(-1)[1] = next[1];
      } else {
        times = [next];
        levels.push(times);
        terms.push([...next]);
      }
    });
    // Brackets of sums go outside those of products that begin at the same place.
    group(terms);
    levels.forEach(group);
  };

  const kinds = [];
  found.forEach((token, i) => {
    if (token.text === "{") kinds.push("pattern");
    else if (token.text === "[") kinds.push("pattern");
    else if (token.text === "(") {
      const outer = kinds.at(-1) ?? "top";
      kinds.push(outer === "expression" || (outer === "pattern" ? opens(found, i) : !after(found, i, "VALUES")) ? "expression" : "pattern");
      if (kinds.at(-1) === "expression") chains(i + 1, close.get(i) ?? found.length);
    } else if (["}", "]", ")"].includes(token.text)) kinds.pop();
  });

  // At one place what is closed stands before what is opened; sums were put in before products.
  insertions.sort((a, b) => a[0] - b[0] || (a[1] === ")" ? 0 : 1) - (b[1] === ")" ? 0 : 1));
  let made = "";
  let position = 0;
  for (const [place, bracket] of insertions) {
    made += text.slice(position, place) + bracket;
    position = place;
  }
  return made + text.slice(position);
}

/** Whether a bracket within a pattern begins an expression: after FILTER, BIND or the name of a function, not in a path or a list. */
function opens(found, i) {
  const before = found[i - 1];
  if (before?.kind === "word") return !NO_EXPRESSION.has(before.text.toUpperCase());
  return (before?.kind === "name" || before?.kind === "iri") && after(found, i - 1, "FILTER");
}

const after = (found, i, word) => found[i - 1]?.kind === "word" && found[i - 1].text.toUpperCase() === word;

/** For each bracket the one that closes it; where none does, the end. */
function matching(found) {
  const pairs = new Map();
  const open = [];
  found.forEach(({ text }, i) => {
    if (["(", "{", "["].includes(text)) open.push(i);
    else if ([")", "}", "]"].includes(text) && open.length) pairs.set(open.pop(), i);
  });
  open.forEach((i) => pairs.set(i, found.length - 1));
  return pairs;
}
