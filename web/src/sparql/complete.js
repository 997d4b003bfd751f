// A place in the editor in, names of the ontology, variables and keywords that fit there out.

const WORDS = ["SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "BIND", "VALUES", "UNION", "MINUS", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "COUNT", "SUM", "AVG", "MIN", "MAX", "CONTAINS", "STR", "LANG", "COALESCE", "BOUND", "ASK", "CONSTRUCT", "DESCRIBE"];
const MOST = 60;

/** A function for CodeMirror's hints. `names` are [prefixed name, Chinese label, what it is, definition]. */
export function completer(names, prefixes) {
  return (editor) => {
    const { line, ch } = editor.getCursor();
    const before = editor.getLine(line).slice(0, ch);
    const word = /[?$]?[\p{L}\p{N}_:\-]*$/u.exec(before)[0];
    const list = word.startsWith("?") || word.startsWith("$") ? variables(editor, word) : terms(names, prefixes, word);
    return { list: list.slice(0, MOST), from: { line, ch: ch - word.length }, to: { line, ch } };
  };
}

function variables(editor, word) {
  const all = new Set(editor.getValue().match(/[?$][\p{L}\p{N}_]+/gu) ?? []);
  all.delete(word);
  return [...all].filter((name) => name.startsWith(word)).sort().map((name) => ({ text: name, displayText: name }));
}

function terms(names, prefixes, word) {
  const wanted = word.toLowerCase();
  const grade = ([name, label]) => {
    if (name.toLowerCase().startsWith(wanted)) return 1;
    if (label.startsWith(word)) return 2;
    if (word.length > 1 && (name.toLowerCase().includes(wanted.replace(/^.*:/, "")) || label.includes(word)) && !(word.includes(":") && !name.startsWith(word.slice(0, word.indexOf(":") + 1)))) return 3;
    return 0;
  };
  const found = names
    .map((entry) => [grade(entry), entry])
    .filter(([number]) => number)
    .sort((a, b) => a[0] - b[0] || a[1][0].length - b[1][0].length || a[1][0].localeCompare(b[1][0]))
    .map(([, [name, label, sort]]) => ({ text: name, displayText: `${name}  ${label} · ${sort}` }));
  if (word.includes(":")) return found;
  const spelled = Object.keys(prefixes).filter((prefix) => prefix.startsWith(wanted)).map((prefix) => ({ text: `${prefix}:`, displayText: `${prefix}:  前缀` }));
  const keywords = wanted ? WORDS.filter((keyword) => keyword.toLowerCase().startsWith(wanted)).map((keyword) => ({ text: keyword, displayText: keyword })) : [];
  return [...keywords, ...spelled, ...found];
}
