"use strict";
/* A search field and a list to pick from, over the whole page; what is asked for stands in the address (#q=…&pick=…).
   [data-words] are the things that are looked for and counted; [data-pick] are what the list picks: things themselves, within
   one, or beside them. [data-again] holds the same things once more, which are not counted. A heading .group goes with what
   follows it when nothing is left there. Rows in tbody.rest are shown on demand, and always while something is asked for. */
(() => {
  const words = document.getElementById("words"), pick = document.getElementById("pick"), found = document.getElementById("found");
  const things = [...document.querySelectorAll("[data-words]")].map(item => ({
    item, text: item.dataset.words.toLowerCase(), rows: item.dataset.pick === undefined ? [...item.querySelectorAll("[data-pick]")] : [item],
    again: Boolean(item.closest("[data-again]")),
  }));
  const beside = [...document.querySelectorAll("[data-pick]")].filter(row => !row.closest("[data-words]"));
  const buttons = [...document.querySelectorAll("button.more")];

  const unfold = (button, open) => {
    button.setAttribute("aria-expanded", open);
    button.textContent = open ? "收起" : button.dataset.label;
  };
  const fold = asked => {
    for (const button of buttons) {
      const rest = document.getElementById(button.getAttribute("aria-controls"));
      rest.hidden = !asked && button.getAttribute("aria-expanded") !== "true";
      button.hidden = asked;
    }
  };

  function filter() {
    const text = words ? words.value.trim().toLowerCase() : "", street = pick ? pick.value : "";
    let shown = 0;
    for (const { item, text: said, rows, again } of things) {
      let any = !rows.length;
      for (const row of rows) any = !(row.hidden = Boolean(street) && row.dataset.pick !== street) || any;
      item.hidden = !any || !said.includes(text);
      shown += !item.hidden && !again;
    }
    for (const row of beside) row.hidden = Boolean(street) && row.dataset.pick !== street;
    for (const group of document.querySelectorAll(".group")) {
      const inside = group.nextElementSibling;
      group.hidden = inside.hidden = ![...inside.querySelectorAll("[data-words],[data-pick]")].some(item => !item.hidden);
    }
    fold(Boolean(street));
    if (found) found.textContent = text || street ? `找到 ${shown} 项` : "";
  }

  function asked() {
    const given = new URLSearchParams();
    if (words.value.trim()) given.set("q", words.value.trim());
    if (pick.value) given.set("pick", pick.selectedOptions[0].text);
    history.replaceState(null, "", `#${given}`);
    filter();
  }

  function restore() {
    const given = new URLSearchParams(location.hash.slice(1));
    words.value = given.get("q") ?? "";
    pick.selectedIndex = Math.max(0, [...pick.options].findIndex(option => option.text === given.get("pick")));
    filter();
  }

  for (const button of buttons) {
    button.dataset.label = button.textContent;
    button.hidden = false;
    unfold(button, false);
    button.addEventListener("click", () => { unfold(button, button.getAttribute("aria-expanded") !== "true"); filter(); });
  }
  fold(false);
  if (!words) return;
  words.addEventListener("input", asked);
  pick.addEventListener("change", asked);
  addEventListener("hashchange", () => { if (!location.hash || location.hash.includes("=")) restore(); });
  if (location.hash.includes("=")) restore();
})();
