"use strict";
// Points from a statement to its words and back; the page reads as well without.
(function () {
  var marked = [];
  function clear() { marked.forEach(function (e) { e.classList.remove("on"); }); marked = []; }
  function mark(id) {
    clear();
    var card = document.getElementById(id);
    var report = card && card.closest(".report");
    if (!report) { return; }
    card.classList.add("on"); marked.push(card);
    report.querySelectorAll("[data-c]").forEach(function (e) {
      if (e.dataset.c.split(" ").indexOf(id) >= 0) { e.classList.add("on"); marked.push(e); }
    });
  }
  function of(event) {
    var card = event.target.closest(".statement");
    if (card) { return card.id; }
    var words = event.target.closest("[data-c]");
    return words ? words.dataset.c.split(" ").pop() : null;
  }
  document.addEventListener("mouseover", function (event) { var id = of(event); if (id) { mark(id); } else { clear(); } });
  document.addEventListener("focusin", function (event) { var id = of(event); if (id) { mark(id); } });
  document.addEventListener("click", function (event) {
    var words = event.target.closest("[data-c]");
    if (!words || event.target.closest("a")) { return; }
    var card = document.getElementById(words.dataset.c.split(" ").pop());
    if (card) { card.scrollIntoView({ block: "nearest" }); }
  });
})();
