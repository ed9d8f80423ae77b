// Measures what drawing costs: 100 people of whom 10 draw, on an empty whiteboard and on one of 48,000 strokes; how long that one takes
// to open in Chromium; and 300 people whose teacher turns slides and points at them. Prints the figures as JSON.

import { chromium } from '../tests/browser/support/packages.mjs';
import { joinCode, lesson, load, quick, run, signedIn, startLyceum, url } from './bench-server.mjs';

const STROKES = 48_000;
const secs = quick ? 5 : 15;

/** Runs in the page: opens the board, and tells when its content had come and when it was painted, after the press of the button. */
function opened() {
  const began = performance.now();
  document.querySelector('#board-toggle').click();
  return new Promise((resolve) => {
    requestAnimationFrame(function look() {
      const canvas = document.querySelector('.board-ink');
      const part = canvas?.getContext('2d').getImageData(canvas.width / 2, canvas.height / 3, 60, 60).data ?? [];
      const isPainted = part.some((value, i) => i % 4 < 3 && part[i - (i % 4) + 3] > 200 && value < 100);
      if (!isPainted) return requestAnimationFrame(look);
      const painted = performance.now();
      const content = performance.getEntriesByType('resource').findLast(({ name }) => name.includes('/boards/'));
      resolve({ contentAfterMs: content.responseEnd - began, paintedAfterContentMs: painted - content.responseEnd, bytes: content.transferSize });
    });
  });
}

async function inBrowser(code) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(`${url}/join/${code}`);
    await page.getByLabel('Your name').fill('Late');
    await page.getByRole('button', { name: 'Join the lesson' }).click();
    await page.locator('#board-toggle').waitFor({ timeout: 30_000 });
    const rounds = [];
    for (let round = 0; round < 3; round++) {
      await page.reload();
      await page.locator('#board-toggle').waitFor({ timeout: 30_000 });
      rounds.push(await page.evaluate(opened));
    }
    return rounds;
  } finally {
    await browser.close();
  }
}

await run(async () => {
  const { child } = await startLyceum();
  const common = ['--url', url, '--pid', child.pid, '--secs', secs, '--token', await signedIn()];
  const code = await lesson();
  console.log(JSON.stringify(await load('board', ...common, '--code', code, '-n', 100, '--draw', 10, '--full', STROKES), null, 1));
  console.log(JSON.stringify({ browser: await inBrowser(code) }, null, 1));
  // The demo school's lesson has a screen.
  console.log(JSON.stringify(await load('board', ...common, '--code', await joinCode(), '-n', 300, '--slides'), null, 1));
});
