// The teacher's pointer as a feature of the room: it is told at the tick, and nothing keeps it.
import { feature } from "../feature";
import { PointerModel } from "./model";
import { PointerButton } from "./PointerButton";
import { PointerLayer } from "./PointerLayer";
import "./pointer.css";

export default feature("pointer", {
  effects: { "on.pointer": (lesson, { at }) => lesson.model(PointerModel).receive(at) },
  onEnd: (lesson) => lesson.model(PointerModel).clear(),
  SlideLayer: PointerLayer,
  SlideTool: PointerButton,
});
