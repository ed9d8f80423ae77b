// Raised hands as a feature of the room.
import { feature } from "../feature";
import { HandButton } from "./HandButton";

export const hands = feature("hands", { DockButton: HandButton });
