// A scene and a camera in, a picture on a 2D canvas out: for browsers without WebGL, and for saving as PNG.

/** How much larger than in the whole picture things are drawn. */
export const grown = (camera) => Math.min(2.2, Math.max(1, Math.sqrt(camera.k / camera.fitted)));

/** A camera that shows all of a scene, or those in `only`, with that much room at the sides, and above and below; `most` is its largest k. */
export function fitted(scene, { only = scene.nodes.keys(), width, height, aside, above, most = Infinity }) {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const i of only) {
    left = Math.min(left, scene.x[i]);
    right = Math.max(right, scene.x[i]);
    low = Math.min(low, scene.y[i]);
    high = Math.max(high, scene.y[i]);
  }
  if (left > right) [left, right, low, high] = [-1, 1, -1, 1];
  const k = Math.min(most, (width - aside) / Math.max(right - left, 1), (height - above) / Math.max(high - low, 1));
  return { k, fitted: k, x: width / 2 - (k * (left + right)) / 2, y: height / 2 + (k * (low + high)) / 2 };
}

/** `camera` is {k, x, y, fitted}: a point of the scene lies at (x + k·px, y − k·py) on the canvas. */
export function sketch(context, { scene, camera, theme, lit, focus, labels, width, height }) {
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, width, height);
  const at = placed(scene, camera);
  const seen = within(width, height);
  const grow = grown(camera);
  const mine = (from, to) => lit && (from === focus || to === focus) && lit.has(from) && lit.has(to);
  lines(context, scene, at, (from, to) => !mine(from, to), lit ? theme.faded : theme.line, 0.7, seen);
  if (lit) lines(context, scene, at, mine, theme.strong, 1.2, seen);

  const groups = theme.classes.map(() => []);
  const faded = [];
  for (let i = 0; i < scene.nodes.length; i += 1) {
    const [x, y] = at(i);
    if (seen(x, y, 20)) (lit && !lit.has(i) ? faded : groups[scene.class[i]]).push(i);
  }
  dots(context, scene, at, faded, theme.faded, grow);
  groups.forEach((group, number) => dots(context, scene, at, group, theme.classes[number], grow));
  if (focus >= 0) {
    const [x, y] = at(focus);
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, scene.size[focus] * grow + 3, 0, 7);
    context.stroke();
  }
  words(context, { scene, camera, theme, lit, focus, labels, width, height });
}

const placed = (scene, camera) => (i) => [camera.x + camera.k * scene.x[i], camera.y - camera.k * scene.y[i]];
const within = (width, height) => (x, y, room) => x > -room && y > -room && x < width + room && y < height + room;

function lines(context, scene, at, wanted, colour, width, seen) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  let count = 0;
  for (let e = 0; e < scene.edges.length; e += 2) {
    const from = scene.edges[e];
    const to = scene.edges[e + 1];
    if (!wanted(from, to)) continue;
    const [x, y] = at(from);
    const [u, v] = at(to);
    if (!seen(x, y, 4000) || !seen(u, v, 4000)) continue;
    context.moveTo(x, y);
    context.lineTo(u, v);
    count += 1;
    if (count % 500 === 0) {
      // Long paths are slow.
      context.stroke();
      context.beginPath();
    }
  }
  context.stroke();
}

function dots(context, scene, at, group, colour, grow) {
  context.fillStyle = colour;
  for (const i of group) {
    const [x, y] = at(i);
    const size = scene.size[i] * grow;
    if (size < 1.6) context.fillRect(x - size, y - size, 2 * size, 2 * size);
    else {
      context.beginPath();
      context.arc(x, y, size, 0, 7);
      context.fill();
    }
  }
}

/** Labels that do not touch one another, the most important first. */
export function words(context, { scene, camera, theme, lit, focus, labels, width, height }) {
  const at = placed(scene, camera);
  const seen = within(width, height);
  const grow = grown(camera);
  const order = [];
  for (let i = 0; i < scene.nodes.length; i += 1) {
    const [x, y] = at(i);
    if (seen(x, y, 0) && (!lit || lit.has(i)) && (scene.size[i] * grow > 3.4 || lit)) order.push(i);
  }
  order.sort((a, b) => (b === focus) - (a === focus) || scene.size[b] - scene.size[a] || a - b);
  const taken = [];
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const i of order.slice(0, 600)) {
    const [x, y] = at(i);
    const height = scene.size[i] > 9 ? 14 : 12;
    context.font = `${i === focus ? "bold " : ""}${height}px ${theme.font}`;
    const text = labels(scene.nodes[i]);
    const away = scene.size[i] * grow + 4;
    const long = context.measureText(text).width;
    // On the other side where the edge would cut it.
    const left = x + away + long > width ? Math.max(2, x - away - long) : x + away;
    const box = [left, y - height * 0.7, left + long, y + height * 0.7];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    context.strokeStyle = theme.paper;
    context.lineWidth = 3.5;
    context.strokeText(text, left, y);
    context.fillStyle = theme.ink;
    context.fillText(text, left, y);
    if (taken.length > Math.max(40, (width * height) / 9000)) break;
  }
}
