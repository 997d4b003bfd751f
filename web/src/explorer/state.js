// What is chosen in, the part of the address after # out, and back: an address shows the same again.

export const START = Object.freeze({ q: "", classes: [], area: "", year: "", state: "", node: "", to: "", near: false, open: [] });

export function written(state) {
  const parts = new URLSearchParams();
  if (state.node) parts.set("node", state.node);
  if (state.to) parts.set("to", state.to);
  if (state.near) parts.set("near", "1");
  if (state.open.length) parts.set("open", state.open.join(" "));
  if (state.q) parts.set("q", state.q);
  if (state.classes.length) parts.set("class", state.classes.join(" "));
  if (state.area) parts.set("street", state.area);
  if (state.year) parts.set("year", state.year);
  if (state.state) parts.set("status", state.state);
  return parts.toString();
}

export function read(hash) {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const list = (name) => (parts.get(name) ?? "").split(" ").filter(Boolean);
  return {
    q: parts.get("q") ?? "",
    classes: list("class").map(Number).filter(Number.isInteger),
    area: parts.get("street") ?? "",
    year: parts.get("year") ?? "",
    state: parts.get("status") ?? "",
    node: parts.get("node") ?? "",
    to: parts.get("to") ?? "",
    near: parts.get("near") === "1",
    open: list("open"),
  };
}
