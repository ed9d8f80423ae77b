// Tests hear English, as it stands in /texts.
import { loadLanguage } from "../src/texts";

await loadLanguage("en");

// A desktop.
Object.assign(globalThis, { matchMedia: () => ({ matches: true }) });
