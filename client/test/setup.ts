// Tests hear English, as it stands in /texts.
import { loadLanguage } from "../src/texts";

await loadLanguage("en");
