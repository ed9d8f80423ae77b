// The few pictures that buttons have: drawn with the text's colour, hidden from screen readers, whose words stand beside.
import type { ComponentChildren } from "preact";

export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** Also painted onto the names in 3D. */
export const HAND_PATH =
  "M7 12.5V6.2a1.5 1.5 0 0 1 3 0V11m0-.5V4.2a1.5 1.5 0 0 1 3 0V11m0-6a1.5 1.5 0 0 1 3 0v6.5m0-4a1.5 1.5 0 0 1 3 0V15c0 3.9-2.6 6.5-6.3 6.5-2.8 0-4.3-1-5.7-3.3L4.3 14a1.6 1.6 0 0 1 2.6-1.8L8 13.6";

export const HandIcon = () => (
  <Icon>
    <path d={HAND_PATH} />
  </Icon>
);
export const PeopleIcon = () => (
  <Icon>
    <circle cx="9" cy="8" r="3.5" />
    <path d="M2.5 20c.4-3.6 3-5.8 6.5-5.8s6.1 2.2 6.5 5.8M16 4.8a3.5 3.5 0 0 1 0 6.4m1.6 3.3c2.2.8 3.6 2.7 3.9 5.5" />
  </Icon>
);
export const ChatIcon = () => (
  <Icon>
    <path d="M4 5.5h16a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-8L6.5 21v-3.5H4A1.5 1.5 0 0 1 2.5 16V7A1.5 1.5 0 0 1 4 5.5ZM7.5 10h9m-9 3.5h6" />
  </Icon>
);
export const MicIcon = () => (
  <Icon>
    <path d="M12 3a3 3 0 0 1 3 3v5.5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM5.5 11.500a6.5 6.5 0 0 0 13 0M12 18v3" />
  </Icon>
);
/** An invitation to speak: a microphone that is offered. */
export const MicInviteIcon = () => (
  <Icon>
    <path d="M10 3a3 3 0 0 1 3 3v5.500a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM3.500 11.500a6.500 6.500 0 0 0 13 0M10 18v3M19 3v6M16 6h6" />
  </Icon>
);
export const SpeakerIcon = () => (
  <Icon>
    <path d="M4 9.500h3.500L12 5.500v13l-4.500-4H4v-5Zm11.500-.5a4.500 4.500 0 0 1 0 6m2.500-8.500a8 8 0 0 1 0 11" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" class="dots" />
  </Icon>
);
export const SlidersIcon = () => (
  <Icon>
    <path d="M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5v5M8.5 14.5v5" />
  </Icon>
);
export const MicOffIcon = () => (
  <Icon>
    <path d="M9 9v2.5a3 3 0 0 0 4.7 2.450M15 11V6a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.7 5M18.5 11.5c0 .9-.2 1.8-.5 2.6M12 18v3M4 4l16 16" />
  </Icon>
);
/** A program that streams. */
export const StreamIcon = () => (
  <Icon>
    <path d="M12 13.500v7M8.500 15.500a5 5 0 1 1 7 0M5.700 18.300a9 9 0 1 1 12.600 0" />
    <circle cx="12" cy="12" r="1.500" />
  </Icon>
);
export const LostIcon = () => (
  <Icon>
    <path d="M3 9.5a13 13 0 0 1 6-3.2m4-.3a13 13 0 0 1 8 3.5M6.5 13a8 8 0 0 1 3.7-2m5 .6a8 8 0 0 1 2.3 1.4M12 18.5h.01M4 3l16 17" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m6 6 12 12M18 6 6 18" />
  </Icon>
);
export const PencilIcon = () => (
  <Icon>
    <path d="M4 20l.8-4L16 4.8a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6L8 19.2 4 20Zm10.5-13.7 3.2 3.2" />
  </Icon>
);
export const TrashIcon = () => (
  <Icon>
    <path d="M4.500 7h15M9.500 7V4.500h5V7m-8 0 1 13h9l1-13M10.500 11v5m3-5v5" />
  </Icon>
);
export const SendIcon = () => (
  <Icon>
    <path d="M4 11.5 20 4l-5.5 16-3.2-6.8L4 11.5Zm7.3 1.7L20 4" />
  </Icon>
);
export const LinkIcon = () => (
  <Icon>
    <path d="M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7L12 17.7" />
  </Icon>
);
export const ListIcon = () => (
  <Icon>
    <path d="M4 5.5h6v5H4Zm10 0h6v5h-6Zm-10 8h6v5H4Zm10 0h6v5h-6Z" />
  </Icon>
);
export const CubeIcon = () => (
  <Icon>
    <path d="m12 3 8 4.5v9L12 21l-8-4.5v-9L12 3Zm0 9 8-4.5M12 12v9m0-9L4 7.5" />
  </Icon>
);
export const DoorIcon = () => (
  <Icon>
    <path d="M13 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20H13m3-4 4-4-4-4m4 4H10" />
  </Icon>
);
export const DiceIcon = () => (
  <Icon>
    <rect x="4" y="4" width="16" height="16" rx="4" />
    <path d="M8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01" class="dots" />
  </Icon>
);
export const RemoveIcon = () => (
  <Icon>
    <circle cx="10" cy="8" r="3.5" />
    <path d="M3.5 20c.4-3.6 3-5.8 6.5-5.8 1.2 0 2.3.3 3.2.8M16 15l5 5m0-5-5 5" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Icon>
);
export const BackIcon = () => (
  <Icon>
    <path d="m14.5 5-7 7 7 7" />
  </Icon>
);
export const NextIcon = () => (
  <Icon>
    <path d="m9.5 5 7 7-7 7" />
  </Icon>
);
export const BoardIcon = () => (
  <Icon>
    <path d="M3 5h18v11H3Zm4 15 1.500-4m8.500 4-1.500-4M7 9h6m-6 3h9" />
  </Icon>
);
export const CameraIcon = () => (
  <Icon>
    <path d="M4 6.5h9.5A1.5 1.5 0 0 1 15 8v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5Zm11 4 6.5-3.5v10L15 13.5" />
  </Icon>
);
export const CameraOffIcon = () => (
  <Icon>
    <path d="M9 6.5h4.5A1.5 1.5 0 0 1 15 8v4m0 4a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5m11 4 6.5-3.5v10L17 14.6M3 3l18 18" />
  </Icon>
);
export const ShareIcon = () => (
  <Icon>
    <path d="M4 4.5h16A1.5 1.5 0 0 1 21.5 6v9.5A1.5 1.5 0 0 1 20 17H4a1.5 1.5 0 0 1-1.5-1.5V6A1.5 1.5 0 0 1 4 4.5ZM8 20.5h8M12 14V7.5m-3 3 3-3 3 3" />
  </Icon>
);
export const LargerIcon = () => (
  <Icon>
    <path d="M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5" />
  </Icon>
);
export const PinIcon = () => (
  <Icon>
    <path d="M9 3.5h6l-.8 6 3.3 3.5v1.5h-11V13l3.3-3.5L9 3.5Zm3 11v6" />
  </Icon>
);
export const PointerIcon = () => (
  <Icon>
    <path d="M5 3l6 16 2.2-6.8L20 10z" />
  </Icon>
);
export const PagesIcon = () => (
  <Icon>
    <path d="M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z" />
  </Icon>
);
export const AddFileIcon = () => (
  <Icon>
    <path d="M13 3H6v18h12V8zM13 3v5h5M12 11v6M9 14h6" />
  </Icon>
);
export const NotesIcon = () => (
  <Icon>
    <path d="M5 4h14v16H5zM8 9h8M8 13h8M8 17h5" />
  </Icon>
);
