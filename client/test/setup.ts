// Tests hear English, as it stands in /texts.
import { speak } from "../src/texts";

await speak("en");
