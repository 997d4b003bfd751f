// Scenes in, an interactive drawing on a 2D canvas out, where the browser has no WebGL.

import { Raster } from "./raster.js";
import { fitted, grown, words } from "./sketch.js";

const MANY_LINES = 60_000;
/** Height of the buttons below the picture. */
const BAR = 40;

export class CanvasView {
  kind = "canvas";

  constructor(container, { theme, labels, onNode, onOpen, onEdge }) {
    Object.assign(this, { container, theme, labels, onNode, onOpen, onEdge });
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    container.append(this.canvas);
    this.camera = { k: 1, x: 0, y: 0, fitted: 1 };
    this.focus = -1;
    this.lit = null;
    this.pointers = new Map();
    this.#listen();
    new ResizeObserver(() => this.#resize()).observe(container);
    this.#resize();
  }

  show(scene) {
    this.scene = scene;
    this.focus = -1;
    this.lit = null;
    this.fit();
  }

  light(focus, lit) {
    this.focus = focus;
    this.lit = lit;
    this.#draw();
  }

  repaint(theme) {
    this.theme = theme;
    this.#draw();
  }

  fit() {
    const { scene, width, height } = this;
    if (!scene) return;
    this.touched = false;
    // Few things need room for their names.
    const [aside, above] = scene.nodes.length < 200 ? [Math.min(240, width / 3), 90] : [60, 40];
    this.camera = fitted(scene, { width, height: height - BAR, aside, above });
    this.#draw();
  }

  centre(i, near = 4) {
    this.touched = true;
    const k = Math.max(this.camera.k, this.camera.fitted * near);
    Object.assign(this.camera, { k, x: this.width / 2 - k * this.scene.x[i], y: this.height / 2 + k * this.scene.y[i] });
    this.#draw();
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const { camera } = this;
    camera.x = x + (camera.x - x) * factor;
    camera.y = y + (camera.y - y) * factor;
    camera.k *= factor;
    this.#moved();
  }

  pan(right, down) {
    this.camera.x -= right * this.width;
    this.camera.y -= down * this.height;
    this.#moved();
  }

  /** The camera in the terms of `sketch`, with the size of the drawing. */
  snapshot() {
    return { camera: this.camera, width: this.width, height: this.height };
  }

  destroy() {
    this.canvas.remove();
  }

  #resize() {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [this.width ?? 0, this.height ?? 0];
    this.width = this.container.clientWidth;
    this.height = this.container.clientHeight;
    this.canvas.width = this.width * ratio;
    this.canvas.height = this.height * ratio;
    this.canvas.style.cssText = `width:${this.width}px;height:${this.height}px;touch-action:none`;
    this.ratio = ratio;
    this.context = this.canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.raster = new Raster(this.context);
    if (!this.touched) this.fit();
    else {
      // What is in the middle stays there.
      this.camera.x += (this.width - width) / 2;
      this.camera.y += (this.height - height) / 2;
      this.#draw();
    }
  }

  #draw(moving = false) {
    if (!this.scene || !this.width) return;
    this.moving = moving;
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      const many = this.scene.nodes.length > 3000;
      this.raster.draw({ ...this, grow: grown(this.camera), lines: !(this.moving && this.scene.edges.length > MANY_LINES) });
      if (!(this.moving && many)) words(this.context, this);
      performance.mark("explorer-drawn");
    });
  }

  #moved() {
    this.touched = true;
    this.#draw(true);
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.#draw(), 120);
  }

  #near(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const { camera, scene } = this;
    let [best, least] = [-1, Infinity];
    const grow = grown(camera);
    for (let i = 0; i < scene.nodes.length; i += 1) {
      const away = Math.hypot(camera.x + camera.k * scene.x[i] - x, camera.y - camera.k * scene.y[i] - y) - scene.size[i] * grow;
      if (away < least) [best, least] = [i, away];
    }
    if (least <= 5) return { node: best };
    for (let e = 0; e < Math.min(scene.edges.length, 40_000); e += 2) {
      const [a, b] = [scene.edges[e], scene.edges[e + 1]];
      const [ax, ay] = [camera.x + camera.k * scene.x[a], camera.y - camera.k * scene.y[a]];
      const [dx, dy] = [camera.k * (scene.x[b] - scene.x[a]), -camera.k * (scene.y[b] - scene.y[a])];
      const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
      if (along > 0 && along < 1 && Math.hypot(ax + along * dx - x, ay + along * dy - y) < 3) return { edge: e / 2 };
    }
    return {};
  }

  #listen() {
    const { canvas, pointers } = this;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      this.travelled = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) {
        canvas.style.cursor = this.scene && this.scene.nodes.length < 8000 && "node" in this.#near(event) ? "pointer" : "grab";
        return;
      }
      const others = [...pointers].filter(([id]) => id !== event.pointerId);
      const now = { x: event.clientX, y: event.clientY };
      this.travelled += Math.hypot(now.x - before.x, now.y - before.y);
      if (others.length) {
        const other = others[0][1];
        const box = canvas.getBoundingClientRect();
        const factor = Math.hypot(now.x - other.x, now.y - other.y) / (Math.hypot(before.x - other.x, before.y - other.y) || 1);
        this.zoom(factor, other.x - box.left, other.y - box.top);
      } else {
        this.camera.x += now.x - before.x;
        this.camera.y += now.y - before.y;
        this.#moved();
      }
      pointers.set(event.pointerId, now);
    });
    const up = (event) => {
      if (pointers.delete(event.pointerId) && event.type === "pointerup" && this.travelled < 5) {
        const hit = this.#near(event);
        if ("node" in hit) this.onNode(this.scene.nodes[hit.node]);
        else if ("edge" in hit) this.onEdge(this.scene.pairs[hit.edge]);
        else this.onNode(-1);
      }
    };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("dblclick", (event) => {
      const hit = this.#near(event);
      if ("node" in hit) this.onOpen(this.scene.nodes[hit.node]);
    });
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const box = canvas.getBoundingClientRect();
        this.zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
      },
      { passive: false },
    );
  }
}
