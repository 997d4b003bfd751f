// The explorer page: the data in the page in, a graph to search, filter and walk through out.

import { element, save } from "../shared/dom.js";
import { bytesOf, embedded, inflated } from "../shared/packed.js";
import { CanvasView } from "./canvas-view.js";
import { graphml } from "./graphml.js";
import { Model } from "./model.js";
import { Panel } from "./panel.js";
import { picture, sheet } from "./picture.js";
import { around, beside, whole } from "./scene.js";
import { Search } from "./search.js";
import { START, read, written } from "./state.js";
import { theme, whenThemeChanges } from "./theme.js";
import { WebGLView } from "./webgl-view.js";

const LISTED = 60;
const LONGEST = 18;
const short = (label) => (label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label);
const $ = (id) => document.getElementById(id);

async function main() {
  const columns = await inflated(bytesOf(embedded("network"))).json();
  const model = new Model(columns);
  const search = new Search(columns.nodes.label, columns.initials, model.weight);
  let state = { ...START };
  let scene = null;
  let found = null;
  let listed = LISTED;
  let hidden = 0;
  // On a narrow page what is asked for lies over the picture until something is chosen.
  const narrow = matchMedia("(max-width: 60rem)");
  const asking = (on) => document.querySelector("main").toggleAttribute("data-asking", on);

  const nodeOf = (iri) => model.number.get(iri) ?? -1;
  const filters = () => ({ classes: new Set(state.classes), area: state.area ? nodeOf(state.area) : -1, year: Number(state.year) || 0, state: state.state });
  const fits = (s) => model.fits(s, Number(state.year) || 0, state.state);
  const passing = () => {
    const chosen = filters();
    const passes = new Uint8Array(model.size);
    for (let node = 0; node < model.size; node += 1) passes[node] = model.passes(node, chosen) ? 1 : 0;
    return passes;
  };

  const settings = {
    theme: theme(columns.colours),
    labels: (node) => short(columns.nodes.label[node]),
    onNode: (node) => clicked(node),
    onOpen: (node) => change({ node: columns.nodes.iri[node], to: "", near: true, open: [columns.nodes.iri[node]] }),
    onEdge: (pair) => showPair(pair),
    onLost: () => replaceView(),
  };
  let view = newView(settings);
  const panel = new Panel($("panel"), model, {
    onNode: (node) => change({ node: columns.nodes.iri[node], to: "" }, { focus: true }),
    onPair: (pair) => showPair(pair),
    onNear: (node) => change(state.near ? { near: false, open: [] } : { near: true, open: [columns.nodes.iri[node]] }, { focus: "near" }),
    onToggle: (node) => toggle(node),
    onClose: () => change({ node: "", to: "", near: false, open: [] }, { focus: "search" }),
  });

  function newView(given) {
    const force = new URLSearchParams(location.search).get("view");
    try {
      if (force === "canvas") throw new Error("asked for");
      return new WebGLView($("graph"), { ...given, anyWebGL: force === "webgl" });
    } catch {
      return new CanvasView($("graph"), given);
    }
  }

  function replaceView() {
    view.destroy();
    $("graph").replaceChildren();
    view = new CanvasView($("graph"), settings);
    draw(true);
  }

  /** A click in the picture: chooses; where a neighbourhood is shown it also opens, and closes at the second. */
  function clicked(node) {
    if (node < 0) {
      if (!state.near) change({ node: "", to: "" });
      return;
    }
    const iri = columns.nodes.iri[node];
    if (!state.near) change({ node: iri, to: "" }, { still: true });
    else if (state.open.includes(iri) && state.node !== iri) change({ node: iri, to: "" }, { still: true });
    else toggle(node);
  }

  function toggle(node) {
    const iri = columns.nodes.iri[node];
    const open = state.open.includes(iri) ? state.open.filter((one) => one !== iri) : [...state.open, iri];
    change({ node: iri, to: "", open }, { focus: "toggle" });
  }

  function showPair(pair) {
    change({ node: columns.nodes.iri[pair.from], to: columns.nodes.iri[pair.to] }, { still: true, focus: true });
  }

  /** Take over what has changed, show it, and put it into the address. */
  function change(changes, { still = false, focus = null, keep = false } = {}) {
    const before = state;
    state = { ...state, ...changes };
    const same = (...keys) => keys.every((key) => String(before[key]) === String(state[key]));
    const filtered = !same("classes", "area", "year", "state");
    // Each choice is a step to go back to, each letter of a search is not.
    if (!keep) history[filtered || !same("node", "to", "near", "open") ? "pushState" : "replaceState"](null, "", `#${written(state)}`);
    if (state.node && !same("node")) asking(false);
    else if (!same("q")) asking(Boolean(state.q));
    if (filtered || !same("q")) list(true);
    if (filtered || !same("near", "open") || !scene) draw(!same("near") || filtered);
    if (filtered || !same("node", "to", "near", "open")) choose(still, focus);
    else if (!same("q") && !state.node) lightFound();
  }

  function draw(refit) {
    const passes = passing();
    const root = state.near ? nodeOf(state.open[0] ?? state.node) : -1;
    hidden = 0;
    const room = Math.min($("graph").clientWidth, $("graph").clientHeight);
    if (root >= 0) {
      const opened = new Set(state.open.map(nodeOf).filter((node) => node >= 0));
      ({ scene, hidden } = around(model, root, opened, (node) => passes[node] === 1, room));
    } else scene = whole(model, (node) => passes[node] === 1, room);
    view.show(scene);
    const things = `${scene.nodes.length.toLocaleString("zh")} 个节点，${(scene.edges.length / 2).toLocaleString("zh")} 条联系`;
    $("count").textContent = root >= 0 ? `邻域：${things}` : things;
    $("back").hidden = root < 0;
    $("empty").hidden = scene.nodes.length > 0;
    if (refit) view.fit();
    document.documentElement.dataset.view = view.kind;
  }

  function choose(still, focus) {
    const node = nodeOf(state.node);
    const to = nodeOf(state.to);
    const pair = node >= 0 && to >= 0 ? model.pair(node, to) : null;
    const at = scene.index.get(node);
    if (node < 0) {
      lightFound();
      panel.clear();
    } else {
      if (at === undefined) view.light(-1, null);
      else {
        // In a neighbourhood nothing fades: all of it was asked for.
        const bright = pair ? [to] : state.near ? scene.nodes : model.neighbours[node];
        view.light(at, new Set([at, ...Array.from(bright, (other) => scene.index.get(other)).filter((i) => i !== undefined)]));
        if (!still && !state.near) view.centre(at);
      }
      if (pair) panel.showPair(pair);
      else {
        const opened = state.open.includes(state.node);
        panel.showNode(node, { near: state.near, opened, hidden: state.near && opened ? hiddenOf(node) : 0, fits });
      }
    }
    for (const button of $("results").querySelectorAll("[aria-current]")) button.removeAttribute("aria-current");
    $("results").querySelector(`[data-node="${CSS.escape(state.node)}"]`)?.setAttribute("aria-current", "true");
    const target = focus === true ? $("panel").querySelector("h2") : focus ? $(focus) : null;
    target?.focus({ preventScroll: true });
    if (narrow.matches && node >= 0) $("graph").scrollIntoView({ block: "start" });
  }

  /** Where nothing is chosen, what the search has found stands out. */
  function lightFound() {
    const places = state.q && !state.near ? found.map((node) => scene.index.get(node)).filter((i) => i !== undefined) : null;
    view.light(-1, places && new Set(places));
  }

  function hiddenOf(node) {
    const passes = passing();
    const { shown, all } = beside(model, node, (other) => passes[other] === 1);
    return all - shown.length;
  }

  /** The things that the search and the filters leave, as a list: everything that the picture offers, without it. */
  function list(anew) {
    if (anew) listed = LISTED;
    const passes = passing();
    const asked = search.find(state.q);
    found = asked ? asked.filter((node) => passes[node]) : byWeight().filter((node) => passes[node]);
    const { classes, colours, marks, nodes } = columns;
    $("results").replaceChildren(
      ...found.slice(0, listed).map((node) => {
        const number = nodes.class[node];
        return element(
          "li",
          {},
          element(
            "button",
            {
              type: "button",
              class: "thing",
              "data-node": nodes.iri[node],
              "aria-current": nodes.iri[node] === state.node ? "true" : null,
              style: `--c: var(${colours[number]})`,
              click: () => change({ node: nodes.iri[node], to: "", ...(state.near ? { near: false, open: [] } : {}) }, { focus: true }),
            },
            element("i", { title: classes[number] }, marks[number]),
            element("span", {}, nodes.label[node], element("small", {}, [model.where(node), `${model.said[node].length} 处`].filter(Boolean).join(" · "))),
          ),
        );
      }),
    );
    $("more").hidden = found.length <= listed;
    $("found").textContent = asked ? `找到 ${found.length.toLocaleString("zh")} 个` : `共 ${found.length.toLocaleString("zh")} 个，说得最多的在前`;
  }

  let weighed = null;
  const byWeight = () => (weighed ??= Array.from({ length: model.size }, (_, node) => node).sort((a, b) => model.said[b].length - model.said[a].length || a - b));

  function controls() {
    const counts = new Array(columns.classes.length).fill(0);
    columns.nodes.class.forEach((number) => (counts[number] += 1));
    columns.classes.forEach((label, number) => {
      if (!counts[number]) return;
      const box = element("input", { type: "checkbox", value: number, change: () => change({ classes: [...$("classes").querySelectorAll(":checked")].map((one) => Number(one.value)) }) });
      $("classes").append(element("label", { style: `--c: var(${columns.colours[number]})` }, box, element("i", { "aria-hidden": "true" }, columns.marks[number]), label, element("small", {}, counts[number].toLocaleString("zh"))));
    });
    model.areas
      .map((area) => [model.areaName.get(area), columns.nodes.iri[area]])
      .sort((a, b) => a[0].localeCompare(b[0], "zh"))
      .forEach(([label, iri]) => $("area").append(new Option(label, iri)));
    model.years.forEach((year) => $("year").append(new Option(`${year} 年`, year)));
    model.states.forEach(({ id, label }) => $("state").append(new Option(label, id)));
    for (const name of ["area", "year", "state"]) $(name).addEventListener("change", () => change({ [name]: $(name).value }));
    let waiting;
    $("search").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => change({ q: $("search").value }), model.size > 20_000 ? 150 : 40);
    });
    $("search").addEventListener("focus", () => asking(Boolean(state.q)));
    const example = search.example();
    if (example) $("search").placeholder = `例如 ${example[0]}，或 ${example[1]}`;
    $("search").addEventListener("keydown", (event) => {
      const first = $("results").querySelector("button");
      if (event.key === "Enter") {
        clearTimeout(waiting);
        change({ q: $("search").value });
        $("results").querySelector("button")?.click();
        event.preventDefault();
      } else if (event.key === "ArrowDown" && first) {
        first.focus();
        event.preventDefault();
      }
    });
    $("results").addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const all = [...$("results").querySelectorAll("button")];
      const next = all.indexOf(document.activeElement) + step;
      (next < 0 ? $("search") : all[next])?.focus();
      event.preventDefault();
    });
    $("more").addEventListener("click", () => {
      listed += 4 * LISTED;
      list(false);
    });
    $("clear").addEventListener("click", () => {
      restore({ ...START, node: state.node }, false);
    });
    $("back").addEventListener("click", () => change({ near: false, open: [] }));
    $("in").addEventListener("click", () => view.zoom(1.5));
    $("out").addEventListener("click", () => view.zoom(1 / 1.5));
    $("all").addEventListener("click", () => view.fit());
    $("png").addEventListener("click", () => drawn(view.snapshot()).toBlob((blob) => save("explorer.png", blob, "image/png"), "image/png"));
    window.addEventListener("beforeprint", () => $("print").replaceChildren(drawn(sheet(scene, view.lit))));
    window.addEventListener("afterprint", () => $("print").replaceChildren());
    $("graphml").addEventListener("click", () => save("explorer.graphml", graphml(model, scene, panel.relations), "application/xml"));
    $("graph").addEventListener("keydown", (event) => {
      const keys = {
        ArrowLeft: () => view.pan(-0.12, 0),
        ArrowRight: () => view.pan(0.12, 0),
        ArrowUp: () => view.pan(0, -0.12),
        ArrowDown: () => view.pan(0, 0.12),
        "+": () => view.zoom(1.4),
        "=": () => view.zoom(1.4),
        "-": () => view.zoom(1 / 1.4),
        0: () => view.fit(),
        Escape: () => change({ node: "", to: "" }),
      };
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      keys[event.key]();
      event.preventDefault();
    });
  }

  /** What the picture shows, seen so, with its legend and what is in it. */
  function drawn(seen) {
    const shown = new Set(scene.class);
    const classes = columns.classes.map((label, number) => [label, number]).filter(([, number]) => shown.has(number));
    const chosen = [state.node && columns.nodes.label[nodeOf(state.node)], state.q && `查找 ${state.q}`, ...["area", "year", "state"].map((name) => state[name] && $(name).selectedOptions[0].text)];
    const reports = columns.reports.title.length === 1 ? columns.reports.title[0] : `${columns.reports.title.length} 份工作报告`;
    const source = [document.title, ...chosen, $("count").textContent, `来源：${reports}`].filter(Boolean).join(" · ");
    return picture({ seen, lit: view.lit, focus: view.focus, scene, theme: settings.theme, labels: settings.labels, classes, source });
  }

  /** Show what an address says. */
  function restore(wanted, keep = true) {
    $("search").value = wanted.q;
    for (const box of $("classes").querySelectorAll("input")) box.checked = wanted.classes.includes(Number(box.value));
    for (const name of ["area", "year", "state"]) {
      $(name).value = wanted[name];
      if ($(name).selectedIndex < 0) $(name).value = wanted[name] = "";
    }
    change(wanted, { keep });
  }

  if (narrow.matches) $("filters").open = false;
  controls();
  const start = read(location.hash);
  list(true);
  draw(true);
  restore(start);
  window.addEventListener("hashchange", () => restore(read(location.hash)));
  whenThemeChanges(() => {
    settings.theme = theme(columns.colours);
    view.repaint(settings.theme);
  });
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      performance.mark("explorer-ready");
      document.documentElement.dataset.ready = view.kind;
    }),
  );
  // For measurements and tests of the page.
  window.explorer = {
    place: (iri) => {
      const at = scene.index.get(nodeOf(iri));
      if (at === undefined) return null;
      const { camera } = view.snapshot();
      const box = $("graph").getBoundingClientRect();
      return [box.left + camera.x + camera.k * scene.x[at], box.top + camera.y - camera.k * scene.y[at]];
    },
    view: () => view,
  };
}

main().catch((error) => {
  document.getElementById("empty").hidden = false;
  document.getElementById("empty").textContent = `图谱打不开：${error.message}`;
  throw error;
});
