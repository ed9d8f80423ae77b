// Video as a feature of the room: who sends a picture. This client shows none yet.
import { feature } from "../feature";
import { updatePerson } from "../lesson/room";

export default feature("video", {
  reduce: {
    "on.participantCamera": (room, { participantId, camera }) =>
      updatePerson(room, participantId, (person) => ({ ...person, camera })),
  },
});
