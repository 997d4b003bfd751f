"use strict";
/* A search field and a list to pick from, over anything with data-words and data-pick; groups that are left empty go too. */
(() => {
  const words = document.getElementById("words"), pick = document.getElementById("pick"), found = document.getElementById("found");
  if (!words) return;
  const items = [...document.querySelectorAll("[data-words]")];
  const filter = () => {
    const text = words.value.trim(), chosen = pick.value;
    let shown = 0;
    for (const item of items) {
      const fits = (!text || item.dataset.words.includes(text)) && (!chosen || item.dataset.pick.split("|").includes(chosen));
      item.hidden = !fits;
      shown += fits;
    }
    for (const group of document.querySelectorAll(".group")) {
      const inside = group.nextElementSibling;
      group.hidden = inside.hidden = ![...inside.querySelectorAll("[data-words]")].some(item => !item.hidden);
    }
    found.textContent = text || chosen ? `找到 ${shown} 项` : "";
  };
  words.addEventListener("input", filter);
  pick.addEventListener("change", filter);
})();
