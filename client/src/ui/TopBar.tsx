// The top bar: which lesson, who one is, and for the teacher the link, the start and the end.
import { useState } from "preact/hooks";
import { joinLink } from "../net/page";
import { Confirm } from "./Confirm";
import { useLesson } from "./context";
import { CheckIcon, CubeIcon, DoorIcon, LinkIcon, ListIcon } from "./icons";

export function TopBar({ flat, onFlat }: { flat: boolean; onFlat: (flat: boolean) => void }) {
  const { lesson } = useLesson();
  const { sessionTitle, teacher, state } = lesson.session.value;
  const me = lesson.me.value;
  return (
    <header class="top">
      <div class="top-text">
        <h1 id="room-title" tabIndex={-1}>
          {sessionTitle}
        </h1>
        <p>
          {state === "live" ? <span class="live">Live</span> : <span class="planned">Not started</span>}
          <span class="top-facts">
            {!lesson.teaches.value && <span class="roomy">with {teacher} · </span>}you are{" "}
            <strong>{me?.username}</strong>
          </span>
        </p>
      </div>
      <div class="top-buttons">
        <button type="button" class="button soft" onClick={() => onFlat(!flat)}>
          {flat ? <CubeIcon /> : <ListIcon />}
          <span>{flat ? "3D room" : "List view"}</span>
        </button>
        {lesson.teaches.value && <CopyLink code={lesson.code} />}
        <Way />
      </div>
    </header>
  );
}

function CopyLink({ code }: { code: string }) {
  const { lesson } = useLesson();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const link = joinLink(code);
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
      setTimeout(() => setCopied(false), 2500);
      lesson.say("The join link is copied.");
    } catch {
      // Plain http has no clipboard.
      lesson.say(`The join link: ${link}`);
    }
  };
  return (
    <button type="button" class="button soft" onClick={() => void copy()} title="Copy the join link">
      {copied ? <CheckIcon /> : <LinkIcon />}
      <span>
        Code <strong class="code">{code}</strong>
      </span>
      <span class="hidden">Copy the join link</span>
    </button>
  );
}

/** The way out: for the teacher of a live lesson its end, for the others the door. */
function Way() {
  const { lesson, acts } = useLesson();
  const [asked, setAsked] = useState<"end" | "leave">();
  const ends = lesson.teaches.value && lesson.session.value.state === "live";
  return (
    <>
      {ends && (
        <button type="button" class="button danger" onClick={() => setAsked("end")}>
          <span class="keep">
            End<span class="roomy"> the lesson</span>
          </span>
        </button>
      )}
      <button type="button" class="button soft" onClick={() => setAsked("leave")}>
        <DoorIcon />
        <span>Leave</span>
      </button>
      {asked === "end" && (
        <Confirm
          title="End the lesson for all?"
          yes="End the lesson"
          onYes={() => void acts.terminate()}
          onClose={() => setAsked(undefined)}
        >
          Everyone is sent out and the code stops working. This cannot be undone.
        </Confirm>
      )}
      {asked === "leave" && (
        <Confirm
          title="Leave the lesson?"
          yes="Leave"
          onYes={() => void acts.leave()}
          onClose={() => setAsked(undefined)}
        >
          {ends
            ? "The lesson goes on without you. To end it for all, choose “End” instead."
            : "You can come back as long as it lasts."}
        </Confirm>
      )}
    </>
  );
}
