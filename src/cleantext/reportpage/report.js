"use strict";
// Keys, for those who have scripts: n and p go to the next and the previous mark, 1 to 3 choose the view.
document.querySelector(".keys").hidden = false;
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const view = document.getElementsByName("view")[Number(event.key) - 1];
  if (view) view.click();
  const step = { n: 1, p: -1 }[event.key];
  if (!step) return;
  const marks = [...document.querySelectorAll(".row[id]")];
  const tops = marks.map((mark) => mark.getBoundingClientRect().top);
  const isSeen = (top) => top > -1 && top < innerHeight;
  let here = marks.findIndex((mark) => `#${mark.id}` === location.hash);
  // Whoever has scrolled away from the last mark goes on from where they are.
  if (here < 0 || !isSeen(tops[here])) {
    const below = tops.findIndex((top) => top > 0);
    here = (below < 0 ? marks.length : below) - (step > 0 ? 1 : 0);
  }
  const next = marks[here + step];
  if (next) location.replace(`#${next.id}`);
});
