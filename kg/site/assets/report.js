"use strict";
/* The facts beside the text: filters, selection both ways, and a person's decisions. Text only ever enters the page as text. */
(async () => {
  const $ = id => document.getElementById(id);
  const packed = Uint8Array.from(atob(JSON.parse($("report").textContent)), character => character.charCodeAt(0));
  const data = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
  const storage = await kgStorage;
  const article = $("text"), list = $("list"), card = $("card"), panel = $("panel");
  const whole = article.textContent;
  /* Offsets count code points, strings count halves of some of them. */
  const points = /[\ud800-\udfff]/.test(whole) ? Array.from(whole) : null;
  const slice = (a, b) => points ? points.slice(a, b).join("") : whole.slice(a, b);
  const narrow = matchMedia("(max-width: 64rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const SIGNS = { accept: "✓", reject: "✗" }, WORDS = { accept: "已接受", reject: "已否定" };
  const MARKS = {};
  for (const [name, hue, mark] of data.types) MARKS[name] = [mark, `--c:var(--c-${hue});--t:var(--t-${hue})`];

  let start = 0;
  const facts = data.facts.map((row, n) => {
    const [kind, further, length, sentence, rule, values = [], notes = [], place = [], things = []] = row;
    const [mark, type] = data.kinds[kind], [from, to, path] = data.sentences[sentence];
    const [rule_name, sure, label, example] = data.rules[rule];
    const name = data.types[type][0], fields = {};
    start += further;
    const end = start + length, id = mark.replace("~", `-${data.report.sha256.slice(0, 8)}-${start}-${end}`);
    data.fields[name].forEach((key, k) => {
      const value = values[k] ?? null;
      fields[key] = value === null || data.numeric.includes(key) ? value : data.strings[value];
    });
    return { n, id, type: name, start, end, from, to, path: data.paths[path], rule: [rule_name, label, example], sure, fields, notes, place, things, quote: slice(start, end) };
  });
  const byId = new Map(facts.map(f => [f.id, f]));
  const unexplained = f => f.fields.reason === "unresolved";
  const pieces = facts.map(() => []);
  for (const element of article.querySelectorAll("[data-f]")) pieces[element.dataset.f].push(element);
  const say = value => typeof value === "number" ? value.toLocaleString("zh-CN", { maximumFractionDigits: 10 }) : data.codes[value] ?? String(value);

  /* --- decisions ---------------------------------------------------------------------------------------------------- */
  const KEY = "kg-review-" + data.report.sha256.slice(0, 16);
  let decisions = {}, kept = true;
  const undone = [];
  try {
    decisions = JSON.parse(storage.getItem(KEY) || "{}");
    /* Can anything be kept? What was read is not written back: a page on its way out may have written later. */
    storage.setItem("kg-review", "");
    storage.removeItem("kg-review");
  } catch { kept = false; decisions = {}; }
  /* What is decided in another window on the same report. */
  addEventListener("storage", event => {
    if (event.key !== KEY && event.key !== null) return;
    const before = decisions;
    try { decisions = JSON.parse(event.newValue || "{}"); } catch { return; }
    facts.filter(f => JSON.stringify(before[f.id]) !== JSON.stringify(decisions[f.id])).forEach(redraw);
    told();
  });
  const keep = () => {
    try { storage.setItem(KEY, JSON.stringify(decisions)); } catch { kept = false; }
    told();
  };
  /* What a person has decided here, else what the build was made with. */
  const verdictOn = f => decisions[f.id]?.d ?? (f.fields.review === "accepted" ? "accept" : undefined);
  const told = () => {
    const made = facts.map(verdictOn), before = facts.filter(f => verdictOn(f) && !decisions[f.id]).length;
    const yes = made.filter(d => d === "accept").length, no = made.filter(d => d === "reject").length;
    $("progress").textContent = `已核 ${yes + no} / ${facts.length}，接受 ${yes}，否定 ${no}${before ? `；其中 ${before} 条是此前收进来的` : ""}`;
    $("save").disabled = !(yes + no - before);
    $("unsaved").hidden = kept;
  };
  const decide = (fact, verdict) => {
    undone.push([fact.n, decisions[fact.id]]);
    if (verdict) decisions[fact.id] = { ...decisions[fact.id], d: verdict, on: new Date().toISOString().slice(0, 10) };
    else delete decisions[fact.id];
    keep();
    redraw(fact);
  };
  const lines = () => facts.filter(f => decisions[f.id]).map(f => JSON.stringify({
    decision: decisions[f.id].d, type: f.type, quote: f.quote, before: slice(Math.max(0, f.start - 40), f.start), after: slice(f.end, f.end + 40),
    fields: Object.fromEntries(Object.entries(f.fields).filter(([key]) => key !== "review")), rule: f.rule[0], confidence: f.sure,
    id: f.id, start: f.start, end: f.end, sentence: slice(f.from, f.to), street: data.report.street, report: data.report.title,
    file: data.report.file, sha256: data.report.sha256, on: decisions[f.id].on, note: decisions[f.id].note ?? "",
  }) + "\n").join("");
  $("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines()], { type: "application/jsonl" }));
    link.download = `review-${data.report.sha256.slice(0, 16)}.jsonl`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
  $("load").addEventListener("change", async event => {
    for (const line of (await event.target.files[0].text()).split("\n")) {
      try {
        const row = JSON.parse(line), fact = byId.get(row.id);
        if (fact && row.decision in SIGNS && row.sha256 === data.report.sha256) decisions[fact.id] = { d: row.decision, on: String(row.on ?? "").slice(0, 10), note: String(row.note ?? "") };
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
    const verdict = verdictOn(fact);
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
  const chips = [...document.querySelectorAll(".chip[data-type]")], only = $("only");
  const pressed = chip => chip?.getAttribute("aria-pressed") === "true";
  const press = (chip, on) => chip.setAttribute("aria-pressed", String(on));
  const folded = text => text.normalize("NFKC").toLowerCase();
  const words = f => f.words ??= folded([heading(f), f.quote, ...Object.values(f.fields).filter(value => typeof value === "string").flatMap(value => [value, say(value)])].join("\n"));
  for (const [value, depth] of new Map(data.paths.flatMap(path => path.split("›").map((_, depth, parts) => [parts.slice(0, depth + 1).join("›"), depth]))))
    if (value) $("f-section").add(new Option("\u3000".repeat(depth) + value.split("›").at(-1).slice(0, 60), value));
  const types = () => new Set(chips.filter(pressed).map(chip => chip.dataset.type));
  const filter = () => {
    const shown = types(), asked = folded($("f-words").value.trim()), mood = $("f-mood").value, sure = $("f-sure").value;
    const decided = $("f-decided").value, section = $("f-section").value;
    article.classList.toggle("off-set_aside", !shown.has("set_aside"));
    visible = facts.filter(f => (pressed(only) ? unexplained(f) : shown.has(f.type) || unexplained(f))
      && (!asked || words(f).includes(asked))
      && (!mood || f.fields.modality === mood) && (!sure || f.sure < +sure)
      && (!decided || (decided === "note" ? f.notes.length > 0 : (verdictOn(f) ?? "none") === decided))
      && (!section || f.path === section || f.path.startsWith(section + "›")));
    const on = new Set(visible);
    facts.forEach(f => pieces[f.n].forEach(piece => piece.classList.toggle("off", !on.has(f) && !unexplained(f))));
    list.replaceChildren(...visible.map(f => items[f.n]));
    list.hidden = !($("none").hidden = visible.length > 0);
    $("count").textContent = visible.length === facts.length ? `${facts.length} 条事实` : `${visible.length} 条，共 ${facts.length} 条`;
    if (!on.has(facts[current])) list.removeAttribute("aria-activedescendant");
  };
  const unfiltered = () => {
    for (const chip of chips) press(chip, chip.dataset.type !== "set_aside");
    if (only) press(only, false);
    for (const id of ["f-words", "f-mood", "f-sure", "f-decided", "f-section"]) $(id).value = "";
    filter();
  };
  for (const chip of chips) chip.addEventListener("click", event => {
    if (event.altKey || event.shiftKey) chips.forEach(other => press(other, other === chip));
    else press(chip, !pressed(chip));
    filter();
  });
  only?.addEventListener("click", () => { press(only, !pressed(only)); filter(); });
  $("clear").addEventListener("click", () => { unfiltered(); list.focus(); });
  for (const id of ["f-mood", "f-sure", "f-decided", "f-section"]) $(id).addEventListener("change", filter);
  /* To the heading of a section: the nearest line above its first fact that has the words. */
  $("f-section").addEventListener("change", event => {
    const path = event.target.value, bare = text => text.replace(/\s/g, ""), name = bare(path.split("›").at(-1));
    const first = path && facts.find(f => (f.path + "›").startsWith(path + "›"));
    let line = first ? pieces[first.n][0]?.closest(".l") : null;
    while (line && !bare(line.textContent).includes(name)) line = line.previousElementSibling;
    line?.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  });
  $("f-words").addEventListener("input", filter);
  const toggle = (button, open) => button.setAttribute("aria-expanded", String(open));
  $("more").addEventListener("click", () => { $("filters").hidden = !$("filters").hidden; toggle($("more"), !$("filters").hidden); });
  const sheet = open => { panel.classList.toggle("open", open); toggle($("sheet-toggle"), open); $("sheet-toggle").textContent = open ? "收起" : "列表"; };
  $("sheet-toggle").addEventListener("click", () => sheet(!panel.classList.contains("open")));

  /* --- selection ---------------------------------------------------------------------------------------------------- */
  let current = -1;
  const row = (dl, name, ...value) => { const dd = make("dd"); dd.append(...value); dl.append(make("dt", "", name), dd); };
  const link = (href, text) => { const a = make("a", "", text); a.href = href; return a; };
  /* A fact of this page is known by its number, one of another page by [address, report, words]. */
  const linkTo = place => typeof place === "number" ? link("#" + facts[place].id, facts[place].quote) : link(place[0], `${place[2]}（${place[1]}）`);
  const lead = (dl, fact) => {
    const explorer = fact.things.map(k => link("../explorer.html#" + new URLSearchParams({ node: data.things[k][0] }), data.things[k][1]));
    if (explorer.length) row(dl, "在关系图中看", ...explorer);
    for (const [promise, deadline] of data.deadlines) {
      if (promise === fact.n) row(dl, "期限的原文", linkTo(deadline));
      if (deadline === fact.n) row(dl, "约束的承诺", linkTo(promise));
    }
    for (const [promise, verdict, outcome] of data.follow_ups) {
      if (promise === fact.n) row(dl, "后来", verdict + " ", outcome === null ? "" : linkTo(outcome));
      if (outcome === fact.n) row(dl, "此前的承诺", linkTo(promise), " " + verdict);
    }
  };
  const permalink = fact => {
    const address = location.href.split("#")[0] + "#" + fact.id, own = link("#" + fact.id, "这一条"), copy = make("button", "copy", "复制");
    copy.type = "button";
    copy.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(address); copy.textContent = "已复制"; }
      catch { own.textContent = address; getSelection().selectAllChildren(own); copy.textContent = "请按 Ctrl+C"; }
    });
    return [own, copy];
  };
  const show = fact => {
    const verdict = verdictOn(fact), f = fact.fields, title = make("h2"), dl = make("dl"), quote = make("blockquote");
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
    lead(dl, fact);
    if (fact.path) row(dl, "章节", fact.path.replaceAll("›", " › "));
    const where = ["页", "段", "行", "列"].map((unit, k) => fact.place[k] ? `第 ${fact.place[k]} ${unit}` : "").filter(Boolean).join("，");
    if (where) row(dl, "原件", where);
    if (fact.rule[0]) row(dl, "规则", `${fact.rule[1] || fact.rule[0]}${fact.rule[2] ? "（如 " + fact.rule[2] + "）" : ""}`);
    if (fact.rule[0]) row(dl, "置信度", say(fact.sure));
    row(dl, "链接", ...permalink(fact));
    const buttons = make("div", "verdict");
    for (const [name, text, key] of [["accept", "接受", "a"], ["reject", "否定", "x"]]) {
      const button = make("button", "", text);
      button.type = "button";
      button.append(make("kbd", "", key));
      button.setAttribute("aria-pressed", String(verdict === name));
      button.addEventListener("click", () => decide(fact, verdict === name ? null : name));
      buttons.append(button);
    }
    const remark = make("label", "remark", "备注"), field = make("input");
    field.type = "text";
    field.value = decisions[fact.id]?.note ?? "";
    field.addEventListener("change", () => { decisions[fact.id] = { ...decisions[fact.id], note: field.value.trim() }; keep(); });
    remark.append(field);
    /* No rule has found a number that no fact accounts for: there is nothing to decide on. */
    card.replaceChildren(title, quote, dl, ...fact.notes.map(n => make("p", "note", "校验：" + data.findings[n])), ...(fact.rule[0] ? [buttons] : []), ...(decisions[fact.id] ? [remark] : []));
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
    if (current < 0 || !facts[current].rule[0]) return;
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
  /* What an address says: `#unresolved` the numbers that nothing explains, else a fact, or a line of the text. */
  const notice = text => { $("notice").textContent = text; $("notice").hidden = !text; };
  const follow = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* not an address of ours */ }
    const fact = byId.get(name);
    notice("");
    if (name === "unresolved") {
      if (!only) { notice("这份报告里没有未能解释的数字。"); return; }
      unfiltered();
      press(only, true);
      filter();
      select(visible[0].n, true);
    } else if (fact) {
      if (!visible.includes(fact)) { unfiltered(); if (fact.type === "set_aside") press(chips.find(chip => chip.dataset.type === fact.type), true); filter(); }
      select(fact.n, true);
    } else if (name && !document.getElementById(name)) notice(`这份报告里没有 ${name} 这一条：可能是规则或原文改过，它已不在了。`);
  };
  filter();
  facts.forEach(redraw);
  told();
  follow();
  addEventListener("hashchange", follow);
  /* The panel ends where the window does, whether the header is in sight or not. */
  const header = document.querySelector(".top"), fit = () => panel.style.setProperty("--above", Math.max(0, header.getBoundingClientRect().bottom) + "px");
  addEventListener("scroll", fit, { passive: true });
  addEventListener("resize", fit);
  fit();
  document.documentElement.dataset.ready = "report"; performance.mark("ready");
})();
