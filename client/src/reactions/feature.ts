// Reactions as a feature of the room: they are told once a tick, and nothing keeps them.
import { feature } from "../feature";
import { ReactionsModel } from "./model";
import { ReactButton } from "./ReactButton";
import { ReactionsOf } from "./ReactionsOf";
import "./reactions.css";

export default feature("reactions", {
  effects: {
    "on.reactions": (lesson, { reactions }) => lesson.model(ReactionsModel).receive(reactions, performance.now()),
  },
  onEnd: (lesson) => lesson.model(ReactionsModel).clear(),
  DockButton: ReactButton,
  BesideName: ReactionsOf,
});
