// Choosing files by dropping them, what was chosen with its sizes, and how much of it has been sent. Without a script
// the form works as it is.
"use strict";
(() => {
  const form = document.querySelector("#upload");
  const [input, zone, list] = [form.querySelector("#files"), form.querySelector(".dropzone"), form.querySelector("#chosen")];
  const error = form.querySelector("#upload-error");
  const button = form.querySelector("[type=submit]");
  const MIB = 1024 * 1024;
  const mib = (bytes) => bytes < MIB ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / MIB).toFixed(1)} MB`;
  const say = (text) => { error.textContent = text; error.hidden = !text; };

  const tooMuch = () => {
    const files = [...input.files];
    const { mostFiles, fileMib, allMib } = form.dataset;
    if (files.length > mostFiles) return `选了 ${files.length} 个文件，一次最多 ${mostFiles} 个。请压缩成 zip，或分几次传。`;
    if (files.reduce((sum, file) => sum + file.size, 0) > allMib * MIB) return `合计超过 ${allMib} MB。请分几次传。`;
    const large = files.find((file) => file.size > fileMib * MIB);
    return large ? `“${large.name}”有 ${mib(large.size)}，每个文件不能超过 ${fileMib} MB。请拆成几个较小的文件。` : "";
  };
  const show = () => {
    list.replaceChildren(...[...input.files].slice(0, 20).map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name}（${mib(file.size)}）`;
      return line;
    }));
    if (input.files.length > 20) list.append(`……共 ${input.files.length} 个`);
    say(tooMuch());
  };
  input.addEventListener("change", show);

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  // What lies in a folder, and in those within it: no more than may be sent, and none that a system keeps for itself.
  const filesIn = async (entry, found) => {
    if (found.length > form.dataset.mostFiles || entry.name.startsWith(".")) return;
    if (!entry.isDirectory) return found.push(await new Promise((done, failed) => entry.file(done, failed)));
    const reader = entry.createReader();
    for (;;) { // a hundred at a time, until none is left
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length || found.length > form.dataset.mostFiles) return;
      for (const each of some) await filesIn(each, found);
    }
  };
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    // Asked for at once: what was dropped is gone when the event is over.
    const dropped = [...event.dataTransfer.items].map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
    const found = [];
    try {
      for (const [entry, file] of dropped) {
        if (entry?.isDirectory) await filesIn(entry, found);
        else if (file) found.push(file);
      }
    } catch {
      return say("这个文件夹里有文件打不开。请把文件夹压缩成 zip，再拖进来。");
    }
    const all = new DataTransfer();
    for (const file of [...input.files, ...found]) all.items.add(file);
    input.files = all.files;
    show();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = tooMuch();
    say(reason);
    if (reason) return;
    const request = new XMLHttpRequest();
    const [sending, bar, text] = [form.querySelector("#sending"), form.querySelector("#sent"), form.querySelector("#sent-text")];
    sending.hidden = false;
    button.disabled = true;
    const failed = (said) => { sending.hidden = true; button.disabled = false; say(said); };
    request.upload.addEventListener("progress", (now) => {
      if (!now.lengthComputable) return;
      bar.value = 100 * now.loaded / now.total;
      text.textContent = now.loaded < now.total ? `已传 ${mib(now.loaded)}，共 ${mib(now.total)}` : "传完了，正在存下……";
    });
    request.addEventListener("load", () => {
      if (request.status < 400 && request.responseURL !== location.href) return location.assign(request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      failed(page.querySelector(".errornote, #content p")?.textContent.trim() || `没有传成（${request.status}），请再按一次“上传”。`);
    });
    request.addEventListener("error", () => failed("网络断了，没有传成。请再按一次“上传”。"));
    request.open("POST", location.href);
    request.send(new FormData(form));
  });
})();
