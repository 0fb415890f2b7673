/**
 * Cycles between modules, type imports included: a cycle of types compiles, and still means that none of its files can
 * be understood, moved or tested without the others.
 */

/** The cycles of a graph, each as the modules along it, one cycle for each strongly connected group. */
export function findCycles(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  return stronglyConnected(imports)
    .filter((group) => group.length > 1 || imports.get(group[0]!)?.includes(group[0]!))
    .map((group) => shortestCycle(group, imports))
}

/** Tarjan's algorithm, with an explicit stack: generated code can make chains that are longer than the call stack. */
function stronglyConnected(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const groups: string[][] = []

  for (const root of imports.keys()) {
    if (order.has(root)) continue
    const work = [{ module: root, next: 0 }]
    while (work.length > 0) {
      const frame = work.at(-1)!
      const { module } = frame
      if (frame.next === 0) {
        order.set(module, order.size)
        low.set(module, order.get(module)!)
        open.push(module)
        isOpen.add(module)
      }
      const target = (imports.get(module) ?? [])[frame.next++]
      if (target === undefined) {
        work.pop()
        const parent = work.at(-1)?.module
        if (parent !== undefined) low.set(parent, Math.min(low.get(parent)!, low.get(module)!))
        if (low.get(module) === order.get(module)) groups.push(closeGroup(module, open, isOpen))
      } else if (!order.has(target)) {
        work.push({ module: target, next: 0 })
      } else if (isOpen.has(target)) {
        low.set(module, Math.min(low.get(module)!, order.get(target)!))
      }
    }
  }
  return groups
}

function closeGroup(root: string, open: string[], isOpen: Set<string>): string[] {
  const group = open.splice(open.indexOf(root))
  for (const module of group) isOpen.delete(module)
  return group
}

/** Breadth first from the group's first module back to itself, inside the group. */
function shortestCycle(group: readonly string[], imports: ReadonlyMap<string, readonly string[]>): string[] {
  const start = [...group].sort()[0]!
  const members = new Set(group)
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const module of queue) {
    for (const target of imports.get(module) ?? []) {
      if (target === start) return pathTo(module, start, cameFrom)
      if (!members.has(target) || cameFrom.has(target)) continue
      cameFrom.set(target, module)
      queue.push(target)
    }
  }
  return [...group]
}

function pathTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [end]
  while (path[0] !== start) path.unshift(cameFrom.get(path[0]!)!)
  return path
}
