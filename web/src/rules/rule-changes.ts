import type { Rule } from '@ioc/shared/rule'

export interface RuleChange {
  path: string
  /** Undefined: it was not, or is not any more, said. */
  before: unknown
  after: unknown
}

/** What one version says otherwise than the one before it, leaf by leaf, without the version itself. */
export function ruleChanges(before: Rule | null, after: Rule | null): RuleChange[] {
  const old = leavesOf(before)
  const fresh = leavesOf(after)
  const paths = new Set([...old.keys(), ...fresh.keys()])
  return [...paths].flatMap((path) => {
    const [was, is] = [old.get(path), fresh.get(path)]
    return path === 'version' || was === is ? [] : [{ path, before: was, after: is }]
  })
}

function leavesOf(tree: unknown, path = '', leaves = new Map<string, unknown>()): Map<string, unknown> {
  if (tree === null || typeof tree !== 'object') {
    if (path !== '') leaves.set(path, tree)
    return leaves
  }
  for (const [key, part] of Object.entries(tree)) {
    if (part === undefined) continue
    const next = Array.isArray(tree) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    leavesOf(part, next, leaves)
  }
  return leaves
}
