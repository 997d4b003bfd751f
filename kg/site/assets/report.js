"use strict";
/* The facts beside the text: filters, selection both ways, and a person's decisions. Text only ever enters the page as text. */
(() => {
  const $ = id => document.getElementById(id);
  const data = JSON.parse($("report").textContent);
  const article = $("text"), list = $("list"), card = $("card"), panel = $("panel");
  const whole = article.textContent;
  /* Offsets count code points, strings count halves of some of them. */
  const points = /[\ud800-\udfff]/.test(whole) ? Array.from(whole) : null;
  const slice = (a, b) => points ? points.slice(a, b).join("") : whole.slice(a, b);
  const narrow = matchMedia("(max-width: 64rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const SIGNS = { accept: "✓", reject: "✗" }, WORDS = { accept: "已接受", reject: "已否定" };
  const MARKS = {};
  for (const chip of document.querySelectorAll(".chip")) MARKS[chip.dataset.type] = [chip.querySelector("i").textContent, chip.getAttribute("style")];

  let start = 0;
  const facts = data.facts.map((row, n) => {
    const [kind, further, length, sentence, rule, values, notes = [], place = []] = row;
    const [mark, type] = data.kinds[kind], [from, to, path] = data.sentences[sentence];
    const [rule_name, sure, label, example] = data.rules[rule];
    const name = data.types[type][0], fields = {};
    start += further;
    const end = start + length, id = mark.replace("~", `-${data.report.sha256.slice(0, 8)}-${start}-${end}`);
    data.fields[name].forEach((key, k) => {
      const value = values[k] ?? null;
      fields[key] = value === null || data.numeric.includes(key) ? value : data.strings[value];
    });
    return { n, id, type: name, start, end, from, to, path: data.paths[path], rule: [rule_name, label, example], sure, fields, notes, place, quote: slice(start, end) };
  });
  const pieces = facts.map(() => []);
  for (const element of article.querySelectorAll("[data-f]")) pieces[element.dataset.f].push(element);
  const say = value => typeof value === "number" ? value.toLocaleString("zh-CN", { maximumFractionDigits: 10 }) : data.codes[value] ?? String(value);

  /* --- decisions ---------------------------------------------------------------------------------------------------- */
  const KEY = "kg-review-" + data.report.sha256.slice(0, 16);
  let decisions = {}, kept = true;
  const undone = [];
  try {
    decisions = JSON.parse(localStorage.getItem(KEY) || "{}");
    localStorage.setItem(KEY, JSON.stringify(decisions));
  } catch { kept = false; decisions = {}; }
  const keep = () => {
    try { localStorage.setItem(KEY, JSON.stringify(decisions)); } catch { kept = false; }
    told();
  };
  const told = () => {
    const made = facts.map(f => decisions[f.id]?.d);
    const yes = made.filter(d => d === "accept").length, no = made.filter(d => d === "reject").length;
    $("progress").textContent = `已核 ${yes + no} / ${facts.length}，接受 ${yes}，否定 ${no}`;
    $("save").disabled = !(yes + no);
    $("unsaved").hidden = kept;
  };
  const decide = (fact, verdict) => {
    undone.push([fact.n, decisions[fact.id]]);
    if (verdict) decisions[fact.id] = { d: verdict, on: new Date().toISOString().slice(0, 10) };
    else delete decisions[fact.id];
    keep();
    redraw(fact);
  };
  const lines = () => facts.filter(f => decisions[f.id]).map(f => JSON.stringify({
    decision: decisions[f.id].d, type: f.type, quote: f.quote, before: slice(Math.max(0, f.start - 40), f.start), after: slice(f.end, f.end + 40),
    fields: Object.fromEntries(Object.entries(f.fields).filter(([key]) => key !== "review")), rule: f.rule[0], confidence: f.sure,
    id: f.id, start: f.start, end: f.end, sentence: slice(f.from, f.to), street: data.report.street, report: data.report.title,
    file: data.report.file, sha256: data.report.sha256, on: decisions[f.id].on,
  }) + "\n").join("");
  $("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines()], { type: "application/jsonl" }));
    link.download = `review-${data.report.sha256.slice(0, 16)}.jsonl`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  $("load").addEventListener("change", async event => {
    const ids = new Map(facts.map(f => [f.id, f]));
    for (const line of (await event.target.files[0].text()).split("\n")) {
      try {
        const row = JSON.parse(line), fact = ids.get(row.id);
        if (fact && row.decision in SIGNS && row.sha256 === data.report.sha256) decisions[fact.id] = { d: row.decision, on: String(row.on ?? "").slice(0, 10) };
      } catch { /* an empty or broken line decides nothing */ }
    }
    event.target.value = "";
    keep();
    facts.forEach(redraw);
  });
  addEventListener("beforeunload", event => { if (!kept && Object.keys(decisions).length) event.preventDefault(); });

  /* --- list --------------------------------------------------------------------------------------------------------- */
  const make = (name, css, text) => {
    const element = document.createElement(name);
    if (css) element.className = css;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const heading = fact => {
    const f = fact.fields;
    if (fact.type === "indicator") return f.metric || f.concept_label || "—";
    if (fact.type === "set_aside") return slice(Math.max(fact.from, fact.start - 8), fact.start) + fact.quote + slice(fact.end, Math.min(fact.to, fact.end + 8));
    return fact.quote;
  };
  const aside = fact => {
    const f = fact.fields;
    return { indicator: f.modality === "target" ? "目标" : "", project: say(f.status ?? ""), initiative: say(f.initiative_type ?? ""), deadline: f.date,
      area: say(f.level ?? ""), honour: f.scope ?? "", set_aside: say(f.reason ?? "") }[fact.type] ?? "";
  };
  const items = facts.map(fact => {
    const item = make("li");
    item.id = "o" + fact.n;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.setAttribute("style", MARKS[fact.type][1]);
    const words = make("span", "w", heading(fact) + (fact.type === "indicator" ? " " : ""));
    if (fact.type === "indicator") words.append(make("span", "v", fact.quote));
    const end = make("span", "e");
    end.append(make("span", "", aside(fact)), make("span", "g"));
    item.append(make("span", "mark", MARKS[fact.type][0]), words, end);
    item.addEventListener("click", () => select(fact.n, true));
    return item;
  });
  const redraw = fact => {
    const verdict = decisions[fact.id]?.d;
    const sign = items[fact.n].querySelector(".g");
    sign.className = "g " + (verdict === "accept" ? "yes" : "nay");
    sign.textContent = verdict ? " " + SIGNS[verdict] : "";
    if (verdict) sign.title = WORDS[verdict];
    items[fact.n].classList.toggle("reject", verdict === "reject");
    for (const piece of pieces[fact.n]) piece.classList.toggle("no", verdict === "reject");
    if (current === fact.n) show(fact);
  };

  /* --- filters ------------------------------------------------------------------------------------------------------ */
  let visible = [];
  const types = () => new Set([...document.querySelectorAll(".chip[aria-pressed=true]")].map(chip => chip.dataset.type));
  const filter = () => {
    const shown = types(), words = $("f-words").value.trim(), mood = $("f-mood").value, sure = $("f-sure").value;
    const decided = $("f-decided").value, section = $("f-section").value;
    article.classList.toggle("off-set_aside", !shown.has("set_aside"));
    visible = facts.filter(f => {
      const verdict = decisions[f.id]?.d ?? "none";
      return (shown.has(f.type) || f.fields.reason === "unresolved")
        && (!words || [f.quote, ...Object.values(f.fields)].some(value => typeof value === "string" && value.includes(words)))
        && (!mood || f.fields.modality === mood) && (!sure || f.sure < +sure)
        && (!decided || (decided === "note" ? f.notes.length > 0 : verdict === decided))
        && (!section || f.path === section || f.path.startsWith(section + "›"));
    });
    const on = new Set(visible.map(f => f.n));
    facts.forEach(f => pieces[f.n].forEach(piece => piece.classList.toggle("off", !on.has(f.n) && f.fields.reason !== "unresolved")));
    list.replaceChildren(...visible.map(f => items[f.n]));
    $("count").textContent = visible.length === facts.length ? `${facts.length} 条事实` : `${visible.length} 条，共 ${facts.length} 条`;
    if (!on.has(current)) list.removeAttribute("aria-activedescendant");
  };
  for (const chip of document.querySelectorAll(".chip")) chip.addEventListener("click", event => {
    const pressed = chip.getAttribute("aria-pressed") === "true";
    if (event.altKey || event.shiftKey) document.querySelectorAll(".chip").forEach(other => other.setAttribute("aria-pressed", String(other === chip)));
    else chip.setAttribute("aria-pressed", String(!pressed));
    filter();
  });
  for (const id of ["f-mood", "f-sure", "f-decided", "f-section"]) $(id).addEventListener("change", filter);
  $("f-words").addEventListener("input", filter);
  const toggle = (button, open) => button.setAttribute("aria-expanded", String(open));
  $("more").addEventListener("click", () => { $("filters").hidden = !$("filters").hidden; toggle($("more"), !$("filters").hidden); });
  const sheet = open => { panel.classList.toggle("open", open); toggle($("sheet-toggle"), open); $("sheet-toggle").textContent = open ? "收起" : "列表"; };
  $("sheet-toggle").addEventListener("click", () => sheet(!panel.classList.contains("open")));

  /* --- selection ---------------------------------------------------------------------------------------------------- */
  let current = -1;
  const row = (dl, name, value) => { dl.append(make("dt", "", name), make("dd", "", value)); };
  const show = fact => {
    const verdict = decisions[fact.id]?.d, f = fact.fields, title = make("h2"), dl = make("dl"), quote = make("blockquote");
    card.setAttribute("style", MARKS[fact.type][1]);
    title.append(make("span", "mark", MARKS[fact.type][0]), make("span", "", fact.type === "indicator" ? `${f.metric || "—"}` : fact.quote));
    quote.append(slice(fact.from, fact.start), make("mark", "", fact.quote), slice(fact.end, Math.max(fact.to, fact.end)).trimEnd());
    const skip = new Set(["metric", "value_max", "unit", "period_end", "deadline_source"]);
    for (const key of data.fields[fact.type]) {
      if (f[key] === null || skip.has(key) || (key === "name" && f[key] === fact.quote)) continue;
      if (key === "value") row(dl, "数值", `${say(f.value)}${f.value_max !== null ? " – " + say(f.value_max) : ""} ${f.unit ?? ""}`);
      else if (key === "period_start") row(dl, "期间", `${f.period_start} 至 ${f.period_end}`);
      else if (key === "deadline") row(dl, "期限", `${f.deadline}${f.deadline_source ? "（" + say(f.deadline_source) + "）" : ""}`);
      else row(dl, data.names[key], say(f[key]));
    }
    if (fact.path) row(dl, "章节", fact.path.replaceAll("›", " › "));
    const where = ["页", "段", "行", "列"].map((unit, k) => fact.place[k] ? `第 ${fact.place[k]} ${unit}` : "").filter(Boolean).join("，");
    if (where) row(dl, "原件", where);
    row(dl, "规则", `${fact.rule[1] || fact.rule[0]}${fact.rule[2] ? "（如 " + fact.rule[2] + "）" : ""}`);
    row(dl, "置信度", say(fact.sure));
    const buttons = make("div", "verdict");
    for (const [name, text, key] of [["accept", "接受", "a"], ["reject", "否定", "x"]]) {
      const button = make("button", "", text);
      button.type = "button";
      button.append(make("kbd", "", key));
      button.setAttribute("aria-pressed", String(verdict === name));
      button.addEventListener("click", () => decide(fact, verdict === name ? null : name));
      buttons.append(button);
    }
    card.replaceChildren(title, quote, dl, ...fact.notes.map(n => make("p", "note", "校验：" + data.findings[n])), buttons);
  };
  const select = (n, travel) => {
    if (current >= 0) { items[current].setAttribute("aria-selected", "false"); pieces[current].forEach(piece => piece.classList.remove("cur")); }
    current = n;
    const fact = facts[n];
    items[n].setAttribute("aria-selected", "true");
    pieces[n].forEach(piece => piece.classList.add("cur"));
    if (items[n].isConnected) { list.setAttribute("aria-activedescendant", items[n].id); items[n].scrollIntoView({ block: "nearest" }); }
    if (narrow.matches) sheet(false);
    show(fact);
    card.scrollTop = 0;
    const covered = narrow.matches && pieces[n][0]?.getBoundingClientRect().bottom > panel.getBoundingClientRect().top - 8;
    if (travel || covered) pieces[n][0]?.scrollIntoView({ block: narrow.matches ? "start" : "center", behavior: calm.matches ? "auto" : "smooth" });
    history.replaceState(null, "", "#" + fact.id);
  };
  const step = by => {
    if (!visible.length) return;
    let at = visible.findIndex(f => f.n === current);
    if (at < 0) at = by > 0 ? visible.findIndex(f => f.n > current) - 1 : visible.length;
    select(visible[Math.min(visible.length - 1, Math.max(0, at + by))].n, true);
  };
  /* A click where several facts stand goes to the innermost, a further one to the next outside it. */
  article.addEventListener("click", event => {
    const around = [];
    for (let e = event.target.closest("[data-f]"); e && article.contains(e); e = e.parentElement?.closest("[data-f]"))
      if (!e.classList.contains("off") || e.classList.contains("u")) around.push(+e.dataset.f);
    if (!around.length || String(getSelection())) return;
    select(around[(around.indexOf(current) + 1) % around.length], false);
  });
  const judge = verdict => {
    if (current < 0) return;
    const at = visible.findIndex(f => f.n === current);
    decide(facts[current], verdict);
    if (at >= 0 && at + 1 < visible.length) step(1);
  };
  const undo = () => {
    if (!undone.length) return;
    const [n, before] = undone.pop();
    if (before) decisions[facts[n].id] = before; else delete decisions[facts[n].id];
    keep();
    redraw(facts[n]);
    select(n, true);
  };
  const KEYS = { j: () => step(1), k: () => step(-1), a: () => judge("accept"), x: () => judge("reject"), u: undo, "?": () => $("help").showModal(),
    "/": () => { if (narrow.matches) sheet(true); $("filters").hidden = false; toggle($("more"), true); $("f-words").focus(); } };
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open || event.target.closest("input, select, textarea")) return;
    const listed = event.target === list ? { ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => visible.length && select(visible[0].n, true), End: () => visible.length && select(visible.at(-1).n, true) } : {};
    const act = KEYS[event.key] ?? listed[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  $("help-open").addEventListener("click", () => $("help").showModal());
  const follow = () => {
    const fact = facts.find(f => "#" + f.id === decodeURIComponent(location.hash));
    if (fact) { if (!types().has(fact.type)) { document.querySelector(`.chip[data-type=${fact.type}]`).setAttribute("aria-pressed", "true"); filter(); } select(fact.n, true); }
  };
  filter();
  facts.forEach(redraw);
  told();
  follow();
  addEventListener("hashchange", follow);
})();
