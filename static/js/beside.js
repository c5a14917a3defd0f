// What the pointer rests on lights its other half: the paragraph and the lines of the source that it came from.
const beside = document.querySelector(".beside");
const light = (number) => {
  for (const part of beside.querySelectorAll("[data-part]")) part.classList.toggle("pointed", part.dataset.part === number);
};
beside.addEventListener("pointerover", (event) => light(event.target.closest("[data-part]")?.dataset.part));
beside.addEventListener("pointerleave", () => light());
