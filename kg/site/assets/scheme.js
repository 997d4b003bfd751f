"use strict";
/* Light or dark: as the system is, or as the reader has chosen with the button in the header; remembered where that is possible.
   `kgStorage` is the memory, for every script of a page. It is to be had with the first frame, which is before anything is
   painted: a page from a folder that asks Chromium sooner may get an empty one that forgets all it is given. */
globalThis.kgStorage = new Promise(done => requestAnimationFrame(() => {
  let storage = null;
  try { storage = localStorage; } catch { /* a page from a file may have none */ }
  done(storage);
}));
(() => {
  const WORDS = { "": "随系统", light: "浅色", dark: "深色" };
  const root = document.documentElement;
  const KEY = "kg-scheme";
  let chosen = "", storage = null;
  const show = () => {
    if (chosen) root.dataset.scheme = chosen; else delete root.dataset.scheme;
    const button = document.getElementById("scheme");
    if (button) { button.textContent = WORDS[chosen]; button.setAttribute("aria-label", "明暗：" + WORDS[chosen]); }
  };
  const take = value => { chosen = value in WORDS ? value : ""; show(); };
  kgStorage.then(found => {
    storage = found;
    try { take(storage.getItem(KEY)); } catch { return; }
    /* Open pages follow each other. */
    addEventListener("storage", event => { if (event.key === KEY || event.key === null) take(event.newValue); });
  });
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.getElementById("scheme").addEventListener("click", () => {
      const names = Object.keys(WORDS);
      chosen = names[(names.indexOf(chosen) + 1) % names.length];
      try { storage.setItem(KEY, chosen); } catch { /* then for this page only */ }
      show();
    });
  });
})();
