// Microphones as a feature of the room: one's own, and what the teacher decides about everyone's.
import { feature } from "../feature";
import { MicButton } from "./MicButton";
import { microphoneReducers, microphoneState } from "./state";

export default feature("microphone", {
  slice: microphoneState,
  reduce: microphoneReducers,
  DockButton: MicButton,
});
