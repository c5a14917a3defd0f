// Reading an article: steps between marks, what a selection offers, sharing, print, reading aloud. Beside page.js, whose `copy` it calls.
const story = document.querySelector(".story");
const text = story.querySelector(".text");
const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.href.split(/[?#]/)[0];
const citation = story.querySelector(".citation").textContent;

// A very long article is sent with the anchor of every twentieth paragraph.
let last = 0;
for (const paragraph of text.querySelectorAll(".text > p")) {
  paragraph.id ||= `p${last + 1}`;
  last = Number(paragraph.id.slice(1));
}
if (/^#p\d/.test(location.hash) && !document.querySelector(":target")) location.replace(location.hash);

// What only a script can do, the script adds to the panels, which are closed.
function added(list, kind, label, act) {
  const item = document.createElement(kind);
  item.innerHTML = `<button type="button">${label}</button>`;
  item.firstChild.addEventListener("click", act);
  list.append(item);
  return item;
}
const share = document.createElement("details");
share.name = "tools";
share.innerHTML = `<summary>分享</summary><div class="panel"><label for="share">这篇文章的地址</label> <input id="share" readonly value="${canonical}"><img alt="这篇文章的地址，可以用手机扫"></div>`;
document.querySelector("[data-share]").replaceWith(share);
const address = share.querySelector("input"), more = document.querySelector("#tools > :last-child ul");
share.addEventListener("toggle", () => { share.querySelector("img").src = story.querySelector(".square").src; }, { once: true });
address.addEventListener("focus", () => address.select());
if (navigator.clipboard) added(address.parentElement, "p", "复制地址", ({ target }) => copy(address.value, target));
if (navigator.share) added(address.parentElement, "p", "发给别人", () => navigator.share({ title: document.title, url: address.value }));
added(more, "li", "打印", () => window.print());
const speaking = added(more, "li", "朗读", speak);
added(more, "li", "按键", () => explain());
more.append(more.querySelector("[href='#mend']").parentElement);

// Marks: ‹ 3/15 ›
const marks = story.querySelectorAll("mark[id]"), bar = document.querySelector(".marks-bar");
if (marks.length) {
  const numberOf = () => Number(/^#hit-(\d+)$/.exec(location.hash)?.[1]) || 1;
  const tell = () => { bar.querySelector(".at span").textContent = `${numberOf()}/${marks.length}`; };
  bar.addEventListener("click", (event) => {
    const step = Number(event.target.closest("[data-step]")?.dataset.step ?? 0);
    if (!step) return;
    event.preventDefault();
    const there = numberOf() + step, beyond = step < 0 ? bar.dataset.before : bar.dataset.after;
    if (there >= 1 && there <= marks.length) location.replace(`#hit-${there}`);
    else if (beyond) location.assign(beyond);
  });
  addEventListener("hashchange", tell);
  tell();
}

// A selection, or a tap on a paragraph, offers what can be done with it.
const offers = document.createElement("div");
offers.className = "offers";
offers.hidden = true;
offers.setAttribute("role", "toolbar");
offers.setAttribute("aria-label", "所选文字");
const ACTIONS = {
  "复制并附出处": (chosen) => `“${chosen.words}”\n${chosen.source}`,
  "引用此段": (chosen) => chosen.source,
  "链接到此段": (chosen) => chosen.there,
};
let chosen;
for (const [label, made] of Object.entries(navigator.clipboard ? ACTIONS : {})) offer(label, (button) => copy(made(chosen), button));
offer("纠错", () => location.assign(`${document.querySelector(".mend a").href}?p=${chosen.paragraph.id.slice(1)}`));
document.body.append(offers);

function offer(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", () => act(button));
  offers.append(button);
}

function choose(paragraph, words, box) {
  text.querySelector(".chosen")?.classList.remove("chosen");
  offers.hidden = !paragraph;
  if (!paragraph) return;
  const there = `${canonical}#${paragraph.id}`;
  chosen = { paragraph, words, there, source: citation.replace(canonical, there) };
  offers.style.top = `${box.bottom + scrollY + 8}px`;
  offers.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - offers.offsetWidth - 8))}px`;
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection.toString().trim();
  if (!words) return text.querySelector(".chosen") || choose();
  const range = selection.getRangeAt(0), from = range.startContainer;
  const paragraph = (from.closest ? from : from.parentElement).closest(".text p");
  if (paragraph) choose(paragraph, words, range.getBoundingClientRect());
});
offers.addEventListener("pointerdown", (event) => event.preventDefault()); // or the selection would be gone
document.addEventListener("click", ({ target }) => {
  if (offers.contains(target) || String(document.getSelection()).trim()) return;
  const paragraph = target.closest(".text p");
  const tapped = matchMedia("(hover: none)").matches && !target.closest("a") && paragraph;
  const again = paragraph?.classList.contains("chosen");
  choose(...(tapped && !again ? [paragraph, paragraph.textContent.trim(), paragraph.getBoundingClientRect()] : []));
  if (tapped && !again) paragraph.classList.add("chosen");
});

// Where the browser has a Chinese voice.
const voice = () => speechSynthesis.getVoices().find(({ lang }) => lang.startsWith("zh"));
function voiced() { speaking.hidden = !voice(); }
function speak({ target: button }) {
  const silent = !speechSynthesis.speaking;
  speechSynthesis.cancel();
  button.textContent = silent ? "停止朗读" : "朗读";
  if (!silent) return;
  const said = [...story.querySelectorAll("h1, .text :is(h2, h3, p)")].map((part) => Object.assign(new SpeechSynthesisUtterance(part.textContent), { voice: voice(), lang: "zh-CN" }));
  said.at(-1).addEventListener("end", () => { button.textContent = "朗读"; });
  said.forEach((one) => speechSynthesis.speak(one));
}
speaking.hidden = true;
if ("speechSynthesis" in window) {
  voiced();
  speechSynthesis.addEventListener?.("voiceschanged", voiced);
}
