// A thing, or two that are linked, in; what is said of it, with its sentences, and what it is linked with, out.

import { element } from "../shared/dom.js";

const FIRST = 8;
const MORE = 24;

export class Panel {
  constructor(root, model, { onNode, onPair, onNear, onToggle, onClose }) {
    Object.assign(this, { root, model, onNode, onPair, onNear, onToggle, onClose });
    const { columns } = model;
    this.relations = { ...columns.relations, mentions: "提到" };
    this.follow = new Map();
    for (const [promise, verdict, outcome] of columns.followUps) {
      if (!this.follow.has(promise)) this.follow.set(promise, []);
      this.follow.get(promise).push({ verdict, outcome });
    }
  }

  clear() {
    this.root.hidden = true;
    this.root.replaceChildren();
  }

  /** A thing; `near` tells what of its neighbourhood is shown, `filter` which statements are wanted. */
  showNode(node, { near, opened, hidden, fits }) {
    const { model } = this;
    const { nodes } = model.columns;
    const about = [nodes.note[node], model.where(node)].filter(Boolean).join(" · ");
    const actions = element(
      "p",
      { class: "actions" },
      element("button", { type: "button", id: "near", "aria-pressed": String(near), click: () => this.onNear(node) }, "只看邻域"),
      near
        ? element("button", { type: "button", id: "toggle", "aria-expanded": String(opened), click: () => this.onToggle(node) }, opened ? "收起它的联系" : "展开它的联系")
        : null,
      hidden ? element("small", {}, `联系太多，图上略去 ${hidden} 个，见下面的清单`) : null,
    );
    const said = model.said[node].filter(fits).sort((a, b) => this.#mention(a) - this.#mention(b) || a - b);
    const left = model.said[node].length - said.length;
    this.#show(
      this.#heading(this.#badge(node), nodes.label[node], about),
      actions,
      this.#statements(`原文（${said.length}）`, said, left),
      this.#links(node),
    );
  }

  /** Two things that are linked. */
  showPair(pair) {
    const { model } = this;
    const { nodes } = model.columns;
    const names = [...new Set(pair.parts.map((part) => this.relations[part.name] ?? part.name))];
    const said = [...new Set(pair.parts.map((part) => part.statement).filter((s) => s >= 0))];
    const ends = element(
      "ul",
      { class: "ends" },
      [pair.from, pair.to].map((node) => element("li", {}, this.#goto(node))),
    );
    const none = said.length ? null : element("p", { class: "soft" }, "这一联系来自名录或报告的标题，没有单独的原文。");
    this.#show(
      this.#heading(null, `${nodes.label[pair.from]} — ${nodes.label[pair.to]}`, names.join("、")),
      ends,
      none,
      said.length ? this.#statements(`原文（${said.length}）`, said, 0) : null,
    );
  }

  /** Whether a statement only names the thing: such come last. */
  #mention(s) {
    return Number(this.model.statements.kind[s] === "area");
  }

