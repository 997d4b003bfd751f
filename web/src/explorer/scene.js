// Things to show in, their places, sizes and lines out. A scene is what a view draws; it knows nothing of screens.

const MOST_BESIDE = 150;
/** Things shown of one thing's neighbours at most. */
export { MOST_BESIDE };

/** `nodes` of the model at the places given, with lines between those that are linked; `room` is the picture's smaller side. */
function scene(model, nodes, placeOf, room) {
  const count = nodes.length;
  const index = new Map();
  const made = {
    nodes: Int32Array.from(nodes),
    x: new Float64Array(count),
    y: new Float64Array(count),
    size: new Float32Array(count),
    class: new Uint8Array(count),
    index,
    edges: null,
    pairs: [],
  };
  const small = Math.min(1, Math.sqrt(2500 / Math.max(count, 1)), Math.max(0.5, room / 640));
  for (let i = 0; i < count; i += 1) {
    const node = nodes[i];
    index.set(node, i);
    [made.x[i], made.y[i]] = placeOf(node);
    made.class[i] = model.nodes.class[node];
    made.size[i] = Math.max(0.8, Math.min(10, 2.2 + 1.1 * Math.log2(1 + model.weight[node] / 2)) * small);
  }
  const ends = [];
  for (const pair of model.pairs.values()) {
    const from = index.get(pair.from);
    const to = index.get(pair.to);
    if (from !== undefined && to !== undefined) {
      ends.push(from, to);
      made.pairs.push(pair);
    }
  }
  made.edges = Int32Array.from(ends);
  return made;
}

/** All things that pass, where the layout of the build put them. */
export function whole(model, passes, room) {
  const nodes = [];
  for (let node = 0; node < model.size; node += 1) if (passes(node)) nodes.push(node);
  return scene(model, nodes, (node) => [model.nodes.x[node], model.nodes.y[node]], room);
}

/** The most important neighbours of a thing that pass. */
export function beside(model, node, passes) {
  const found = model.neighbours[node].filter(passes);
  found.sort((a, b) => model.nodes.class[a] - model.nodes.class[b] || model.weight[b] - model.weight[a] || a - b);
  if (found.length <= MOST_BESIDE) return { shown: found, all: found.length };
  const best = new Set([...found].sort((a, b) => model.weight[b] - model.weight[a] || a - b).slice(0, MOST_BESIDE));
  return { shown: found.filter((one) => best.has(one)), all: found.length };
}

/** A thing, what is opened from it, and their neighbours: a tree of rings around it, computed at once. */
export function around(model, root, opened, passes, room) {
  const parent = new Map([[root, -1]]);
  const children = new Map();
  let hidden = 0;
  const queue = [root];
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head];
    if (!opened.has(node)) continue;
    const { shown, all } = beside(model, node, passes);
    hidden += all - shown.length;
    const mine = shown.filter((other) => !parent.has(other));
    mine.forEach((other) => {
      parent.set(other, node);
      queue.push(other);
    });
    children.set(node, mine);
  }
  const leaves = new Map();
  for (const node of [...queue].reverse()) {
    const below = children.get(node) ?? [];
    leaves.set(node, below.length ? below.reduce((sum, child) => sum + leaves.get(child), 0) : 1);
  }
  const place = new Map([[root, [0, 0]]]);
  const ring = Math.max(100, (leaves.get(root) * 26) / (2 * Math.PI));
  const put = (node, from, width, level) => {
    let begin = from;
    const below = children.get(node) ?? [];
    const rows = below.length > 24 ? (below.length > 70 ? 3 : 2) : 1;
    below.forEach((child, i) => {
      const share = (width * leaves.get(child)) / leaves.get(node);
      const radius = ring * (level + ((i % rows) * 0.42) / rows);
      const angle = begin + share / 2;
      place.set(child, [radius * Math.cos(angle), radius * Math.sin(angle)]);
      put(child, begin, share, level + 1);
      begin += share;
    });
  };
  put(root, Math.PI / 2, 2 * Math.PI, 1);
  return { scene: scene(model, queue, (node) => place.get(node), room), hidden };
}
