// The columns of kg/site/explorer/data.py in, a network to walk through out. Things and statements are numbers.

export class Model {
  constructor(columns) {
    this.columns = columns;
    this.nodes = columns.nodes;
    this.size = columns.nodes.iri.length;
    this.statements = columns.statements;
    this.number = new Map(columns.nodes.iri.map((iri, number) => [iri, number]));
    this.#connect();
    this.#describe();
  }

  /** Pairs of things that are linked, each once, with all that links them. */
  #connect() {
    const { links, statements, sentences, reports } = this.columns;
    const pairs = new Map();
    this.neighbours = Array.from({ length: this.size }, () => []);
    this.said = Array.from({ length: this.size }, () => []);
    const link = (from, to, name, statement = -1) => {
      if (from < 0 || to < 0 || from === to) return;
      const key = from < to ? from * this.size + to : to * this.size + from;
      let pair = pairs.get(key);
      if (!pair) {
        pair = { from, to, parts: [] };
        pairs.set(key, pair);
        this.neighbours[from].push(to);
        this.neighbours[to].push(from);
      }
      pair.parts.push({ from, to, name, statement });
    };
    links.name.forEach((name, i) => link(links.from[i], links.to[i], name));
    const count = statements.iri.length;
    this.reportOf = new Int32Array(count);
    for (let s = 0; s < count; s += 1) {
      const report = sentences.report[statements.sentence[s]];
      this.reportOf[s] = report;
      const kind = statements.kind[s];
      const area = statements.area[s];
      const deadline = statements.deadline[s];
      const things = statements.things[s];
      if (kind === "area") things.forEach((thing) => link(reports.node[report], thing, "mentions", s));
      else if (kind !== "deadline") {
        things.forEach((thing, i) => {
          const name = kind === "indicator" && i === 0 ? "indicator" : "about";
          link(area, thing, name, s);
          link(thing, deadline, "deadline", s);
          if (kind === "indicator" && i > 0) link(thing, things[0], "indicator", s);
        });
      }
      for (const thing of new Set([...things, area, deadline, reports.node[report]])) {
        if (thing >= 0) this.said[thing].push(s);
      }
    }
    this.pairs = pairs;
  }

  /** What filters ask of each thing: reports, areas of reports, years, states. */
  #describe() {
    const { statements, reports, statuses, moods } = this.columns;
    const years = new Set();
    this.reportsOf = Array.from({ length: this.size }, () => new Set());
    for (let s = 0; s < statements.iri.length; s += 1) {
      for (let year = statements.from[s]; year > 0 && year <= statements.to[s]; year += 1) years.add(year);
    }
    this.years = [...years].sort();
    for (let node = 0; node < this.size; node += 1) {
      for (const s of this.said[node]) this.reportsOf[node].add(this.reportOf[s]);
    }
    reports.node.forEach((node, report) => node >= 0 && this.reportsOf[node].add(report));
    this.states = [...moods.map((label, i) => ({ id: `m${i}`, label })), ...statuses.map((label, i) => ({ id: `s${i}`, label }))];
    this.weight = this.said.map((all, node) => all.length + this.neighbours[node].length);
    this.areas = [...new Set(reports.area.filter((area) => area >= 0))];
    this.areaName = new Map(reports.area.map((area, report) => [area, reports.place[report]]));
  }

  /** Whose reports speak of a thing: the names of one or two other areas, or how many they are. */
  where(node) {
    const { reports } = this.columns;
    const areas = [...new Set([...this.reportsOf[node]].map((report) => reports.area[report]))].filter((area) => area >= 0 && area !== node);
    return areas.length > 2 ? `${areas.length} 个地方` : areas.map((area) => this.areaName.get(area)).join("、");
  }

  pair(a, b) {
    return this.pairs.get(a < b ? a * this.size + b : b * this.size + a);
  }

  /** Whether a statement is in a year and has a state; empty asks nothing. */
  fits(s, year, state) {
    const { statements } = this.columns;
    if (year && !(statements.from[s] <= year && year <= statements.to[s] && statements.from[s] > 0)) return false;
    if (!state) return true;
    const number = Number(state.slice(1));
    return state[0] === "m" ? statements.promise[s] === number : statements.status[s] === number || statements.promised[s] === number;
  }

  /** Whether filters let a thing through. */
  passes(node, { classes, area, year, state }) {
    if (classes.size && !classes.has(this.nodes.class[node])) return false;
    if (area >= 0 && node !== area) {
      const { reports } = this.columns;
      if (![...this.reportsOf[node]].some((report) => reports.area[report] === area)) return false;
    }
    if (!year && !state) return true;
    return this.said[node].some((s) => this.fits(s, year, state));
  }

  /** The sentence of a statement, cut into what is before, in and after the quotation. */
  sentence(s) {
    const { sentences, statements } = this.columns;
    const text = sentences.text[statements.sentence[s]];
    const begin = statements.at[s];
    const end = begin + statements.length[s];
    return [text.slice(0, begin), text.slice(begin, end), text.slice(end)];
  }

  /** Where a statement is shown in the text of its report. */
  address(s) {
    return `${this.columns.reports.page[this.reportOf[s]]}#${encodeURIComponent(this.columns.statements.iri[s])}`;
  }
}
