"use strict";
// Shows one picture at a time and follows it on the axis of time. Without it, all pictures stand below each other.
(() => {
  const frames = [...document.querySelectorAll("figure.frame")];
  const byId = (id) => document.getElementById(id);
  for (const box of document.querySelectorAll("input[data-layer]")) {
    const shapes = document.querySelectorAll(`g[data-layer="${CSS.escape(box.dataset.layer)}"]`);
    const follow = () => shapes.forEach((shape) => shape.classList.toggle("off", !box.checked));
    box.addEventListener("change", follow);
    follow();
  }
  if (!frames.length) return;
  const scrub = byId("scrub"), where = byId("where"), play = byId("play");
  let current = 0, timer = null;

  function show(number) {
    current = Math.max(0, Math.min(frames.length - 1, number));
    frames.forEach((frame, place) => { frame.hidden = place !== current; });
    const frame = frames[current];
    const place = `${current + 1} of ${frames.length}`;
    scrub.value = String(current);
    scrub.setAttribute("aria-valuetext", `${place}: ${frame.querySelector("figcaption").textContent.trim()}`);
    where.textContent = place;
    follow(frame);
  }

  function follow(frame) {
    for (const axis of document.querySelectorAll(".axis")) {
      const here = axis.dataset.video === frame.dataset.video && Number(axis.dataset.length) > 0;
      const x = here ? String(1000 * Number(frame.dataset.time) / Number(axis.dataset.length)) : "-9";
      for (const line of axis.querySelectorAll(".now")) {
        line.setAttribute("x1", x);
        line.setAttribute("x2", x);
      }
    }
  }

  function nearest(video, time) {
    let best = null;
    frames.forEach((frame, place) => {
      if (frame.dataset.video !== video) return;
      const off = Math.abs(Number(frame.dataset.time) - time);
      if (best === null || off < best.off) best = { place, off };
    });
    return best && best.place;
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    play.setAttribute("aria-pressed", "false");
    play.textContent = "Play";
  }

  function start() {
    timer = setInterval(() => (current + 1 < frames.length ? show(current + 1) : stop()), 500);
    play.setAttribute("aria-pressed", "true");
    play.textContent = "Pause";
    if (current + 1 >= frames.length) show(0);
  }

  function open(hash) {
    const place = frames.findIndex((frame) => `#${frame.id}` === hash);
    if (place < 0) return false;
    stop();
    show(place);
    byId("viewer").scrollIntoView({ block: "nearest" });
    return true;
  }

  scrub.addEventListener("input", () => { stop(); show(Number(scrub.value)); });
  byId("previous").addEventListener("click", () => { stop(); show(current - 1); });
  byId("next").addEventListener("click", () => { stop(); show(current + 1); });
  play.addEventListener("click", () => (timer === null ? start() : stop()));
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#frame-"]');
    if (link && open(link.getAttribute("href"))) {
      event.preventDefault();
      scrub.focus({ preventScroll: true });
    }
  });
  for (const lanes of document.querySelectorAll(".lanes")) {
    lanes.addEventListener("click", (event) => {
      const axis = lanes.closest(".axis"), box = lanes.getBoundingClientRect();
      const place = nearest(axis.dataset.video, Number(axis.dataset.length) * (event.clientX - box.left) / box.width);
      if (place !== null) { stop(); show(place); }
    });
  }
  for (const id of ["scrub", "scrub-label", "previous", "play", "next"]) byId(id).hidden = frames.length < 2;
  if (!open(location.hash)) show(0);
})();
