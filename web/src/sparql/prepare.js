// A query and values in, checked SPARQL out: kg/query/prepare.py. Terms are put in, prefixes supplied, names known, nothing written.

import { header } from "./header.js";
import { Refused, term, types } from "./terms.js";
import { lineAndColumn, tokens } from "./tokens.js";

const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const ERROR = "(1/0)";
const PROLOGUE = ["PREFIX", "BASE"];

/** What queries of a page may use: prefixes, the namespace of its data, the names that the ontology has, codes by label. */
export class Preparer {
  constructor({ prefixes, base, known, labelled }) {
    this.prefixes = prefixes;
    this.supplied = { ...prefixes, kgd: base };
    this.known = new Set(known.map((name) => this.#full(name)));
    this.types = types(prefixes);
    this.labelled = labelled;
  }

  #full(name) {
    const at = name.indexOf(":");
    return (this.prefixes[name.slice(0, at)] ?? `${name.slice(0, at)}:`) + name.slice(at + 1);
  }

  header(text) {
    return header(text, this.types);
  }

  /** {text, form, addedLines}. `values` by parameter name; what is missing keeps its default or is left out. Throws Refused. */
  prepare(text, values = {}) {
    const { parameters } = this.header(text);
    const found = tokens(text).filter(({ kind }) => kind !== "comment");
    const form = formOf(text, found);
    const declared = declaredPrefixes(found);
    const missing = this.#missingPrefixes(text, found, declared);
    this.#checkNames(text, found, { ...this.supplied, ...Object.fromEntries(declared) });
    let made = substitute(text, found, this.#terms(parameters, values));
    if (missing.length) made = `${missing.map((prefix) => `PREFIX ${prefix}: <${this.supplied[prefix]}>`).join(" ")}\n${made}`;
    return { text: made, form, addedLines: missing.length ? 1 : 0 };
  }

  #missingPrefixes(text, found, declared) {
    const missing = new Set();
    for (const token of found) {
      if (token.kind !== "name") continue;
      const prefix = token.text.slice(0, token.text.indexOf(":"));
      if (declared.has(prefix)) continue;
      if (!Object.hasOwn(this.prefixes, prefix)) {
        const near = nearest(prefix, Object.keys(this.prefixes), 2);
        throw new Refused(place(text, token), `未知前缀 ${prefix}:`, near.length ? `是不是 ${near.map((name) => `${name}:`).join("、")}？` : "请用 PREFIX 声明");
      }
      missing.add(prefix);
    }
    return [...missing];
  }

  #ours(iri) {
    const { kg, kgc } = this.prefixes;
    return (iri.startsWith(kg) || iri.startsWith(kgc)) && iri !== kg && iri !== kgc;
  }

  #checkNames(text, found, namespaces) {
    for (const token of found) {
      let iri;
      if (token.kind === "name") {
        const at = token.text.indexOf(":");
        iri = namespaces[token.text.slice(0, at)] + token.text.slice(at + 1);
      } else if (token.kind === "iri") iri = token.text.slice(1, -1);
      else continue;
      if (this.#ours(iri) && this.known.size && !this.known.has(iri)) throw new Refused(place(text, token), ...this.#unknown(token.text, iri));
    }
  }

  #unknown(shown, iri) {
    const prefix = iri.startsWith(this.prefixes.kg) ? "kg" : "kgc";
    const namespace = this.prefixes[prefix];
    const locals = [...this.known].filter((name) => name.startsWith(namespace)).map((name) => name.slice(namespace.length));
    const near = nearest(iri.slice(namespace.length), locals, 3);
    return [`本体里没有 ${shown}`, near.length ? `是不是 ${near.map((name) => `${prefix}:${name}`).join("、")}？` : "词汇见本体页"];
  }

  /** A code as it is typed, or the one that has this label, of several that of the parameter's list: kg/query/vocabulary.py. */
  #codeNamed(parameter, value) {
    const has = Object.hasOwn(this.labelled, value);
    if (ascii(value) && !has) return value;
    if (!has) {
      const near = nearest(value, Object.keys(this.labelled).filter((label) => !ascii(label)), 3);
      throw new Refused(`参数 ${parameter}=${value}`, "没有这个代码", near.length ? `是不是 ${near.join("、")}？` : "代码见本体页");
    }
    const codes = this.labelled[value];
    const fitting = Object.keys(codes).filter((code) => codes[code].some((scheme) => scheme.toLowerCase().endsWith(parameter)));
    return (fitting.length ? fitting : Object.keys(codes)).sort()[0];
  }

  #terms(parameters, values) {
    const declared = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    for (const name of Object.keys(values)) {
      if (!declared.has(name)) throw new Refused(`参数 ${name}`, "查询没有这个参数");
    }
    const terms = new Map();
    for (const [name, parameter] of declared) {
      const value = Object.hasOwn(values, name) ? values[name] : parameter.default;
      if (value === null || value === undefined) {
        if (parameter.required) throw new Refused(`参数 ${name}`, "查询需要它", `类型是 ${parameter.type}`);
        terms.set(name, null);
        continue;
      }
      const meant = parameter.type === "code" ? this.#codeNamed(name, value) : value;
      const made = term(parameter, meant, this.types);
      if (parameter.type === "code" && this.known.size && !this.known.has(made.slice(1, -1))) {
        throw new Refused(`参数 ${name}=${value}`, ...this.#unknown(`kgc:${value.replace(/^kgc:/, "")}`, made.slice(1, -1)));
      }
      terms.set(name, made);
    }
    return terms;
  }
}

