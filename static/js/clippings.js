// 剪报: ticks beside headlines, kept in this browser. Without this script a tick is a link to the page that has the list in its address.
const clippings = { page: document.currentScript.dataset.clippings, most: 200, kept: "clippings" };
clippings.read = () => {
  try { return { a: [], notes: {}, ...JSON.parse(localStorage.getItem(clippings.kept)) }; } catch { return { a: [], notes: {} }; }
};
clippings.write = (list) => {
  try { localStorage.setItem(clippings.kept, JSON.stringify(list)); } catch { return false; } // a browser may keep nothing
  clippings.tell();
  return true;
};
// Ticks those that are not ticked, or takes all of them out again.
clippings.turn = (numbers) => {
  const list = clippings.read(), all = numbers.every((number) => list.a.includes(number));
  list.a = all ? list.a.filter((number) => !numbers.includes(number)) : [...new Set([...list.a, ...numbers])];
  if (list.a.length > clippings.most) return alert(`一份剪报最多${clippings.most}篇。`);
  if (all) for (const number of numbers) delete list.notes[number];
  return clippings.write(list);
};
clippings.ticks = [...document.querySelectorAll("[data-clip]")].map((link) => [link, new URL(link.href).searchParams.get("add").split(",")]);
for (const link of document.querySelectorAll("main :is(h2, h3, .headlines li) > a[href*='/articles/']")) {
  const number = /\/articles\/([\w-]+)\/$/.exec(link.pathname)?.[1];
  if (!number || document.querySelector("#clippings")) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "clip";
  button.setAttribute("aria-label", `剪报：${link.innerText}`);
  link.after(button);
  clippings.ticks.push([button, [number]]);
}
clippings.count = document.createElement("a");
clippings.count.className = "clips";
clippings.count.href = clippings.page;
document.querySelector("main").append(clippings.count); // a phone shows nothing of the head but its menu
clippings.tell = () => {
  const { a } = clippings.read();
  for (const [tick, numbers] of clippings.ticks) {
    const on = numbers.every((number) => a.includes(number));
    if (tick.type) tick.setAttribute("aria-pressed", on);
    else tick.classList.toggle("ticked", on);
    if (tick.dataset.clip) tick.textContent = on ? tick.dataset.clip : (tick.dataset.off ??= tick.textContent);
  }
  clippings.count.hidden = !a.length || Boolean(document.querySelector("#clippings"));
  clippings.count.textContent = `剪报 ${a.length}`;
};
for (const [tick, numbers] of clippings.ticks) {
  tick.addEventListener("click", (event) => { if (clippings.turn(numbers) !== false) event.preventDefault(); });
}
addEventListener("storage", clippings.tell);
addEventListener("pageshow", clippings.tell);
clippings.tell();
