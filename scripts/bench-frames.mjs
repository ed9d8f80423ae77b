// Measures how many frames a second the room draws in Chromium while a class walks about in it. Without a graphics card the
// browser draws on the processor (SwiftShader), which generator and server share: then it is the small sizes that say something,
// for what does not depend on the number of pixels (our code, the draw calls, the vertices) is the same in all of them.

import { chromium } from '../tests/browser/support/packages.mjs';
import { joinCode, median, print, quick, run, say, start, startLyceum, url } from './bench-server.mjs';

const PEOPLE = 30;
const SECONDS = quick ? 4 : 10;
const ROUNDS = quick ? 1 : 3;
const SIZES = [[320, 200], [480, 300], [640, 400], [960, 600], [1366, 768]];

// LYCEUM_BENCH_GPU=llvmpipe draws with Mesa on the processor (Debian: libgl1-mesa-dri, libegl1, libgles2), about twice as
// fast as SwiftShader; any other value, with the graphics card.
const GPU = process.env.LYCEUM_BENCH_GPU;
const FLAGS = ['--use-gl=angle', ...({ undefined: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'], llvmpipe: ['--use-angle=gl-egl', '--ignore-gpu-blocklist', '--enable-gpu'] }[GPU] ?? ['--enable-gpu'])];
const ENV = GPU === 'llvmpipe' ? { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', EGL_PLATFORM: 'surfaceless' } : process.env;

/** Runs in the page: counts the frames in which the room was drawn, and how long each took. */
function frames(seconds) {
  return new Promise((resolve) => {
    const all = WebGL2RenderingContext.prototype;
    const { drawElements } = all;
    // A room in which nothing moves is not drawn.
    let [drawn, pictures] = [false, 0];
    all.drawElements = function (...what) {
      drawn = true;
      return drawElements.apply(this, what);
    };
    const spans = [];
    let last;
    const began = performance.now();
    requestAnimationFrame(function frame(now) {
      if (last) spans.push(now - last);
      last = now;
      if (drawn) pictures++;
      drawn = false;
      if (performance.now() - began < seconds * 1000) return requestAnimationFrame(frame);
      all.drawElements = drawElements;
      spans.sort((a, b) => a - b);
      const canvas = document.querySelector('.world canvas');
      resolve({
        each: pictures / (spans.reduce((sum, span) => sum + span, 0) / 1000),
        p95: spans[Math.floor(spans.length * 0.95)],
        drawn: `${canvas.width} x ${canvas.height}`,
      });
    });
  });
}

async function measure() {
  await startLyceum();
  const code = await joinCode();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS, env: ENV });
  try {
    const total = (ROUNDS * (SECONDS + 3) + 3) * SIZES.length + 60;
    start('target/release/lyceum-load', ['pose', '--url', url, '--code', code, '-n', PEOPLE - 1, '--secs', total, '--json'], { stdio: 'ignore' });
    const page = await browser.newPage({ reducedMotion: 'no-preference' });
    await page.goto(`${url}/join/${code}`);
    await page.getByLabel('Your name').fill('Frame counter');
    await page.getByRole('button', { name: 'Join the lesson' }).click();
    await page.locator('.world[data-ready="true"] canvas').waitFor({ timeout: 60_000 });
    await page.waitForFunction((people) => document.querySelectorAll('.people .person').length >= people, PEOPLE);
    const rows = [];
    for (const [width, height] of SIZES) {
      say(`${width} x ${height}`);
      await page.setViewportSize({ width, height });
      // Until the room has found how many pixels it can afford.
      await page.evaluate(frames, 3);
      const rounds = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await page.evaluate(frames, SECONDS));
      const all = (field) => rounds.map((one) => one[field]);
      const figure = `${median(all('each')).toFixed(1)} frames/s`;
      rows.push([`${width} x ${height}, the room drawn ${rounds.at(-1).drawn}`, '60', figure, `95 % within ${all('p95').map((ms) => ms.toFixed(0)).join(' / ')} ms`]);
    }
    const { renderer } = await page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2');
      return { renderer: gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info').UNMASKED_RENDERER_WEBGL) };
    });
    print(`${PEOPLE} people walking; ${renderer}; Chromium ${browser.version()}`, rows);
  } finally {
    await browser.close();
  }
}

await run(measure);
