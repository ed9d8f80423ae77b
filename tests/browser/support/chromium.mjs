// Starting Chromium, which now and then crashes by itself: seen once in some twenty runs of the suite, with SIGSEGV in the moment it
// starts. That is no fault of Lyceum, so it alone is tried again, and it is told.
import { chromium } from "./packages.mjs";

const ATTEMPTS = 3;
/** What Playwright says of a process that has ended by a signal. */
const CRASHED = /process did exit: exitCode=null, signal=SIG\w+/;

/** @param {import("playwright-core").LaunchOptions} options */
export async function launchChromium(options) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await chromium.launch({ executablePath: process.env.CHROMIUM, ...options });
    } catch (error) {
      const crash = String(error).match(CRASHED)?.[0];
      if (!crash || attempt === ATTEMPTS) throw error;
      console.log(`Chromium has crashed while it started, and is started again: ${crash}`);
    }
  }
}
