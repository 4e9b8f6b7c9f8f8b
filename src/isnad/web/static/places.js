// `/articles/ID#c530-688` names characters: where the page does not show them as its place, it is asked for with them.
"use strict";
(() => {
  const text = document.querySelector("[data-article]");
  const asked = /^#c(\d{1,9})-(\d{1,9})$/.exec(location.hash);
  if (!text || !asked) return;
  const at = `${asked[1]}-${asked[2]}`;
  if (new URLSearchParams(location.search).get("at") !== at) location.replace(`?at=${at}${location.hash}`);
})();