function ascii(text) {
  return /^[\x00-\x7f]*$/.test(text);
}

function place(text, token) {
  const [line, column] = lineAndColumn(text, token.start);
  return `第 ${line} 行第 ${column} 列`;
}

function formOf(text, found) {
  let form = "";
  for (const token of found) {
    if (token.kind !== "word") continue;
    const word = token.text.toUpperCase();
    if (!form && !PROLOGUE.includes(word)) {
      if (!FORMS.includes(word)) throw new Refused(place(text, token), `查询只能读取，不能以 ${token.text} 开头`, `可用：${FORMS.join("、")}`);
      form = word;
    } else if (word === "SERVICE") throw new Refused(place(text, token), "不允许 SERVICE：查询不得访问别的服务器");
  }
  if (!form) throw new Refused("查询", "这里没有查询", `应含 ${FORMS.join("、")} 之一`);
  return form;
}

function declaredPrefixes(found) {
  const declared = new Map();
  for (let i = 0; i + 2 < found.length; i += 1) {
    const [keyword, name, iri] = [found[i], found[i + 1], found[i + 2]];
    if (keyword.kind === "word" && keyword.text.toUpperCase() === "PREFIX" && name.kind === "name" && iri.kind === "iri") {
      declared.set(name.text.replace(/:$/, ""), iri.text.slice(1, -1));
    }
  }
  return declared;
}

function substitute(text, found, terms) {
  const pieces = [];
  const used = new Set();
  let [position, depth, head] = [0, 0, false];
  const brackets = [];
  for (const token of found) {
    if (["(", "{", "["].includes(token.text)) brackets.push(token.text);
    else if ([")", "}", "]"].includes(token.text)) brackets.pop();
    if (token.kind === "word" && ["SELECT", "DESCRIBE"].includes(token.text.toUpperCase())) [head, depth] = [true, 0];
    else if (token.text === "{" || (token.kind === "word" && token.text.toUpperCase() === "WHERE")) head = false;
    else if (head && (token.text === "(" || token.text === ")")) depth += token.text === "(" ? 1 : -1;
    if (token.kind !== "variable" || token.text[1] !== "_") continue;
    const name = token.text.slice(2);
    if (!terms.has(name)) throw new Refused(place(text, token), `参数 ${token.text} 没有在头部的 #+ params: 声明`);
    if (head && depth === 0) throw new Refused(place(text, token), `参数 ${token.text} 不能作为结果列`, "用 BIND(?_x AS ?y)");
    used.add(name);
    let made = terms.get(name);
    if (made === null && brackets.at(-1) === "(") made = ERROR;
    if (made !== null) {
      pieces.push(text.slice(position, token.start), ` ${made} `);
      position = token.end;
    }
  }
  const unused = [...terms.keys()].filter((name) => !used.has(name));
  if (unused.length) throw new Refused("查询", `声明的参数没有用到：${unused.join("、")}`);
  return pieces.join("") + text.slice(position);
}

/** Names that share most pairs of letters with the one asked for. */
function nearest(wanted, names, most) {
  const pairs = (word) => {
    const low = ` ${word.toLowerCase()} `;
    return new Set(Array.from({ length: low.length - 1 }, (_, i) => low.slice(i, i + 2)));
  };
  const mine = pairs(wanted);
  return names
    .map((name) => {
      const other = pairs(name);
      return [(2 * [...mine].filter((pair) => other.has(pair)).length) / (mine.size + other.size), name];
    })
    .filter(([likeness]) => likeness >= 0.5)
    .sort((a, b) => b[0] - a[0] || a[1].localeCompare(b[1]))
    .slice(0, most)
    .map(([, name]) => name);
}
