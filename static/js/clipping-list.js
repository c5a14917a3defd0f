// The page of the clippings: what is on this device, its order and notes. Beside clippings.js. Without this script its buttons send the form.
const form = document.querySelector("#clippings"), places = form.querySelector(".clips-list");
const asked = new URLSearchParams(location.search);
const numbersNow = () => [...(places?.children ?? [])].map((item) => item.dataset.number);
const queryOf = (list) => `?a=${list.a.join(",")}${list.t ? `&t=${encodeURIComponent(list.t)}` : ""}`;
const LONGEST = 6000;

const device = clippings.read();
if (!asked.has("a") && device.a.length) location.replace(clippings.page + queryOf(device));
let own = Boolean(places) && numbersNow().join() === device.a.join();

function listed() {
  const notes = {};
  for (const box of form.querySelectorAll("textarea")) if (box.value.trim()) notes[box.name.slice(2)] = box.value.trim();
  return { a: numbersNow(), notes, t: form.elements.t?.value.trim() ?? "", cite: form.elements.cite?.value };
}

function withNotes(list) {
  return queryOf(list) + list.a.filter((number) => list.notes[number]).map((number) => `&n-${number}=${encodeURIComponent(list.notes[number])}`).join("");
}

// After each change: kept where the list is this device's, and in the address, without notes.
function keep() {
  const list = listed();
  form.elements.a.value = list.a.join(",");
  if (own) clippings.write(list);
  history.replaceState(null, "", clippings.page + queryOf(list));
  document.querySelector("#clips-count").textContent = list.a.length;
  for (const [n, item] of [...places.children].entries()) for (const part of item.querySelectorAll("label, .moves .unseen")) part.textContent = part.textContent.replace(/\d+/, n + 1);
  share();
}

function share() {
  const box = document.querySelector("#shared"), list = listed(), wanted = document.querySelector("#with-notes").checked;
  const here = location.origin + clippings.page, long = withNotes(list).length > LONGEST;
  box.value = here + (wanted && !long ? withNotes(list) : queryOf(list));
  document.querySelector("#share-said").textContent = wanted && long ? "批注太长，链接里放不下。" : "";
}

const said = document.querySelector("#clips-said");
const ACTS = {
  up: (item) => item.previousElementSibling?.before(item),
  down: (item) => item.nextElementSibling?.after(item),
  out: (item) => {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    next?.querySelector("[value^=out]").focus();
  },
  date: () => places.append(...[...places.children].sort((one, other) => (one.dataset.day < other.dataset.day ? -1 : one.dataset.day > other.dataset.day ? 1 : 0))),
  clear: () => confirm("全部移出？批注也会一起去掉。") && places.replaceChildren(),
};
form.addEventListener("click", (event) => {
  const button = event.target.closest("[name=do]"), [act] = button?.value.split(" ") ?? [];
  if (!ACTS[act]) return;
  event.preventDefault();
  const item = button.closest("li");
  ACTS[act](item);
  if (item?.isConnected) button.focus();
  keep();
  said.textContent = act === "out" ? "已移出" : item ? `现在是第${numbersNow().indexOf(item.dataset.number) + 1}篇` : "已排好";
  if (!places.children.length) location.assign(`${clippings.page}?a=`);
});
form.addEventListener("submit", (event) => {
  const act = event.submitter?.value;
  if (act !== "add" && act !== "keep") return;
  event.preventDefault();
  const more = [...form.elements.add.value.split(/[\s,，、;；]+/)].map((part) => /\/articles\/([\w-]+)/.exec(part)?.[1] ?? part).filter((part) => /^[\w-]{1,40}$/.test(part));
  if (!more.length) return keep();
  const list = places ? listed() : { ...clippings.read() };
  list.a = [...new Set([...list.a, ...more])].slice(0, clippings.most);
  if (own || !places) clippings.write(list);
  location.assign(clippings.page + queryOf(list));
});

if (places) {
  if (own) {
    if (!asked.has("t")) form.elements.t.value = device.t ?? "";
    if (!asked.has("cite") && device.cite) form.elements.cite.value = device.cite;
    for (const box of form.querySelectorAll("textarea")) box.value ||= device.notes[box.name.slice(2)] ?? "";
    document.querySelector("#clips-told").firstChild.textContent = "共";
    document.querySelector("#clips-told").lastChild.textContent = "篇，存在这台设备的浏览器里，不用登录，别人看不到。";
  } else {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = device.a.length ? `并入我的剪报（${device.a.length}篇）` : "存到这台设备";
    button.addEventListener("click", () => {
      const list = listed();
      own = clippings.write({ ...list, a: [...new Set([...device.a, ...list.a])].slice(0, clippings.most), notes: { ...list.notes, ...device.notes } });
      if (own) location.assign(clippings.page + queryOf(clippings.read()));
    });
    document.querySelector("#clips-save").append(button);
    document.querySelector("#clips-told").firstChild.textContent = "这是网址里的清单，共";
    document.querySelector("#clips-told").lastChild.textContent = "篇，还没有存到这台设备。";
  }
  form.addEventListener("input", keep);
  document.querySelector("#with-notes").addEventListener("change", share);
  share();
}
