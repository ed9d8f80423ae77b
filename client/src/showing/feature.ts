// Cameras and screens as a feature of the room: one's own, and those that one watches.
import { feature } from "../feature";
import { t } from "../texts";
import { Camera } from "./camera";
import { ScreenShare } from "./screenShare";
import { SharedScreenBar, SharedScreens } from "./SharedScreens";
import { ShowBanners } from "./ShowBanners";
import { ShowButtons } from "./ShowButtons";
import { showingReducers, showingState } from "./state";
import { Watching } from "./watching";
import { Wishes } from "./wishes";
import "./showing.css";

export default feature("showing", {
  slice: showingState,
  reduce: showingReducers,
  unnumbered: ["on.showingAsk", "on.showingPermit"],
  announce: {
    "on.participantScreen": ({ participantId, screen }, { me, name }) =>
      participantId === me
        ? undefined
        : t(screen ? "news-shares" : "news-shares-no-more", { name: name(participantId) }),
  },
  effects: { "on.showingPermit": (lesson, permission) => lesson.model(Wishes).onAnswer(permission) },
  signals: {
    "on.cameraWanted": (lesson, { kind, encodings }) => {
      if (kind === "camera") lesson.model(Camera).onWanted(encodings);
      else lesson.model(ScreenShare).onWanted(encodings);
    },
    "on.mediaPaused": (lesson, paused) => lesson.model(Watching).onPaused(paused),
  },
  start: (lesson) => {
    lesson.model(Camera);
    lesson.model(ScreenShare);
    lesson.model(Watching);
    lesson.model(Wishes);
  },
  onEnd: (lesson) => {
    void lesson.model(Camera).close();
    lesson.model(ScreenShare).close();
  },
  DockButton: ShowButtons,
  Banner: ShowBanners,
  stage: { List: SharedScreens, Room: SharedScreenBar },
});
