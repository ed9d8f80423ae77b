// Microphones as a feature of the room: one's own, and what the teacher decides about everyone's.
import { feature } from "../feature";
import { MicButton } from "./MicButton";
import { noticeMutes } from "./mutes";
import { microphoneReducers, microphoneState } from "./state";

export default feature("microphone", {
  slice: microphoneState,
  reduce: microphoneReducers,
  start: noticeMutes,
  DockButton: MicButton,
});