  #show(...parts) {
    this.root.replaceChildren(...parts.filter(Boolean));
    this.root.hidden = false;
    this.root.scrollTop = 0;
  }

  #heading(badge, title, about) {
    return element(
      "header",
      {},
      element("button", { type: "button", class: "close", "aria-label": "关闭", click: () => this.onClose() }, "×"),
      badge,
      element("h2", { tabindex: "-1" }, title),
      about ? element("p", { class: "soft" }, about) : null,
    );
  }

  #badge(node) {
    const { columns } = this.model;
    const number = columns.nodes.class[node];
    return element("p", { class: "badge", style: `--c: var(${columns.colours[number]})` }, element("i", { "aria-hidden": "true" }, columns.marks[number]), columns.classes[number]);
  }

  #goto(node) {
    const { columns } = this.model;
    const number = columns.nodes.class[node];
    return element(
      "button",
      { type: "button", class: "thing", "data-node": columns.nodes.iri[node], style: `--c: var(${columns.colours[number]})`, click: () => this.onNode(node) },
      element("i", { "aria-hidden": "true" }, columns.marks[number]),
      element("span", {}, columns.nodes.label[node]),
    );
  }

  /** Sentences with what they say, each sentence once. */
  #statements(title, said, left) {
    const { statements } = this.model.columns;
    const sentences = new Map();
    for (const s of said) {
      const sentence = statements.sentence[s];
      if (!sentences.has(sentence)) sentences.set(sentence, []);
      sentences.get(sentence).push(s);
    }
    const groups = [...sentences.values()];
    const list = element("div", { class: "said" });
    const more = element("button", { type: "button" }, "");
    let shown = 0;
    const add = (count) => {
      list.append(...groups.slice(shown, shown + count).map((group) => this.#sentence(group)));
      shown = Math.min(groups.length, shown + count);
      more.hidden = shown >= groups.length;
      more.textContent = `再显示 ${Math.min(MORE, groups.length - shown)} 句`;
    };
    more.addEventListener("click", () => add(MORE));
    add(FIRST);
    const filtered = left ? element("p", { class: "soft" }, `另有 ${left} 条不符合所选的年份或状态。`) : null;
    return element("section", {}, element("h3", {}, title), list, more, filtered);
  }

  #sentence(group) {
    const { columns } = this.model;
    const { statements } = columns;
    const ordered = [...group].sort((a, b) => statements.at[a] - statements.at[b] || statements.length[b] - statements.length[a]);
    const text = columns.sentences.text[statements.sentence[group[0]]];
    const parts = [];
    let position = 0;
    for (const s of ordered) {
      const at = statements.at[s];
      if (at < position) continue;
      const end = at + statements.length[s];
      const kind = statements.kind[s];
      parts.push(text.slice(position, at), element("mark", { style: `--c: var(--c-${kind}); --t: var(--t-${kind})` }, text.slice(at, end)));
      position = end;
    }
    parts.push(text.slice(position));
    parts[0] = parts[0].trimStart();
    parts.push(parts.pop().trimEnd());
    const about = ordered.map((s) => this.#about(s, ordered.length > 1)).filter(Boolean);
    return element(
      "article",
      { "data-statement": statements.iri[ordered[0]] },
      about.length ? element("ul", { class: "meta" }, about) : null,
      element("blockquote", {}, parts),
      ordered.flatMap((s) => this.#later(s)),
      element("p", { class: "source" }, element("a", { href: this.model.address(ordered[0]) }, `在报告中看：${columns.reports.title[this.model.reportOf[ordered[0]]]}`)),
    );
  }

  /** What a statement is about and in which state that is; among several also its words, which lead to it. */
  #about(s, several) {
    const { columns } = this.model;
    const { statements } = columns;
    const state = [
      statements.promise[s] >= 0 ? columns.moods[statements.promise[s]] : "",
      statements.status[s] >= 0 ? columns.statuses[statements.status[s]] : "",
      statements.promised[s] >= 0 ? `→ ${columns.statuses[statements.promised[s]]}` : "",
      statements.from[s] > 0 ? [...new Set([statements.from[s], statements.to[s]])].join("–") : "",
    ];
    const shown = [...new Set(state.filter(Boolean))].join(" ");
    const quote = several ? element("a", { href: this.model.address(s) }, this.model.sentence(s)[1]) : null;
    if (!statements.metric[s] && !shown && !quote) return null;
    return element("li", {}, element("span", {}, statements.metric[s] ? element("b", {}, statements.metric[s]) : null, statements.metric[s] && quote ? " " : null, quote), shown ? element("small", {}, shown) : null);
  }

  #later(s) {
    const { columns } = this.model;
    return (this.follow.get(s) ?? []).map(({ verdict, outcome }) => {
      const later = outcome >= 0 ? this.model.sentence(outcome) : null;
      return element(
        "p",
        { class: "follow" },
        element("b", {}, `后来：${columns.verdicts[verdict] ?? verdict}`),
        later ? [" ", element("q", {}, later[1]), " ", element("a", { href: this.model.address(outcome) }, "见报告")] : null,
      );
    });
  }

  #links(node) {
    const { model } = this;
    const groups = new Map();
    for (const other of model.neighbours[node]) {
      const pair = model.pair(node, other);
      for (const { from, name } of pair.parts) {
        const out = from === node;
        const key = `${name} ${out}`;
        if (!groups.has(key)) groups.set(key, { name, out, others: new Map() });
        groups.get(key).others.set(other, pair);
      }
    }
    if (!groups.size) return null;
    const parts = [...groups.values()].map(({ name, out, others }) => {
      const ordered = [...others].sort((a, b) => model.weight[b[0]] - model.weight[a[0]] || a[0] - b[0]);
      const list = element("ul", {});
      const fill = (count) =>
        list.replaceChildren(
          ...ordered.slice(0, count).map(([other, pair]) =>
            element(
              "li",
              {},
              this.#goto(other),
              pair.parts.some((part) => part.statement >= 0)
                ? element("button", { type: "button", class: "why", "aria-label": `${model.nodes.label[other]}：这一联系的依据`, click: () => this.onPair(pair) }, "依据")
                : null,
            ),
          ),
          ...(ordered.length > count
            ? [element("li", {}, element("button", { type: "button", click: () => fill(count + 100) }, `再显示 ${Math.min(100, ordered.length - count)} 个`))]
            : []),
        );
      const details = element("details", {}, element("summary", {}, `${this.relations[name] ?? name}${out ? "" : "（反向）"} ${ordered.length}`), list);
      if (ordered.length <= 12) {
        details.open = true;
        fill(12);
      } else details.addEventListener("toggle", () => !list.children.length && fill(60));
      return details;
    });
    return element("section", { class: "links" }, element("h3", {}, `联系（${model.neighbours[node].length}）`), parts);
  }
}
