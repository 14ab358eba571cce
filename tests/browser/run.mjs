// The desk in a real browser: every page in light and dark, wide and narrow, without script; judging by keyboard; adding
// files; axe-core without violations. Run by .ci/run; screenshots go to the folder named in SHOTS, if it is set.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const program = process.env.REPORTEDLY ?? path.join(root, "target/debug/reportedly");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const event = path.join(root, "crates/reportedly-cli/tests/data/kelda-bay.jsonl");
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });

const courier = encodeURIComponent("https://courier.example/2026/03/05/kelda-bay-boats");
const pages = {
  front: "/",
  reports: "/reports",
  report: `/report?d=${courier}`,
  "report-version": `/report?d=${courier}&v=1`,
  claim: `/report?d=${courier}&claim=c6#c6`,
  lineage: "/lineage?q=boats+laid+up+since+the+first+dead+fish",
  search: "/search?q=boats",
  "search-empty": "/search",
  figures: "/figures?q=boats",
  "figures-told": "/figures?q=boats&time=told",
  "figures-empty": "/figures",
  sources: "/sources",
  source: "/source?name=Paul+Reyes",
  outlets: "/outlets",
  outlet: "/outlet?name=The+Morning+Courier&cites=Lindhaven+Post",
  changes: "/changes",
  judgments: "/judgments",
  add: "/add",
  missing: "/report?d=nothing",
};

const folder = mkdtempSync(path.join(tmpdir(), "reportedly-browser-"));
const ledger = path.join(folder, "kelda.ledger");

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`reportedly ${args.join(" ")}: exit ${code}`))));
  });
}

/** The address that the desk prints. */
function serve(args = []) {
  const desk = spawn(program, ["serve", ledger, "--no-open", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    let out = "";
    desk.on("error", reject);
    desk.on("exit", (code) => reject(new Error(`the desk ended: ${code}`)));
    desk.stdout.on("data", (bytes) => {
      out += bytes;
      if (out.includes("\n")) resolve({ desk, url: out.split("\n")[0] });
    });
  });
}

let passed = 0;
let failed = 0;
async function check(name, test) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) return;
  try {
    await test();
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n${error.stack ?? error}`);
  }
}

await run(["add", ledger, event]);
const { desk, url } = await serve();
const base = new URL(url).origin;
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A browser that has been let in; whatever it complains about is kept. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(20000);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 404")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  await page.goto(url);
  assert.equal(new URL(page.url()).search, "", "the token does not stay in the address");
  return { context, page, complaints };
}

/** What axe-core finds on the page, in words. */
async function violations(page, name) {
  // Run by the test, not by the page: its policy allows no script but its own.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    const where = (node) => `${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`;
    return result.violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes.slice(0, 3).map(where).join(" | ")}`);
  });
  return found.map((one) => `${name}: ${one}`);
}

async function accessible(page, name) {
  assert.deepEqual(await violations(page, name), []);
}

/** How much wider than the window the page is. */
async function tooWide(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide <= 0) return [];
  const which = await page.evaluate(() => [...document.querySelectorAll("main *")]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest(".scroll, .drawing"))
    .slice(0, 3).map((e) => `${e.tagName}.${e.className}`));
  return [`${name} is ${wide} pixels too wide: ${which.join(", ")}`];
}

