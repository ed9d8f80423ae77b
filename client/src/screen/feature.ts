// The room's screen as a feature of the room.
import { feature } from "../feature";
import "../pdf/pdf.css";
import { FlatScreen, ScreenBar } from "./Screen";
import "./screen.css";

export const screen = feature("screen", { stage: { List: FlatScreen, Room: ScreenBar } });
