// The screen on the room's front wall as a feature of the room.
import { feature } from "../feature";
import "../pdf/pdf.css";
import { t } from "../texts";
import { BringBanner } from "./BringFiles";
import { describeSlide } from "./describe";
import { FlatScreen, ScreenBar } from "./Screen";
import "./slide.css";
import "./quiz.css";
import "./screen.css";
import { screenReducers, screenState } from "./state";

export default feature("screen", {
  slice: screenState,
  reduce: screenReducers,
  announce: {
    "on.screenTurn": ({ screen }) =>
      screen
        ? t("screen-shows", { page: screen.page + 1, pages: screen.pages, what: describeSlide(screen.slide) })
        : undefined,
  },
  Banner: BringBanner,
  stage: { List: FlatScreen, Room: ScreenBar },
});
