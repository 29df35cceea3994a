type Tree = { [key: string]: unknown }

/** `steps[1].from` → `steps`, `1`, `from`. */
function keysOf(path: string): string[] {
  return path.split(/[.[\]]+/).filter((key) => key !== '')
}

/** What stands at a path such as `steps[1].from`; undefined where there is nothing. */
export function valueAt(tree: unknown, path: string): unknown {
  return keysOf(path).reduce<unknown>((part, key) => (part as Tree | undefined)?.[key], tree)
}

/**
 * The same with another value at the path; `undefined` takes it out, and what is left empty by that goes with it.
 * Nothing that was there is changed.
 */
export function withValue<T>(tree: T, path: string, value: unknown): T {
  return place(tree, keysOf(path), value) as T
}

function place(tree: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value
  const next = place((tree as Tree | undefined)?.[key], rest, value)
  if (Array.isArray(tree)) {
    return next === undefined
      ? tree.filter((_, index) => index !== Number(key))
      : Object.assign([...(tree as unknown[])], { [key]: next })
  }
  const { [key]: _, ...others } = { ...(tree as Tree | undefined) }
  if (next !== undefined) return { ...(tree as Tree | undefined), [key]: next }
  return Object.keys(others).length === 0 ? undefined : others
}
