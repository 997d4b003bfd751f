"use strict";
/* Light or dark: as the system is, or as the reader has chosen with the button in the header; remembered where that is possible.
   Open pages follow each other: a choice made right before a page was opened may reach it a moment later. */
(() => {
  const WORDS = { "": "随系统", light: "浅色", dark: "深色" };
  const root = document.documentElement;
  const KEY = "kg-scheme";
  let chosen = "";
  const take = value => { chosen = value in WORDS ? value : ""; };
  try { take(localStorage.getItem(KEY)); } catch { /* a page from a file may have no storage */ }
  const show = () => {
    if (chosen) root.dataset.scheme = chosen; else delete root.dataset.scheme;
    const button = document.getElementById("scheme");
    if (button) { button.textContent = WORDS[chosen]; button.setAttribute("aria-label", "明暗：" + WORDS[chosen]); }
  };
  show();
  addEventListener("storage", event => { if (event.key === KEY || event.key === null) { take(event.newValue); show(); } });
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.getElementById("scheme").addEventListener("click", () => {
      const names = Object.keys(WORDS);
      chosen = names[(names.indexOf(chosen) + 1) % names.length];
      try { localStorage.setItem(KEY, chosen); } catch { /* then for this page only */ }
      show();
    });
  });
})();
