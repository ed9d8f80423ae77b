// Whiteboards, and drawing over the screen, as a feature of the room.
import { feature } from "../feature";
import { t } from "../texts";
import { BoardStage } from "./BoardStage";
import { WhiteboardButton } from "./BoardButton";
import "./board.css";
import { DrawButton, SlideInk } from "./SlideInk";
import { Announcer } from "./announcer";
import { BoardModel } from "./model";
import { boardReducers, boardState } from "./state";

export default feature("board", {
  slice: boardState,
  reduce: boardReducers,
  effects: {
    "on.boardChange": (lesson, change) => {
      lesson.model(BoardModel).onChange(change);
      lesson.model(Announcer).onChange(change);
    },
    "on.boardRemove": (lesson, { page }) => lesson.model(BoardModel).onRemove(page),
    // Everyone's page turns to it; who has looked elsewhere comes back by the button.
    "on.boardShow": (lesson, { page }) => {
      lesson.model(BoardModel).view.value = page ?? undefined;
    },
  },
  announce: {
    "on.boardShow": ({ page }) => t(page === null ? "board-news-hidden" : "board-news-shown"),
    "on.drawingAllow": ({ drawing }) => t(`board-news-${drawing}`),
  },
  onEnter: (lesson) => lesson.model(BoardModel).onEnter(),
  onFrame: (lesson, data) => lesson.model(BoardModel).live.receive(data),
  DockButton: WhiteboardButton,
  stage: { List: BoardStage, Room: BoardStage },
  SlideLayer: SlideInk,
  SlideTool: DrawButton,
});
