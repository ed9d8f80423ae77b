// How one comes into the lesson, large enough to be read from a screen at the front of a classroom: code, QR code and link.
import { useEffect, useRef, useState } from "preact/hooks";
import { joinLink, joinPage } from "../lesson/page";
import { t } from "../texts";
import { useLesson } from "./context";
import { CheckIcon, CloseIcon, LinkIcon } from "./icons";
import { rich } from "./rich";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { code, page } = useLesson();
  const link = joinLink(code);
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch {
      // Plain http has no clipboard: the link is marked, and the keyboard copies it.
      field.current?.select();
    }
  };
  return (
    <dialog ref={dialog} class="confirm invite-dialog" aria-labelledby="invite-title" onClose={onClose}>
      <header>
        <h2 id="invite-title">{t("room-invite-title")}</h2>
        <button
          type="button"
          class="round-button"
          aria-label={t("room-invite-close")}
          onClick={() => dialog.current?.close()}
        >
          <CloseIcon />
        </button>
      </header>
      <p>{rich("room-invite-go", { page: joinPage() })}</p>
      <p class="invite-code">
        <span role="img" aria-label={t("room-invite-code", { code: [...code].join(" ") })}>
          {code}
        </span>
      </p>
      {page.qr && (
        <div
          class="invite-qr"
          role="img"
          aria-label={t("room-invite-qr")}
          dangerouslySetInnerHTML={{ __html: page.qr }}
        />
      )}
      <label for="invite-link">{t("room-invite-link")}</label>
      <div class="invite-link">
        <input id="invite-link" ref={field} readOnly value={link} />
        <button type="button" class="button soft" onClick={() => void copy()}>
          {copied ? <CheckIcon /> : <LinkIcon />} {t("room-invite-copy")}
        </button>
      </div>
      <p class="invite-copied" role="status">
        {copied && t("room-invite-copied")}
      </p>
    </dialog>
  );
}
