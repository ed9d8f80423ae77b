// What the browser tells screen readers of a page: its accessibility tree, by the browser's own protocol.

const CONTROLS = new Set(["button", "switch", "checkbox", "DisclosureTriangle", "ToggleButton"]);
const STATES = ["pressed", "checked", "expanded"];

/**
 * The page's controls that are not disabled: each with its `role`, its `name`, and its `state`, such as "expanded false", or "".
 * `press` presses one as assistive technology does.
 */
export async function openTree({ context, page }) {
  const session = await context.newCDPSession(page);
  await session.send("Accessibility.enable");
  return {
    async controls() {
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      return nodes.filter(({ ignored, role }) => !ignored && CONTROLS.has(role?.value)).flatMap(read);
    },
    async press({ node }) {
      const { object } = await session.send("DOM.resolveNode", { backendNodeId: node });
      const functionDeclaration = "function () { this.click(); }";
      await session.send("Runtime.callFunctionOn", { objectId: object.objectId, functionDeclaration });
    },
    close: () => session.detach(),
  };
}

function read({ role, name, properties = [], backendDOMNodeId }) {
  const of = new Map(properties.map(({ name, value }) => [name, value.value]));
  if (of.get("disabled")) return [];
  const state = STATES.flatMap((one) => (of.has(one) ? [`${one} ${of.get(one)}`] : [])).join();
  return [{ node: backendDOMNodeId, role: role.value, name: name?.value ?? "", state }];
}
