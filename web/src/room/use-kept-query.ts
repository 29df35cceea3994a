import { onScopeDispose, shallowRef } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { useRewriteQuery } from './use-rewrite-query.js'

type Kept = Readonly<Record<string, string | undefined>>

/**
 * What somebody has chosen on a screen stands in its address, so that a link leads to the same picture; whoever comes
 * back from another screen, whose address says nothing of it, finds it as it was left.
 */
export function useKeptQuery(screen: string, keys: readonly string[]) {
  const route = useRoute()
  const kept = shallowRef(route.name === screen ? own(route.query) : {})
  /** What is kept does not stand in the address yet: others write into it as well, and may come first. */
  let isUnsaid = false

  const write = useRewriteQuery((query) => {
    if (route.name !== screen) return null
    const others = Object.entries(query).filter(([key]) => !keys.includes(key))
    return { ...Object.fromEntries(others), ...kept.value }
  })
  const follow = useRouter().afterEach((to, from, failure) => {
    if (failure || to.name !== screen) return
    const told = own(to.query)
    if (from.name !== screen && !isSaying(told) && isSaying(kept.value)) return say(kept.value)
    if (from.name === screen && isUnsaid && !isSame(told, kept.value)) return
    isUnsaid = false
    if (!isSame(told, kept.value)) kept.value = told
  })
  onScopeDispose(follow)

  function own(query: LocationQuery): Kept {
    const said = Object.entries(query).filter(([key, value]) => keys.includes(key) && value)
    return Object.fromEntries(said.map(([key, value]) => [key, String(value)]))
  }
  function isSaying(query: Kept): boolean {
    return keys.some((key) => query[key] !== undefined)
  }
  function isSame(a: Kept, b: Kept): boolean {
    return keys.every((key) => a[key] === b[key])
  }
  function say(what: Kept): void {
    kept.value = what
    isUnsaid = true
    write()
  }

  return {
    /** What is chosen under a key; undefined: nothing. */
    read: (key: string): string | undefined => kept.value[key],
    /** Undefined takes it out of the address. */
    put: (changes: Kept): void => say({ ...kept.value, ...changes }),
  }
}
