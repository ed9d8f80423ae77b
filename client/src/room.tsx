// The lesson in the browser: mounts in #app of /join/{code}.
import { render } from "preact";
import { Sound } from "./audio/sound";
import { Acts } from "./net/acts";
import { Lesson } from "./net/lesson";
import { onNetworkChange } from "./net/network";
import { readPage } from "./net/page";
import { speak } from "./texts";
import { App } from "./ui/App";
import { LessonContext } from "./ui/context";
import "./ui/tokens.css";
import "./ui/base.css";
import "./entry/entry.css";
import "./ui/room.css";
import "./ui/dock.css";
import "./people/people.css";
import "./pdf/pdf.css";
import "./screen/screen.css";
import "./chat/chat.css";
import "./audio/sound.css";

const app = document.getElementById("app");
if (!app) throw new Error("the page has a place for the lesson");

await speak(document.documentElement.lang);
const lesson = new Lesson(readPage());
const acts = new Acts(lesson);
const sound = new Sound(lesson);
onNetworkChange(() => {
  lesson.connection.doubt();
  sound.refresh();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") lesson.connection.hurry();
});

render(
  <LessonContext.Provider value={{ lesson, acts, sound }}>
    <App />
  </LessonContext.Provider>,
  app,
);
lesson.start();
