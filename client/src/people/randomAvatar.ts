// A random avatar, made from the server's own lists.
import { ROLL, type Avatar } from "../net/protocol.gen";

export function randomAvatar(random: () => number = Math.random): Avatar {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const between = ([low, high]: readonly [number, number]) => low + Math.floor(random() * (high - low + 1));
  return {
    skinColour: one(ROLL.skins),
    eyes: { colour: one(ROLL.eyes), size: between(ROLL.eyeSizes), placement: between(ROLL.eyePlacements) },
    mouth: {
      shape: one(ROLL.shapes),
      colour: one(ROLL.mouths),
      size: between(ROLL.mouthSizes),
      position: between(ROLL.mouthPositions),
      rotation: between(ROLL.mouthRotations),
    },
    hair: { style: one(ROLL.styles), colour: one(ROLL.hairs) },
    accessories: { hat: one(ROLL.hats), glasses: one(ROLL.glasses) },
  };
}
