// A query's text in, what its header says out: kg/query/files.py.

import { Refused, term } from "./terms.js";

const KEYS = ["title", "title-en", "description", "description-en", "params", "columns", "tags", "evidence", "chart"];
const LISTS = ["params", "columns", "tags", "evidence", "chart"];
const VARIABLE = /^[A-Za-z][A-Za-z0-9]*$/;
const MARKS = ["bar", "point", "line", "tick", "rect"];
const CHANNELS = ["x", "y", "color", "row"];
const PARAMETER = /^([A-Za-z][A-Za-z0-9]*)\(([\p{L}\p{N}_]+)\)(=(?:"([^"]*)"|([^\n]*)))?$/u;

/** {title, description, parameters: [{name, type, required, default}], columns: {variable: heading}, evidence: [variable]}. Throws Refused. */
export function header(text, table) {
  const fields = {};
  let key = "";
  const lines = text.split("\n");
  for (const [number, line] of lines.entries()) {
    if (!line.startsWith("#+")) {
      if (strip(line) && !line.startsWith("#")) break;
      continue;
    }
    const [, indent, said] = /^#\+([ \t]*)(.*?)[ \t\r]*$/s.exec(line);
    if (indent.replace(/\t/g, "        ").length >= 2 && key) {
      fields[key] += (LISTS.includes(key) ? "," : " ") + said;
      continue;
    }
    const field = /^([a-z][a-z-]*):[ \t]*(.*)$/s.exec(said);
    const place = `第 ${number + 1} 行`;
    if (!field || !KEYS.includes(field[1])) throw new Refused(place, `查询头部写法不对：${strip(line)}`, `可用：${KEYS.join("、")}`);
    key = field[1];
    if (key in fields) throw new Refused(place, `查询头部的 ${key} 重复`);
    fields[key] = strip(field[2]);
  }
  const evidence = items(fields.evidence ?? "");
  evidence.forEach(variable);
  if ("chart" in fields) chart(items(fields.chart));
  return {
    title: fields.title ?? "",
    description: fields.description ?? "",
    parameters: items(fields.params ?? "").map((item) => parameter(item, table)),
    columns: Object.fromEntries(items(fields.columns ?? "").map(column)),
    evidence,
  };
}

// What Python's str.strip takes off, which is not quite what trim does.
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const ENDS = new RegExp(`^${BLANK}|${BLANK}$`, "g");
const strip = (text) => text.replace(ENDS, "");

const items = (value) => (value.match(/(?:[^,"]|"[^"]*")+/g) ?? []).map(strip).filter(Boolean);

function parameter(item, table) {
  const match = PARAMETER.exec(item);
  if (!match) throw new Refused("查询头部", `参数写法不对：${item}`, "写作 名字(类型)=默认值");
  const [, name, type, equals, inQuotes, plain] = match;
  if (!Object.hasOwn(table, type)) throw new Refused("查询头部", `参数 ${name} 的类型 ${type} 不存在`, `可用：${Object.keys(table).join("、")}`);
  const made = { name, type, required: equals === undefined, default: inQuotes ?? (strip(plain ?? "") || null) };
  if (made.default !== null) term(made, made.default, table);
  return made;
}

function column(item) {
  const at = item.indexOf("=");
  const [variable, label] = [strip(item.slice(0, at)), strip(item.slice(at + 1))];
  if (at < 0 || !variable || !label) throw new Refused("查询头部", `列名写法不对：${item}`, "写作 变量=列名");
  return [variable, label];
}

// How an answer is drawn is not for this page; its spelling is checked all the same.

function variable(item) {
  if (!VARIABLE.test(item)) throw new Refused("查询头部", `evidence 里不是变量名：${item}`, "写变量名，不带问号");
}

function chart([mark = "", ...rest]) {
  if (!MARKS.includes(mark)) throw new Refused("查询头部", `没有这种图：${mark}`, `可用：${MARKS.join("、")}`);
  for (const item of rest) {
    const at = item.indexOf("=");
    const [channel, name] = [strip(item.slice(0, at)), strip(item.slice(at + 1))];
    if (at < 0 || !CHANNELS.includes(channel) || !VARIABLE.test(name)) {
      throw new Refused("查询头部", `图的写法不对：${item}`, `写作 通道=列，通道可用：${CHANNELS.join("、")}`);
    }
  }
}
