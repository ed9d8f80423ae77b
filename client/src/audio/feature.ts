// Sound as a feature of the room: who is heard comes by events of its own, everything else over its peer connection.
import { feature } from "../feature";
import { Sound } from "./sound";
import { SoundBanner } from "./SoundBanner";
import { SoundDockButton } from "./SoundDockButton";
import "./sound.css";

export default feature("sound", {
  signals: {
    "on.mediaSlots": (lesson, { slots }) => (lesson.model(Sound).slots.value = slots),
    "on.mediaEnd": (lesson) => lesson.model(Sound).onEnded(),
  },
  start: (lesson) => lesson.model(Sound),
  onNetworkChange: (lesson) => lesson.model(Sound).refresh(),
  Banner: SoundBanner,
  DockButton: SoundDockButton,
});
