// All plays by name, the longest first, so that two workers end at about the same time.
import { accounts } from "./accounts.mjs";
import { administration } from "./administration.mjs";
import { apiDescription } from "./api_description.mjs";
import { audioDevices } from "./audio_devices.mjs";
import { classroom3d } from "./classroom_3d.mjs";
import { codeGuessing } from "./code_guessing.mjs";
import { experiences } from "./experiences.mjs";
import { filteredNetworks } from "./filtered_networks.mjs";
import { greek } from "./greek.mjs";
import { hostileText } from "./hostile_text.mjs";
import { https } from "./https.mjs";
import { keyboard } from "./keyboard.mjs";
import { lesson } from "./lesson.mjs";
import { mailedLinks } from "./mailed_links.mjs";
import { progress } from "./progress.mjs";
import { relay } from "./relay.mjs";
import { sound } from "./sound.mjs";
import { soundSettings } from "./sound_settings.mjs";
import { streamPrograms } from "./stream_programs.mjs";
import { video } from "./video.mjs";
import { waitingRoom } from "./waiting_room.mjs";

export const PLAYS = [
  { name: "filtered-networks", script: filteredNetworks },
  { name: "sound", script: sound },
  { name: "sound-settings", script: soundSettings },
  { name: "lesson-desktop", script: (play) => lesson(play, "desktop") },
  { name: "hostile-text", script: hostileText },
  { name: "administration", script: administration },
  { name: "mailed-links", script: mailedLinks },
  { name: "accounts", script: accounts },
  { name: "experiences-desktop", script: (play) => experiences(play, "desktop") },
  { name: "greek-desktop", script: (play) => greek(play, "desktop") },
  { name: "classroom-3d", script: classroom3d },
  { name: "lesson-phone", script: (play) => lesson(play, "phone") },
  { name: "audio-devices", script: audioDevices },
  { name: "keyboard", script: keyboard },
  { name: "stream-programs", script: streamPrograms },
  { name: "experiences-phone", script: (play) => experiences(play, "phone") },
  { name: "waiting-room", script: waitingRoom },
  { name: "greek-phone", script: (play) => greek(play, "phone") },
  { name: "relay", script: relay },
  { name: "progress", script: progress },
  { name: "video", script: video },
  { name: "api-description", script: apiDescription },
  { name: "https", script: https },
  // In the end, since it makes this address wait.
  { name: "code-guessing", script: codeGuessing },
];