for (const [mode, options] of Object.entries({
  light: {},
  dark: { colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 740 } },
  "narrow dark": { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
  // 200 % zoom of a 1280-pixel window is a 640-pixel one with twice the pixels.
  zoomed: { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
})) {
  await check(`every page, ${mode}`, async () => {
    const { context, page, complaints } = await open(options);
    for (const [name, address] of Object.entries(pages)) {
      const response = await page.goto(base + address);
      assert.equal(response.status(), name === "missing" ? 404 : 200, name);
      if (shots) await page.screenshot({ path: path.join(shots, `${name}-${mode.replace(" ", "-")}.png`), fullPage: name !== "report" && name !== "claim" });
      complaints.push(...(await tooWide(page, name)), ...(await violations(page, name)));
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

await check("every page without script", async () => {
  const { context, page } = await open({ javaScriptEnabled: false });
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(base + address);
    assert.equal(await page.locator("h1").count(), 1, name);
  }
  // A statement is brought into focus by its button, judged by its form, and found by its address.
  await page.goto(base + pages.report);
  await page.locator("#c11 button.show").click();
  assert.equal(await page.locator("#focus").getAttribute("data-claim"), "c11");
  await page.locator("#judge-name").fill("Ada Lunt");
  await page.locator("#judge-note").fill("without script");
  await page.locator("#focus button[value=confirm]").click();
  await page.waitForURL(/claim=c11/);
  assert.match(await page.locator("#focus .judgments").innerText(), /confirmed by Ada Lunt/);
  await page.locator("#focus .undo button").click();
  await page.waitForURL(/claim=c11/);
  assert.equal(await page.locator("#focus .judgments").count(), 0);
  // A list opens behind its number.
  await page.goto(base + pages.lineage);
  await page.locator(".numbers summary").first().click();
  assert.ok(await page.locator(".numbers .entries").first().isVisible());
  // A report is added with a form.
  await page.goto(base + pages.add);
  await page.locator("#text").fill("The harbor of Orrick is closed, the mayor said on Monday. \"Nobody goes out,\" she said.");
  await page.locator("#title").fill("Harbor closed");
  await page.locator("#published").fill("2026-03-16");
  await page.locator("form#adding > button").click();
  for (let tries = 0; tries < 120 && !(await page.locator(".jobs .done").count()); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await page.goto(base + pages.add);
  }
  assert.match(await page.locator("#jobs").innerText(), /Harbor closed: added/);
  await context.close();
});

await check("judging by keyboard", async () => {
  const { context, page, complaints } = await open();
  await page.goto(base + `/report?d=${courier}`);
  const current = () => page.locator("#focus").getAttribute("data-claim");
  const first = await current();
  const go = async (key, from) => {
    await page.keyboard.press(key);
    await page.waitForFunction((claim) => document.getElementById("focus").dataset.claim !== claim, from);
    return current();
  };
  const second = await go("j", first);
  const third = await go("j", second);
  assert.equal(await go("k", third), second);
  assert.equal(Number(third.slice(1)), Number(second.slice(1)) + 1);
  assert.ok((await page.locator(".m.on").count()) > 0, "its words light up");
  assert.equal(new URL(page.url()).hash, `#${second}`);
  // Without a name the key asks for it first.
  await page.keyboard.press("a");
  assert.equal(await page.evaluate(() => document.activeElement.id), "judge-name");
  await page.keyboard.type("R. Haas");
  await page.keyboard.press("Escape");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("a")]);
  assert.equal(await current(), second);
  assert.match(await page.locator("#focus .judgments").innerText(), /confirmed by R\. Haas/);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
  assert.equal(await page.locator("#focus .judgments").count(), 0);
  // The name is known now.
  await Promise.all([page.waitForNavigation(), page.keyboard.press("r")]);
  assert.match(await page.locator("#focus .judgments").innerText(), /rejected by R\. Haas/);
  await page.keyboard.press("e");
  assert.equal(await page.evaluate(() => document.activeElement.id), "correct-value");
  await page.locator("#correct-field").selectOption("stance");
  await page.locator("#correct-value").fill("distancing");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(await page.locator("#focus .judgments").innerText(), /stance should be “distancing”/);
  await page.keyboard.press("n");
  assert.equal(await page.evaluate(() => document.activeElement.id), "judge-note");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  assert.ok(await page.locator("#keys dl").isVisible());
  // The keys can be switched off.
  await page.locator("#keys-on").uncheck();
  const held = await current();
  await page.keyboard.press("j");
  await page.waitForTimeout(300);
  assert.equal(await current(), held);
  await page.goto(base + "/judgments");
  assert.equal(await page.locator(".judgments.all > li").count() >= 3, true);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check("merging by keyboard", async () => {
  const { context, page, complaints } = await open();
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.goto(base + `/report?d=${courier}&claim=c6#c6`);
  await page.keyboard.press("m");
  assert.equal(await focused(), "merge-one");
  assert.ok(await page.locator("#merge-one").isVisible(), "the form opens");
  await page.goto(base + "/source?name=Paul+Reyes");
  await page.keyboard.press("m");
  assert.equal(await focused(), "merge-two");
  await page.keyboard.type("Dorn Chemical");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "merge-name");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("R. Haas");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  assert.match(await page.locator("#merge .judgments").innerText(), /said to be the same by R\. Haas/);
  await accessible(page, "after merging");
  // Somebody else's judgment is not taken back by a key.
  await page.locator("#merge-name").fill("Ada Lunt");
  await page.locator("#merge-name").blur();
  await page.keyboard.press("u");
  await page.waitForTimeout(300);
  assert.equal(await page.locator("#merge .judgments li").count(), 1);
  await page.locator("#merge-name").fill("R. Haas");
  await page.locator("#merge-name").blur();
  await Promise.all([page.waitForNavigation(), page.keyboard.press("u")]);
  assert.equal(await page.locator("#merge .judgments").count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check("drawings hold their words", async () => {
  const { context, page } = await open();
  const found = [];
  let boxes = 0;
  for (const name of ["report", "claim", "lineage", "figures", "figures-told"]) {
    await page.goto(base + pages[name]);
    const seen = await page.evaluate(() => {
      const wrong = [];
      let boxes = 0;
      // Words stay in their box.
      for (const rect of document.querySelectorAll("svg rect.box")) {
        const box = rect.getBoundingClientRect();
        boxes += 1;
        for (const text of rect.parentElement.querySelectorAll("text")) {
          const own = text.getBoundingClientRect();
          if (own.right > box.right || own.left < box.left || own.bottom > box.bottom + 1 || own.top < box.top - 1) wrong.push(`out of its box: ${text.textContent}`);
        }
      }
      // Letters, days and values do not cover each other.
      for (const svg of document.querySelectorAll("svg.chart")) {
        const texts = [...svg.querySelectorAll("text")];
        texts.forEach((one, at) => texts.slice(at + 1).forEach((two) => {
          const [a, b] = [one.getBoundingClientRect(), two.getBoundingClientRect()];
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (across > 1 && down > 5) wrong.push(`${one.textContent} covers ${two.textContent}`);
        }));
        boxes += 1;
      }
      // No arrow runs through a box.
      for (const way of document.querySelectorAll(".drawing svg .way")) {
        const length = way.getTotalLength();
        const boxesHere = [...way.ownerSVGElement.querySelectorAll("rect.box")].map((rect) => rect.getBBox());
        for (let at = 2; at < length - 2; at += 4) {
          const { x, y } = way.getPointAtLength(at);
          if (boxesHere.some((box) => x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1)) { wrong.push("an arrow runs behind a box"); break; }
        }
      }
      return { wrong, boxes };
    });
    boxes += seen.boxes;
    found.push(...seen.wrong.map((words) => `${name}: ${words}`));
  }
  assert.deepEqual(found, []);
  assert.ok(boxes > 15, `${boxes} boxes`);
  await context.close();
});

await check("words and statements point at each other", async () => {
  const { context, page, complaints } = await open();
  await page.goto(base + `/report?d=${courier}`);
  await page.locator(".ref", { hasText: /^6$/ }).click();
  await page.waitForFunction(() => document.getElementById("focus").dataset.claim === "c6");
  assert.match(await page.locator("#focus svg").getAttribute("aria-label"), /This report, from Lindhaven Post, from unnamed port officials/);
  await page.locator("#c11").click();
  await page.waitForFunction(() => document.getElementById("focus").dataset.claim === "c11");
  await page.locator("[data-c]").first().click();
  await page.waitForFunction(() => document.getElementById("focus").dataset.claim !== "c11");
  await accessible(page, "after moving the focus");
  // The address that lasts comes back to the statement.
  await page.locator(".lasting a").click();
  await page.waitForURL(/claim=c\d+#c\d+$/);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check("in one column a number leads to its statement", async () => {
  const { context, page, complaints } = await open({ viewport: { width: 360, height: 740 }, reducedMotion: "reduce" });
  await page.goto(base + `/report?d=${courier}`);
  await page.locator(".ref", { hasText: /^11$/ }).click();
  await page.waitForFunction(() => document.getElementById("focus").dataset.claim === "c11");
  await page.waitForFunction(() => {
    const top = document.getElementById("focus").getBoundingClientRect().top;
    return top >= 0 && top < 200;
  });
  assert.deepEqual(complaints, []);
  await context.close();
});

await check("adding files, with progress and reasons", async () => {
  const { context, page, complaints } = await open();
  await page.goto(base + "/add");
  const good = path.join(folder, "report.html");
  const bad = path.join(folder, "report.pdf");
  writeFileSync(good, "<html><head><title>Ferry stays in port</title></head><body><article><h1>Ferry stays in port</h1><p>The ferry to Orrick stays in port, the operator said on Tuesday. About 40 passengers were waiting, two officials said.</p><p>“We do not know when it leaves,” said Edda Lund, the harbor master of Lindhaven.</p></article></body></html>");
  writeFileSync(bad, "%PDF-1.4\nnothing\n");
  // Dropped, as from a folder.
  const transfer = await page.evaluateHandle(
    ([one, two]) => {
      const data = new DataTransfer();
      data.items.add(new File([one], "report.html", { type: "text/html" }));
      data.items.add(new File([two], "report.pdf", { type: "application/pdf" }));
      return data;
    },
    [readFileSync(good, "utf8"), readFileSync(bad, "utf8")],
  );
  await Promise.all([page.waitForNavigation(), page.dispatchEvent("#drop", "drop", { dataTransfer: transfer })]);
  await page.waitForFunction(() => document.getElementById("jobs").dataset.busy !== "true", null, { timeout: 120000 });
  const told = await page.locator("#jobs").innerText();
  assert.match(told, /Ferry stays in port: added/);
  assert.match(told, /report\.pdf[^]*not added[^]*is a PDF/);
  if (shots) await page.screenshot({ path: path.join(shots, "added.png"), fullPage: true });
  await accessible(page, "after adding");
  await page.locator("#jobs a", { hasText: "Ferry" }).click();
  assert.match(await page.locator("h1").innerText(), /Ferry stays in port/);
  assert.deepEqual(complaints, []);
  await context.close();
});

await check("it prints", async () => {
  const { context, page } = await open();
  await page.goto(base + pages.lineage);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".top").isVisible(), false);
  assert.ok(await page.locator(".numbers .entries").first().isVisible(), "what is folded is printed");
  // Nothing is cut at the edge of the paper: charts and tables shrink to it.
  await page.setViewportSize({ width: 720, height: 1000 });
  const wide = [];
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(base + address);
    wide.push(...(await page.evaluate(() => [...document.querySelectorAll("main *")]
      .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !e.closest(".sr"))
      .slice(0, 2).map((e) => `${e.tagName}.${e.getAttribute("class")} ${Math.round(e.getBoundingClientRect().right)}`))).map((words) => `${name}: ${words}`));
    if (shots) writeFileSync(path.join(shots, `${name}.pdf`), await page.pdf());
  }
  assert.deepEqual(wide, []);
  await context.close();
});

await check("strangers stay out", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  assert.equal((await page.goto(base + "/reports.json")).status(), 401);
  assert.equal((await page.goto(base + "/")).status(), 401);
  await accessible(page, "refused");
  await context.close();
});

await browser.close();
desk.removeAllListeners("exit");
desk.kill();
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
