// The avatar's form shows at once what it would make, as the room has it; where there is no 3D, the form alone works too.
import type { Avatar } from "../net/protocol.gen";
import { randomAvatar } from "../people/randomAvatar";
import { Preview } from "../room3d/preview";

/** The form's fields, and where they stand in an avatar. */
const FIELDS: Record<string, (avatar: Avatar) => string | number> = {
  skin: (avatar) => avatar.skinColour,
  eyes_colour: (avatar) => avatar.eyes.colour,
  eyes_size: (avatar) => avatar.eyes.size,
  eyes_placement: (avatar) => avatar.eyes.placement,
  mouth_shape: (avatar) => avatar.mouth.shape,
  mouth_colour: (avatar) => avatar.mouth.colour,
  mouth_size: (avatar) => avatar.mouth.size,
  mouth_position: (avatar) => avatar.mouth.position,
  mouth_rotation: (avatar) => avatar.mouth.rotation,
  hairstyle: (avatar) => avatar.hair.style,
  hair_colour: (avatar) => avatar.hair.colour,
  hat: (avatar) => avatar.accessories.hat,
  glasses: (avatar) => avatar.accessories.glasses,
};

function read(form: HTMLFormElement): Avatar {
  const field = (name: string) => String(new FormData(form).get(name) ?? "");
  return {
    skinColour: field("skin"),
    eyes: {
      colour: field("eyes_colour"),
      size: Number(field("eyes_size")),
      placement: Number(field("eyes_placement")),
    },
    mouth: {
      // The server wrote what there is to choose from.
      shape: field("mouth_shape") as Avatar["mouth"]["shape"],
      colour: field("mouth_colour"),
      size: Number(field("mouth_size")),
      position: Number(field("mouth_position")),
      rotation: Number(field("mouth_rotation")),
    },
    hair: { style: field("hairstyle") as Avatar["hair"]["style"], colour: field("hair_colour") },
    accessories: {
      hat: field("hat") as Avatar["accessories"]["hat"],
      glasses: field("glasses") as Avatar["accessories"]["glasses"],
    },
    // Not of the form, which leaves it as it is.
    ...(form.dataset.badge && { textureUrl: form.dataset.badge }),
  };
}

export function offerPreview(form: HTMLFormElement): void {
  const host = form.querySelector<HTMLElement>("[data-preview]");
  const roll = form.querySelector<HTMLElement>("[data-roll]");
  if (!host || !roll) return;
  roll.hidden = false;
  host.hidden = false;
  let preview: Preview | undefined;
  try {
    preview = new Preview(host, host.dataset.preview ?? "");
  } catch (error) {
    // No WebGL here.
    console.warn(error);
    host.hidden = true;
  }
  const show = () => preview?.show(read(form));
  form.addEventListener("input", show);
  roll.querySelector("button")?.addEventListener("click", () => {
    const avatar = randomAvatar();
    for (const [name, get] of Object.entries(FIELDS)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = String(get(avatar));
    }
    show();
  });
  show();
}
