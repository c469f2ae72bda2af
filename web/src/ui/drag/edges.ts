const EDGE_PX = 56;
const MOST_PX = 14;

/** Scrolls what is under the pointer where that is near an edge of it, the page last. Says whether anything moved. */
export function scrollAt(under: Element | null, { x, y }: { x: number; y: number }): boolean {
  let hasMoved = false;
  for (let node = under; node; node = node.parentElement) {
    const isPage = node === document.documentElement;
    const box = isPage ? new DOMRect(0, 0, innerWidth, innerHeight) : node.getBoundingClientRect();
    const [right, down] = [pull(x, box.left, box.right), pull(y, box.top, box.bottom)];
    if ((right === 0 && down === 0) || !(isPage || scrolls(node))) continue;
    const before = [node.scrollLeft, node.scrollTop];
    node.scrollBy({ left: right, top: down, behavior: "instant" });
    hasMoved ||= before[0] !== node.scrollLeft || before[1] !== node.scrollTop;
  }
  return hasMoved;
}

/** The nearer the edge, the faster. */
function pull(at: number, from: number, to: number): number {
  if (to - from < 3 * EDGE_PX) return 0;
  const [before, behind] = [from + EDGE_PX - at, at - (to - EDGE_PX)];
  const near = before > 0 ? -before : Math.max(0, behind);
  return Math.round(MOST_PX * Math.max(-1, Math.min(1, near / EDGE_PX)));
}

function scrolls(node: Element): boolean {
  const { overflowX, overflowY } = getComputedStyle(node);
  return /auto|scroll/.test(overflowX + overflowY);
}
