// What opens the panel of sound: in the bar of the room, and before one comes in.
import { useState } from "preact/hooks";
import { SlidersIcon } from "../ui/icons";
import { SoundDialog } from "./SoundDialog";

export function SoundButton({ class: name, children }: { class: string; children: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class={name} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <SlidersIcon />
        <span>{children}</span>
      </button>
      {open && <SoundDialog onClose={() => setOpen(false)} />}
    </>
  );
}
