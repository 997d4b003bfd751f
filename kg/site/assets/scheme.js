"use strict";
/* Light or dark: as the system is, or as the reader has chosen with the button in the header; remembered where that is possible. */
(() => {
  const WORDS = { "": "随系统", light: "浅色", dark: "深色" };
  const root = document.documentElement;
  let chosen = "";
  try { chosen = localStorage.getItem("kg-scheme") || ""; } catch { /* a page from a file may have no storage */ }
  if (!(chosen in WORDS)) chosen = "";
  const show = () => {
    if (chosen) root.dataset.scheme = chosen; else delete root.dataset.scheme;
    const button = document.getElementById("scheme");
    if (button) { button.textContent = WORDS[chosen]; button.setAttribute("aria-label", "明暗：" + WORDS[chosen]); }
  };
  show();
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.getElementById("scheme").addEventListener("click", () => {
      const names = Object.keys(WORDS);
      chosen = names[(names.indexOf(chosen) + 1) % names.length];
      try { localStorage.setItem("kg-scheme", chosen); } catch { /* then for this page only */ }
      show();
    });
  });
})();
