// On every page: font and ground change where one reads, and keys do what has a link. Without this script all of it is links.
const KEYS = [
  ["j", "下一篇", ".hit-steps [rel~=next], .steps [rel~=next]"],
  ["k", "上一篇", ".hit-steps [rel~=prev], .steps [rel~=prev]"],
  ["n", "下一处命中，下一页、下一期", ".marks-bar [data-step='1'], .pages [rel~=next], .steps:not(.by-words) [rel~=next]"],
  ["p", "上一处命中，上一页、上一期", ".marks-bar [data-step='-1'], .pages [rel~=prev], .steps:not(.by-words) [rel~=prev]"],
  ["/", "检索"],
  ["?", "这张表"],
];
const OFF = "keys-off"; // kept in this browser: who speaks to the machine, or types by accident, wants no single keys

// In lists the same two keys go from headline to headline.
function headline(step) {
  const all = [...document.querySelectorAll("main:not(:has(.story)) :is(h3, .headlines li, .names li) > a")];
  const here = all.indexOf(document.activeElement);
  return all.at(here < 0 && step < 0 ? -1 : Math.min(here + step, all.length - 1));
}

function search() {
  const menu = document.querySelector(".menu");
  const box = document.querySelector("#q") ?? document.querySelector("#find-q");
  if (!box.checkVisibility() && menu) menu.open = true;
  box.focus();
  box.select();
}

const help = document.createElement("dialog");
help.className = "keys";
help.setAttribute("aria-labelledby", "keys-title");
function explain() {
  const off = Boolean(localStorage.getItem(OFF));
  const rows = KEYS.map(([key, told]) => `<tr><th scope="row"><kbd>${key}</kbd></th><td>${told}</td></tr>`).join("");
  help.innerHTML = `<h2 id="keys-title">按键</h2><table>${rows}</table>
    <p><button type="button" value="off">${off ? "启用按键" : "停用按键"}</button> <button type="button" value="close">关闭</button></p>`;
  if (!help.isConnected) document.body.append(help);
  help.showModal();
}
help.addEventListener("click", ({ target }) => {
  if (target.value === "off") localStorage.getItem(OFF) ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1");
  if (target.value) help.close();
});

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  const typing = event.isComposing || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog");
  const known = KEYS.find(([one]) => one === key);
  if (typing || !known || localStorage.getItem(OFF)) return;
  event.preventDefault();
  if (key === "/") return search();
  if (key === "?") return explain();
  const listed = key === "j" ? headline(1) : key === "k" ? headline(-1) : null;
  if (listed) return listed.focus();
  document.querySelector(known[2])?.click();
});

document.querySelector("[data-keys]")?.addEventListener("click", explain);

async function copy(what, button) {
  await navigator.clipboard.writeText(what);
  const before = button.textContent;
  button.textContent = "已复制";
  setTimeout(() => { button.textContent = before; }, 1500);
}
for (const button of document.querySelectorAll("[data-copies]")) {
  const part = document.querySelector(button.dataset.copies);
  if (!navigator.clipboard) button.style.visibility = "hidden"; // there is none without https; what is below stays where it is
  button.addEventListener("click", () => copy(part.value ?? part.innerText, button));
}

// An address has nothing that a form left empty.
document.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
});

// What is read stays where it is when the size of the letters changes.
function keepingPlace(change) {
  const read = [...document.querySelectorAll("main :is(h1, h2, h3, p, li, td)")].find((part) => part.getBoundingClientRect().bottom > 0);
  const before = read?.getBoundingClientRect().top;
  change();
  if (scrollY && read) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".display [name]");
  if (!button) return;
  event.preventDefault();
  const { name, value, form } = button;
  try {
    await fetch(`${form.action}?${name}=${value}`, { redirect: "manual" }); // it sets the cookie
  } catch {
    return form.requestSubmit(button); // the browser says what is wrong
  }
  keepingPlace(() => { document.documentElement.dataset[name] = value; });
  for (const one of document.querySelectorAll(`.display [name=${name}]`)) {
    if (one.value === value) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  }
});
