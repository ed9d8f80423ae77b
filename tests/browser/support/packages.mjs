// The browser tests bring no packages of their own: they take the client's.
import { createRequire } from "node:module";

const require = createRequire(new URL("../../../client/package.json", import.meta.url));

export const { chromium } = require("playwright-core");
/** Playwright drives only a Firefox of its own build; this drives any. */
export const puppeteer = () => import(require.resolve("puppeteer-core")).then((module) => module.default);
export const AXE = require("axe-core").source;
export const [WHIP, WHEP] = ["whip-whep/whip.js", "whip-whep/whep.js"].map((file) => require.resolve(file));
