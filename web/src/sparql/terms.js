// Values as people type them in, escaped and typed SPARQL terms out: kg/query/parameters.py.

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f" };
const MOST_DIGITS = 4300;

export class Refused extends Error {
  /** Where, what is wrong, and what to do. */
  constructor(subject, cause, remedy = "") {
    super([`${subject}：${cause}`, remedy].filter(Boolean).join("。"));
    Object.assign(this, { subject, cause, remedy });
  }
}

class Ill extends Error {}

function quoted(text) {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) throw new Ill("有不成字的字符");
  return `"${text.replace(/[\\"\n\r\t\b\f]/g, (character) => ESCAPES[character])}"`;
}

function integer(text) {
  if (!/^[+-]?[0-9]+$/.test(text) || text.replace(/^[+-]/, "").length > MOST_DIGITS) throw new Ill("不是整数");
  return String(BigInt(text.replace(/^\+/, "")));
}

function decimal(text) {
  if (!/^[+-]?[0-9]+(?:\.[0-9]+)?$/.test(text)) throw new Ill("不是小数");
  const [, sign, whole, rest] = /^([+-]?)0*([0-9]+)(.*)$/.exec(text);
  return `${sign === "-" ? "-" : ""}${whole}${rest || ".0"}`;
}

const days = (year, month, day) => {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date;
};

/** A day in any of the forms that ISO 8601 has for one: 2020-12-31, 20201231, 2020-W53-4 and so on. */
function day(text) {
  const wrong = () => {
    throw new Ill("不是日期，写作 2020-12-31");
  };
  let match = /^(\d{4})(-?)(\d{2})\2(\d{2})$/.exec(text);
  if (match) {
    const [year, month, number] = [Number(match[1]), Number(match[3]), Number(match[4])];
    const date = days(year, month, number);
    if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== number) wrong();
    return `${match[1]}-${match[3]}-${match[4]}`;
  }
  match = /^(\d{4})(-?)W(\d{2})(?:\2(\d))?$/.exec(text);
  if (!match) wrong();
  const [year, week, weekday] = [Number(match[1]), Number(match[3]), match[4] === undefined ? 1 : Number(match[4])];
  if (year < 1 || week < 1 || week > weeks(year) || weekday < 1 || weekday > 7) wrong();
  const fourth = days(year, 1, 4);
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * 86_400_000;
  const date = new Date(monday + ((week - 1) * 7 + weekday - 1) * 86_400_000);
  if (date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) wrong();
  return date.toISOString().slice(0, 10);
}

/** How many weeks a year of ISO 8601 has: 53 where it begins on a Thursday, or on a Wednesday and is a leap year. */
function weeks(year) {
  const first = days(year, 1, 1).getUTCDay();
  const leap = days(year, 2, 29).getUTCMonth() === 1;
  return first === 4 || (first === 3 && leap) ? 53 : 52;
}

/** The function of each type that a header may name; `prefixes` are those that need no declaration. */
export function types(prefixes) {
  const expand = (name) => {
    const at = name.indexOf(":");
    const prefix = name.slice(0, at);
    return at >= 0 && Object.hasOwn(prefixes, prefix) ? prefixes[prefix] + name.slice(at + 1) : null;
  };
  return {
    string: quoted,
    integer,
    decimal,
    date: (text) => `"${day(text)}"^^<${prefixes.xsd}date>`,
    boolean: (text) => {
      if (text !== "true" && text !== "false") throw new Ill("只能是 true 或 false");
      return text;
    },
    iri: (text) => {
      const bare = text.startsWith("<") && text.endsWith(">") ? text.slice(1, -1) : (expand(text) ?? text);
      if (!/^[A-Za-z][A-Za-z0-9+.\-]*:[^<>"{}|^`\\\x00-\x20]*$/.test(bare)) throw new Ill("不是 IRI，也不是带已知前缀的名字");
      return `<${bare}>`;
    },
    code: (text) => {
      const local = text.startsWith("kgc:") ? text.slice(4) : text;
      if (!/^[A-Za-z][A-Za-z0-9_\-]*$/.test(local)) throw new Ill("不是代码名，例如 completed 或 kgc:completed");
      return `<${prefixes.kgc}${local}>`;
    },
  };
}

/** A value as a term. Throws Refused when it does not have the parameter's type. */
export function term(parameter, value, table) {
  try {
    return table[parameter.type](value);
  } catch (error) {
    if (!(error instanceof Ill)) throw error;
    throw new Refused(`参数 ${parameter.name}=${value}`, error.message, `类型是 ${parameter.type}`);
  }
}
