// Scenes in, an interactive drawing by sigma (WebGL) out. Throws where the browser has no WebGL.

import { MultiGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } from "sigma/rendering";

const MANY_EDGES = 6000;
const MANY_NODES = 20_000;

/** WebGL that the processor computes is slower than the pixels of `Raster`; `any` takes that too. */
function usable(any) {
  const context = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: !any });
  if (!context) return false;
  const about = context.getExtension("WEBGL_debug_renderer_info");
  const name = about ? String(context.getParameter(about.UNMASKED_RENDERER_WEBGL)) : "";
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return any || !/swiftshader|llvmpipe|software|basic render/i.test(name);
}

export class WebGLView {
  kind = "webgl";

  constructor(container, { theme, labels, onNode, onOpen, onEdge, onLost, anyWebGL }) {
    if (!usable(anyWebGL)) throw new Error("no fast WebGL");
    Object.assign(this, { container, theme, labels, onNode, onOpen, onEdge });
    this.focus = -1;
    this.lit = null;
    this.sigma = new Sigma(new MultiGraph(), container, {
      allowInvalidContainer: true,
      zIndex: true,
      labelFont: theme.font,
      labelSize: 12,
      labelWeight: "500",
      labelColor: { color: theme.ink },
      labelDensity: 0.7,
      labelGridCellSize: 90,
      labelRenderedSizeThreshold: 5,
      nodeProgramClasses: { circle: NodeCircleProgram, point: NodePointProgram },
      edgeProgramClasses: { line: EdgeRectangleProgram, thin: EdgeLineProgram },
      enableCameraRotation: false,
      minCameraRatio: 0.004,
      maxCameraRatio: 3,
      doubleClickZoomingDuration: 0,
      defaultDrawNodeLabel: (context, data, settings) => this.#label(context, data, settings),
      defaultDrawNodeHover: (context, data, settings) => this.#hover(context, data, settings),
      nodeReducer: (_, data) => this.#node(data),
      edgeReducer: (_, data) => this.#edge(data),
    });
    const number = (key) => this.scene.nodes[Number(key)];
    this.sigma.on("clickNode", ({ node }) => onNode(number(node)));
    this.sigma.on("doubleClickNode", (event) => {
      event.preventSigmaDefault();
      onOpen(number(event.node));
    });
    this.sigma.on("clickEdge", ({ edge }) => onEdge(this.scene.pairs[Number(edge)]));
    this.sigma.on("clickStage", () => onNode(-1));
    const point = (cursor) => () => (container.style.cursor = cursor);
    this.sigma.on("enterNode", point("pointer"));
    this.sigma.on("enterEdge", point("pointer"));
    this.sigma.on("leaveNode", point(""));
    this.sigma.on("leaveEdge", point(""));
    this.sigma.on("afterRender", () => performance.mark("explorer-drawn"));
    this.#watch();
    for (const canvas of container.querySelectorAll("canvas")) {
      canvas.setAttribute("aria-hidden", "true");
      canvas.addEventListener("webglcontextlost", () => onLost());
    }
  }

