// Microphones as a feature of the room: one's own, and who may turn theirs on.
import { feature } from "../feature";
import { MicButton } from "./MicButton";

export const microphone = feature("microphone", { DockButton: MicButton });
