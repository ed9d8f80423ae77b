// The shadows at everybody's feet, all drawn at once.
import { CircleGeometry, InstancedMesh, Matrix4, MeshBasicMaterial, Scene, type Vector3 } from "three";

const RADIUS = 0.36;
const SIDES = 16;

export class Shadows {
  private readonly shape = new CircleGeometry(RADIUS, SIDES).rotateX(-Math.PI / 2);
  private readonly material = new MeshBasicMaterial({
    color: 0x2b1d0e,
    transparent: true,
    opacity: 0.2,
    depthWrite: false,
  });
  private readonly matrix = new Matrix4();
  private mesh = this.room(32);

  constructor(private readonly scene: Scene) {
    scene.add(this.mesh);
  }

  /** They fall where these stand, and nowhere else. */
  fall(stands: Iterable<Vector3>): void {
    let count = 0;
    for (const { x, y, z } of stands) {
      if (count === this.mesh.instanceMatrix.count) this.grow();
      this.mesh.setMatrixAt(count++, this.matrix.makeTranslation(x, y + 0.012, z));
    }
    this.mesh.count = count;
    this.mesh.instanceMatrix.needsUpdate = true;
  }

  dispose(): void {
    this.mesh.dispose();
    this.shape.dispose();
    this.material.dispose();
  }

  private grow(): void {
    const { mesh } = this;
    this.mesh = this.room(mesh.instanceMatrix.count * 2);
    this.mesh.instanceMatrix.array.set(mesh.instanceMatrix.array);
    this.scene.remove(mesh);
    mesh.dispose();
    this.scene.add(this.mesh);
  }

  private room(count: number): InstancedMesh {
    const mesh = new InstancedMesh(this.shape, this.material, count);
    mesh.frustumCulled = false;
    return mesh;
  }
}
