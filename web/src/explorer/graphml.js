// A scene in, GraphML out: each statement that links two of its things is an edge of its own, with its quotation.

const NODE = ["label", "type", "note", "iri"];
const EDGE = ["relation", "statement", "quote", "sentence", "report", "status"];

const escaped = (text) =>
  String(text)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (mark) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[mark]);

const data = (key, value) => (value ? `<data key="${key}">${escaped(value)}</data>` : "");

export function graphml(model, scene, relations) {
  const { columns, nodes } = model;
  const { statements, base } = columns;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...NODE.map((name) => `<key id="n-${name}" for="node" attr.name="${name}" attr.type="string"/>`),
    '<key id="x" for="node" attr.name="x" attr.type="double"/><key id="y" for="node" attr.name="y" attr.type="double"/>',
    ...EDGE.map((name) => `<key id="e-${name}" for="edge" attr.name="${name}" attr.type="string"/>`),
    '<graph edgedefault="directed">',
  ];
  const full = (iri) => (iri.includes(":") ? iri : base + iri);
  scene.nodes.forEach((node, i) => {
    const values = { label: nodes.label[node], type: columns.classes[nodes.class[node]], note: nodes.note[node], iri: full(nodes.iri[node]) };
    lines.push(
      `<node id="n${node}">${NODE.map((name) => data(`n-${name}`, values[name])).join("")}` +
        `<data key="x">${scene.x[i]}</data><data key="y">${scene.y[i]}</data></node>`,
    );
  });
  let number = 0;
  for (const pair of scene.pairs) {
    for (const { from, to, name, statement } of pair.parts) {
      const values = { relation: relations[name] ?? name };
      if (statement >= 0) {
        const [before, quote, after] = model.sentence(statement);
        const status = statements.status[statement];
        Object.assign(values, {
          statement: full(statements.iri[statement]),
          quote,
          sentence: before + quote + after,
          report: columns.reports.title[model.reportOf[statement]],
          status: status >= 0 ? columns.statuses[status] : "",
        });
      }
      const inside = EDGE.map((key) => data(`e-${key}`, values[key])).join("");
      lines.push(`<edge id="e${number}" source="n${from}" target="n${to}">${inside}</edge>`);
      number += 1;
    }
  }
  lines.push("</graph></graphml>", "");
  return lines.join("\n");
}
