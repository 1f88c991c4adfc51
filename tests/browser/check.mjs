// Loads pages in a real browser and says what is wrong with each.
//
//   node check.mjs CHROMIUM PAGE... [--shots FOLDER]
//
// Checks: nothing is asked for but the page itself, the console stays silent, nothing scrolls
// sideways at 360 and 1024 pixels, an accessibility check finds nothing in light and dark, with
// every table open, and print fills exactly one sheet of A4 and of Letter, of which nothing is cut
// off. Writes one line for each fault; exits 1 where there is one.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const args = process.argv.slice(2);
const shotsAt = args.indexOf("--shots");
const shots = shotsAt < 0 ? null : args.splice(shotsAt, 2)[1];
const [executablePath, ...pages] = args;
if (shots) mkdirSync(shots, { recursive: true });

let faults = 0;
const fault = (page, text) => {
  faults += 1;
  console.log(`${basename(page)}: ${text}`);
};

const browser = await chromium.launch({
  executablePath,
  args: [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

const sideways = async (file, page, width) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) fault(file, `scrolls sideways at ${width} px: ${wide} px wide`);
};

const accessible = async (file, page, what) => {
  // Evaluated from outside, for the page's own policy lets no script in.
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => globalThis.axe.run(document));
  for (const violation of found.violations) {
    const where = violation.nodes.map((node) => node.target.join(" ")).slice(0, 3);
    fault(file, `${what}: ${violation.id} at ${where.join(", ")}`);
  }
};

const unfold = (page, open) =>
  page.evaluate((open) => {
    for (const details of document.querySelectorAll("details")) details.open = open;
  }, open);

const pagesOf = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page(?![s\w])/g) ?? []).length;

const check = async (file) => {
  const name = basename(file, ".html");
  const context = await browser.newContext();
  const page = await context.newPage();
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== address) fault(file, `asks for ${request.url().slice(0, 80)}`);
  });
  page.on("console", (message) => fault(file, `console: ${message.text()}`));
  page.on("pageerror", (error) => fault(file, `script error: ${error.message}`));
  page.on("dialog", (dialog) => {
    fault(file, "opens a dialog");
    dialog.dismiss();
  });
  await page.goto(address, { waitUntil: "load" });
  const styled = await page.evaluate(
    () => getComputedStyle(document.querySelector("main")).maxWidth !== "none",
  );
  if (!styled) fault(file, "its own policy blocks its style");

  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ media: "screen", colorScheme });
    for (const width of [360, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      await sideways(file, page, width);
      if (shots) {
        const path = join(shots, `${name}-${colorScheme}-${width}.png`);
        await page.screenshot({ path, fullPage: true });
      }
      await unfold(page, true);
      await sideways(file, page, width);
      if (width === 360) await accessible(file, page, colorScheme);
      await unfold(page, false);
    }
  }

  await page.emulateMedia({ media: "print" });
  await accessible(file, page, "print");
  for (const format of ["A4", "Letter"]) {
    const pdf = await page.pdf({ format });
    if (pagesOf(pdf) !== 1) fault(file, `prints ${pagesOf(pdf)} pages of ${format}`);
    if (shots) writeFileSync(join(shots, `${name}-${format}.pdf`), pdf);
    // The width between the margins, at 96 dots an inch.
    const width = Math.round(((format === "A4" ? 210 : 215.9) - 24) * (96 / 25.4));
    await page.setViewportSize({ width, height: 900 });
    const cut = await page.evaluate(() => {
      const sheet = document.querySelector(".sheet");
      return sheet.scrollHeight - sheet.clientHeight;
    });
    if (cut > 1) fault(file, `${cut} px of the sheet are cut off on ${format}`);
  }
  await context.close();
};

for (const file of pages) await check(file);
await browser.close();
if (faults === 0) console.log(`${pages.length} pages without a fault`);
process.exitCode = faults === 0 ? 0 : 1;
