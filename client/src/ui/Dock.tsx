// One's own bar: the features' buttons, and what opens their panels, with how much is new in them.
import { Fragment } from "preact";
import type { Feature } from "../feature";
import { t } from "../texts";
import { useFeatures, useLesson } from "./context";

interface Props {
  open: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

export function Dock({ open, onToggle }: Props) {
  return (
    <nav class="dock" aria-label={t("dock")}>
      {useFeatures().map(({ name, DockButton, panel }) => (
        <Fragment key={name}>
          {DockButton && <DockButton />}
          {panel && <Toggle name={name} panel={panel} open={open.has(name)} onToggle={onToggle} />}
        </Fragment>
      ))}
    </nav>
  );
}

interface ToggleProps {
  name: string;
  panel: NonNullable<Feature["panel"]>;
  open: boolean;
  onToggle: (name: string) => void;
}

function Toggle({ name, panel: { Icon, title, badges }, open, onToggle }: ToggleProps) {
  const fresh = badges(useLesson()).filter(({ count }) => count > 0);
  return (
    <button
      type="button"
      id={`${name}-toggle`}
      class="dock-button"
      aria-expanded={open}
      aria-controls={open ? `${name}-panel` : undefined}
      onClick={() => onToggle(name)}
    >
      <Icon />
      <span>{t(title)}</span>
      {fresh.length > 0 && (
        <span class="badges">
          {fresh.map(({ count, Icon, words }) => (
            <span key={words} class="badge" title={`${count} ${words}`}>
              {Icon && <Icon />} {count > 99 ? "99+" : count} <span class="hidden">{words}</span>
            </span>
          ))}
        </span>
      )}
    </button>
  );
}
