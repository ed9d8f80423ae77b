// The lesson in the browser: mounts in #app of /join/{code}. Styles come in this order: everyone's, then each feature's own.
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/dialogs.css";
import "./ui/direction.css";
import "./entry/entry.css";
import "./ui/room.css";
import "./ui/dock.css";
import { render } from "preact";
import { features } from "./features";
import { Lesson } from "./lesson/lesson";
import { readPage } from "./lesson/page";
import { onNetworkChange } from "./net/network";
import { loadLanguage } from "./texts";
import { App } from "./ui/App";
import { LessonContext } from "./ui/context";

const app = document.getElementById("app");
if (!app) throw new Error("the page has a place for the lesson");

await loadLanguage(document.documentElement.lang);
const lesson = new Lesson(readPage(), features);
onNetworkChange(() => lesson.onNetworkChange());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") lesson.connection.reconnectNow();
});

render(
  <LessonContext.Provider value={{ lesson, features }}>
    <App />
  </LessonContext.Provider>,
  app,
);
lesson.begin();
