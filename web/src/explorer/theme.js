// The page's colours in, colours and fonts to draw with out; told anew when the reader changes light and dark.

export function theme(colours) {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    classes: colours.map((name) => value(name)),
    paper: value("--paper"),
    raised: value("--raised"),
    ink: value("--ink"),
    soft: value("--soft"),
    line: mixed(value("--strong"), value("--paper"), 0.38),
    strong: mixed(value("--soft"), value("--paper"), 0.6),
    faded: mixed(value("--strong"), value("--paper"), 0.38),
    font: value("--sans"),
  };
}

function mixed(above, ground, share) {
  const channels = (colour) => {
    const hex = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, "$&$&") : colour;
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  };
  const [a, b] = [channels(above), channels(ground)];
  return `#${a.map((channel, i) => Math.round(channel * share + b[i] * (1 - share)).toString(16).padStart(2, "0")).join("")}`;
}

export function whenThemeChanges(told) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", told);
  new MutationObserver(told).observe(document.documentElement, { attributes: true, attributeFilter: ["data-scheme"] });
}
