// The SPARQL page: shipped questions with their parameters, an editor, the engine in a worker, answers as a table.

import { element, save } from "../shared/dom.js";
import { bytesOf, embedded, inflated } from "../shared/packed.js";
import { completer } from "./complete.js";
import { Engine } from "./engine.js";
import { leftward } from "./leftward.js";
import { split, withOrigins } from "./origins.js";
import { Preparer } from "./prepare.js";
import { csv, table } from "./results.js";
import { Refused } from "./terms.js";

const OWN = "own";
const KEPT = "kg-sparql-own";
const ROWS = 100;
const EXAMPLE = `#+ title: 我的查询
SELECT ?street ?name (COUNT(?fact) AS ?facts)
WHERE {
  ?fact kg:forArea ?street .
  ?street a kg:Street ; rdfs:label ?name .
}
GROUP BY ?street ?name
ORDER BY DESC(?facts)
`;
const UNGROUPED = "The SELECT contains a variable that is unbound";
const wide = matchMedia("(min-width: 60.01rem)");
const $ = (id) => document.getElementById(id);

async function main() {
  const settings = await inflated(bytesOf(embedded("settings"))).json();
  const storage = await globalThis.kgStorage;
  // The editor tries the browser's memory as soon as it is loaded: not before it is to be had.
  const { default: Yasqe } = await import("@zazuko/yasqe");
  const preparer = new Preparer(settings);
  const queries = new Map(settings.queries.map((query) => [query.name, query]));
  const known = new Set(settings.known);
  let current = null;
  let values = {};
  let spec = null;
  let answer = null;
  let running = 0;

  Yasqe.defaults.autocompleters = [];
  const hint = completer(settings.names, settings.prefixes);
  const complete = (editor) => editor.showHint({ hint, completeSingle: false, container: $("editor") });
  const editor = new Yasqe($("editor"), {
    value: "",
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    extraKeys: {
      "Ctrl-Space": complete,
      "Ctrl-Enter": () => run(),
      "Cmd-Enter": () => run(),
      Tab: false,
      "Shift-Tab": false,
    },
  });
  // Prefixes that are supplied are known to the check of syntax too.
  const mode = editor.getMode();
  const { startState } = mode;
  mode.startState = (...given) => ({ ...startState(...given), prefixes: { ...settings.prefixes } });
  const scroller = editor.getScrollerElement();
  for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": "查询的文本" })) scroller.setAttribute(name, value);
  editor.getInputField().setAttribute("aria-label", "SPARQL 查询");
  editor.on("inputRead", (cm, { text }) => /^[:?\p{L}]$/u.test(text.join("")) && !cm.state.completionActive && complete(cm));
  editor.on("changes", () => {
    if (current === OWN) keep(editor.getValue());
    $("restore").hidden = current === OWN || editor.getValue() === queries.get(current)?.text;
    // A parameter may stand where SPARQL has a number only.
    if (/(?:limit|offset)\s+[?$]_/i.test(editor.getValue())) editor.clearGutter("gutterErrorBar");
    clearTimeout(editor.waiting);
    editor.waiting = setTimeout(() => form(), 150);
  });

  const engine = new Engine(
    async () => new Uint8Array(await inflated(bytesOf(embedded("engine"))).arrayBuffer()),
    bytesOf(embedded("graph")),
    (state, detail) => {
      document.documentElement.dataset.engine = state;
      if (state === "loading") status("正在载入图谱……");
      else if (state === "failed") fail("图谱载入失败", detail, "请换用较新的浏览器，或用 kg query 查询");
      else {
        performance.mark("sparql-ready");
        if (!running) status(`图谱已载入：${detail.toLocaleString("zh")} 个三元组。Ctrl + Enter 运行，Ctrl + 空格 补全。`);
      }
    },
  );

  function keep(text) {
    try {
      storage.setItem(KEPT, text);
    } catch {
      // A page from a file may have no storage.
    }
  }

  function kept() {
    try {
      return storage.getItem(KEPT) || EXAMPLE;
    } catch {
      return EXAMPLE;
    }
  }

  function status(text) {
    $("status").textContent = text;
  }

  function fail(subject, cause, remedy = "", shown = "") {
    answer = null;
    $("answer").replaceChildren(
      element("div", { class: "error", role: "alert" }, element("b", {}, `${subject}：`), cause, remedy ? element("p", {}, remedy) : null, shown ? element("pre", { tabindex: "0" }, shown) : null),
    );
    $("csv").hidden = true;
    status("");
  }

  /** A question of the list (or one's own) with its text and form; it is asked at once where nothing is missing. */
  function select(name, given, text = null, ask = true) {
    current = queries.has(name) ? name : OWN;
    values = { ...given };
    spec = null;
    const own = current === OWN;
    editor.setValue(text ?? (own ? kept() : queries.get(current).text));
    const first = editor.getValue().split("\n").findIndex((line) => line.trim() && !line.startsWith("#"));
    editor.setCursor(Math.max(0, first), 0);
    editor.scrollTo(0, editor.heightAtLine(Math.max(0, first), "local"));
    for (const link of $("queries").querySelectorAll("a")) {
      if (link.dataset.query === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    form();
    $("choose").open = wide.matches;
    $("answer").replaceChildren();
    $("csv").hidden = true;
    answer = null;
    if (ask && spec && spec.parameters.every((one) => !one.required || values[one.name])) run();
  }

  /** Title, description and a field for each parameter, as the text in the editor says them. */
  function form() {
    let said;
    try {
      said = preparer.header(editor.getValue());
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return;
    }
    $("title").textContent = said.title || "查询";
    $("description").textContent = said.description;
    if (spec && JSON.stringify(spec.parameters) === JSON.stringify(said.parameters)) {
      spec = said;
      return;
    }
    spec = said;
    $("fields").replaceChildren(...said.parameters.map(field));
    $("form").classList.toggle("none", !said.parameters.length);
  }

  function field(parameter) {
    const id = `p-${parameter.name}`;
    const list = { code: "codes", iri: "classes" }[parameter.type] ?? (parameter.name === "street" ? "streets" : null);
    const attributes = { id, name: parameter.name, autocomplete: "off", placeholder: parameter.default ?? (parameter.required ? "必填" : "不限"), list, "aria-describedby": `${id}-type` };
    const change = (event) => {
      if (event.target.value === "") delete values[parameter.name];
      else values[parameter.name] = event.target.value;
    };
    const made =
      parameter.type === "boolean"
        ? element("select", { ...attributes, change }, new Option("不限", ""), new Option("是", "true"), new Option("否", "false"))
        : element("input", { ...attributes, type: "text", inputmode: ["integer", "decimal"].includes(parameter.type) ? "decimal" : null, input: change });
    made.value = values[parameter.name] ?? "";
    const type = { string: "文字", integer: "整数", decimal: "数", date: "日期", boolean: "是否", iri: "IRI", code: "代码或名称" }[parameter.type];
    return element("p", {}, element("label", { for: id }, spec.columns[parameter.name] ?? parameter.name, element("small", { id: `${id}-type` }, ` ${spec.columns[parameter.name] ? `${parameter.name} · ` : ""}${type}`)), made);
  }

  async function run() {
    const text = editor.getValue();
    let prepared, wider, columns, evidence;
    $("csv").hidden = true;
    try {
      ({ columns, evidence } = preparer.header(text));
      const given = Object.fromEntries(Object.entries(values).filter(([name]) => spec?.parameters.some((one) => one.name === name)));
      prepared = preparer.prepare(text, given);
      wider = withOrigins(text, evidence);
      wider.prepared = wider.added.length ? preparer.prepare(wider.text, given) : prepared;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      fail(error.subject, error.cause, error.remedy);
      return;
    }
    address();
    const mine = (running += 1);
    engine.stop?.();
    busy(true);
    status("正在查询……");
    try {
      const { json, took, widened } = await ask(prepared, wider);
      if (mine !== running) return;
      const found = table(json, Object.entries(settings.prefixes));
      answer = { ...split(found, evidence, widened ? wider : { added: [], distinct: false }), labels: columns, name: current };
      show(took);
    } catch (error) {
      if (mine !== running) return;
      if (error.stopped === "asked") fail("查询", "已停止", "图谱正在重新载入");
      else if (error.stopped === "late") fail("查询", "超过 60 秒，已停止", "请缩小范围，或在命令行用 kg query --timeout 放宽");
      else if (error.stopped === "broken") fail("查询", "浏览器的内存不够", "请缩小范围或加 LIMIT，或在命令行用 kg query");
      else engineError(error.message, prepared);
    } finally {
      if (mine === running) {
        running = 0;
        busy(false);
      }
    }
  }

  /** The answer with what stands behind each row, where the query can give it: a text of one's own may group that away. */
  async function ask(prepared, wider) {
    const triples = ["CONSTRUCT", "DESCRIBE"].includes(prepared.form);
    if (wider.prepared !== prepared) {
      try {
        return { ...(await engine.ask(leftward(wider.prepared.text), triples)), widened: true };
      } catch (error) {
        if (error.stopped) throw error;
      }
    }
    return { ...(await engine.ask(leftward(prepared.text), triples)), widened: false };
  }

  function busy(is) {
    $("run").disabled = is;
    $("stop").hidden = !is;
    document.documentElement.dataset.asking = is;
  }

  /** What the engine cannot read, with the line; what it refuses for its meaning, in its own words. */
  function engineError(message, prepared) {
    const match = /(\d+):(\d+)/.exec(message);
    // What is about meaning the engine says in a sentence, among what it expected.
    const reasons = message.match(/[A-Z][A-Za-z]+(?: [A-Za-z?]+){3,}/g) ?? [];
    if (!match || reasons.length) {
      const said = reasons.map((reason) => (reason === UNGROUPED ? "SELECT 里有既没有分组、也没有汇总的变量" : reason));
      fail("查询", "SPARQL 写法错误", said.join("；") || message);
      return;
    }
    const [line, column] = [Number(match[1]), Number(match[2])];
    const shown = prepared.text.split("\n")[line - 1] ?? "";
    fail(`第 ${line - prepared.addedLines} 行第 ${column} 列`, "SPARQL 语法错误，从这里起读不下去", "", `${shown}\n${" ".repeat(Math.max(0, column - 1))}^\n${message}`);
  }

  function show(took) {
    const { columns, rows, origins, labels } = answer;
    const quoted = origins.some((found) => found.some((one) => page(one)));
    const numbers = columns.map((_, i) => rows.some((row) => row[i]) && rows.every((row) => !row[i] || row[i].number));
    const body = element("tbody", {});
    const more = element("button", { type: "button" });
    const add = (count) => {
      const from = body.children.length;
      body.append(...rows.slice(from, from + count).map((row, at) => element("tr", {}, quoted ? element("td", { class: "origins" }, sources(origins[from + at])) : null, row.map((one, i) => element("td", { class: numbers[i] ? "n" : null }, linked(one))))));
      more.hidden = body.children.length >= rows.length;
      more.textContent = `再显示 ${Math.min(5 * ROWS, rows.length - body.children.length)} 行`;
    };
    more.addEventListener("click", () => add(5 * ROWS));
    add(ROWS);
    const head = element("tr", {}, quoted ? element("th", { scope: "col" }, "出处") : null, columns.map((column, i) => element("th", { scope: "col", class: numbers[i] ? "n" : null }, labels[column] ?? column, labels[column] ? element("small", {}, ` ?${column}`) : null)));
    $("answer").replaceChildren(
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "查询结果" }, element("table", {}, element("thead", {}, head), body)),
      rows.length ? more : element("p", { class: "none-found" }, "没有符合的行。可以放宽条件再试，或检查名称的写法。"),
    );
    $("csv").hidden = false;
    status(`${rows.length.toLocaleString("zh")} 行，${took < 1000 ? `${Math.max(1, Math.round(took))} 毫秒` : `${(took / 1000).toFixed(1)} 秒`}`);
  }

  /** Where a report, a statement or a number set aside stands in the text; null for other things. */
  function page({ iri }) {
    if (!iri.startsWith(settings.base)) return null;
    const local = iri.slice(settings.base.length);
    const [, report] = /^report-([0-9a-f]{8})/.exec(local) ?? [];
    const [, said] = /^(?:st|m)-([0-9a-f]{8})-/.exec(local) ?? [];
    const found = settings.pages[report ?? said];
    return found && (report ? found : `${found}#${encodeURIComponent(local)}`);
  }

  /** The places in the text that a row is made of. */
  function sources(found) {
    const places = found.map(page).filter(Boolean);
    return places.flatMap((href, i) => [i ? " " : "", element("a", { href }, places.length > 1 ? `原文 ${i + 1}` : "原文")]);
  }

  /** Things lead to the explorer, statements and reports to the text. */
  function linked(one) {
    if (!one) return "";
    if (one.kind !== "iri") return one.text;
    if (/^kgc?:/.test(one.text) && known.has(one.text)) return element("a", { href: `ontology.html#${encodeURIComponent(one.text.replace(/^kgc?:/, ""))}` }, one.text);
    if (!one.iri.startsWith(settings.base)) return one.text;
    const place = page(one);
    if (place) return element("a", { href: place }, one.text);
    const local = one.iri.slice(settings.base.length);
    if (/^(?:area|project|group|initiative|indicator|deadline|office|organisation|place)-/.test(local)) return element("a", { href: `explorer.html#node=${encodeURIComponent(local)}` }, one.text);
    return one.text;
  }

  /** Put what is asked into the address: a question by its name, one's own by its text. */
  function address() {
    const parts = new URLSearchParams();
    const changed = current === OWN || editor.getValue() !== queries.get(current).text;
    parts.set("query", current);
    if (changed) parts.set("text", editor.getValue());
    for (const [name, value] of Object.entries(values)) parts.set(`p.${name}`, value);
    history.replaceState(null, "", `#${parts}`);
  }

  function restore() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const given = {};
    for (const [name, value] of parts) if (name.startsWith("p.") && value) given[name.slice(2)] = value;
    // A text that somebody else wrote is shown, and asked when the reader says so.
    const name = parts.get("query") ?? settings.queries[0].name;
    const here = name === OWN || queries.has(name);
    select(name, given, parts.get("text"), here && !parts.has("text") && name !== OWN);
    if (!here) fail(name, "没有这个查询", "请从列表里选一个；它可能属于另一个版本");
  }

  function lists() {
    const item = (name, title, number) => element("li", {}, element("a", { href: `#query=${encodeURIComponent(name)}`, "data-query": name }, number ? element("small", {}, number) : null, title));
    $("queries").append(item(OWN, "自己写一个", ""), ...settings.queries.map((query) => item(query.name, query.title, query.name.split("-")[0])));
    $("filter").addEventListener("input", () => {
      const wanted = $("filter").value.trim().toLowerCase();
      for (const entry of $("queries").children) {
        const query = queries.get(entry.firstChild.dataset.query);
        entry.hidden = Boolean(wanted) && !(query && `${query.name} ${query.title} ${query.description} ${query.tags.join(" ")}`.toLowerCase().includes(wanted));
      }
    });
    const options = (id, entries) => document.body.append(element("datalist", { id }, entries.map(([value, label]) => element("option", { value, label: label === value ? null : label }))));
    options("streets", settings.streets.map((street) => [street, street]));
    options("codes", settings.names.filter(([name]) => name.startsWith("kgc:")).map(([name, label]) => [name.slice(4), label]));
    options("classes", settings.names.filter(([, , sort]) => sort === "类").map(([name, label]) => [name, label]));
  }

  lists();
  wide.addEventListener("change", () => ($("choose").open = wide.matches));
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  $("run").addEventListener("click", () => run());
  $("stop").addEventListener("click", () => engine.stop?.());
  $("restore").addEventListener("click", () => select(current, values));
  $("csv").addEventListener("click", () => save(`${answer.name}.csv`, csv(answer), "text/csv;charset=utf-8"));
  window.addEventListener("hashchange", restore);
  // For tests of the page.
  window.workbench = { prepare: (text, given) => preparer.prepare(text, given), header: (text) => preparer.header(text), leftward, csv: () => csv(answer), origins: () => answer.origins.map((found) => found.map((one) => one.iri)), editor };
  restore();
}

main().catch((error) => {
  document.getElementById("status").textContent = `页面打不开：${error.message}`;
  throw error;
});
