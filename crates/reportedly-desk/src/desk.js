// Keys, the statement in focus, dropped files. Everything works without it.
(function () {
  var report = document.querySelector("article.report");
  var on = document.getElementById("keys-on");
  try {
    if (on && localStorage.getItem("keys") === "off") { on.checked = false; }
    if (on) { on.addEventListener("change", function () { localStorage.setItem("keys", on.checked ? "on" : "off"); }); }
  } catch (e) { /* a browser that keeps nothing */ }

  // The statement in focus.
  var wanted = 0;
  function statements() { return Array.prototype.slice.call(document.querySelectorAll(".statement")).sort(function (a, b) {
    return Number(a.id.slice(1)) - Number(b.id.slice(1)); }); }
  function current() { var card = document.getElementById("focus"); return card ? card.dataset.claim : null; }
  function light(id) {
    document.querySelectorAll(".on, .here").forEach(function (e) { e.classList.remove("on"); e.classList.remove("here"); });
    document.querySelectorAll("[data-c]").forEach(function (e) {
      if (e.dataset.c.split(" ").indexOf(id) >= 0) { e.classList.add("on"); }
    });
    var item = document.getElementById(id);
    if (item) { item.classList.add("on"); item.classList.add("here"); }
  }
  function focus(id, move, done) {
    var card = document.getElementById("focus");
    if (!report || !card) { return; }
    light(id);
    if (move) {
      var words = document.querySelector(".m.on");
      if (words) { words.scrollIntoView({ block: "center" }); }
    }
    history.replaceState(null, "", "#" + id);
    if (card.dataset.claim === id) { if (done) { done(); } return; }
    var mine = ++wanted;
    var address = "/focus?d=" + encodeURIComponent(report.dataset.report) + "&v=" + report.dataset.version + "&claim=" + id;
    fetch(address, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.text();
    }).then(function (text) {
      if (mine !== wanted) { return; }
      var made = new DOMParser().parseFromString(text, "text/html").getElementById("focus");
      if (!made) { return; }
      document.getElementById("focus").replaceWith(document.adoptNode(made));
      var side = made.closest(".claims");
      if (side) { side.scrollTop = 0; }
      if (done) { done(); }
    }).catch(function () { location.href = "/report?d=" + encodeURIComponent(report.dataset.report) + "&claim=" + id + "#" + id; });
  }
  function step(by) {
    var all = statements(), at = all.findIndex(function (e) { return e.id === current(); });
    var next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    if (next) { focus(next.id, true); }
  }
  if (report) {
    document.addEventListener("click", function (event) {
      if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      var link = event.target.closest("a");
      if (link && /^#c\d+$/.test(link.getAttribute("href") || "")) {
        event.preventDefault();
        focus(link.getAttribute("href").slice(1), false, function () {
          // In one column the statement in focus stands below the text.
          if (matchMedia("(max-width: 60rem)").matches) { document.getElementById("focus").scrollIntoView({ block: "start" }); }
        });
        return;
      }
      if (link || event.target.closest("button:not(.show), input, select, textarea, summary, .focus")) { return; }
      var show = event.target.closest("button.show");
      if (show) { event.preventDefault(); focus(show.value, true); return; }
      var words = event.target.closest("[data-c]"), item = event.target.closest(".statement");
      if (words) { focus(words.dataset.c.split(" ").pop(), false); } else if (item) { focus(item.id, true); }
    });
    var start = /^#c\d+$/.test(location.hash) ? location.hash.slice(1) : null;
    if (start && document.getElementById(start)) { focus(start, true); } else if (current()) { light(current()); }
    var side = document.querySelector(".claims");
    if (side) { setTimeout(function () { side.scrollTop = 0; }, 0); }
    // The pointer shows, but does not move the focus.
    document.addEventListener("mouseout", function () { setTimeout(function () { if (current() && !document.querySelector(".on")) { light(current()); } }, 0); });
  }

  // Keys.
  function open(selector, field) {
    var at = document.querySelector(selector);
    if (!at) { return; }
    var box = at.closest("details");
    if (box) { box.open = true; box.scrollIntoView({ block: "nearest" }); }
    if (field) { var input = document.querySelector(field); if (input) { input.focus(); } }
  }
  function press(selector) {
    var button = document.querySelector(selector);
    if (!button) { return; }
    var name = button.form && button.form.querySelector("input[name=judge]");
    if (name && name.type !== "hidden" && !name.value.trim()) { name.focus(); return; }
    button.click();
  }
  // One's own last judgment on what is in focus, never somebody else's.
  function takeBack() {
    var name = document.querySelector(".focus .verdict input[name=judge]") || document.getElementById("merge-name"), last = null;
    document.querySelectorAll(".focus .undo button, #merge .undo button").forEach(function (button) {
      if (!name || button.dataset.undo !== name.value.trim()) { return; }
      if (!last || Number(button.form.elements.number.value) > Number(last.form.elements.number.value)) { last = button; }
    });
    if (last) { last.click(); }
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (on && !on.checked)) { return; }
    if (event.target.closest("input, textarea, select")) { if (event.key === "Escape") { event.target.blur(); } return; }
    switch (event.key) {
      case "j": step(1); break;
      case "k": step(-1); break;
      case "o": { var told = document.querySelector(".focus .told"); if (told) { location.href = told.href; } break; }
      case "a": press(".focus [data-key=a]"); break;
      case "r": press(".focus [data-key=r]"); break;
      case "e": open(".focus [data-key=e]", "#correct-value"); break;
      case "m": { if (document.querySelector("#merge [data-key=m]")) { open("#merge [data-key=m]", "#merge-two"); } else { open(".focus [data-key=m]", "#merge-one"); } break; }
      case "n": open(".focus .verdict", "#judge-note"); break;
      case "u": takeBack(); break;
      case "/": { var find = document.getElementById("find"); if (find) { find.focus(); find.select(); } break; }
      case "?": { var keys = document.getElementById("keys"); if (keys) { keys.open = true; keys.scrollIntoView({ block: "nearest" }); keys.querySelector("summary").focus(); } break; }
      default: return;
    }
    event.preventDefault();
  });

  // Dropped files.
  var drop = document.getElementById("drop"), files = document.getElementById("files");
  if (drop && files) {
    ["dragenter", "dragover"].forEach(function (name) {
      drop.addEventListener(name, function (event) { event.preventDefault(); drop.classList.add("over"); });
    });
    drop.addEventListener("dragleave", function () { drop.classList.remove("over"); });
    drop.addEventListener("drop", function (event) {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) { files.files = event.dataTransfer.files; files.form.requestSubmit(); }
    });
  }
  // Progress, while something is read.
  var jobs = document.getElementById("jobs");
  function look() {
    if (!jobs || jobs.dataset.busy !== "true") { return; }
    setTimeout(function () {
      fetch("/add", { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
        var made = new DOMParser().parseFromString(text, "text/html").getElementById("jobs");
        if (made) { jobs.replaceChildren.apply(jobs, Array.prototype.slice.call(document.adoptNode(made).childNodes)); jobs.dataset.busy = made.dataset.busy; }
        look();
      }).catch(look);
    }, 1000);
  }
  look();
})();
