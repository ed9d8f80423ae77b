// A picture on somebody's chest. One that is gone, or is none, is nothing.
import { CircleGeometry, Mesh, MeshBasicMaterial, SRGBColorSpace, TextureLoader } from "three";

const plate = new CircleGeometry(0.15, 28);

export type Badge = Mesh<CircleGeometry, MeshBasicMaterial>;

/** @param loaded is told when there is something to draw */
export function badge(url: string, loaded: () => void): Badge {
  const mesh = new Mesh(plate, new MeshBasicMaterial());
  // Before the belly, wherever that is roundest.
  mesh.position.set(0, 0.54, 0.27);
  mesh.rotation.x = -0.12;
  mesh.visible = false;
  new TextureLoader().load(url, (texture) => {
    texture.colorSpace = SRGBColorSpace;
    mesh.material.map = texture;
    mesh.material.needsUpdate = true;
    mesh.visible = true;
    loaded();
  });
  return mesh;
}