  #watch() {
    // Sigma looks at the size of the window; the picture also grows and shrinks beside the panel.
    new ResizeObserver(() => {
      this.sigma.resize();
      this.sigma.scheduleRender();
    }).observe(this.container);
  }

  show(scene) {
    this.scene = scene;
    this.focus = -1;
    this.lit = null;
    const graph = new MultiGraph();
    const node = scene.nodes.length > MANY_NODES ? "point" : "circle";
    for (let i = 0; i < scene.nodes.length; i += 1) {
      graph.addNode(i, { i, x: scene.x[i], y: scene.y[i], size: scene.size[i], type: node });
    }
    const many = scene.edges.length / 2 > MANY_EDGES;
    for (let e = 0; e < scene.edges.length; e += 2) {
      graph.addEdgeWithKey(e / 2, scene.edges[e], scene.edges[e + 1], { e, size: 0.7, type: many ? "thin" : "line" });
    }
    this.sigma.setSettings({ enableEdgeEvents: !many, hideEdgesOnMove: many, hideLabelsOnMove: scene.nodes.length > MANY_NODES });
    this.sigma.setGraph(graph);
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: this.#loose(), angle: 0 });
  }

  light(focus, lit) {
    this.focus = focus;
    this.lit = lit;
    this.sigma.refresh({ skipIndexation: true });
  }

  repaint(theme) {
    this.theme = theme;
    this.sigma.setSettings({ labelColor: { color: theme.ink } });
    this.sigma.refresh({ skipIndexation: true });
  }

  fit() {
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: this.#loose() });
  }

  /** Few things need room for their names. */
  #loose() {
    return this.scene.nodes.length < 200 ? 1.3 : 1.05;
  }

  centre(i, near = 4) {
    const { x, y } = this.sigma.getNodeDisplayData(String(i));
    const camera = this.sigma.getCamera();
    camera.setState({ x, y, ratio: Math.min(camera.ratio, 1 / near) });
  }

  zoom(factor) {
    const camera = this.sigma.getCamera();
    camera.setState({ ratio: camera.getBoundedRatio(camera.ratio / factor) });
  }

  pan(right, down) {
    const camera = this.sigma.getCamera();
    camera.setState({ x: camera.x + right * camera.ratio, y: camera.y - down * camera.ratio });
  }

  /** The camera in the terms of `sketch`, with the size of the drawing. */
  snapshot() {
    const origin = this.sigma.graphToViewport({ x: 0, y: 0 });
    const unit = this.sigma.graphToViewport({ x: 1000, y: 0 });
    const k = (unit.x - origin.x) / 1000;
    const { width, height } = this.sigma.getDimensions();
    return { camera: { k, fitted: k * this.sigma.getCamera().ratio, x: origin.x, y: origin.y }, width, height };
  }

  destroy() {
    this.sigma.kill();
  }

  #node({ i, x, y, size, type }) {
    const shown = { x, y, size, type, label: this.labels(this.scene.nodes[i]), color: this.theme.classes[this.scene.class[i]], zIndex: 1 };
    if (this.lit && !this.lit.has(i)) return { ...shown, label: null, color: this.theme.faded, zIndex: 0 };
    if (i === this.focus) return { ...shown, highlighted: true, forceLabel: true, zIndex: 3 };
    return this.lit ? { ...shown, forceLabel: this.lit.size < 25, zIndex: 2 } : shown;
  }

  #edge({ e, size, type }) {
    const [from, to] = [this.scene.edges[e], this.scene.edges[e + 1]];
    const mine = this.focus >= 0 && (from === this.focus || to === this.focus) && this.lit?.has(from) && this.lit.has(to);
    if (mine) return { type, size: 1.4, color: this.theme.strong, zIndex: 1 };
    return { type, size, color: this.lit ? this.theme.faded : this.theme.line, zIndex: 0 };
  }

  #label(context, data, settings) {
    if (!data.label) return;
    context.font = `${settings.labelWeight} ${data.size > 11 ? 14 : settings.labelSize}px ${settings.labelFont}`;
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = this.theme.paper;
    context.strokeText(data.label, data.x + data.size + 3, data.y + 4);
    context.fillStyle = this.theme.ink;
    context.fillText(data.label, data.x + data.size + 3, data.y + 4);
  }

  #hover(context, data, settings) {
    context.font = `600 13px ${settings.labelFont}`;
    const text = data.label ?? "";
    const width = text ? context.measureText(text).width + 14 : 0;
    context.fillStyle = this.theme.raised;
    context.strokeStyle = this.theme.soft;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(data.x - data.size - 4, data.y - 13, data.size * 2 + 6 + width, 26, 4);
    context.fill();
    context.stroke();
    context.fillStyle = data.color;
    context.beginPath();
    context.arc(data.x, data.y, data.size, 0, 7);
    context.fill();
    context.fillStyle = this.theme.ink;
    context.fillText(text, data.x + data.size + 5, data.y + 4.5);
  }
}
