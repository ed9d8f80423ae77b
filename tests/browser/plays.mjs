// All plays by name, the longest first, so that two workers end at about the same time.
import { accounts } from "./accounts.mjs";
import { administration } from "./administration.mjs";
import { apiDescription } from "./api_description.mjs";
import { audioDevices } from "./audio_devices.mjs";
import { calendar } from "./calendar.mjs";
import { cameras } from "./cameras.mjs";
import { classroom3d } from "./classroom_3d.mjs";
import { codeGuessing } from "./code_guessing.mjs";
import { experiences } from "./experiences.mjs";
import { filteredNetworks } from "./filtered_networks.mjs";
import { firefoxVideo } from "./firefox_video.mjs";
import { greek } from "./greek.mjs";
import { groups } from "./groups.mjs";
import { hostileText } from "./hostile_text.mjs";
import { https } from "./https.mjs";
import { keyboard } from "./keyboard.mjs";
import { lesson } from "./lesson.mjs";
import { mailedLinks } from "./mailed_links.mjs";
import { polls } from "./polls.mjs";
import { progress } from "./progress.mjs";
import { relay } from "./relay.mjs";
import { slides } from "./slides.mjs";
import { sound } from "./sound.mjs";
import { soundSettings } from "./sound_settings.mjs";
import { streamPrograms } from "./stream_programs.mjs";
import { video } from "./video.mjs";
import { board } from "./whiteboard.mjs";
import { waitingRoom } from "./waiting_room.mjs";

/**
 * `alone`: it measures pictures, whose decoders need the whole processor. `measures`: it measures sound of several people, so two of
 * them are never played side by side.
 */
export const PLAYS = [
  { name: "sound-settings", script: soundSettings, measures: true },
  { name: "filtered-networks", script: filteredNetworks, measures: true },
  { name: "administration", script: administration },
  { name: "sound", script: sound, measures: true },
  { name: "video", script: video, alone: true },
  { name: "audio-devices", script: audioDevices, measures: true },
  { name: "mailed-links", script: mailedLinks },
  { name: "lesson-desktop", script: (play) => lesson(play, "desktop") },
  { name: "hostile-text", script: hostileText },
  { name: "experiences-desktop", script: (play) => experiences(play, "desktop") },
  { name: "accounts", script: accounts },
  { name: "stream-programs", script: streamPrograms },
  { name: "greek-desktop", script: (play) => greek(play, "desktop") },
  { name: "keyboard", script: keyboard },
  { name: "waiting-room", script: waitingRoom },
  { name: "cameras", script: cameras, alone: true },
  { name: "classroom-3d", script: classroom3d },
  { name: "slides", script: slides },
  { name: "lesson-phone", script: (play) => lesson(play, "phone") },
  { name: "calendar", script: calendar },
  { name: "groups", script: groups },
  { name: "polls", script: polls },
  { name: "whiteboard", script: board },
  { name: "progress", script: progress },
  { name: "api-description", script: apiDescription },
  { name: "relay", script: relay },
  { name: "https", script: https },
  { name: "experiences-phone", script: (play) => experiences(play, "phone") },
  { name: "greek-phone", script: (play) => greek(play, "phone") },
  // In the end, since it makes this address wait.
  { name: "code-guessing", script: codeGuessing },
];

/** Plays of `make test-long` alone. */
export const LONG_PLAYS = [{ name: "firefox-video", script: firefoxVideo }];
