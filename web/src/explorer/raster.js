// A scene and a camera in, pixels out: discs and lines written straight into a buffer. 50,000 things take some milliseconds,
// where the paths of a 2D canvas take seconds.

/** `lit` limits what has colour; lines are left out where `lines` is false. Sizes in device pixels. */
export class Raster {
  constructor(context) {
    this.context = context;
    this.spans = new Map();
  }

  draw({ scene, camera, theme, lit, focus, ratio, width, height, grow, lines }) {
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.image?.width !== w || this.image?.height !== h) {
      this.image = this.context.createImageData(w, h);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { pixels } = this;
    pixels.fill(packed(theme.paper));
    const [k, ox, oy] = [camera.k * ratio, camera.x * ratio, camera.y * ratio];
    const count = scene.nodes.length;
    const x = (this.x = this.x?.length === count ? this.x : new Float64Array(count));
    const y = (this.y = this.y?.length === count ? this.y : new Float64Array(count));
    for (let i = 0; i < count; i += 1) {
      x[i] = ox + k * scene.x[i];
      y[i] = oy - k * scene.y[i];
    }
    if (lines) {
      const plain = packed(lit ? theme.faded : theme.line);
      const strong = packed(theme.strong);
      const mine = [];
      for (let e = 0; e < scene.edges.length; e += 2) {
        const [from, to] = [scene.edges[e], scene.edges[e + 1]];
        if (lit && (from === focus || to === focus) && lit.has(from) && lit.has(to)) mine.push(from, to);
        else line(pixels, w, h, x[from], y[from], x[to], y[to], plain);
      }
      for (let e = 0; e < mine.length; e += 2) line(pixels, w, h, x[mine[e]], y[mine[e]], x[mine[e + 1]], y[mine[e + 1]], strong);
    }
    const colours = theme.classes.map(packed);
    const faded = packed(theme.faded);
    for (const wanted of lit ? [false, true] : [true]) {
      for (let i = 0; i < count; i += 1) {
        const bright = !lit || lit.has(i);
        if (bright === wanted) this.#disc(w, h, x[i], y[i], scene.size[i] * grow * ratio, bright ? colours[scene.class[i]] : faded);
      }
    }
    if (focus >= 0) this.#ring(w, h, x[focus], y[focus], (scene.size[focus] * grow + 3) * ratio, packed(theme.ink));
    this.context.putImageData(this.image, 0, 0);
  }

  #disc(w, h, cx, cy, radius, colour) {
    const r = Math.max(1, Math.round(radius));
    const [left, top] = [Math.round(cx), Math.round(cy)];
    if (left + r < 0 || top + r < 0 || left - r >= w || top - r >= h) return;
    let spans = this.spans.get(r);
    if (!spans) {
      spans = Array.from({ length: 2 * r + 1 }, (_, row) => Math.floor(Math.sqrt((r + 0.3) ** 2 - (row - r) ** 2)));
      this.spans.set(r, spans);
    }
    for (let row = Math.max(0, top - r); row <= Math.min(h - 1, top + r); row += 1) {
      const half = spans[row - top + r];
      this.pixels.fill(colour, row * w + Math.max(0, left - half), row * w + Math.min(w, left + half + 1));
    }
  }

  #ring(w, h, cx, cy, radius, colour) {
    for (let angle = 0; angle < 6.3; angle += 0.6 / radius) {
      for (const thick of [0, 1]) {
        const [px, py] = [Math.round(cx + (radius + thick) * Math.cos(angle)), Math.round(cy + (radius + thick) * Math.sin(angle))];
        if (px >= 0 && py >= 0 && px < w && py < h) this.pixels[py * w + px] = colour;
      }
    }
  }
}

function packed(hex) {
  const number = parseInt(hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&").slice(1) : hex.slice(1, 7), 16);
  return ((255 << 24) | ((number & 255) << 16) | (number & 0xff00) | (number >> 16)) >>> 0;
}

/** A line one pixel wide, cut at the edges of the picture (Liang and Barsky, 1984). */
function line(pixels, w, h, x0, y0, x1, y1, colour) {
  let [from, to] = [0, 1];
  const [dx, dy] = [x1 - x0, y1 - y0];
  for (let side = 0; side < 4; side += 1) {
    const p = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy;
    const q = side === 0 ? x0 : side === 1 ? w - 1 - x0 : side === 2 ? y0 : h - 1 - y0;
    if (p === 0) {
      if (q < 0) return;
    } else {
      const r = q / p;
      if (p < 0) {
        if (r > to) return;
        if (r > from) from = r;
      } else {
        if (r < from) return;
        if (r < to) to = r;
      }
    }
  }
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) * (to - from)));
  let [x, y] = [x0 + from * dx, y0 + from * dy];
  const [sx, sy] = [((to - from) * dx) / steps, ((to - from) * dy) / steps];
  for (let i = 0; i <= steps; i += 1) {
    pixels[((y + 0.5) | 0) * w + ((x + 0.5) | 0)] = colour;
    x += sx;
    y += sy;
  }
}
