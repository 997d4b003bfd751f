// What is drawn in, the same on a canvas of its own out, with a legend and where it comes from: to be saved or printed.

import { element } from "../shared/dom.js";
import { fitted, sketch } from "./sketch.js";

const LINE = 22;
const EDGE = 14;

/** Twice as fine as on the screen. `seen` is {camera, width, height}; `classes` are [label, number] of what is shown; `source` is a line of text. */
export function picture({ seen: { camera, width, height }, lit, focus, scene, theme, labels, classes, source }) {
  const canvas = element("canvas");
  const context = canvas.getContext("2d");
  context.font = `13px ${theme.font}`;
  const rows = [...flowed(context, classes, width - 2 * EDGE), ...broken(context, source, width - 2 * EDGE)];
  const foot = rows.length * LINE + EDGE;
  canvas.width = width * 2;
  canvas.height = (height + foot) * 2;
  context.scale(2, 2);
  sketch(context, { scene, camera, theme, lit, focus, labels, width, height });
  context.fillStyle = theme.paper;
  context.fillRect(0, height, width, foot);
  context.font = `13px ${theme.font}`;
  context.textBaseline = "middle";
  rows.forEach((row, i) => {
    const y = height + LINE * (i + 0.5);
    for (const { x, text, number } of row) {
      if (number !== undefined) {
        context.fillStyle = theme.classes[number];
        context.beginPath();
        context.arc(EDGE + x + 5, y, 5, 0, 7);
        context.fill();
      }
      context.fillStyle = number === undefined ? theme.soft : theme.ink;
      context.fillText(text, EDGE + x + (number === undefined ? 0 : 15), y);
    }
  });
  return canvas;
}

/** A sheet of paper that shows what stands out, or else everything. */
export function sheet(scene, lit) {
  const [width, height, above] = [1000, 640, 60];
  const whole = fitted(scene, { width, height, aside: 200, above });
  return { width, height, camera: lit?.size ? { ...fitted(scene, { only: lit, width, height, aside: 400, above, most: 0.8 }), fitted: whole.k } : whole };
}

/** The classes side by side, as many in a row as there is room for. */
function flowed(context, classes, width) {
  const rows = [];
  let x = Infinity;
  for (const [text, number] of classes) {
    const wide = 15 + context.measureText(text).width;
    if (x + wide > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1).push({ x, text, number });
    x += wide + 18;
  }
  return rows;
}

/** A text in lines that have room. */
function broken(context, text, width) {
  const lines = [""];
  for (const character of text) {
    if (context.measureText(lines.at(-1) + character).width > width) lines.push("");
    lines[lines.length - 1] += character;
  }
  return lines.map((line) => [{ x: 0, text: line }]);
}
